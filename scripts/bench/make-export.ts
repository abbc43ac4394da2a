import { createReadStream, createWriteStream, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- writes the workbooks that are read
import { ZipFile } from 'yazl';
import { inventPerson, type Person } from '../generate-sample/person.ts';
import { Random } from '../generate-sample/random.ts';
import { layouts, type Layout } from '../generate-sample/vendor-layouts.ts';

const blockRows = 20_000;
const { columns, country }: Layout = layouts.optix;
const names = columns.map(([name]) => name);

/** How one format writes the same invented patients: what stands before, the rows, what stands behind. */
interface Writing {
  readonly before: string;
  readonly row: (cells: readonly string[]) => string;
  readonly behind: string;
}

const quoted = (text: string, mark: string): string => `${mark}${text.replaceAll(mark, mark + mark)}${mark}`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const objectOf = (cells: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name, column) => [name, cells[column]])));
const dumpHead = `--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\nCREATE TABLE public.patient (\n${names.map((name) => `    ${name} text`).join(',\n')}\n);\n\n`;

const writings = {
  csv: {
    before: `${names.join(',')}\r\n`,
    row: (cells) =>
      `${cells.map((cell) => (/[",\r\n]/.test(cell) ? quoted(cell, '"') : cell)).join(',')}\r\n`,
    behind: '',
  },
  'copy.sql': {
    before: `${dumpHead}COPY public.patient (${names.join(', ')}) FROM stdin;\n`,
    row: (cells) =>
      `${cells.map((cell) => (cell === '' ? '\\N' : cell.replaceAll('\n', '\\n'))).join('\t')}\n`,
    behind: '\\.\n\n--\n-- PostgreSQL database dump complete\n--\n',
  },
  'insert.sql': {
    before: dumpHead,
    row: (cells) =>
      `INSERT INTO public.patient VALUES (${cells.map((cell) => quoted(cell, "'")).join(', ')});\n`,
    behind: '\n--\n-- PostgreSQL database dump complete\n--\n',
  },
  ndjson: { before: '', row: (cells) => `${objectOf(cells)}\n`, behind: '' },
  json: {
    before: `{"exported":"2026-01-01","patients":[\n{"patient_id":"0"}`,
    row: (cells) => `,\n${objectOf(cells)}`,
    behind: '\n]}\n',
  },
  xml: {
    before: '<?xml version="1.0" encoding="UTF-8"?>\n<export><patients>\n',
    row: (cells) =>
      `<patient>${names.map((name, column) => `<${name}>${escaped(cells[column]!)}</${name}>`).join('')}</patient>\n`,
    behind: '</patients></export>\n',
  },
  txt: {
    before: '',
    row: (cells) => `${cells.map((cell) => cell.replaceAll('\n', ' ').slice(0, 27).padEnd(28)).join('')}\r\n`,
    behind: '',
  },
} satisfies Record<string, Writing>;

export type TextFormat = keyof typeof writings;
export const textFormats = Object.keys(writings) as TextFormat[];

function cellsOf(person: Person): string[] {
  return columns.map(([, field]) => person[field]);
}

function* people(rows: number): Generator<string[]> {
  const random = new Random(7);
  for (let row = 1; row <= rows; row += 1) yield cellsOf(inventPerson(random, country, row));
}

/** The same block of rows again and again, until the file is large enough. */
export async function makeText(file: string, format: TextFormat, leastBytes: number): Promise<void> {
  const { before, row, behind }: Writing = writings[format];
  const block = Buffer.from([...people(blockRows)].map(row).join(''));
  function* pieces(): Generator<string | Buffer> {
    yield before;
    for (let bytes = 0; bytes < leastBytes; bytes += block.length) yield block;
    yield behind;
  }
  await pipeline(Readable.from(pieces()), createWriteStream(file, { mode: 0o600 }));
}

export async function packAsZip(file: string, content: string, name: string): Promise<void> {
  const zip = new ZipFile();
  zip.addFile(content, name, { compressionLevel: 1 });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600 }));
}

export async function packAsGzip(file: string, content: string): Promise<void> {
  await pipeline(
    createReadStream(content),
    createGzip({ level: 1 }),
    createWriteStream(file, { mode: 0o600 }),
  );
}

/** A workbook in one of the formats that are read whole. */
export function makeWholeWorkbook(file: string, rows: number, container: 'xls' | 'xlsb' | 'ods'): void {
  const sheet = XLSX.utils.aoa_to_sheet([names, ...people(rows)], { dense: true });
  const book = XLSX.utils.book_new(sheet, 'Patients');
  const bookType = container === 'xls' ? 'biff8' : container;
  writeFileSync(file, XLSX.write(book, { type: 'buffer', bookType, compression: true }) as Buffer, {
    mode: 0o600,
  });
}
