import { expect, test } from 'vitest';
import { codesOf, repeated, tableOf, tablesOf, typedRows } from './recognised.ts';

const patients = `id,name,born,email\n${typedRows(12, ',')}`;
const visits = `visit_id,patient_id\n${Array.from({ length: 8 }, (_, i) => `${100 + i},${1000 + i}\n`).join('')}`;

test.each([
  ['a blank line and a title', '\nVisits\n', 'Visits', 16],
  ['a blank line', '\n', 'Table 2', 15],
  ['nothing', '', 'Table 2', 14],
])('two tables parted by %s', async (_what, between, name, firstLine) => {
  const tables = await tablesOf(`${patients}${between}${visits}`);
  expect(tables.map((table) => [table.name, table.header.length, table.rowsEstimate])).toEqual([
    ['Table 1', 4, 12],
    [name, 2, 8],
  ]);
  expect(tables.map(({ layout }) => layout)).toMatchObject([
    { firstLine: 1, lastLine: 13 },
    { firstLine, lastLine: null },
  ]);
  expect(tables.flatMap(codesOf)).toEqual([]);
});

test('two tables as wide as one another, with other names', async () => {
  const others = `ref,surname,seen,mail\n${typedRows(6, ',')}`;
  const tables = await tablesOf(`${patients}\n${others}`);
  expect(tables.map(({ rowsEstimate }) => rowsEstimate)).toEqual([12, 6]);
});

test('names below a gap are asked about where the rows below them cannot tell', async () => {
  const header = 'Patient ID,First Name,Surname,Date of Birth,Address,Postcode,Phone';
  const wide = repeated('1001,Zoë,Hall,08/06/1976,98 High Street,SK8 6AB,0161 496 0130', 12);
  const below = [
    ',',
    'Optometrists,',
    'Code,Name',
    'LM,Lane',
    'TK,King',
    ',',
    'Name,Phone',
    'High Street,0113 4960000',
  ];
  const table = await tableOf(`${header}\n${wide}${below.map((line) => `${line},,,,,\n`).join('')}`);
  expect(codesOf(table)).toEqual(['other_table']);
  expect(table.questions[0]!.sentence).toMatch(/^Line 16 may name/);
});

test('the same names in another order begin another table, with or without a gap', async () => {
  for (const gap of ['', '\n']) {
    const text = `${patients}${gap}id,email,born,name\n${typedRows(6, ',')}`;
    expect((await tablesOf(text)).map(({ rowsEstimate }) => rowsEstimate)).toEqual([12, 6]);
  }
});

const numbered = (from: number, count: number, row: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => `${row(from + n)}\n`).join('');
const born = (n: number): string => `1980-01-${String(1 + (n % 28)).padStart(2, '0')}`;
const people = (from: number): string => numbered(from, 9, (n) => `${n},Name ${n},${born(n)}`);
const measures = (n: number): string => `${n},${born(n)},${n * 7},${n * 9},Name ${n}`;
const exams = numbered(0, 9, (n) => `E00${n},good,${born(n)}`);

test.each([
  ['a blank line', '\n', '', 12],
  ['several blank lines', '\n\n\n', '', 14],
  ['a line of delimiters', ',,\n', '', 12],
  ['a title with delimiters', ',,\nSection 2,,\n', 'Section 2', 13],
  ['a title between blank lines', '\nExaminations\n\n', '', 14],
])(
  'a second line of names that is not certain, below %s, is asked about',
  async (_what, between, title, firstLine) => {
    const tables = await tablesOf(`PatNo,Name,DOB\n${people(100)}${between}ExamNo,Result,When\n${exams}`);
    expect(tables.map((table) => [table.name, table.header, table.rowsEstimate])).toEqual([
      ['Table 1', ['PatNo', 'Name', 'DOB'], 9],
      [title || 'Table 2', ['ExamNo', 'Result', 'When'], 9],
    ]);
    expect(tables.map(({ layout }) => layout)).toMatchObject([
      { firstLine: 1, lastLine: 10 },
      { firstLine, lastLine: null },
    ]);
    expect(tables.map(codesOf)).toEqual([[], ['header']]);
  },
);

test('two tables of the same kinds of values, of which one name is the same', async () => {
  const tables = await tablesOf(
    `patient_no,name,dob\n${people(100)}\npractitioner_no,name,start date\n${people(500)}`,
  );
  expect(tables.map(({ header }) => header[0])).toEqual(['patient_no', 'practitioner_no']);
});

test('two tables of the same kinds of many values, with unusual names', async () => {
  const tables = await tablesOf(
    `Kq,Dz,Xa,Xb,Wo\n${numbered(10, 9, measures)}\nLj,Ef,Pu,Pv,Hm\n${numbered(50, 9, measures)}`,
  );
  expect(tables.map(({ header }) => header[0])).toEqual(['Kq', 'Lj']);
});

test.each([
  ['a record', '200,Name,1990-01-01'],
  ['a record of words only', 'NEW,Smith,to be asked'],
  ['a record without most values', ',Smith,'],
  ['the names again', 'PatNo,Name,DOB'],
  ['the names again, with a byte order mark', '\u{feff}PatNo,Name,DOB'],
  ['the names again in capitals', 'PATNO,NAME,DOB'],
])('%s below a blank line begins no table', async (_what, row) => {
  const table = await tableOf(`PatNo,Name,DOB\n${people(100)}\n${row}\n${people(300)}`);
  expect(table.layout).toMatchObject({ firstLine: 1, lastLine: null });
});

test('blank lines and page numbers between rows part nothing', async () => {
  const table = await tableOf(`${patients}\nPage 2\n${typedRows(5, ',')}`);
  expect(table.layout.lastLine).toBeNull();
  expect(table.rowsEstimate).toBe(12 + 2 + 5);
});

test('where another table begins beyond the samples, a person is asked', async () => {
  const table = await tableOf(
    `${patients}${repeated('1,Ann,01/02/1980,a@example.com', 10_000)}\n${visits}${repeated('1,2', 60_000)}`,
  );
  expect(codesOf(table)).toEqual(['several_tables']);
  expect(table.findings).toContainEqual({ code: 'delimited.several_tables', params: {} });
  expect(table.layout.lastLine).toBeNull();
});

test.each([
  ['numbers', 'id\n1\n2\n3\n'],
  ['dates', 'seen\n01/02/2020\n02/02/2020\n03/02/2020\n'],
  ['times', 'at\n10:30\n10:40\n10:50\n'],
  ['decimal commas', 'power\n1,25\n2,50\n3,75\n'],
  ['names', 'name\nAnn Lee\nBob Ray\nCay Fox\n'],
  ['addresses', 'address\n1 High Street\n22 Mill Lane\n3 Old Park Road\n'],
])('a list of one column is asked about: %s', async (_what, text) => {
  const table = await tableOf(text);
  expect(codesOf(table)).toEqual(['one_column']);
  expect(table.header).toHaveLength(1);
  expect(table.rowsEstimate).toBe(3);
  expect(table.confidence).toBeLessThan(0.6);
});

test('commas between the words of names are asked about', async () => {
  expect(codesOf(await tableOf('name\nLee, Ann\nRay, Bob\nFox, Cay\nOrr, Dan\n'))).not.toEqual([]);
});

test('numbers with blanks between them are columns', async () => {
  const table = await tableOf(`x y z\n${repeated('1.5 2.25 3', 9)}`);
  expect(table.layout.delimiter).toBe(' ');
});
