import { expect, test } from 'vitest';
import { codesOf, repeated, tableOf } from './recognised.ts';

const lines = (header: string, row: (index: number) => string): string =>
  `${header}\n${Array.from({ length: 20 }, (_, index) => row(index)).join('\n')}\n`;

test('cells in double quotation marks with delimiters and line ends', async () => {
  const table = await tableOf(lines('id,name,note', (i) => `${i},"Doe, A","one\ntwo, ""three"""`));
  expect(table.layout).toMatchObject({ delimiter: ',', quote: '"', escape: 'doubled', firstLine: 1 });
  expect(table.preview.first[0]).toMatchObject({ line: 2, cells: ['0', 'Doe, A', 'one\ntwo, "three"'] });
  expect(codesOf(table)).toEqual([]);
});

test('cells in single quotation marks', async () => {
  const table = await tableOf(lines('id,name,note', (i) => `${i},'Doe, A','it''s'`));
  expect(table.layout).toMatchObject({ delimiter: ',', quote: "'", escape: 'doubled' });
  expect(table.preview.first[0]!.cells).toEqual(['0', 'Doe, A', "it's"]);
});

test.each(["O'Brien", "'tis", "d'Arcy'"])('an apostrophe quotes nothing: %s', async (name) => {
  const table = await tableOf(lines('id,name,town', (i) => `${i},${name},York`));
  expect(table.layout.quote).toBe('"');
  expect(table.preview.first[0]!.cells).toEqual(['0', name, 'York']);
});

test('apostrophes around a nickname are part of it', async () => {
  const table = await tableOf(lines('id,name,known_as', (i) => `${i},Robert,${i === 3 ? "'Bob'" : ''}`));
  expect(table.layout.quote).toBe('"');
});

test('quotation marks with a backslash before them', async () => {
  const table = await tableOf(lines('id,note,n', (i) => `${i},"He said \\"hi\\", twice",${i}`));
  expect(table.layout).toMatchObject({ quote: '"', escape: 'backslash' });
  expect(table.preview.first[0]!.cells[1]).toBe('He said "hi", twice');
});

test('a backslash at the end of a quoted cell escapes nothing', async () => {
  const table = await tableOf(lines('id,path', (i) => `${i},"C:\\data\\"`));
  expect(table.layout.escape).toBe('doubled');
  expect(table.preview.first[0]!.cells[1]).toBe('C:\\data\\');
});

test('quotation marks that open cells and never close them are ordinary characters', async () => {
  const table = await tableOf(lines('id\tname\tsize', (i) => `${i}\tAnn\t${i % 3 === 0 ? '"' : ''}5 inch`));
  expect(table.layout).toMatchObject({ delimiter: '\t', quote: '' });
  expect(table.preview.first.every(({ fault }) => fault === null)).toBe(true);
});

test('one lost quotation mark does not make the others ordinary', async () => {
  const table = await tableOf(lines('id,name,town', (i) => `${i},${i === 7 ? '"Doe, A' : '"Doe, A"'},York`));
  expect(table.layout).toMatchObject({ delimiter: ',', quote: '"' });
  expect(table.preview.first.some(({ fault }) => fault !== null)).toBe(true);
});

test('a mark that is lost at the start hides neither the delimiter nor the rows', async () => {
  const table = await tableOf(`id;name;town\n1;"Ann;York\n${repeated('2;Bob;Leeds', 200)}`);
  expect(table.layout).toMatchObject({ delimiter: ';', firstLine: 1, headerLines: 1 });
});

test.each([
  ['\n', 'a,b\n1,x\n2,y\r\n'],
  ['\r\n', 'a,b\r\n1,x\r\n2,y\n'],
  ['\r', 'a,b\r1,x\r2,y\r'],
  ['\r\n', `id,note\r\n${repeated('1,"one\ntwo\nthree"', 20, '\r\n')}`],
  ['\r\n', 'a,b\r\r\n1,x\r\r\n2,y\r\r\n'],
] as const)('takes the line end of most rows: %j', async (newline, text) => {
  expect((await tableOf(text)).layout.newline).toBe(newline);
});
