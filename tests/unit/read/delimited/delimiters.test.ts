import { expect, test } from 'vitest';
import { codesOf, repeated, tableOf, typedRows } from './recognised.ts';

test.each([
  ',',
  ';',
  '\t',
  '|',
  '^',
  '~',
  '¬',
  '§',
  '¦',
  '\u0001',
  '\u001f',
  '||',
  '~|~',
  '<|>',
  '::',
  '|^|',
  '##',
  '@@',
  '$$',
])('recognises the delimiter %j', async (delimiter) => {
  const header = ['id', 'name', 'born', 'email'].join(delimiter);
  const table = await tableOf(`${header}\n${typedRows(30, delimiter)}`);
  expect(table.layout).toMatchObject({ delimiter, firstLine: 1, lastLine: null, headerLines: 1 });
  expect(table.header).toEqual(['id', 'name', 'born', 'email']);
  expect(codesOf(table)).toEqual([]);
});

test.each([
  [';', 'a;b;c\n1,5;2,5;3,5\n'],
  ['\t', 'a\tb, c\td\n1\tx, y\tz\n2\tx\tz\n'],
  ['|', 'a|b|c\n1|x,y|z;w\n'],
  [';', `id;r_sph;l_sph\n${repeated('1;-1,25;+2,50', 10)}`],
  [',', `id,amount,day\n${repeated('1,"1,250.00",01/02/2020', 10)}`],
])('recognises the delimiter %j among others in the cells', async (delimiter, text) => {
  const table = await tableOf(text);
  expect(table.layout.delimiter).toBe(delimiter);
  expect(codesOf(table)).not.toContain('delimiter');
});

test('a few ragged rows do not hide the delimiter', async () => {
  const text = `a,b,c;d\n${repeated('1,2,3', 50)}1,2\n1,2,3,4\n${repeated('1,2,3', 50)}`;
  const found = await tableOf(text);
  expect(found.layout.delimiter).toBe(',');
  expect(found.reasons).toContain('Columns are separated by commas: 100 of 102 rows then have 3 columns.');
});

test('where one row has to decide, a person is asked', async () => {
  const table = await tableOf('a,b;c,d|e\n1,"x;y;z",2|3\n');
  expect(table.layout.delimiter).toBe(',');
  expect(codesOf(table)).toContain('delimiter');
});

test('a blank after every delimiter belongs to it where quotation marks come after it', async () => {
  const table = await tableOf(`id, name, note\n${repeated('1, Ann, "a, b"', 9)}`);
  expect(table.layout.delimiter).toBe(', ');
  expect(table.preview.first[0]!.cells).toEqual(['1', 'Ann', 'a, b']);
});

test('delimiters around columns without values are no delimiter of their own', async () => {
  const table = await tableOf('123,Ann,York,,,,,,,,,,x1\n345,Bob,Leeds,,,,,,,,,,x2\n');
  expect(table.layout.delimiter).toBe(',');
  expect(table.header).toHaveLength(13);
});
