import { expect, test } from 'vitest';
import type { DelimitedLayout } from '#contract/layout';
import { DelimitedParser } from '#main/steps/read/delimited-parser';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { commaCrLf, commaLf, layoutOf } from './byte-sources.ts';

type Seen = readonly [line: number, cells: readonly string[], fault: string | null];

function parse(text: string, layout: Partial<DelimitedLayout> = {}): Seen[] {
  const parser = new DelimitedParser('patients.csv', layoutOf(layout), defaultReadLimits);
  const rows = [...parser.push(text), ...parser.finish()];
  expect(rows.map((row) => row.rowNo)).toEqual(rows.map((_, index) => index + 1));
  return rows.map((row) => [row.line, row.cells, row.fault]);
}

test('cells are kept exactly as they stand in the file', () => {
  expect(parse('id,note\n 007 , padded \n\t8,\u00A0\n')).toEqual([
    [2, [' 007 ', ' padded '], null],
    [3, ['\t8', '\u00A0'], null],
  ]);
});

test('a quoted cell keeps delimiters, doubled quotation marks and line ends', () => {
  expect(parse('id,note\n1,"a,b ""c""\nd"\n2,""\n3,""""\n')).toEqual([
    [2, ['1', 'a,b "c"\nd'], null],
    [4, ['2', ''], null],
    [5, ['3', '"'], null],
  ]);
});

test('quotation marks inside an unquoted cell are ordinary characters', () => {
  expect(parse('id,place\n1,37°36\'37.8"N\n2,5" "tall"\n')).toEqual([
    [2, ['1', '37°36\'37.8"N'], null],
    [3, ['2', '5" "tall"'], null],
  ]);
});

test('each row carries the physical line on which it starts', () => {
  const text = 'id,note\r\n1,"x\r\ny\r\nz"\r\n\r\n2,b\r\n"3\r\n","4\r\n"\r\n5,e';
  expect(parse(text, commaCrLf).map(([line]) => line)).toEqual([2, 5, 6, 7, 10]);
});

test('line feeds inside quoted cells of a file of CR LF count as lines', () => {
  expect(parse('id,note\r\n1,"x\ny"\r\n2,b\r\n', commaCrLf)).toEqual([
    [2, ['1', 'x\ny'], null],
    [4, ['2', 'b'], null],
  ]);
});

test('the header is the first line that is not empty', () => {
  const parser = new DelimitedParser('patients.csv', commaLf, defaultReadLimits);
  expect(parser.push('\n\nid,name\n1,a\n')).toEqual([{ rowNo: 1, line: 4, cells: ['1', 'a'], fault: null }]);
  expect(parser.header).toEqual({ line: 3, cells: ['id', 'name'], fault: null });
});

test('rows with too few or too many cells are findings and keep every cell', () => {
  expect(parse('a,b,c\n1,2\n1,2,3,4\n""\n')).toEqual([
    [2, ['1', '2'], 'row.wrong_cell_count'],
    [3, ['1', '2', '3', '4'], 'row.wrong_cell_count'],
    [4, [''], 'row.wrong_cell_count'],
  ]);
});

test('an empty line, or one of delimiters alone, is a blank row, a line of blanks is not', () => {
  expect(parse('a,b\r\n\r\n \r\n,\r\n', commaCrLf)).toEqual([
    [2, [''], 'row.blank'],
    [3, [' '], 'row.wrong_cell_count'],
    [4, ['', ''], 'row.blank'],
  ]);
});

test('text after a closing quotation mark is malformed, blanks before the delimiter are not', () => {
  expect(parse('a,b\n1,"x"y"\n"2"  ,"z"\t\n"3" late","w"\n')).toEqual([
    [2, ['1', 'x"y'], 'row.malformed_quote'],
    [3, ['2', 'z'], null],
    [4, ['3" late', 'w'], 'row.malformed_quote'],
  ]);
});

test('a row that swallows the next leaves both as findings, and the rows after it are right', () => {
  expect(parse('a,b,c\n1,"x" y,z\n2,"q",w\n3,d,e\n')).toEqual([
    [2, ['1', '"x" y', 'z'], 'row.malformed_quote'],
    [3, ['2', 'q', 'w'], 'row.swallowed_lines'],
    [4, ['3', 'd', 'e'], null],
  ]);
  expect(parse('a,b,c\r\n1,"x" y\r\n2,"q",w\r\n3,d,e\r\n', commaCrLf)).toEqual([
    [2, ['1', '"x" y'], 'row.malformed_quote'],
    [3, ['2', 'q', 'w'], 'row.swallowed_lines'],
    [4, ['3', 'd', 'e'], null],
  ]);
});

test('the carriage return before a closing quotation mark belongs to its cell, however the row is quoted', () => {
  expect(parse('a,b\r\n1,"x\r"\r\n2,"x"y, "z\r"\r\n', commaCrLf)).toEqual([
    [2, ['1', 'x\r'], null],
    [3, ['2', 'x"y, "z\r'], 'row.malformed_quote'],
  ]);
});

test('NUL characters and unpaired surrogates are findings of their row alone', () => {
  expect(parse('a,b\n1,x\n2,y\0\n3,z\n4,\uD83D\n5,\uD83D\uDC53\n')).toEqual([
    [2, ['1', 'x'], null],
    [3, ['2', 'y\0'], 'row.nul_character'],
    [4, ['3', 'z'], null],
    [5, ['4', '\uD83D'], 'row.unpaired_surrogate'],
    [6, ['5', '\uD83D\uDC53'], null],
  ]);
});

test('of several findings a row has the gravest', () => {
  expect(parse('a,b\n1,"x"y\0","z",\0\n2,"x"y\0"\n').map(([, , fault]) => fault)).toEqual([
    'row.wrong_cell_count',
    'row.malformed_quote',
  ]);
});

test.each([commaLf, commaCrLf])(
  'rows may end with LF or CR LF in one file, whichever is more common',
  (format) => {
    expect(parse('a,b\r\n1,x\n2,y\r\n3,"z"\n4,"w"\r\n"5\r\n","v\r"\r\n6,"u\r"\n7,t', format)).toEqual([
      [2, ['1', 'x'], null],
      [3, ['2', 'y'], null],
      [4, ['3', 'z'], null],
      [5, ['4', 'w'], null],
      [6, ['5\r\n', 'v\r'], null],
      [8, ['6', 'u\r'], null],
      [9, ['7', 't'], null],
    ]);
  },
);

test('a line end in an unquoted cell is a finding, never part of a good row', () => {
  expect(parse('a,b,c\r\n1,no\nte,x\r\n2,no\rte,x\r\n3,"q"\r,x\r\n4,x,y\r\r\n', commaCrLf)).toEqual([
    [2, ['1', 'no'], 'row.wrong_cell_count'],
    [3, ['te', 'x'], 'row.wrong_cell_count'],
    [4, ['2', 'no\rte', 'x'], 'row.malformed_quote'],
    [5, ['3', 'q\r', 'x'], 'row.malformed_quote'],
    [6, ['4', 'x', 'y'], null],
  ]);
});

test('a file of bare carriage returns is read, and a line feed outside quotation marks in it is a finding', () => {
  expect(parse('a,b\r1,"x\ry"\r2,"x\ny"\r3,z\n\r4,w', { delimiter: ',', newline: '\r' })).toEqual([
    [2, ['1', 'x\ry'], null],
    [4, ['2', 'x\ny'], null],
    [5, ['3', 'z\n'], 'row.malformed_quote'],
    [6, ['4', 'w'], null],
  ]);
});

test('the last row counts whether or not its line is ended, with nothing after it made up', () => {
  for (const end of ['', '\n', '\r\n', '\r', '  ', ' \r\n']) {
    expect(parse(`a,b\n1,"x"${end}`)).toEqual([[2, ['1', 'x'], null]]);
  }
  expect(parse('a,b\n1,x\r')).toEqual([[2, ['1', 'x'], null]]);
});

test.each([',', ';', '\t', '|'])('the delimiter %j separates and the others do not', (delimiter) => {
  const others = [',', ';', '\t', '|'].filter((other) => other !== delimiter).join('');
  const text = `a${delimiter}b\n"1${delimiter}"${delimiter}${others}\n`;
  expect(parse(text, { delimiter, newline: '\n' })).toEqual([[2, [`1${delimiter}`, others], null]]);
});

test('halves of a text whose quotation mark lost its delimiter are no cells, though there are as many', () => {
  expect(parse('id,price,lens,note\n1,78"Varifocal, thin",x\n2,14" frame,16" wide,\n')).toEqual([
    [2, ['1', '78"Varifocal', ' thin"', 'x'], 'row.malformed_quote'],
    [3, ['2', '14" frame', '16" wide', ''], null],
  ]);
});
