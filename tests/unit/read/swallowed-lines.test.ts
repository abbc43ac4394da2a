import { expect, test } from 'vitest';
import { readLine } from '#main/steps/read/read-line';
import { commaLf, layoutOf, readAll, sourceOf } from './byte-sources.ts';

type Seen = readonly [line: number, fault: string | null];

async function faultsOf(lines: readonly string[]): Promise<Seen[]> {
  const { rows } = await readAll(sourceOf(lines.join('\n')));
  return rows.map((row) => [row.line, row.fault]);
}

const columns = Array.from({ length: 15 }, (_, index) => `column ${index}`).join(',');
/** A row of 15 cells of which the 13th is a note. */
const patient = (id: string, note: string): string => `${id},Ann,Lee,01/02/1980,,,,,,,,,${note},,`;

test('a stray quotation mark whose swallowed text fits the header hides no patient', async () => {
  const rows = [
    patient('P1', '"Asthma'),
    patient('P2', 'none'),
    patient('P3', 'none'),
    patient('P4', 'Hayfever"'),
    patient('P5', 'x'),
  ];
  const read = await readAll(sourceOf([columns, ...rows].join('\n')));
  expect(read.rows.map(({ rowNo, line, cells, fault }) => [rowNo, line, cells[0], cells[12], fault])).toEqual(
    [
      [1, 2, 'P1', '"Asthma', 'row.malformed_quote'],
      [2, 3, 'P2', 'none', 'row.swallowed_lines'],
      [3, 4, 'P3', 'none', 'row.swallowed_lines'],
      [4, 5, 'P4', 'Hayfever"', 'row.swallowed_lines'],
      [5, 6, 'P5', 'x', null],
    ],
  );
  expect(read.summary.rows).toBe(5);
});

test('a stray quotation mark that runs into a quoted cell 40 rows below leaves every row counted', async () => {
  const numbered = (name: string, count: number, note: string): string[] =>
    Array.from({ length: count }, (_, index) => patient(`${name}${index}`, note));
  const seen = await faultsOf([
    columns,
    ...numbered('A', 5, 'n'),
    patient('P1', '"Asthma'),
    ...numbered('Q', 40, 'n'),
    patient('P4', '"Hayfever"'),
    ...numbered('Z', 2, 'x'),
  ]);
  expect(seen.map(([line]) => line)).toEqual(Array.from({ length: 49 }, (_, index) => index + 2));
  const count = (fault: string | null): number => seen.filter(([, found]) => found === fault).length;
  expect([count(null), count('row.malformed_quote'), count('row.swallowed_lines')]).toEqual([7, 1, 41]);
});

test.each([
  ['in the middle', ['1,"x,y', '2,z",w']],
  ['in the first column', ['"1,x,y', '2",z,w']],
  ['in the last column', ['1,x,"y', '2,z,w"']],
  ['after a quoted cell', ['1,"a,b","y', '2,z,w"']],
])('two neighbouring rows made one are both findings (%s)', async (_, lines) => {
  expect(await faultsOf(['id,name,note', ...lines, '3,m,n'])).toEqual([
    [2, 'row.malformed_quote'],
    [3, 'row.swallowed_lines'],
    [4, null],
  ]);
});

test('the second of two rows made one may have a cell too many', async () => {
  const seen = await faultsOf(['id,a,b,c', '1,"x,y,z', '2,p,q",r,s', '3,l,m,n']);
  expect(seen).toEqual([
    [2, 'row.malformed_quote'],
    [3, 'row.swallowed_lines'],
    [4, null],
  ]);
});

test('a swallowed row with an empty quoted cell is recognised', async () => {
  expect(await faultsOf(['id,name,note', '1,x,"y', '2,"",z', '3"'])).toHaveLength(3);
});

test.each([
  ['an address', columns, patient('P1', '"Flat 2, Old Mill\n12 High St, Southwark\nLondon, SE1"')],
  ['an address, 3 columns', 'a,b,c', '1,Ann,"Flat 2, Old Mill\n12 High St, Southwark, London\nSE1, UK"'],
  ['an address, 2 columns', 'a,b', '1,"Flat 2,\n12 High St,\nLondon"'],
  ['a note with commas', columns, patient('P1', '"none, really\nseen 1,000 times, once, twice,\n, ok"')],
  ['a note, 2 columns', 'a,b', '1,"took 1,000 mg\nand 2,000 more\nthen none"'],
  ['a snippet', columns, patient('P1', '"lenses:\nod,os,add\n-1.25,-1.50,2.00\n""a"",""b"",c"')],
  ['a first column of two lines', 'a,b,c', '"x\ny",z,w'],
  ['two cells of two lines', 'a,b,c', '"x\ny",z,"v\nw"'],
  ['a list with a word for every column', 'a,b,c,d', '1,2,3,"x\nred, green, blue, white\ny"'],
])('a quoted cell of several lines stays whole: %s', async (_, header, row) => {
  const end = row.split('\n').length + 2;
  const last = header.replaceAll(/[a-z]+ ?\d*/g, 'z');
  expect(await faultsOf([header, row, last])).toEqual([
    [2, null],
    [end, null],
  ]);
});

test('a row hidden behind a comma in the note that lost its closing mark is a finding of its own', async () => {
  const read = await readAll(
    sourceOf(
      [
        'id,first,last,dob,postcode,note',
        '1001,Ann,Lee,01/02/1980,SW1A 1AA,"Diabetic, see letter',
        '1002,Bob,Ray,03/04/1975,SW1A 1AA,"',
        'Glaucoma in family"',
        '1003,Cat,Fox,03/04/1976,SW1A 1AA,none',
      ].join('\n'),
    ),
  );
  expect(read.rows.map(({ line, cells, fault }) => [line, cells[0], fault])).toEqual([
    [2, '1001', 'row.malformed_quote'],
    [3, '1002', 'row.swallowed_lines'],
    [4, 'Glaucoma in family"', 'row.wrong_cell_count'],
    [5, '1003', null],
  ]);
});

test('a row of several lines right above a damaged one is a finding, in each line where a row may be', async () => {
  const damaged = 'y" z,a';
  expect(await faultsOf(['a,b,c,d', '1,x,"n', '2,"', damaged, '3,p,q,r'])).toEqual([
    [2, 'row.wrong_cell_count'],
    [4, 'row.wrong_cell_count'],
    [5, null],
  ]);
  expect(await faultsOf(['a,b,c', '1,x,"n', '2,"', damaged, '3,p,q'])).toEqual([
    [2, 'row.malformed_quote'],
    [3, 'row.swallowed_lines'],
    [4, 'row.wrong_cell_count'],
    [5, null],
  ]);
  expect(await faultsOf(['a,b,c', '1,x,"n', 'm"', damaged, '3,p,q'])).toEqual([
    [2, 'row.malformed_quote'],
    [4, 'row.wrong_cell_count'],
    [5, null],
  ]);
});

test('of several rows of several lines only the one right above the damaged row is a finding', async () => {
  const note = '1,x,"n\nm"';
  expect(await faultsOf(['a,b,c', note, note, 'y,z"', note, '', note])).toEqual([
    [2, null],
    [4, 'row.malformed_quote'],
    [6, 'row.wrong_cell_count'],
    [7, null],
    [9, 'row.blank'],
    [10, null],
  ]);
});

test.each([
  ['is never closed', '"y,z'],
  ['is closed in the row below it', '"y,z\n3,"p",q'],
  ['is followed by another in the text', '"y" x,z'],
])('a sound row of several lines above a row whose quotation mark %s is not doubted', async (_, row) => {
  const lines = ['a,b,c', '1,x,"n', 'm, o', '"', `2,${row}`, '4,p,q'].flatMap((line) => line.split('\n'));
  const seen = await faultsOf(lines);
  expect(seen.slice(0, 1)).toEqual([[2, null]]);
  expect(seen[1]).toEqual([5, 'row.malformed_quote']);
  // No line of the damage is missing.
  expect(seen.slice(1).map(([line]) => line)).toEqual(lines.slice(4).map((__, index) => index + 5));
});

test('a damaged row without any quotation mark says nothing about the row of several lines above it', async () => {
  expect(await faultsOf(['a,b,c', '1,x,"n\nm, o"', 'y', ''])).toEqual([
    [2, null],
    [4, 'row.wrong_cell_count'],
  ]);
});

test('a row of several lines with a bare quotation mark in an unquoted cell is a finding', async () => {
  expect(await faultsOf(['a,b,c', '1,"x\ny",5" lens', '2,5" lens,z'])).toEqual([
    [2, 'row.malformed_quote'],
    [4, null],
  ]);
});

test('rows written with blanks after the delimiters are seen below a header without them', async () => {
  expect(await faultsOf(['a,b,c', '1, x,"y', '2, z, w"', '3, v, u'])).toEqual([
    [2, 'row.malformed_quote'],
    [3, 'row.swallowed_lines'],
    [4, null],
  ]);
});

test('with two columns, rows are swallowed when every line reads as a row', async () => {
  expect(await faultsOf(['id,name', '1,"x', '2,y', '3,z"', '4,w'])).toEqual([
    [2, 'row.malformed_quote'],
    [3, 'row.swallowed_lines'],
    [4, 'row.swallowed_lines'],
    [5, null],
  ]);
});

test('where the header has blanks after its delimiters, they do not make rows into prose', async () => {
  expect(await faultsOf(['id, name, note', '"1, x, y', '2, z, w', '3", v, u'])).toEqual([
    [2, 'row.malformed_quote'],
    [3, 'row.swallowed_lines'],
    [4, 'row.swallowed_lines'],
  ]);
});

test.each([
  ['a,"b,c",d', ['a', 'b,c', 'd']],
  ['"a ""b""" ,c', ['a "b"', 'c']],
  ['"a"b,"c', ['"a"b', '"c']],
  ['a,"b,x"y,"z', ['a', '"b', 'x"y', '"z']],
  ['', ['']],
  [',', ['', '']],
])('the line %j by itself has the cells %j', (line, cells) => {
  expect(readLine(line, commaLf)).toEqual(cells);
});

test('between tabs, a tab after a closing quotation mark is the delimiter', () => {
  expect(readLine('"a" \t\t"b"\tc', layoutOf({ delimiter: '\t' }))).toEqual(['a', '', 'b', 'c']);
});
