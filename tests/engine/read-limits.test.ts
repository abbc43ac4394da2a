import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FaultCode } from '#contract/faults';
import type { LayoutOverride } from '#contract/layout';
import { readLimitsOverride, type ReadLimitsOverride } from '#contract/read-limits';
import { readLimitsOfThisComputer } from '#main/engine/program';
import { pack } from '../unit/read/archive/zips.ts';
import { partsOf, zipOf } from '../unit/read/workbook/books.ts';
import { answersTo, openPlainPractice, patientsCsv } from './plain-practice.ts';

const sheetRows = Array.from(
  { length: 3 },
  (_, row) =>
    `<row r="${row + 1}"><c r="A${row + 1}" t="inlineStr"><is><t>${row === 0 ? 'id' : `P${row}`}</t></is></c>` +
    `<c r="B${row + 1}" t="inlineStr"><is><t>${row === 0 ? 'name' : `Testing${row}`}</t></is></c></row>`,
).join('');
const json = `[${Array.from({ length: 30 }, (_, id) => JSON.stringify({ id, name: `Testing${id}` })).join(',\n')}]`;
const xml = `<all>${Array.from({ length: 30 }, (_, id) => `<patient><id>${id}</id><name>Testing${id}</name></patient>`).join('')}</all>`;
const dump = `-- PostgreSQL database dump\n\nCOPY public.patient (id, name) FROM stdin;\n${Array.from({ length: 30 }, (_, id) => `${id}\tTesting${id}`).join('\n')}\n\\.\n-- PostgreSQL database dump complete\n`;

type Case = readonly [file: string, limits: ReadLimitsOverride, code: FaultCode, override?: LayoutOverride];

// Each limit with its own fault, for every format that has to do with it.
const cases: readonly Case[] = [
  ['patients.csv', { maxFileBytes: 500 }, 'read.file_too_large'],
  ['patients.json', { maxFileBytes: 500 }, 'read.file_too_large'],
  ['patients.xml', { maxFileBytes: 500 }, 'read.file_too_large'],
  ['practice.sql', { maxFileBytes: 300 }, 'read.file_too_large'],
  ['patients.csv', { maxColumns: 6 }, 'read.too_many_columns'],
  ['patients.json', { maxColumns: 1 }, 'read.too_many_fields'],
  ['patients.xml', { maxColumns: 1 }, 'read.too_many_fields'],
  ['practice.sql', { maxColumns: 1 }, 'read.too_many_columns'],
  ['book.xlsx', { maxColumns: 1 }, 'read.too_many_columns'],
  ['patients.csv', { maxHeaderCharacters: 9 }, 'read.header_too_long'],
  ['patients.json', { maxHeaderCharacters: 3 }, 'read.record_name_too_long'],
  ['patients.xml', { maxHeaderCharacters: 3 }, 'read.record_name_too_long'],
  ['book.xlsx', { maxHeaderCharacters: 3 }, 'read.header_too_long', { headerLines: 1 }],
  ['patients.csv', { maxCellBytes: 12 }, 'read.cell_too_large'],
  ['patients.json', { maxCellBytes: 7 }, 'read.record_value_too_large'],
  ['patients.xml', { maxCellBytes: 7 }, 'read.record_value_too_large'],
  ['practice.sql', { maxCellBytes: 7 }, 'read.cell_too_large'],
  ['book.xlsx', { maxCellBytes: 7 }, 'read.cell_too_large'],
  ['patients.csv', { maxRowBytes: 40 }, 'read.row_too_large'],
  // A record that lies in the piece just read is not looked for its end.
  ['wide.json', { maxRowBytes: 200_000 }, 'read.record_too_large'],
  ['wide.xml', { maxRowBytes: 200_000 }, 'read.record_too_large'],
  ['practice.sql', { maxRowBytes: 8 }, 'read.row_too_large'],
  ['book.xlsx', { maxRowBytes: 6 }, 'read.workbook_row_too_large'],
  ['patients.json', { maxStagedBytes: 300 }, 'read.all_rows_too_large'],
  ['book.xlsx', { maxStagedBytes: 20 }, 'read.all_rows_too_large'],
  ['book.xlsx', { maxWorkbookBytes: 500 }, 'read.workbook_too_large'],
  ['book.xlsx', { maxInflatedBytes: 500 }, 'read.workbook_inflates_too_large'],
  ['one.zip', { maxInflatedBytes: 500 }, 'read.archive_too_large'],
  ['bomb.xlsx', {}, 'read.workbook_inflation_ratio'],
  ['bomb.xlsx', { maxInflationRatio: 50 }, 'read.workbook_inflation_ratio'],
  ['bomb.zip', {}, 'read.archive_ratio'],
  ['bomb.zip', { maxInflationRatio: 20 }, 'read.archive_ratio'],
  ['book.xlsx', { maxArchiveEntries: 2 }, 'read.workbook_too_many_parts'],
  ['two.zip', { maxArchiveEntries: 1 }, 'read.archive_too_many'],
  ['book.xlsx', { maxSheets: 1 }, 'read.workbook_too_many_sheets'],
  ['nested.zip', { maxArchiveDepth: 1 }, 'read.archive_too_deep'],
  ['folder', { maxFolderFiles: 2 }, 'read.folder_too_many'],
  ['patients.csv', { maxReaderMegabytes: 2 }, 'read.reader_gone'],
  // Nothing answers within a millisecond.
  ['patients.csv', { maxStandstillMs: 1 }, 'read.standstill'],
];

async function filesOfEveryKind(): Promise<Record<string, string | Buffer>> {
  const csv = patientsCsv(40);
  const book = partsOf({ sheetData: sheetRows });
  const bomb = Buffer.alloc(20_000_000, 'a');
  const wide = Object.fromEntries(Array.from({ length: 40 }, (_, id) => [`field${id}`, 'x'.repeat(10_000)]));
  const wideXml = `<patient>${Object.entries(wide)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</patient>`;
  const second = {
    'xl/workbook.xml': String(book['xl/workbook.xml']).replace(
      '</sheets>',
      '<sheet name="More" sheetId="2" r:id="r1"/></sheets>',
    ),
  };
  return {
    'patients.csv': csv,
    'patients.json': json,
    'patients.xml': xml,
    'practice.sql': dump,
    'book.xlsx': await zipOf({ ...book, ...second }),
    'bomb.xlsx': await zipOf(partsOf({ sheetData: `${sheetRows}${' '.repeat(20_000_000)}` })),
    'wide.json': JSON.stringify([wide, wide]),
    'wide.xml': `<all>${wideXml}${wideXml}</all>`,
    'one.zip': await pack({ 'patients.csv': csv }),
    'two.zip': await pack({ 'patients.csv': csv, 'more.csv': patientsCsv(41) }),
    'bomb.zip': await pack({ 'patients.csv': bomb }),
    'nested.zip': await pack({ 'inner.zip': await pack({ 'patients.csv': csv }) }),
    'folder/a.csv': csv,
    'folder/b.csv': patientsCsv(41),
    'folder/c.csv': patientsCsv(42),
  };
}

test('every limit of the contract bites, with a fault of its own that names the file, and nothing is kept', async () => {
  const limited = new Set(cases.flatMap(([, limits]) => Object.keys(limits)));
  expect(limited).toEqual(new Set(Object.keys(readLimitsOverride.shape)));
  const desk = await openPlainPractice();
  const folder = dirname(desk.write('beside', ''));
  for (const [name, content] of Object.entries(await filesOfEveryKind())) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const before = await desk.content();
  const outcomes: unknown[] = [];
  for (const [file, limits, , ...override] of cases) {
    const source = { kind: 'path' as const, path: join(folder, file) };
    const [decided] = override;
    const tables = decided && [{ override: decided }];
    const answers = decided && (await answersTo(desk, source, { override: decided, limits }));
    const staged = await desk.ask('files.stage', { source, limits, tables, answers });
    const [limit] = Object.keys(limits);
    if (!staged.ok && limit) expect(staged.fault.message, staged.fault.code).toContain(`--limit ${limit})`);
    outcomes.push([file, limits, staged.ok ? 'read' : staged.fault.code, ...override]);
    expect(JSON.stringify(staged)).not.toContain('Testing');
  }
  expect(outcomes).toEqual(cases);
  expect(await desk.content()).toEqual(before);
});

test('limits that this computer is set to hold for every file, and a single call may have others', async () => {
  onTestFinished(() => void delete process.env['PRACTICE_MIGRATOR_LIMITS']);
  expect(readLimitsOfThisComputer()).toEqual({ ok: true, value: {} });
  process.env['PRACTICE_MIGRATOR_LIMITS'] = 'maxColumns=3, maxCellBytes=100000,';
  const readLimits = readLimitsOfThisComputer();
  expect(readLimits).toEqual({ ok: true, value: { maxColumns: 3, maxCellBytes: 100_000 } });
  const desk = await openPlainPractice({ readLimits: readLimits.ok ? readLimits.value : {} });
  const source = { kind: 'path' as const, path: desk.write('patients.csv', patientsCsv(40)) };
  const tooMany = { fault: { code: 'read.too_many_columns', params: { limit: 3 } } };
  expect(await desk.ask('files.stage', { source })).toMatchObject(tooMany);
  expect(await desk.must('files.inspect', { source, part: '' })).toMatchObject({
    outcome: 'unreadable',
    ...tooMany,
  });
  await desk.must('files.stage', { source, limits: { maxColumns: 7 } });
});

test.each(['maxSheetz=2', 'maxSheets=none', 'maxSheets=0', 'maxSheets', 'maxSheets=2;maxColumns=3'])(
  'a setting of this computer that holds “%s” is refused by name',
  (wrong) => {
    process.env['PRACTICE_MIGRATOR_LIMITS'] = `maxColumns=3, ${wrong}`;
    onTestFinished(() => void delete process.env['PRACTICE_MIGRATOR_LIMITS']);
    const refused = readLimitsOfThisComputer();
    const params = { setting: 'PRACTICE_MIGRATOR_LIMITS', given: wrong };
    expect(refused).toMatchObject({ ok: false, fault: { code: 'app.wrong_setting', params } });
    for (const name of Object.keys(readLimitsOverride.shape)) {
      expect(refused).toHaveProperty('fault.message', expect.stringContaining(name));
    }
  },
);
