import { expect, test } from 'vitest';
import type { DelimitedLayout } from '#contract/layout';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { rowFaultKind } from '#main/steps/check/row-faults';
import { DelimitedParser } from '#main/steps/read/delimited-parser';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { faultOf, layoutOf, readAll, sourceOf } from './byte-sources.ts';

type Seen = readonly [line: number, cells: readonly string[], fault: string | null];

/** The same for pieces of any size, and every finding has its words. */
async function read(text: string | Uint8Array, layout: Partial<DelimitedLayout> = {}) {
  const whole = await readAll(sourceOf(text), layout);
  for (const size of [1, 2, 3, 7]) expect(await readAll(sourceOf(text, [size]), layout)).toEqual(whole);
  for (const { fault } of whole.rows) if (fault !== null) rowFaultKind(fault);
  const { header, findings } = whole.summary;
  for (const finding of findings)
    expect(fileFindingKind(finding).sentence(finding.params)).not.toMatch(/undefined/);
  return { header, findings, seen: whole.rows.map(({ line, cells, fault }): Seen => [line, cells, fault]) };
}

async function seen(text: string | Uint8Array, layout: Partial<DelimitedLayout> = {}): Promise<Seen[]> {
  return (await read(text, layout)).seen;
}

test.each(['^', '||', '~|~', ' | ', '<TAB>\t', ', ', '::::::::', '§', '👓'])(
  'the delimiter “%s” separates',
  async (delimiter) => {
    const d = delimiter;
    expect(
      await seen(`a${d}b${d}c\n1${d}${d}"x${d}""y"" "  ${d}\n2${d}x${d}"y"${d === ' | ' ? '' : ' '}\n`, {
        delimiter,
      }),
    ).toEqual([
      [2, ['1', '', `x${d}"y" `, ''], 'row.wrong_cell_count'],
      [3, ['2', 'x', 'y'], null],
    ]);
  },
);

test('apostrophes quote where the layout says so, and quotation marks are then ordinary', async () => {
  expect(await seen(`a,b\n'1,''x''',"y\n2,O'Neill\n`, { quote: "'" })).toEqual([
    [2, ["1,'x'", '"y'], null],
    [3, ['2', "O'Neill"], null],
  ]);
});

test('where nothing is quoted, quotation marks are ordinary characters', async () => {
  expect(await seen('a,b\n"1,x"\n5" lens,"\n', { quote: '' })).toEqual([
    [2, ['"1', 'x"'], null],
    [3, ['5" lens', '"'], null],
  ]);
});

test('a backslash escapes marks and itself inside quotation marks, and nothing else', async () => {
  const text = 'a,b\n"say \\"hi\\"","C:\\\\x\\n"\n"\\\\",\\"\n"x\\",\ny",z\n';
  expect(await seen(text, { escape: 'backslash' })).toEqual([
    [2, ['say "hi"', 'C:\\x\\n'], null],
    [3, ['\\', '\\"'], null],
    [4, ['x",\ny', 'z'], null],
  ]);
});

test('rows that end with another line end than most are rows, and their number is a finding', async () => {
  const { seen: rows, findings } = await read(
    'a,b,c\r\n1,x,y\n2,x,y\r3,x,y\r4,x,y\r\r\n5,x,"y"\r\n6,"x\ny",z\r\n',
    { newline: '\r\n' },
  );
  expect(rows).toEqual([
    [2, ['1', 'x', 'y'], null],
    [3, ['2', 'x', 'y'], null],
    [3, ['3', 'x', 'y'], null],
    [3, ['4', 'x', 'y'], null],
    [4, ['5', 'x', 'y'], null],
    [5, ['6', 'x\ny', 'z'], null],
  ]);
  expect(findings).toEqual([{ code: 'delimited.mixed_line_ends', params: { usual: 'CR LF', others: 4 } }]);
});

test('in a file of carriage returns, line feeds and both end rows too', async () => {
  expect(await seen('a,b\r1,x\n2,y\r\n3,"z\r\n"\r4,w\n', { newline: '\r' })).toEqual([
    [2, ['1', 'x'], null],
    [2, ['2', 'y'], null],
    [3, ['3', 'z\r\n'], null],
    [5, ['4', 'w'], null],
  ]);
});

test.each([
  ['in the last cell', '1,Ann,some\rnote', [['1', 'Ann', 'some\rnote']]],
  ['in the first cell', '1\r2,Ann,x', [['1\r2', 'Ann', 'x']]],
  [
    'with a comma after it',
    '1,Ann,some\rmore, note',
    [
      ['1', 'Ann', 'some'],
      ['more', ' note'],
    ],
  ],
  ['twice', '1,some\rmore\rnote,x', [['1', 'some\rmore\rnote', 'x']]],
  [
    'after a row of its own',
    '1,Ann,x\r2,Bob,some\rnote',
    [
      ['1', 'Ann', 'x'],
      ['2', 'Bob', 'some\rnote'],
    ],
  ],
])(
  'a line end of another kind within a cell makes no good row of its first half: %s',
  async (_, line, cells) => {
    const rows = await seen(`a,b,c\n${line}\n9,x,y\n`);
    expect(rows.slice(0, -1).map(([, row]) => row)).toEqual(cells);
    const unsound = rows.slice(0, -1).filter(([, , fault]) => fault !== null);
    expect(unsound).toHaveLength(line.startsWith('1,Ann,x\r') ? 1 : cells.length);
    expect(rows.at(-1)).toEqual([3, ['9', 'x', 'y'], null]);
  },
);

test('a long stretch of another line end is read in pieces', async () => {
  const stretch = Array.from({ length: 3_000 }, (_, index) => `${index},x,y\r`).join('');
  const limits = { ...defaultReadLimits, maxRowBytes: 1_000 };
  const { rows } = await readAll(sourceOf(`a,b,c\n${stretch}1,x\n`), {}, limits);
  expect(rows).toHaveLength(3_001);
  // The one beside the damaged row may be its first half.
  expect(rows.filter(({ fault }) => fault === null)).toHaveLength(2_999);
});

test('pieces of rows without end, or nothing but line ends of another kind, are read as quickly', async () => {
  const { rows } = await readAll(sourceOf(`a,b,c\n${'x\r'.repeat(200_000)}1,x,y\n`, [1 << 16]));
  expect(rows).toHaveLength(200_001);
  expect(rows.every(({ fault }) => fault !== null)).toBe(true);
  const blank = await readAll(sourceOf(`a,b,c\n${'\r'.repeat(200_000)}1,x,y\n`, [1 << 16]));
  expect(blank.rows.filter(({ fault }) => fault !== 'row.blank')).toMatchObject([{ cells: ['1', 'x', 'y'] }]);
  expect(await faultOf(readAll(sourceOf('a\r'.repeat(200_000))))).toMatchObject({
    code: 'read.damaged_header',
  });
});

test('what stands above and below the table is named and not read', async () => {
  const text = 'Patients of the practice\n"printed\n\na,b\n1,x\n"2\n",y\nTotal 2\n\nend';
  const { seen: rows, findings, header } = await read(text, { firstLine: 4, lastLine: 7 });
  expect(header).toEqual(['a', 'b']);
  expect(rows).toEqual([
    [5, ['1', 'x'], null],
    [6, ['2\n', 'y'], null],
  ]);
  expect(findings).toEqual([
    { code: 'delimited.lines_above', params: { lines: 3 } },
    { code: 'delimited.lines_below', params: { lines: 3 } },
  ]);
});

test('lines above and below are counted by carriage returns in a file of those', async () => {
  const { seen: rows, findings } = await read('title\r\na,b\r1,x\r\n2,y\rz\r', {
    newline: '\r',
    firstLine: 2,
    lastLine: 4,
  });
  expect(rows).toEqual([
    [3, ['1', 'x'], null],
    [4, ['2', 'y'], null],
  ]);
  expect(findings.map(({ params }) => params)).toEqual([
    { lines: 1 },
    { lines: 1 },
    { usual: 'CR', others: 1 },
  ]);
});

test('a table without names of columns has the columns that most of its rows have', async () => {
  const { seen: rows, header } = await read('1,x,y,z\n2,x,y\n3,x,y\n', { headerLines: 0 });
  expect(header).toEqual(['Column 1', 'Column 2', 'Column 3']);
  expect(rows).toEqual([
    [1, ['1', 'x', 'y', 'z'], 'row.wrong_cell_count'],
    [2, ['2', 'x', 'y'], null],
    [3, ['3', 'x', 'y'], null],
  ]);
});

test('names on several lines are joined, headings over several columns carry on', async () => {
  const text = 'Patient,,,Exam,\n\nId,Name,Name,Right,Left\n1,x,y,z,w\n';
  const { header, seen: rows, findings } = await read(text, { headerLines: 2 });
  expect(header).toEqual(['Patient Id', 'Patient Name', 'Patient Name (2)', 'Exam Right', 'Exam Left']);
  expect(rows).toEqual([[4, ['1', 'x', 'y', 'z', 'w'], null]]);
  expect(findings).toEqual([{ code: 'table.duplicate_header', params: { count: 1, columns: '3' } }]);
});

test('comments are kept as rows of one cell, wherever they stand', async () => {
  const text = '# made by, X\na,b\n#1,"x\n2,#y\n"#",z\n##';
  expect(await seen(text, { comment: '#' })).toEqual([
    [1, ['# made by, X'], 'row.comment'],
    [3, ['#1,"x'], 'row.comment'],
    [4, ['2', '#y'], null],
    [5, ['#', 'z'], null],
    [6, ['##'], 'row.comment'],
  ]);
});

test('a comment ends at any line end, so that no row is hidden in it', async () => {
  expect(await seen('a,b\n# x\r1,y\n', { comment: '#' })).toEqual([
    [2, ['# x'], 'row.comment'],
    [2, ['1', 'y'], null],
  ]);
});

test('the empty cell after a delimiter at the end of every row is none; anything in it is a finding', async () => {
  const { header, seen: rows } = await read('a,b,\n1,x,\n2,y\n3,z,w\n4,"p\nq",\n5,,\n6,v,,\n\n', {
    trailingDelimiter: true,
  });
  expect(header).toEqual(['a', 'b']);
  expect(rows).toEqual([
    [2, ['1', 'x'], null],
    [3, ['2', 'y'], 'row.wrong_cell_count'],
    [4, ['3', 'z', 'w'], 'row.wrong_cell_count'],
    [5, ['4', 'p\nq'], null],
    [7, ['5', ''], null],
    [8, ['6', 'v', '', ''], 'row.wrong_cell_count'],
    [9, [''], 'row.blank'],
  ]);
});

test.each([
  'Total',
  'TOTAL:',
  'Grand total 120',
  'Sum',
  'Total records: 40',
  'Count: 12',
  '40 records',
  '*** End of report ***',
  'Total (12)',
])('a row with little more than “%s” is a total for a person to look at', async (words) => {
  const rows = await seen(
    `id,name,town,note\n1,Ann,York,x\n${words},,,\n,${words},,\n${words},5,,\n${words}\n`,
  );
  expect(rows.map(([, , fault]) => fault)).toEqual([
    null,
    'row.total',
    'row.total',
    'row.total',
    'row.wrong_cell_count',
  ]);
});

test.each([
  'Total,Ann,York,x',
  'Totally,,,',
  'Total Vision Ltd,,,',
  'Summer,,,',
  'Counter,,,',
  'York,Total,,',
  '12,,,',
])('the row “%s” is no total', async (row) => {
  expect(await seen(`id,name,town,note\n${row}\n`)).toEqual([[2, row.split(','), null]]);
});

test('the header in the middle of a file is left out only where it is the same in every cell', async () => {
  const rows = await seen('id,"na""me"\n1,x\nid,"na""me"\n"id",na"me\nID,na"me\nid,other\n');
  expect(rows.map(([, , fault]) => fault)).toEqual([
    null,
    'row.repeated_header',
    'row.repeated_header',
    null,
    null,
  ]);
});

test('rows with bytes of another encoding are held, and only they', async () => {
  const bytes = Buffer.from('id,note\n1,\xe9\n2,"x\ny"\n3,"x\n\xe9"\n4,y\n5,\xe9,z\n6,y\n', 'latin1');
  expect((await seen(bytes)).map(([line, , fault]) => [line, fault])).toEqual([
    [2, 'row.mixed_encoding'],
    [3, null],
    [5, 'row.mixed_encoding'],
    [7, null],
    [8, 'row.wrong_cell_count'],
    [9, null],
  ]);
  expect((await read(bytes)).findings).toMatchObject([
    { code: 'text.mixed_encodings', params: { lines: 3 } },
  ]);
});

test('of rows that share a line, only the one with such bytes is held', async () => {
  const bytes = Buffer.from('id,note\r1,x\n2,\xe9\n3,y\r4,z', 'latin1');
  expect(await seen(bytes, { newline: '\r' })).toMatchObject([
    [2, ['1', 'x'], null],
    [2, ['2', 'é'], 'row.mixed_encoding'],
    [2, ['3', 'y'], null],
    [3, ['4', 'z'], null],
  ]);
});

test('text that was converted twice is turned back where that was chosen, and noted where not', async () => {
  const text = 'id,name\n1,ZoÃ«\n2,Zoë\n';
  const noted = await readAll(sourceOf(text, [9]), {});
  expect(noted.rows[0]).toMatchObject({ cells: ['1', 'ZoÃ«'], notes: [[1, 'cell.double_encoded']] });
  const undone = await readAll(sourceOf(text, [9]), { undoDoubleEncoding: 'windows-1252' });
  expect(undone.rows).toMatchObject([
    { cells: ['1', 'Zoë'], stored: [[1, 'ZoÃ«']] },
    { cells: ['2', 'Zoë'] },
  ]);
  expect(undone.summary.findings).toHaveLength(1);
});

test.each<[DelimitedLayout['encoding'], string]>([
  ['utf-16le', 'ÿþ'],
  ['utf-16be', 'þÿ'],
])('the same is read of %s', async (encoding, mark) => {
  const units = Buffer.from('id,name\r\n1,"Zoë\r\n👓"\r\n', 'utf16le');
  const bytes = Buffer.concat([
    Buffer.from(mark, 'latin1'),
    encoding === 'utf-16le' ? units : units.swap16(),
  ]);
  const { header, seen: rows } = await read(bytes, { encoding, newline: '\r\n' });
  expect(header).toEqual(['id', 'name']);
  expect(rows).toEqual([[2, ['1', 'Zoë\r\n👓'], null]]);
});

test('a sample from the middle of a file is read below a header that is known', () => {
  const layout = layoutOf({ trailingDelimiter: true, headerLines: 2, firstLine: 7 });
  const parser = new DelimitedParser('x.csv', layout, defaultReadLimits, { header: ['a', 'b'], line: 90 });
  const rows = [...parser.push('1,x,\n2,\na,b,\n'), ...parser.finish()];
  expect(rows.map(({ rowNo, line, cells, fault }) => [rowNo, line, cells, fault])).toEqual([
    [1, 90, ['1', 'x'], null],
    [2, 91, ['2', ''], 'row.wrong_cell_count'],
    [3, 92, ['a', 'b'], 'row.repeated_header'],
  ]);
});

test.each([
  ['read.empty', '\n\n', { headerLines: 0 }],
  ['read.empty', 'a,b\n', { firstLine: 3 }],
  ['read.header_only', '# x\na,b\n# y\n', { comment: '#' }],
  ['read.header_only', 'a,b\nc,d\n', { headerLines: 2 }],
  ['read.damaged_header', 'a,b\n"c,d\n1,x\n', { headerLines: 2 }],
  ['read.damaged_header', 'a,b\r1,x\n2,y\n', {}],
])('%s for %j', async (code, text, layout) => {
  expect(await faultOf(readAll(sourceOf(text), layout))).toMatchObject({ code });
});

test.each([
  ['the second', 'id,name\n1,Ann\n\u{feff}id,name\n2,Bob\n', {}],
  ['the second, in quotation marks', '"id","name"\n"1","Ann"\n\u{feff}"id","name"\n"2","Bob"\n', {}],
  [
    'the first, which is not where the file begins',
    'x\n\u{feff}id,name\n1,Ann\nid,name\n2,Bob\n',
    { firstLine: 2 },
  ],
])(
  'a header that comes again is known whichever of the two has a byte order mark: %s',
  async (_, text, layout) => {
    const { rows } = await readAll(sourceOf(text), layout);
    expect(rows.map(({ fault }) => fault)).toEqual([null, 'row.repeated_header', null]);
  },
);
