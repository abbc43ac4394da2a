import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Fault } from '#contract/faults';
import { detectNewline } from '#main/steps/read/detect-dialect';
import {
  type DelimitedInspection,
  type DialectOverride,
  inspectDelimited,
} from '#main/steps/read/inspect-delimited';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { madeSource, sourceOf } from './byte-sources.ts';

async function inspected(
  content: string | Uint8Array,
  override?: DialectOverride,
): Promise<DelimitedInspection> {
  const result = await inspectDelimited(sourceOf(content, [1_000]), override);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

async function refused(content: string | Uint8Array, override?: DialectOverride): Promise<Fault> {
  const result = await inspectDelimited(sourceOf(content, [1_000]), override);
  if (result.ok) throw new Error('The file was recognised.');
  return result.fault;
}

const repeated = (row: string, times: number, end = '\n'): string => `${row}${end}`.repeat(times);

test('says what was recognised and why', async () => {
  const found = await inspected(`\uFEFFid;Name;Born\r\n${repeated('1;"Doe; A";01/02/1970', 250, '\r\n')}`);
  expect(found).toMatchObject({
    fileName: 'patients.csv',
    dialect: { encoding: 'utf-8', byteOrderMark: true, delimiter: ';', newline: '\r\n', quote: '"' },
    header: ['id', 'Name', 'Born'],
    reasons: [
      'The file begins with the mark of UTF-8 text.',
      'Lines end as Windows writes them (CR LF).',
      'Columns are separated by semicolons: 200 of 200 rows then have 3 columns.',
      'Line 1 holds the names of the columns.',
    ],
  });
  expect(found.firstRows).toHaveLength(20);
  expect(found.firstRows[0]).toEqual(['1', 'Doe; A', '01/02/1970']);
});

test.each([
  [',', 'a,b;c,d|e\n1,"x;y;z",2|3\n'],
  [';', 'a;b;c\n1,5;2,5;3,5\n'],
  ['\t', 'a\tb, c\td\n1\tx, y\tz\n2\tx\tz\n'],
  ['|', 'a|b|c\n1|x,y|z;w\n'],
])('recognises the delimiter %j among others in the cells', async (delimiter, text) => {
  expect((await inspected(text)).dialect.delimiter).toBe(delimiter);
});

test('a few ragged rows do not hide the delimiter', async () => {
  const text = `a,b,c;d\n${repeated('1,2,3', 50)}1,2\n1,2,3,4\n${repeated('1,2,3', 50)}`;
  const found = await inspected(text);
  expect(found.dialect.delimiter).toBe(',');
  expect(found.reasons).toContain('Columns are separated by commas: 100 of 102 rows then have 3 columns.');
});

test.each([
  ['\n', 'a,b\n1,x\r\n'],
  ['\r\n', 'a,b\r\n1,x\n'],
  ['\r', 'a,b\r1,x\r'],
])('takes the first line end outside quotation marks: %j', async (newline, text) => {
  expect((await inspected(text)).dialect.newline).toBe(newline);
});

test('a line end inside quotation marks says nothing about those of the file', () => {
  expect(detectNewline('"a\nb",c\r\n1,x\r\n')).toBe('\r\n');
});

test('a decision of a person counts more than what is recognised', async () => {
  const found = await inspected('a,b;c,d;e\n1,2;3,4;5\n', { delimiter: ';' });
  expect(found.header).toEqual(['a,b', 'c,d', 'e']);
  expect(found.reasons).toContain(
    'Columns are separated by semicolons, as you chose: 1 of 1 rows then have 3 columns.',
  );
});

test('only the beginning of a large file is read', async () => {
  const source = madeSource(function* () {
    yield Buffer.from('id,note\n');
    for (;;) yield Buffer.from(repeated('1,x', 10_000));
  }, 1_000_000_000);
  const found = await inspectDelimited(source);
  expect(found.ok && found.value.header).toEqual(['id', 'note']);
  expect(source.taken).toBeLessThan(10);
});

test('a character cut in two at the end of the sample is no damage', async () => {
  for (let shift = 0; shift < 4; shift += 1) {
    const found = await inspected(`id,note\n${'x'.repeat(shift)},\n${repeated('1,👓👓👓👓', 20_000)}`);
    expect(found.dialect.delimiter).toBe(',');
  }
});

test.each([
  ['read.empty', ''],
  ['read.empty', '\uFEFF'],
  ['read.empty', ' \r\n\r\n'],
  ['read.header_only', 'id,name'],
  ['read.header_only', 'id,name\r\n\r\n'],
  ['read.one_column', 'id\n1\n2\n'],
  ['read.one_column', 'a plain letter\nwithout any columns\n'],
  ['read.damaged_header', '"id"s,name\n1,"x",y\n'],
  ['read.damaged_header', 'id,"name\n1,Ann"\n2,Bob\n'],
  ['read.too_many_columns', `${'a,'.repeat(2_001)}\n1\n`],
  ['read.header_too_long', `id,${'n'.repeat(257)}\n1,x\n`],
  ['read.damaged_header', '"id,name\n1,x\n2,y\n'],
])('%s for %j', async (code, text) => {
  expect(await refused(text)).toMatchObject({ code, params: { file: 'patients.csv' } });
});

test('a delimiter that leaves one column is named', async () => {
  expect(await refused('a,b\n1,x\n', { delimiter: ';' })).toMatchObject({
    code: 'read.wrong_delimiter',
    params: { delimiter: ';' },
  });
  expect((await refused('a,b\n1,x\n', { delimiter: '\t' })).message).toContain('“tab”');
});

test('a file without a single complete row in its beginning is refused with a hint at its quotation marks', async () => {
  const fault = await refused(`"id,name\n${repeated('1,x', 100_000)}`);
  expect(fault).toMatchObject({ code: 'read.row_too_large', params: { line: 1 } });
});

test('bytes that are not UTF-8 are refused with their line', async () => {
  const bytes = Buffer.from('id,name\r\n1,x\r\n2,Zo\u00EB\r\n', 'latin1');
  expect(await refused(bytes)).toMatchObject({ code: 'read.not_utf8', params: { line: 3 } });
  const cutShort = Buffer.from('id,name\n1,é').subarray(0, -1);
  expect(await refused(cutShort)).toMatchObject({ code: 'read.not_utf8', params: { line: 2 } });
});

test('a file that is no text is refused with what it is', async () => {
  const workbook = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.from('xl/workbook.xml')]);
  expect(await refused(workbook)).toMatchObject({
    code: 'read.binary',
    params: { kind: 'an Excel workbook' },
  });
});

test('a file beyond the limit is refused without being opened', async () => {
  const source = madeSource(function* () {
    yield Buffer.from('id,name\n');
  }, defaultReadLimits.maxFileBytes + 1);
  const result = await inspectDelimited(source);
  expect(!result.ok && result.fault.code).toBe('read.file_too_large');
  expect(source.taken).toBe(0);
});

test('recognises the tricky file', async () => {
  const found = await inspected(
    readFileSync(new URL('../../fixtures/delimited/tricky.csv', import.meta.url)),
  );
  expect(found.dialect).toMatchObject({ byteOrderMark: true, delimiter: ',', newline: '\r\n' });
  expect(found.header).toEqual(['id', 'Name "as known"', 'note']);
});

test('names that mean something in JavaScript are recognised as names', async () => {
  const found = await inspected('__proto__,constructor\n1,2\n');
  expect(found.header).toEqual(['__proto__', 'constructor']);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
