import { expect, test } from 'vitest';
import { codesOf, tableOf, typedRows } from './recognised.ts';

const rows = typedRows(12, ',');
const words = ['Ann,Lee,York', 'Bob,Ray,Leeds', 'Cay,Fox,York', 'Dan,Orr,Hull', 'Eve,Day,York'];

test('names above values are names', async () => {
  const table = await tableOf(`a,b,c,d\n${rows}`);
  expect(table.layout.headerLines).toBe(1);
  expect(codesOf(table)).toEqual([]);
});

test('known words above words are names', async () => {
  const table = await tableOf(`first_name,surname,town\n${words.join('\n')}\n`);
  expect(table.layout.headerLines).toBe(1);
  expect(codesOf(table)).toEqual([]);
});

test('a first row like the others is a record, and a person is asked', async () => {
  const table = await tableOf(rows);
  expect(table.layout).toMatchObject({ headerLines: 0, firstLine: 1 });
  expect(table.header).toEqual(['Column 1', 'Column 2', 'Column 3', 'Column 4']);
  expect(codesOf(table)).toEqual(['header']);
});

test.each(['unknown', 'n/a', '-', '?', 'about 1950'])(
  'a first record without a date of birth is no header: %s',
  async (missing) => {
    const table = await tableOf(
      `Ann,York,${missing}\n${'Bob,Leeds,01/02/1980\nCay,Hull,02/03/1981\n'.repeat(6)}`,
    );
    expect(codesOf(table)).toEqual(['header']);
  },
);

test('unknown words above words are asked about', async () => {
  expect(codesOf(await tableOf(`${words.join('\n')}\n`))).toEqual(['header']);
});

test.each([
  ['repeated', 'Patient,Patient,Patient,Contact'],
  ['over their first column only', 'Patient,,,Contact'],
])('headings over several columns, %s', async (_how, groups) => {
  const table = await tableOf(`${groups}\nid,name,born,email\n${rows}`);
  expect(table.layout.headerLines).toBe(2);
  expect(table.header).toEqual(['Patient id', 'Patient name', 'Patient born', 'Contact email']);
  expect(codesOf(table)).toEqual(['header']);
});

test('units below the names', async () => {
  const table = await tableOf(`id,date,sph\n(no),(d/m/y),(D)\n${'17,01/02/2020,-1.25\n'.repeat(9)}`);
  expect(table.layout.headerLines).toBe(2);
  expect(codesOf(table)).toEqual(['header']);
});

test('names that come again on every page are no values', async () => {
  const page = `id,name,born,email\n${rows}`;
  const table = await tableOf(page.repeat(4));
  expect(table.layout.headerLines).toBe(1);
  expect(codesOf(table)).toEqual([]);
  expect(table.preview.first.filter(({ fault }) => fault === 'row.repeated_header')).toHaveLength(1);
});

test('names that come again behind the mark of an encoding are no record', async () => {
  const table = await tableOf(`id,name,born,email\n${rows}\uFEFFid,name,born,email\n${rows}`);
  expect(table.preview.first[12]!.fault).toBe('row.repeated_header');
});

test('fewer names than cells', async () => {
  const table = await tableOf(`name,born,email\n${rows}`);
  expect(codesOf(table)).toEqual(['columns']);
  expect(table.layout).toMatchObject({ firstLine: 1, headerLines: 1 });
});

test('names that mean something in JavaScript are names like any other', async () => {
  const table = await tableOf('__proto__,constructor\n1,2\n');
  expect(table.header).toEqual(['__proto__', 'constructor']);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('columns of the same name are told apart', async () => {
  const table = await tableOf('id,name,ID \n1,x,2\n');
  expect(table.findings).toEqual([{ code: 'table.duplicate_header', params: { count: 1, columns: '3' } }]);
});

test('where only the rows end with a delimiter, a person looks whether the names stand above their values', async () => {
  const ended = rows.replaceAll('\n', ',\n');
  const table = await tableOf(`id,name,born,email\n${ended}`);
  expect(table.layout).toMatchObject({ headerLines: 1, trailingDelimiter: true });
  expect(codesOf(table)).toEqual(['columns']);
  expect(codesOf(await tableOf(`id,name,born,email,\n${ended}`))).toEqual([]);
});

test('names of the parts of a heading, in a second line that is empty otherwise, are names', async () => {
  const visits = '04/04/2024,York,,65.60,,65.60\n09/04/2024,Leeds,,,16.00,16.00\n'.repeat(5);
  const table = await tableOf(`Date,Town,Costs,,,Sum\n,,Air,Rail,Taxi,\n${visits}`);
  expect(table.header).toEqual(['Date', 'Town', 'Costs Air', 'Costs Rail', 'Costs Taxi', 'Sum']);
  expect(codesOf(table)).toEqual(['header']);
});

test('a line that names half of the columns that have values is asked about', async () => {
  const visits = '04/04/2024,York,12.00,65.60,4.00,65.60\n'.repeat(10);
  expect(codesOf(await tableOf(`,,,Rail,Taxi,Sum\n${visits}`))).toContain('header');
});
