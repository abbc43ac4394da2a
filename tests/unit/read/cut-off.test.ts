import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- writes the workbooks
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { memorySource } from '../../../scripts/damaged-corpus/memory-source.ts';
import { type FileRead, readCorpusFile } from '../../../scripts/damaged-corpus/read-corpus-file.ts';
import { pack } from './archive/zips.ts';

// A file that ends in the middle, as where a transfer broke off: a person is always told, and no row that is whole is lost.

interface Made {
  readonly file: string;
  readonly before: string;
  /** Each of a row, with its number in it. */
  readonly rows: readonly string[];
  readonly after: string;
  /** In the last cell of a row nothing tells that it is not whole. */
  readonly lastCellIsOpen?: true;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => 100_000 + index);
const each = (count: number, row: (id: number) => string): string[] => numbers(count).map(row);

const texts: readonly ((count: number) => Made)[] = [
  (count) => ({
    file: 'a.csv',
    before: 'id,name,town,note\r\n',
    rows: each(count, (id) => `${id},Ann Probe,Leeds,none so far\r\n`),
    after: '',
    lastCellIsOpen: true,
  }),
  (count) => ({
    file: 'quoted.csv',
    before: '"id","name","note"\n',
    rows: each(count, (id) => `"${id}","Probe, Ann","none, ""so"" far"\n`),
    after: '',
    lastCellIsOpen: true,
  }),
  (count) => ({
    file: 'fixed.txt',
    before: '',
    rows: each(count, (id) => `${`${id}`.padEnd(10)}${'Ann Probe'.padEnd(20)}${'1960-02-01'.padEnd(14)}\n`),
    after: '',
  }),
  (count) => ({
    file: 'trimmed.txt',
    before: '',
    rows: each(count, (id) => `${`${id}`.padEnd(10)}${'Ann Probe'.padEnd(20)}196${id % 10}-02-0${id % 9}x\n`),
    after: '',
    lastCellIsOpen: true,
  }),
  (count) => ({
    file: 'list.json',
    before: '[\n',
    rows: each(count, (id) => `{"id":"${id}","name":"Ann","exams":[{"d":"x"},{"d":"y"}]},\n`),
    after: '{"id":"0","name":"Ben","exams":[]}\n]\n',
  }),
  (count) => ({
    file: 'document.json',
    before: '{"made":"2026","patients":[\n',
    rows: each(count, (id) => `{"id":"${id}","name":"Ann","address":{"town":"Leeds"}},\n`),
    after: '{"id":"0","name":"Ben"}\n]}',
  }),
  (count) => ({
    file: 'lines.ndjson',
    before: '',
    rows: each(count, (id) => `{"id":"${id}","name":"Ann"}\n`),
    after: '',
  }),
  (count) => ({
    file: 'a.xml',
    before: '<?xml version="1.0"?>\n<Export>\n',
    rows: each(count, (id) => `<Patient><id>${id}</id><name>Ann</name></Patient>\n`),
    after: '</Export>\n',
  }),
  (count) => ({
    file: 'attributes.xml',
    before: '<Export><Patients>',
    rows: each(count, (id) => `<Patient id="${id}" name="Ann"/>`),
    after: '</Patients></Export>',
  }),
  (count) => ({
    file: 'copy.sql',
    before: dumpHead + 'COPY public.patients (id, name, town) FROM stdin;\n',
    rows: each(count, (id) => `${id}\tAnn\tLeeds\n`),
    after: `\\.\n\n${dumpTail}`,
    lastCellIsOpen: true,
  }),
  (count) => ({
    file: 'insert.sql',
    before: dumpHead,
    rows: each(count, (id) => `INSERT INTO public.patients (id, name) VALUES (${id}, 'Ann');\n`),
    after: dumpTail,
  }),
];

const dumpHead = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\n";
const dumpTail = 'SELECT 1;\n\n--\n-- PostgreSQL database dump complete\n--\n\n';

/** What a person is told before or after reading, and the faults of rows. */
function said({ parts, tables }: FileRead): string[] {
  const found = tables.flatMap(({ recognised, findings, rows, fault }) => [
    ...recognised.questions.map(({ code }) => code),
    ...[...recognised.findings, ...findings].map(({ code }) => code),
    ...rows.map((row) => row.fault ?? ''),
    fault?.code ?? '',
  ]);
  const ofParts = parts.flatMap((part) => {
    if (part.outcome === 'unreadable') return [part.fault.code];
    return part.outcome === 'recognised' ? part.file.findings.map(({ code }) => code) : [];
  });
  return [...new Set([...found, ...ofParts])].filter((code) => code !== '');
}

/** Words that say that something is missing at the end, or that the last row is not whole. */
const tellsOfEnd =
  /^(?:records\.cut_off|dump\.(?:table_|rows_)?cut_off|dump\.no_end_mark|(?:delimited|fixed)\.no_last_line_end|workbook\.page_cut_off|row\.(?:cut_off|ends_early)|read\..+)$/;

const soundIds = ({ tables }: FileRead): string[] =>
  tables
    .slice(0, 1)
    .flatMap(({ rows }) => rows.filter(({ fault }) => fault === null))
    .flatMap(({ cells }) => cells.find((cell) => /^1\d{5}$/.test(cell)) ?? []);

/** How many rows have come to their end there, and how many lack no more than what parts them from the next one. */
function rowsUpTo(place: number, rows: readonly string[]): { ended: number; whole: number } {
  let [ended, whole, at] = [0, 0, 0];
  for (const row of rows) {
    if (at + row.replace(/[,;]?\s*$/, '').length <= place) whole += 1;
    at += row.length;
    if (at <= place) ended += 1;
  }
  return { ended, whole };
}

describe.each([
  ['small', 30],
  ['larger than what is looked at', 9_000],
])('a file that is %s', (_size, count) => {
  test.each(texts.map((make) => [make(1).file, make] as const))('%s', async (_file, make) => {
    const { file, before, rows, after, lastCellIsOpen } = make(count);
    const text = before + rows.join('') + after;
    expect(
      said(await readCorpusFile(memorySource(file, Buffer.from(text)))).filter((code) =>
        tellsOfEnd.test(code),
      ),
    ).toEqual([]);
    const cuts = [Math.floor(count * 0.6), count - 2, count - 1].flatMap((row) => {
      const start = before.length + rows.slice(0, row).join('').length;
      return [4, rows[row]!.length >> 1, rows[row]!.trimEnd().length - 3].map((place) => start + place);
    });
    if (after !== '') cuts.push(text.length - after.length, text.length - (after.length >> 1));
    for (const cut of cuts) {
      const read = await readCorpusFile(memorySource(file, Buffer.from(text.slice(0, cut))));
      expect({ file, cut, told: said(read).filter((code) => tellsOfEnd.test(code)) }).not.toMatchObject({
        told: [],
      });
      const ids = soundIds(read);
      const { ended, whole } = rowsUpTo(cut - before.length, rows);
      expect(ids.length).toBeGreaterThanOrEqual(ended);
      expect(ids.length).toBeLessThanOrEqual(lastCellIsOpen === true ? whole + 1 : whole);
      expect(ids).toEqual(numbers(ids.length).map(String));
      for (const { rowsCounted, rows: all } of read.tables) expect(rowsCounted).toBe(all.length);
    }
  });
});

const sheet = XLSX.utils.aoa_to_sheet([
  ['id', 'name', 'town'],
  ...numbers(400).map((id) => [id, `Ann ${id * 7919}`, 'Leeds']),
]);
const book = (kind: XLSX.BookType): Buffer => {
  const made = XLSX.utils.book_new();
  for (const name of ['Patients', 'Exams']) XLSX.utils.book_append_sheet(made, sheet, name);
  return Buffer.from(XLSX.write(made, { type: 'buffer', bookType: kind, compression: true }) as Uint8Array);
};
const csv = `id,name\n${numbers(2_000)
  .map((id) => `${id},Ann ${id * 7919}`)
  .join('\n')}\n`;

test.each([
  ['a.xlsx', async () => book('xlsx')],
  ['a.xlsb', async () => book('xlsb')],
  ['a.xls', async () => book('biff8')],
  ['old.xls', async () => book('biff5')],
  ['a.ods', async () => book('ods')],
  ['flat.fods', async () => book('fods')],
  ['2003.xls', async () => book('xlml')],
  ['page.xls', async () => book('html')],
  ['a.zip', () => pack({ 'patients.csv': csv })],
  ['stored.zip', () => pack({ 'patients.csv': csv, 'exams.csv': csv }, { compress: false })],
  ['a.csv.gz', async () => gzipSync(csv)],
])('%s that is cut off is refused or asked about, wherever it ends', async (file, make) => {
  const bytes = await make();
  expect(asks(await readCorpusFile(memorySource(file, bytes)))).toEqual([]);
  for (const share of [0.05, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99]) {
    const cut = bytes.subarray(0, Math.floor(bytes.length * share));
    const read = await readCorpusFile(memorySource(file, cut));
    expect({ file, share, asked: asks(read) }).not.toMatchObject({ asked: [] });
  }
});

/** Faults, and findings that hold a table back. */
function asks(read: FileRead): string[] {
  return said(read).filter(
    (code) =>
      code.startsWith('read.') ||
      (isFinding(code) && fileFindingKind({ code, params: {} }).severity === 'hold'),
  );
}

function isFinding(code: string): boolean {
  return /^(?:workbook|records|dump|delimited)\./.test(code);
}
