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
