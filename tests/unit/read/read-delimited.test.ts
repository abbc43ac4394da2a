import { expect, test } from 'vitest';
import { readDelimited } from '#main/steps/read/read-delimited';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import type { ByteSource } from '#main/steps/read/byte-source';
import { fault, FaultError } from '#contract/faults';
import { commaCrLf, commaLf, faultOf, madeSource, readAll, sourceOf } from './byte-sources.ts';

const piece = 256 * 1024;

test('pages hold at most 2,000 rows and together every row, then the summary says what was read', async () => {
  const text = `id,name\n${Array.from({ length: 9_001 }, (_, index) => `${index},x\n`).join('')}`;
  const pages = readDelimited(sourceOf(text), commaLf, defaultReadLimits);
  const sizes: number[] = [];
  const rowNos: number[] = [];
  let bytesRead = 0;
  for (;;) {
    const next = await pages.next();
    if (next.done) {
      expect(next.value).toEqual({ header: ['id', 'name'], rows: 9_001, findings: [] });
      break;
    }
    expect(next.value.bytesRead).toBeGreaterThanOrEqual(bytesRead);
    ({ bytesRead } = next.value);
    sizes.push(next.value.rows.length);
    rowNos.push(...next.value.rows.map((row) => row.rowNo));
  }
  expect(bytesRead).toBe(text.length);
  expect(Math.max(...sizes)).toBe(2_000);
  expect(rowNos).toEqual(Array.from({ length: 9_001 }, (_, index) => index + 1));
});

test('a byte order mark belongs to no name', async () => {
  const { summary } = await readAll(sourceOf('\uFEFFid,name\r\n1,é\r\n', [1]), commaCrLf);
  expect(summary.header).toEqual(['id', 'name']);
});

test.each([
  ['read.empty', ''],
  ['read.empty', '\n\n\n'],
  ['read.header_only', 'id,name\n'],
  ['read.header_only', 'id,name\n\n\n'],
  ['read.damaged_header', '"id"s,name\n1,"x",y\n'],
  ['read.damaged_header', 'id,na\0me\n1,x\n'],
  ['read.damaged_header', 'id,name,"note\n1,Ann,"\nGlaucoma"\n2,Bob,x\n'],
  ['read.damaged_header', 'id,"Date of, \rbirth"\n1,x\n'],
  ['read.damaged_header', '"id\n1"\n2\n'],
])('%s for %j', async (code, text) => {
  expect(await faultOf(readAll(sourceOf(text)))).toMatchObject({ code, params: { file: 'patients.csv' } });
});

test('a header that swallows rows through its quoting never passes as a header', async () => {
  const reading = readAll(sourceOf('"id" x,name\n1,"a",b\n2,c\n'));
  expect(await faultOf(reading)).toMatchObject({ code: 'read.damaged_header', params: { line: 1 } });
});

test.each([
  [
    'id,note\n1,x\n2,"y\n3,z\n',
    [
      [2, ['1', 'x'], null],
      [3, ['2', '"y'], 'row.malformed_quote'],
      [4, ['3', 'z'], 'row.swallowed_lines'],
    ],
  ],
  [
    'id,note\n1,x\n\n"2\n","y\n\n3,"z",w',
    [
      [2, ['1', 'x'], null],
      [3, [''], 'row.blank'],
      [4, ['"2'], 'row.malformed_quote'],
      [5, ['"', '"y'], 'row.swallowed_lines'],
      [6, [''], 'row.blank'],
      [7, ['3', 'z', 'w'], 'row.swallowed_lines'],
    ],
  ],
  ['id,note\r\n1,"""x\r\n', [[2, ['1', '"""x'], 'row.malformed_quote']]],
  ['id,note\n1,"', [[2, ['1', '"'], 'row.malformed_quote']]],
])('a quotation mark that is never closed hides none of the lines below it (%j)', async (text, expected) => {
  for (const sizes of [[1], [5], [1_000]]) {
    const { rows } = await readAll(sourceOf(text, sizes));
    expect(rows.map(({ line, cells, fault }) => [line, cells, fault])).toEqual(expected);
  }
});

test('a quotation mark left open at the start of a large file ends the reading at the row limit', async () => {
  const filler = Buffer.from('P1,Ms,Example,1970-01-01\n'.repeat(piece / 25));
  const source = madeSource(function* () {
    yield Buffer.from('id,note\n1,"open\n');
    for (let index = 0; index < 240; index += 1) yield filler;
  }, 60_000_000);
  expect(await faultOf(readAll(source))).toMatchObject({
    code: 'read.row_too_large',
    params: { line: 2, limitBytes: defaultReadLimits.maxRowBytes },
  });
  expect(source.taken).toBeLessThan(70);
});

test.each([
  ['quoted', '"', '"'],
  ['unquoted', '', ''],
])('a %s cell of 10 MB is refused with its line', async (_, open, close) => {
  const text = `id,note\n1,x\n2,${open}${'a'.repeat(10_000_000)}${close}\n3,y\n`;
  expect(await faultOf(readAll(sourceOf(text)))).toMatchObject({
    code: 'read.cell_too_large',
    params: { line: 3, limitBytes: defaultReadLimits.maxCellBytes },
  });
});

test('limits are of bytes, exact, and those of the caller', async () => {
  const limits = { ...defaultReadLimits, maxCellBytes: 4, maxRowBytes: 10, maxFileBytes: 25 };
  const read = (text: string) => readAll(sourceOf(text, [3]), commaLf, limits);
  expect((await read('a,b\néé,€x\n')).rows[0]?.cells).toEqual(['éé', '€x']);
  expect(await faultOf(read('a,b\né,€xx\n'))).toMatchObject({
    code: 'read.cell_too_large',
    params: { line: 2 },
  });
  expect((await read('a,b\néé,€\n')).rows).toHaveLength(1);
  expect(await faultOf(read('a,b\n1,x\néé,€,x\n'))).toMatchObject({
    code: 'read.row_too_large',
    params: { line: 3 },
  });
  expect(await faultOf(read('a,b\n1,"\n\n\n\n\n\n\n\n'))).toMatchObject({ code: 'read.row_too_large' });
  expect(await faultOf(read('a,b\n1,x\n1,x\n1,x\n1,x\n1,x\n1,x\n'))).toMatchObject({
    code: 'read.file_too_large',
    params: { limitBytes: 25 },
  });
});

test('a row just under the limits that spans many pieces is read whole', async () => {
  const cells = Array.from({ length: 15 }, (_, index) => String(index % 10).repeat(1_000_000));
  const header = cells.map((_, index) => `c${index}`).join(',');
  const { rows } = await readAll(
    sourceOf(`${header}\n${cells.map((cell) => `"${cell}"`).join(',')}\nend\n`, [5_000]),
  );
  expect(rows[0]?.cells).toEqual(cells);
  expect(rows.map((row) => row.line)).toEqual([2, 3]);
});

test('a row of nothing but broken quotation marks is refused before it costs much', async () => {
  const source = madeSource(function* () {
    yield Buffer.from('id,note\n1,"');
    for (let index = 0; index < 100; index += 1) yield Buffer.from('"x'.repeat(piece / 2));
  }, 100 * piece);
  expect(await faultOf(readAll(source))).toMatchObject({ code: 'read.unclosed_quote', params: { line: 2 } });
  expect(source.taken).toBeLessThan(4);
});

const rowOfBrokenMarks = (marks: number): string => `id,note\n1,"${'"x'.repeat(marks)}"\n`;

test('how many broken quotation marks are too many does not depend on the pieces', async () => {
  const enough = rowOfBrokenMarks(1_000);
  for (let cut = enough.length - 8; cut < enough.length; cut += 1) {
    const { rows } = await readAll(sourceOf(enough, [cut, 1, 1_000]));
    expect(rows.map((each) => each.fault)).toEqual(['row.malformed_quote']);
    const reading = readAll(sourceOf(rowOfBrokenMarks(1_001), [cut, 1, 1_000]));
    expect(await faultOf(reading)).toMatchObject({ code: 'read.unclosed_quote', params: { line: 2 } });
  }
});

test('columns beyond the limit and names beyond the limit are refused', async () => {
  const wide = Array.from({ length: 2_001 }, (_, index) => `c${index}`).join(',');
  expect(await faultOf(readAll(sourceOf(`${wide}\n1\n`)))).toMatchObject({
    code: 'read.too_many_columns',
    params: { limit: 2_000 },
  });
  expect(await faultOf(readAll(sourceOf(`id,${'n'.repeat(257)}\n1,x\n`)))).toMatchObject({
    code: 'read.header_too_long',
    params: { column: 2, limit: 256 },
  });
});

test('names that mean something in JavaScript are names like any other', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];
  const { rows, summary } = await readAll(sourceOf(`${names.join(',')}\n1,2,3,4,5\n__proto__,b,c,d,e\n`));
  expect(summary.header).toEqual(names);
  expect(rows.map((row) => row.cells)).toEqual([
    ['1', '2', '3', '4', '5'],
    ['__proto__', 'b', 'c', 'd', 'e'],
  ]);
  expect(
    rows.every((row) => Object.getPrototypeOf(row) === Object.prototype && Array.isArray(row.cells)),
  ).toBe(true);
  expect(Object.getOwnPropertyNames({})).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('columns without a name are named by their number, and no name occurs twice', async () => {
  const { summary } = await readAll(sourceOf('id,,Column 2, ID,Id (2),id,\n1,2,3,4,5,6,7\n'));
  expect(summary.header).toEqual([
    'id',
    'Column 2 (2)',
    'Column 2',
    'ID (3)',
    'Id (2)',
    'id (4)',
    'Column 7',
  ]);
  expect(summary.findings).toEqual([
    { code: 'table.duplicate_header', params: { count: 2, columns: '4, 6' } },
    { code: 'table.unnamed_columns', params: { count: 2, columns: '2, 7' } },
  ]);
});

test('a name of several lines without a delimiter is one name', async () => {
  const { rows, summary } = await readAll(
    sourceOf('id,"Date of\r\n birth",x\n1,2,3\nid,"Date of\r\n birth",x\n'),
  );
  expect(summary.header).toEqual(['id', 'Date of birth', 'x']);
  expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
    [3, null],
    [4, 'row.repeated_header'],
  ]);
});

test('in a table of one column every line may be a row, so none is hidden in quotation marks', async () => {
  const { rows } = await readAll(sourceOf('id\n"1\n2\n3"\n4\n'));
  expect(rows.map(({ cells, fault }) => [cells, fault])).toEqual([
    [['"1'], 'row.malformed_quote'],
    [['2'], 'row.swallowed_lines'],
    [['3"'], 'row.swallowed_lines'],
    [['4'], null],
  ]);
});

test('a table of one column is read', async () => {
  const { rows, summary } = await readAll(sourceOf('id;name\n1;x\n\n"2"\n'));
  expect(summary.header).toEqual(['id;name']);
  expect(rows.map(({ cells, fault }) => [cells, fault])).toEqual([
    [['1;x'], null],
    [[''], 'row.blank'],
    [['2'], null],
  ]);
});

test('a source that changed while it was read is refused after its last page', async () => {
  const source: ByteSource = { ...sourceOf('a,b\n1,x\n'), changed: async () => true };
  expect(await faultOf(readAll(source))).toMatchObject({ code: 'read.changed' });
});

test('a fault of the source comes through as it is', async () => {
  const source: ByteSource = {
    ...sourceOf(''),
    async *open() {
      yield Buffer.from('a,b\n1,x\n');
      throw new FaultError(fault('read.interrupted', { file: 'patients.csv' }));
    },
  };
  expect(await faultOf(readAll(source))).toMatchObject({ code: 'read.interrupted' });
});

test('the source is let go of when reading ends early', async () => {
  let closed = false;
  const source: ByteSource = {
    ...sourceOf(''),
    async *open() {
      try {
        yield Buffer.from('a,b\n1,x\n');
        for (;;) yield Buffer.from('2,y\n');
      } finally {
        closed = true;
      }
    },
  };
  const pages = readDelimited(source, commaLf, defaultReadLimits);
  await pages.next();
  await pages.return({ header: [], rows: 0, findings: [] });
  expect(closed).toBe(true);
});

test('the header of a file that was joined behind another one is known by its names, the mark before it or not', async () => {
  const page = `id,name\r\n${'1,Ann\r\n'.repeat(30)}`;
  for (const size of [7, 100_000]) {
    const { rows } = await readAll(sourceOf(`${page}\uFEFF${page}`, [size]), { newline: '\r\n' });
    expect(rows.flatMap(({ rowNo, fault }) => (fault === null ? [] : [[rowNo, fault]]))).toEqual([
      [31, 'row.repeated_header'],
    ]);
  }
});

test('text that was converted twice is found however long the lines beside it with another line end are', async () => {
  const lines = Array.from(
    { length: 400 },
    (_, index) => `${index === 200 ? 'ZoÃ«' : 'x'}${'y'.repeat(10_000)}`,
  );
  const text = `a,b,c,d\n1,2,3,4\n${lines.join('\r')}\n5,6,7,8\n`;
  const { rows } = await readAll(sourceOf(text));
  expect(rows.filter(({ notes }) => notes !== undefined)).toHaveLength(1);
});

test('a file that ends within a row says so, and that row is not told to look for a delimiter', async () => {
  const text = 'id,name,town\n1,A,York\n2,B,Leeds\n3,C';
  const { rows, summary } = await readAll(sourceOf(text));
  expect(rows.map(({ fault }) => fault)).toEqual([null, null, 'row.cut_off']);
  expect(summary.findings).toEqual([{ code: 'delimited.no_last_line_end', params: {} }]);
});
