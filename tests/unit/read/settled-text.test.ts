import { expect, test } from 'vitest';
import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- writes the workbooks that are read
import type { DoubleEncoding } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { readTable } from '#main/steps/read/read-table';
import { inspectPart } from '#main/steps/read/survey';
import { sourceOf } from './byte-sources.ts';

/** Text that was converted once too often is found and turned back whatever file it stands in. */
const rows = [
  ['1', 'ZoÃ«'],
  ['2', 'Smith'],
  ['3', 'O\u0092Brien'],
];

function workbook(bookType: XLSX.BookType): Buffer {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['id', 'name'], ...rows]), 'Patients');
  return XLSX.write(book, { type: 'buffer', bookType }) as Buffer;
}

const records = rows.map(([id, name]) => ({ id, name }));
const files: Readonly<Record<string, () => Buffer | string>> = {
  'patients.csv': () => ['id,name', ...rows.map((cells) => cells.join(','))].join('\r\n'),
  'patients.txt': () =>
    ['id  name      ', '--- ----------', ...rows.map(([id, name]) => `${id}   ${name!.padEnd(10)}`)].join(
      '\n',
    ),
  'patients.xlsx': () => workbook('xlsx'),
  'patients.ods': () => workbook('ods'),
  'patients.json': () => JSON.stringify(records),
  'patients.xml': () =>
    `<Export>${records.map(({ id, name }) => `<Patient><id>${id}</id><name>${name}</name></Patient>`).join('')}</Export>`,
  'patients.sql': () =>
    `COPY public.patient (id, name) FROM stdin;\n${rows.map((cells) => cells.join('\t')).join('\n')}\n\\.\n`,
};

async function lookAndRead(fileName: string, undoDoubleEncoding: DoubleEncoding | null) {
  const source = { ...sourceOf(files[fileName]!()), fileName };
  const looked = await inspectPart(source, '', { undoDoubleEncoding }, defaultReadLimits);
  if (looked.outcome !== 'recognised') throw new Error(`${fileName} was not recognised`);
  const [table] = looked.file.tables;
  const reading = readTable(source, table!.layout, defaultReadLimits);
  const read: StagedRow[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done) return { table: table!, read, findings: next.value.findings };
    read.push(...next.value.rows);
  }
}

const codesOf = (findings: readonly { readonly code: string }[]) =>
  findings.map(({ code }) => code).filter((code) => code.startsWith('text.'));

test.each(Object.keys(files))(
  'text that was converted twice is found, and left as it is, in %s',
  async (fileName) => {
    const { table, read, findings } = await lookAndRead(fileName, null);
    const codes = ['text.double_encoded', 'text.control_characters'];
    expect(codesOf(table.findings)).toEqual(codes);
    expect(codesOf(findings)).toEqual(codes);
    expect(read.map(({ cells }) => cells)).toEqual(rows);
    expect(read.map(({ notes }) => notes)).toEqual([
      [[1, 'cell.double_encoded']],
      undefined,
      [[1, 'cell.control_character']],
    ]);
  },
);

test.each(Object.keys(files))(
  'it is turned back where a person chose so in %s, and shown so before',
  async (fileName) => {
    const { table, read, findings } = await lookAndRead(fileName, 'windows-1252');
    expect(table.layout.undoDoubleEncoding).toBe('windows-1252');
    const codes = ['text.double_encoding_undone', 'text.control_characters'];
    expect(codesOf(table.findings)).toEqual(codes);
    expect(codesOf(findings)).toEqual(codes);
    expect(table.preview.first[0]).toMatchObject({ cells: ['1', 'Zoë'], stored: [[1, 'ZoÃ«']] });
    expect(read[0]).toMatchObject({ cells: ['1', 'Zoë'], stored: [[1, 'ZoÃ«']] });
    expect(read[2]!.cells[1]).toBe('O\u0092Brien');
  },
);
