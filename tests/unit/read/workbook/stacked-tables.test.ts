import { expect, test } from 'vitest';
import type { LayoutOverride, WorkbookLayout } from '#contract/layout';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import type { RecognisedTable } from '#main/steps/read/recognition';
import { recogniseWorkbook } from '#main/steps/read/workbook/recognise-workbook';
import { bookOf, fileOf, readSheet, recognised, rowXml } from './books.ts';

type Cells = readonly (string | number)[];

const sheetOf = (...rows: Cells[]): string => rows.map(rowXml).join('');

const numbered = (cells: Cells, line: number): string => rowXml(cells).replace('<row>', `<row r="${line}">`);

const patients: Cells[] = [
  ['Patient ID', 'Surname', 'First name', 'DOB'],
  ...Array.from({ length: 8 }, (_, place) => [place + 1, 'Smith', 'Ann', `0${place + 1}/02/1970`]),
];
const exams: Cells[] = [
  ['Exam ID', 'Patient ID', 'Exam date', 'VA R', 'VA L'],
  ...Array.from({ length: 5 }, (_, place) => [`E${place + 1}`, place + 1, '12/04/2021', '6/6', '6/9']),
];
const rowsOf = (tables: readonly RecognisedTable[]) =>
  tables.map(({ name, rowsEstimate }) => [name, rowsEstimate]);
const placeOf = ({ layout }: RecognisedTable) => {
  const { firstRow, lastRow } = layout as WorkbookLayout;
  return [firstRow, lastRow];
};

async function tablesOf(sheetData: string, override: LayoutOverride = {}) {
  const source = fileOf(await bookOf({ sheetData }));
  const found = await recogniseWorkbook(source, await takeSamples(source), override, defaultReadLimits);
  if (found?.ok !== true) throw new Error('the book was not recognised');
  return found.value.tables;
}

test('tables below one another are told apart, and every row is read with one of them', async () => {
  const sheetData = sheetOf(['Patients'], ...patients, [], [], ['Examinations'], ...exams);
  const bytes = await bookOf({ sheetData });
  const { tables } = await recognised(bytes);
  expect(rowsOf(tables)).toEqual([
    ['Patients: Patients', 8],
    ['Patients: Examinations', 5],
  ]);
  expect(tables.map(placeOf)).toEqual([
    [2, 10],
    [14, null],
  ]);
  expect(tables.map(({ header }) => header.length)).toEqual([4, 5]);
  const lines: number[] = [];
  for (const { layout, findings } of tables) {
    const { rows, summary } = await readSheet(bytes, layout as WorkbookLayout);
    expect(summary.findings).toEqual(findings);
    expect(rows.every(({ fault }) => fault === null)).toBe(true);
    lines.push(...rows.map(({ line }) => line));
  }
  expect(lines).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 18, 19]);
  const [first, second] = tables.map(({ findings }) => findings);
  expect(first).toContainEqual({ code: 'workbook.rows_below', params: { rows: 7 } });
  expect(second).toContainEqual({ code: 'workbook.rows_above', params: { rows: 11 } });
});

test('without a title they are numbered, and two of the same title have different names', async () => {
  expect(rowsOf(await tablesOf(sheetOf(...patients, [], ...exams)))).toEqual([
    ['Patients: Table 1', 8],
    ['Patients: Table 2', 5],
  ]);
  const titled = sheetOf(['Branch A'], ...patients, ['Branch A'], ...exams);
  expect(rowsOf(await tablesOf(titled)).map(([name]) => name)).toEqual([
    'Patients: Branch A',
    'Patients: Branch A (2)',
  ]);
});

test.each<[string, Cells[]]>([
  ['more records', [[], ...patients.slice(1)]],
  ['a record in which a value is missing', [[], ['', 'Smith', 'Ann', 'unknown'], ...patients.slice(1)]],
  ['the same names again', [[], ...patients]],
  ['a title and more records', [[], ['Branch 2'], ...patients.slice(1)]],
  ['a total', [[], ['Total', '', '', 8]]],
  ['remarks', [[], ['Printed by the front desk'], ['All branches, all years']]],
])('%s below a gap are no other table', async (_what, below) => {
  const tables = await tablesOf(sheetOf(...patients, ...below));
  expect(tables.map(({ name }) => name)).toEqual(['Patients']);
  expect(placeOf(tables[0]!)).toEqual([1, null]);
});

test.each<[string, Cells[]]>([
  ['the same names in another order', [[], [...patients[0]!].toReversed(), ...patients.slice(1)]],
  ['the same names and one more', [[...patients[0]!, 'Died'], ...patients.slice(1, 4)]],
  ['usual names with no gap above', exams],
  ['names with a gap below as well', [[], ['Examinations'], [], exams[0]!, [], ...exams.slice(1)]],
])('%s begin another table', async (_what, below) => {
  const [first, second, ...others] = await tablesOf(sheetOf(...patients, ...below));
  expect([first!.rowsEstimate, others]).toEqual([8, []]);
  expect(second!.header).toEqual(below.find((cells) => cells.length > 3)!.map(String));
});

test('a last record of one cell stays with its table, and is no title', async () => {
  for (const gap of [[], [[]]]) {
    const sheetData = sheetOf(...patients, ['', 'Jones'], ...gap, ...exams);
    const tables = await tablesOf(sheetData);
    expect(tables.map(placeOf)).toEqual([
      [1, 10],
      [11 + gap.length, null],
    ]);
    expect(tables[1]!.name).toBe('Patients: Table 2');
  }
});

test('a title that may be a person’s is not the name of a table', async () => {
  const tables = await tablesOf(sheetOf(['Ann Smith'], ...patients, [], ['Bob Smith 01/02/1970'], ...exams));
  expect(tables.map(({ name }) => name)).toEqual(['Patients: Table 1', 'Patients: Table 2']);
});

test('a person is asked where words below a gap may be names, and rows are too few to tell', async () => {
  const [found, ...others] = await tablesOf(
    sheetOf(...patients, [], ['Practice', 'Manager', 'Town'], ['High Street', 'A. Lane', 'Leeds']),
  );
  expect(others).toEqual([]);
  expect(found!.questions).toMatchObject([
    { code: 'other_table', sentence: expect.stringContaining('Row 11') },
  ]);
  const [chosen] = await tablesOf(
    sheetOf(...patients, [], ['Practice', 'Manager', 'Town'], ['a', 'b', 'c']),
    {
      lastLine: 9,
    },
  );
  expect(chosen!.questions).toEqual([]);
});

test('rows that are not in order are one table, since none may be left out', async () => {
  const rows = [
    ...patients.map((cells, place) => numbered(cells, place + 1)),
    numbered(['9', 'x', 'y', 'z'], 4),
  ];
  const later = exams.map((cells, place) => numbered(cells, place + 20));
  const tables = await tablesOf([...rows, ...later].join(''));
  expect(tables.map(placeOf)).toEqual([[1, null]]);
});

test('notes above a table are none', async () => {
  const notes: Cells[] = [['Report', 'Patients'], ['Branch', 'All'], ['Printed', '03/02/2026'], []];
  const tables = await tablesOf(sheetOf(...notes, ...patients));
  expect(tables.map(({ name }) => name)).toEqual(['Patients']);
  expect(placeOf(tables[0]!)).toEqual([5, null]);
});

test('a person may choose where one begins and ends, and it keeps its name', async () => {
  const sheetData = sheetOf(...patients, [], ...exams);
  const [second, ...others] = await tablesOf(sheetData, { firstLine: 12, headerLines: 0 });
  expect(others).toEqual([]);
  expect([second!.name, ...placeOf(second!)]).toEqual(['Patients: Table 2', 12, null]);
  const [ended] = await tablesOf(sheetData, { lastLine: 5 });
  expect([ended!.name, ...placeOf(ended!), ended!.rowsEstimate]).toEqual(['Patients: Table 1', 1, 5, 4]);
  const [whole, none] = await tablesOf(sheetData, { firstLine: 1, lastLine: null });
  expect(none).toBeUndefined();
  expect([whole!.rowsEstimate, whole!.header.length]).toEqual([15, 4]);
  expect(whole!.reasons).toContain('The table goes on to the end of the sheet, as you chose.');
  const [missed] = await tablesOf(sheetData, { firstLine: 10, lastLine: 10 });
  expect(missed!.findings.find(({ code }) => code === 'workbook.unusable_table')?.params).toMatchObject({
    fault: expect.stringContaining('No row with values'),
  });
});

test('where a sheet of several is too large to look for all of them, a person is asked about the last', async () => {
  const many = Array.from({ length: 40_000 }, (_, place) => [place, 'Smith and Sons', 'Ann', '01/02/1970']);
  const tables = await tablesOf(sheetOf(...exams, [], patients[0]!, ...many));
  expect(tables.map(({ isWhole, questions }) => [isWhole, questions.map(({ code }) => code)])).toEqual([
    [true, []],
    [false, ['several_tables']],
  ]);
});
