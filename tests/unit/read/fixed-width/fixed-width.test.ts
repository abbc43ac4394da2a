import { expect, test } from 'vitest';
import type { FixedWidthLayout, LayoutOverride } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';
import { readFixedWidth } from '#main/steps/read/fixed-width/read-fixed-width';
import { recogniseFixedWidth } from '#main/steps/read/fixed-width/recognise-fixed-width';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import type { ReadSummary } from '#main/steps/read/recognition';
import { faultOf, sourceOf } from '../byte-sources.ts';

const columns = [
  { name: 'id', start: 1, width: 4 },
  { name: 'name', start: 5, width: 8 },
  { name: 'born', start: 14, width: 8 },
];
const layout: FixedWidthLayout = {
  format: 'fixed-width',
  encoding: 'utf-8',
  byteOrderMark: false,
  undoDoubleEncoding: null,
  newline: '\n',
  firstLine: 1,
  headerLines: 0,
  columns,
};

async function recognise(content: string | Uint8Array, override: LayoutOverride = {}) {
  const source = sourceOf(content);
  const found = await recogniseFixedWidth(source, await takeSamples(source), override, defaultReadLimits);
  if (found === null) return null;
  if (!found.ok) throw new Error(found.fault.code);
  return found.value.tables[0]!;
}

async function read(
  content: string | Uint8Array,
  changed: Partial<FixedWidthLayout> = {},
  sizes: readonly number[] = [1 << 16],
  limits: Partial<ReadLimits> = {},
): Promise<{ rows: StagedRow[]; summary: ReadSummary }> {
  const rows: StagedRow[] = [];
  const reading = readFixedWidth(
    sourceOf(content, sizes),
    { ...layout, ...changed },
    { ...defaultReadLimits, ...limits },
  );
  for (;;) {
    const next = await reading.next();
    if (next.done) return { rows, summary: next.value };
    rows.push(...next.value.rows);
  }
}

test('cells are cut by characters and lose their padding, nothing else', async () => {
  const text = "0001Müller   19700101\n 002 O'Brien 19710101\n0003🙂 x y    1972    \n";
  const { rows, summary } = await read(text, {}, [3]);
  expect(rows.map(({ cells, fault }) => [...cells, fault])).toEqual([
    ['0001', 'Müller', '19700101', null],
    ['002', "O'Brien", '19710101', null],
    ['0003', '🙂 x y', '1972', null],
  ]);
  expect(summary).toEqual({ header: ['id', 'name', 'born'], rows: 3, findings: [] });
});

test('short lines are filled up and counted', async () => {
  const { rows, summary } = await read(
    '1   Ann\n2   Bob      19700101\n3   Cy       19700101\n4\n5   Di       19700101\n',
  );
  expect(rows[0]).toEqual({ rowNo: 1, line: 1, cells: ['1', 'Ann', ''], fault: null });
  expect(rows[3]!.cells).toEqual(['4', '', '']);
  expect(summary.findings).toEqual([{ code: 'fixed.short_lines', params: { lines: 2, rows: 5 } }]);
  const trimmed = await read('1   Ann\n2   Bob\n3   Cy       19700101\n');
  expect(trimmed.summary.findings.map(({ code }) => code)).toEqual(['fixed.trimmed_lines']);
});

const padded = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `${String(index).padStart(5)}   ${`Name ${'x'.repeat(index % 7)}`.padEnd(20)}  1970-01-01`,
  );

test('text after the last column and between columns is kept in cells after the last', async () => {
  const { rows } = await read(
    '1   Ann      19700101 more\n2   Bartholomew700101\n3   Cy       19700101   \n',
  );
  expect(rows.map(({ cells, fault }) => [fault, ...cells])).toEqual([
    ['row.outside_columns', '1', 'Ann', '19700101', 'more'],
    ['row.outside_columns', '2', 'Bartholo', 'ew700101', 'm'],
    [null, '3', 'Cy', '19700101'],
  ]);
});

test.each([
  ['row.blank', '                     '],
  ['row.blank', ''],
  ['row.nul_character', '1   An\0n     19700101'],
  ['row.tab', '1   Ann\t     19700101'],
  ['row.ruler', '---- -------- --------'],
])('%s (%#)', async (fault, line) => {
  const { rows } = await read(`${line}\n2   Bob      19700101\n`);
  expect(rows.map((row) => row.fault)).toEqual([fault, null]);
});

test('a line that is complete only when its bytes are counted is doubtful', async () => {
  const joined = [columns[0]!, { name: 'name', start: 5, width: 9 }, columns[2]!];
  const { rows } = await read('1   Müller  19700101\n2   Bob      19700101\n', { columns: joined });
  expect(rows.map(({ fault, cells }) => [fault, cells[2]])).toEqual([
    ['row.byte_positions', '9700101'],
    [null, '19700101'],
  ]);
});

test('bytes that the encoding does not have make their row doubtful', async () => {
  const bytes = Buffer.from('1   M\xfcller   19700101\n2   Bob      19700101\n', 'latin1');
  const { rows, summary } = await read(bytes, {}, [5]);
  expect(rows.map(({ fault, cells }) => [fault, cells[1]])).toEqual([
    ['row.mixed_encoding', 'Müller'],
    [null, 'Bob'],
  ]);
  expect(summary.findings[0]!.code).toBe('text.mixed_encodings');
  const right = await read(bytes, { encoding: 'windows-1252' });
  expect(right.rows[0]!.fault).toBeNull();
});

test('lines before the table and its header are named, and a header that comes again is no record', async () => {
  const text =
    'Report\n\nid  name     born\n1   Ann      19700101\nid  name     born\n2   Bob      19700101\n\u001A';
  const { rows, summary } = await read(text, { firstLine: 3, headerLines: 1 });
  expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
    [4, null],
    [5, 'row.repeated_header'],
    [6, null],
  ]);
  expect(summary.findings).toEqual([
    { code: 'fixed.lines_before', params: { lines: 2 } },
    { code: 'fixed.header_left_out', params: { lines: 1 } },
    { code: 'fixed.end_mark', params: {} },
  ]);
});

test.each(['\n', '\r\n', '\r'] as const)('line ends %j', async (newline) => {
  const text = ['1   Ann      19700101', '2   Bob      19700101', ''].join(newline);
  const { rows } = await read(text, { newline }, [1]);
  expect(rows.map(({ cells }) => cells[2])).toEqual(['19700101', '19700101']);
  const table = (await recognise(text, { columns }))!;
  expect(table.layout).toMatchObject({ newline });
  expect(table.rowsEstimate).toBe(2);
});

test('every character of a line is in a cell, a blank, or padding', async () => {
  const line = 'abcdefghijklmnopqrstuvwxyz';
  const { rows } = await read(`${line}\n`);
  expect(rows[0]!.cells.join('').split('').sort().join('')).toBe(line);
});

test('limits', async () => {
  const text = '1   Ann      19700101\n2   Bob      19700101\n';
  expect(await faultOf(read(text, {}, [9], { maxRowBytes: 20 }))).toMatchObject({
    code: 'read.row_too_large',
  });
  expect(await faultOf(read(text, {}, [9], { maxCellBytes: 7 }))).toMatchObject({
    code: 'read.cell_too_large',
  });
  expect(await faultOf(read(text, {}, [9], { maxFileBytes: 30 }))).toMatchObject({
    code: 'read.file_too_large',
  });
  expect(await faultOf(read(text, {}, [9], { maxColumns: 2 }))).toMatchObject({
    code: 'read.too_many_columns',
  });
  expect(await faultOf(read(text, { headerLines: 2 }))).toMatchObject({ code: 'read.header_only' });
});

test('columns of the same places in every line are proposed, and a person is asked', async () => {
  const header = `${'id'.padStart(5)}   ${'name'.padEnd(20)}  born      `;
  const table = (await recognise([header, ...padded(30), ''].join('\n')))!;
  expect(table.layout).toMatchObject({ firstLine: 1, headerLines: 1 });
  expect(table.header).toEqual(['id', 'name', 'born']);
  expect(table.questions.map(({ code }) => code)).toEqual(['columns']);
  expect(table.confidence).toBeLessThan(0.9);
  expect(table.preview.first[3]).toEqual({ line: 5, cells: ['3', 'Name xxx', '1970-01-01'], fault: null });
});

test('what is proposed from the samples of a large file reads all of it', async () => {
  const lines = padded(12_000);
  const table = (await recognise(`${lines.join('\n')}\n`))!;
  const { rows } = await read(`${lines.join('\n')}\n`, table.layout as FixedWidthLayout);
  expect(rows.every(({ fault }) => fault === null)).toBe(true);
  expect(rows.map(({ cells }) => cells[0])).toEqual(lines.map((_, index) => String(index)));
  expect(table.preview.middle).toHaveLength(20);
  expect(table.preview.last.at(-1)!.cells[0]).toBe('11999');
  expect(Math.abs(table.rowsEstimate! - 12_000)).toBeLessThan(120);
});

test('a ruler of dashes names the columns, below a title', async () => {
  const text =
    'Patients\n\nID    Name       Date of birth\n----- ---------- -------------\n1     Ann        1970-01-01\n2     Bob Smith  1971-01-01\n';
  const table = (await recognise(text))!;
  expect(table.layout).toMatchObject({
    firstLine: 3,
    headerLines: 2,
    columns: [
      { name: 'ID', start: 1, width: 5 },
      { name: 'Name', start: 7, width: 10 },
      { name: 'Date of birth', start: 18, width: 13 },
    ],
  });
  const { rows } = await read(text, table.layout as FixedWidthLayout);
  expect(rows.map(({ cells }) => cells[1])).toEqual(['Ann', 'Bob Smith']);
  expect(table.questions).toEqual([]);
});

const ruled = (lines: readonly string[]): string =>
  ['ID    Name       Born      ', '----- ---------- ----------', ...lines, ''].join('\n');

const lettersOf = (text: string): string[] => text.replaceAll(' ', '').split('').sort();

test('a count below a ruled table is a total, wherever the columns part it', async () => {
  for (const words of ['(3 rows affected)', '2 records', 'Total:    2', 'Number of records: 3']) {
    const text = ruled(['1     Ann        1970-01-01', '2     Bob Smith  1971-01-01', '', words]);
    const table = (await recognise(text))!;
    expect(table.questions).toEqual([]);
    const { rows } = await read(text, table.layout as FixedWidthLayout);
    expect(rows.map(({ fault }) => fault)).toEqual([null, null, 'row.blank', 'row.total']);
    expect(lettersOf(rows[3]!.cells.join(''))).toEqual(lettersOf(words));
  }
});

test('a patient called Total is a patient', async () => {
  const { rows } = await read(ruled(['1     Total      1970-01-01', 'Total Ann        1970-01-01']), {
    firstLine: 1,
    headerLines: 2,
    columns: [
      { name: 'ID', start: 1, width: 5 },
      { name: 'Name', start: 7, width: 10 },
      { name: 'Born', start: 18, width: 10 },
    ],
  });
  expect(rows.map(({ fault }) => fault)).toEqual([null, null]);
});

test('text between ruled columns is told, and a person is asked', async () => {
  const rows = Array.from({ length: 20 }, (_, index) => `${String(index).padEnd(5)} Ann        1970-01-01`);
  const text = ruled([...rows, '20    Bartholomew1970-01-01']);
  const table = (await recognise(text))!;
  expect(table.questions.map(({ code }) => code)).toEqual(['columns']);
  expect(table.findings.map(({ code }) => code)).toEqual([
    'fixed.columns_do_not_fit',
    'fixed.header_left_out',
  ]);
  const read20 = await read(text, table.layout as FixedWidthLayout);
  expect(read20.rows[20]).toMatchObject({
    cells: ['20', 'Bartholome', '1970-01-01', 'w'],
    fault: 'row.outside_columns',
  });
});

test.each([
  ['lines are filled up with blanks', ['1   Ann      19700101  ', '2   Bob    ', '3   Cy       19700101  ']],
  ['nearly all lines are of one length', [...padded(12), '   12   Name x', ...padded(3)]],
  [
    'a line ends within its last column',
    ['1   Ann      1970-01-01', '2   Bob      1970  ', '3   Cy       1970      '],
  ],
])('a line that ends early where %s is for a person to look at', async (_, lines) => {
  const short = lines.findIndex((line) => line.length < lines[0]!.length);
  for (const sizes of [[1 << 16], [5]]) {
    const { rows } = await read(
      `${lines.join('\n')}\n`,
      { columns: [{ name: 'all', start: 1, width: 40 }] },
      sizes,
    );
    expect(rows.map(({ fault }) => fault)).toEqual(
      lines.map((_line, index) => (index === short ? 'row.ends_early' : null)),
    );
  }
});

test('where blanks at the end are left out, a short line is nothing unusual', async () => {
  const lines = Array.from({ length: 30 }, (_, index) =>
    index % 3 === 0 ? '1   Ann' : '2   Bob      19700101',
  );
  const { rows } = await read(lines.join('\n'));
  expect(rows.every(({ fault }) => fault === null)).toBe(true);
});

const streets = ['Mill Lane', 'Station Road', 'The Green', 'St. John s Terrace', 'Kings Close'];
const printed = (count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    [
      String(1_000_000 + index * 7),
      `0${(index % 9) + 1}/0${(index % 7) + 1}/19${50 + (index % 50)}`,
      index % 4 === 0 ? ' '.repeat(12) : `07700 900${100 + index}`,
      `${index * 3} ${streets[index % streets.length]!}`.padEnd(22),
      ['York', 'Leeds', 'Bath'][index % 3]!.padEnd(5),
    ].join(' '),
  );

test.each([
  ['with names above', ['id      born       mobile       address_1              town ']],
  ['without names', []],
])('columns that a single blank parts are found in many lines, %s', async (_, header) => {
  const table = (await recognise([...header, ...printed(40), ''].join('\n')))!;
  expect(table.layout).toMatchObject({ firstLine: 1, headerLines: header.length });
  expect(table.preview.first[1]!.cells).toEqual([
    '1000007',
    '02/02/1951',
    '07700 900101',
    '3 Station Road',
    'Leeds',
  ]);
  expect(table.questions.map(({ code }) => code)).toEqual(['columns']);
  if (header.length > 0) expect(table.header).toEqual(['id', 'born', 'mobile', 'address_1', 'town']);
});

test.each([
  'id,name\n1,Ann\n2,Bob\n3,Cy\n4,Di\n5,Ed\n6,Fi\n',
  Array.from({ length: 40 }, (_, index) => `${index}   , Ann        , 1970-01-01`).join('\n'),
  Array.from({ length: 40 }, (_, index) => `${index}\tAnn   \t1970-01-01`).join('\n'),
  Array.from({ length: 40 }, (_, index) => ` ${String(index).padEnd(4)} | Ann        | 1970-01-01`).join(
    '\n',
  ),
  Array.from({ length: 40 }, (_, index) => `${1000000000 + index}`).join('\n'),
  'A letter to the practice.\n\nDear all,\nplease find the file.\n\nKind regards\nA\nB\nC\nD\n',
  '{"a":   1,\n "b":   2}\n',
  '',
  'x',
])('other texts are left to other formats (%#)', async (text) => {
  expect(await recognise(text)).toBeNull();
});

test('a description that does not fit is held', async () => {
  const table = (await recognise(`${padded(10).join('\n')}\n`, { columns: columns.slice(0, 2) }))!;
  expect(table.findings).toEqual([{ code: 'fixed.columns_do_not_fit', params: { lines: 10, looked: 10 } }]);
  expect(table.confidence).toBeLessThan(0.5);
  expect(table.questions).toEqual([]);
});

test('chosen without a description, any text is read as one column until it is described', async () => {
  const table = (await recognise('abc\ndefgh\n', { format: 'fixed-width' }))!;
  expect(table.layout).toMatchObject({ columns: [{ name: 'column 1', start: 1, width: 5 }] });
  expect(table.questions.map(({ code }) => code)).toEqual(['columns']);
  expect(await recognise('abc\n', { format: 'delimited', columns })).toBeNull();
  await expect(recognise('', { format: 'fixed-width' })).rejects.toThrow('read.empty');
});

test('a description that gives the same characters to two columns is held', async () => {
  const overlapping = [
    { name: 'id', start: 1, width: 10 },
    { name: 'name', start: 7, width: 60 },
  ];
  const table = (await recognise(`${padded(10).join('\n')}\n`, { columns: overlapping }))!;
  expect(table.findings).toContainEqual({ code: 'fixed.columns_overlap', params: { columns: '“id”' } });
});
