import { expect, test } from 'vitest';
import type { LayoutOverride } from '#contract/layout';
import { codesOf, refused, tableOf, typedRows } from './recognised.ts';

const plain = `id,name,born,email\n${typedRows(12, ',')}`;
const titled = `Patient list\n\n${plain}\nTotal: 12\n`;

test('a delimiter that a person chose', async () => {
  const table = await tableOf('a,b;c,d;e\n1,2;3,4;5\n', { delimiter: ';' });
  expect(table.header).toEqual(['a,b', 'c,d', 'e']);
  expect(table.reasons).toContain('Columns are separated by semicolons: 1 of 1 rows then have 3 columns.');
});

test('a delimiter that separates nothing is refused by its name', async () => {
  expect(await refused('a,b\n1,x\n', { delimiter: ';' })).toMatchObject({
    code: 'read.wrong_delimiter',
    params: { delimiter: ';' },
  });
  expect((await refused('a,b\n1,x\n', { delimiter: '\t' })).message).toContain('“tab”');
});

test('the encoding that a person chose', async () => {
  const bytes = Buffer.concat([Buffer.from(plain), Buffer.from('1,Zo\u00EB,01/02/1980,a@b.uk\n', 'latin1')]);
  const table = await tableOf(bytes, { encoding: 'macintosh' });
  expect(table.layout.encoding).toBe('macintosh');
  expect(table.preview.first.at(-1)!.cells[1]).toBe('ZoÎ');
  expect(codesOf(table)).toEqual([]);
});

test.each<[LayoutOverride, object]>([
  [{ quote: '' }, { quote: '' }],
  [{ quote: "'" }, { quote: "'" }],
  [{ escape: 'backslash' }, { escape: 'backslash' }],
  [{ newline: '\r\n' }, { newline: '\r\n', delimiter: ',' }],
  [{ headerLines: 0 }, { headerLines: 0 }],
  [{ headerLines: 3 }, { headerLines: 3, firstLine: 1 }],
  [{ comment: '#' }, { comment: '#' }],
  [{ trailingDelimiter: true }, { trailingDelimiter: true }],
  [{ undoDoubleEncoding: 'windows-1252' }, { undoDoubleEncoding: 'windows-1252' }],
  [{ firstLine: 3 }, { firstLine: 3, headerLines: 0 }],
  [{ lastLine: 5 }, { lastLine: 5, headerLines: 1 }],
])('%j is honoured, and the rest recognised under it', async (override, layout) => {
  const table = await tableOf(plain, override);
  expect(table.layout).toMatchObject({ delimiter: ',', ...layout });
});

test('the first and the last line that a person chose', async () => {
  const table = await tableOf(titled, { firstLine: 3, lastLine: 8 });
  expect(table.layout).toMatchObject({ firstLine: 3, lastLine: 8, headerLines: 1 });
  expect(table.rowsEstimate).toBe(5);
});

test('to the end of the file, as a person chose', async () => {
  const table = await tableOf(titled, { lastLine: null });
  expect(table.layout).toMatchObject({ firstLine: 3, lastLine: null });
  expect(table.rowsEstimate).toBe(14);
});

test('one of several tables by its lines', async () => {
  const table = await tableOf(`${plain}\nvisit_id,patient_id\n1,2\n3,4\n5,6\n`, { firstLine: 15 });
  expect(table.header).toEqual(['visit_id', 'patient_id']);
  expect(table.layout.firstLine).toBe(15);
});

test('text that is said to be delimited may be a list of one column, about which a person is asked', async () => {
  const sentences =
    'Dear Sir,\nthe files will follow by post.\nPlease note that they are large.\nYours, Ann\n';
  for (const override of [{ format: 'delimited' }, { format: 'delimited', delimiter: ';' }] as const) {
    expect(codesOf(await tableOf(sentences, override))).toContain('one_column');
  }
});

test('an answer takes its own question away', async () => {
  expect(codesOf(await tableOf(typedRows(12, ','), { headerLines: 0 }))).toEqual([]);
});
