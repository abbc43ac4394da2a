import { expect, test } from 'vitest';
import type { FileFinding } from '#main/model/file-finding';
import { readDelimited, readDelimitedInRuns } from '#main/steps/read/read-delimited';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import type { RunReading, TableReading } from '#main/steps/read/recognition';
import { readAll, sourceOf } from '../byte-sources.ts';
import { codesOf, tableOf, typedRows } from './recognised.ts';

const header = 'id,name,born,email\n';
const rows = typedRows(12, ',');

test.each([
  ['a title', 'Patient list\n', 2],
  ['a title and a blank line', 'Patient list\n\n', 3],
  ['a report', 'Northlight Optical Ltd\nReport: all patients\nPrinted 03/02/2026 11:04\n\n', 5],
  ['a title with a comma', 'Patients, all branches\n\n', 3],
  ['ruled lines', '================\nPATIENT EXPORT\n================\n\n', 5],
  ['the delimiter for Excel', 'sep=,\n', 2],
  ['blank lines', '\n\n\n', 4],
  ['a title with the delimiters of the table', 'Patient report,,,\n,,,\n', 3],
  ['a date with the delimiters of the table', 'Printed:,03/02/2026,,\n,,,\n', 3],
  ['comments', '# exported by the old system\n# do not edit\n', 3],
])('the table begins below %s', async (_what, above, firstLine) => {
  const table = await tableOf(above + header + rows);
  expect(table.layout).toMatchObject({ delimiter: ',', firstLine, lastLine: null, headerLines: 1 });
  expect(table.header).toEqual(['id', 'name', 'born', 'email']);
  expect(codesOf(table)).toEqual([]);
});

test.each([
  ['with the names of the columns marked likewise', '##Temp./C,Time/min,Force,Length\n', 22],
  ['above names like any', header, 22],
  ['of more lines than the table has rows', header, 60],
])(
  'keys and values that an instrument writes above are not read with the table: %s',
  async (_what, names, keys) => {
    const block = Array.from({ length: keys }, (_, key) => `#KEY ${key}:   ,value ${key}\n`).join('');
    const table = await tableOf(`${block}\n${names}${rows}`);
    expect(table.layout).toMatchObject({ firstLine: keys + 2, headerLines: 1 });
    expect(table.findings).toEqual([{ code: 'delimited.lines_above', params: { lines: keys + 1 } }]);
  },
);

test('keys and values alone are a table', async () => {
  const table = await tableOf(Array.from({ length: 20 }, (_, key) => `KEY ${key}:,value ${key}\n`).join(''));
  expect(table.layout).toMatchObject({ firstLine: 1, lastLine: null });
});

test.each([
  'Total: 12 patients\n',
  '\nRecords: 12\nEnd of report\n',
  '(12 rows affected)\n',
  '\n*** END OF FILE ***\n',
  '-------\nTotal records: 12\n',
  '\nPrinted for the front desk only\n',
])('what is clearly below the table is not part of it: %j', async (below) => {
  const table = await tableOf(header + rows + below);
  expect(table.layout).toMatchObject({ firstLine: 1, lastLine: 13 });
  expect(table.rowsEstimate).toBe(12);
  expect(codesOf(table)).toEqual([]);
});

test.each([
  '1012',
  'Endicott',
  '1012,Ann',
  'Total,Ann,01/02/1980,total@example.com',
  'Ann Lee',
  '12 patients,,,',
])('what may be a record stays in: %s', async (last) => {
  const table = await tableOf(`${header}${rows}${last}\n`);
  expect(table.layout.lastLine).toBeNull();
  expect(table.rowsEstimate).toBe(13);
});

test.each(['#', '//', '--', ';'])('lines that begin with %s among the rows are comments', async (mark) => {
  const table = await tableOf(`${header}${rows}${mark} checked by the front desk\n${rows}`);
  expect(table.layout).toMatchObject({ comment: mark, lastLine: null });
});

test.each(['#', '//', '--'])('%s begins no comment where a row begins so', async (mark) => {
  const table = await tableOf(`${header}${rows}${mark}12,Ann,01/02/1980,a@example.com\n${rows}`);
  expect(table.layout.comment).toBeNull();
});

test.each([
  [',', '---,------,----------,-----', '---,'],
  [',', '--,------,----------,-----', '--,-'],
  ['|', '|---|:---|---:|---|', '|---'],
  ['|', '|----+-----+-----+-----|', '|---'],
  ['|', '+----+-----+-----+-----+', '+---'],
])('a ruled line below the names is no row (%s %s)', async (delimiter, ruler, comment) => {
  const isBoxed = ruler.startsWith('|') || ruler.startsWith('+');
  const boxed = (line: string): string => (isBoxed ? `|${line.replaceAll(',', '|')}|` : line);
  const lines = `${header}${rows}`.trimEnd().split('\n').map(boxed);
  const table = await tableOf(`${lines.toSpliced(1, 0, ruler).join('\n')}\n`);
  expect(table.layout).toMatchObject({ delimiter, comment, headerLines: 1 });
  expect(table.reasons).toContain('A line of dashes below the names is no row.');
  expect(table.preview.first[0]!.fault).toBe('row.comment');
  expect(table.preview.first[1]!.fault).toBeNull();
});

test('a ruled line is told from a record that begins so', async () => {
  const table = await tableOf(`${header}--,------,----------,-----\n--,-5,01/02/1980,a@example.com\n${rows}`);
  expect(table.layout.comment).not.toBe('--,-');
});

test.each([
  ['in every line', `id,name,born,\n${typedRows(12, ',').replaceAll(/,[^,]*\n/g, ',\n')}`],
  ['in the rows only', `id,name,born\n${typedRows(12, ',').replaceAll(/,[^,]*\n/g, ',\n')}`],
])('a delimiter after the last cell %s', async (_where, text) => {
  const table = await tableOf(text);
  expect(table.layout.trailingDelimiter).toBe(true);
  expect(table.header).toEqual(['id', 'name', 'born']);
  expect(table.preview.first.every(({ fault }) => fault === null)).toBe(true);
});

test.each(['', ',,,\n', ',,,\n,,,\n'])(
  'a row with as many cells as there are columns is in the table, whatever it says: %j',
  async (between) => {
    const note = 'The estate of the late gentleman of the old house,,,\n';
    const { layout } = await tableOf(`${header}${rows}${between}${note}`);
    expect(layout.lastLine).toBeNull();
  },
);

const totalOf = (found: readonly FileFinding[]): FileFinding | undefined =>
  found.find(({ code }) => code === 'table.last_row_total');

test.each([
  [`${header}${rows}`, ',,,1640'],
  [`${header}${rows}`, ',,,"1,640.00"'],
  [`${header}${rows}`, ',,12,£1640'],
  [`${header}${rows}`, 'Total,12,3,4'],
  ['name,fee\nAnn,1\nBob,2\nCay,3\n', 'Grand Total,6'],
])('a total that is read as a record is told, however it is read: %#', async (above, last) => {
  for (const text of [`${above}${last}\n`, `${above}${last}`, `${above}${last}\n\n`]) {
    const { layout, findings } = await tableOf(text);
    const line = above.split('\n').length;
    expect(totalOf(findings)?.params).toEqual({ line });
    for (const read of [readDelimited, readDelimitedInRuns]) {
      expect(totalOf(await findingsOf(read(sourceOf(text), layout, defaultReadLimits)))?.params).toEqual({
        line,
      });
    }
  }
});

test.each([
  ['a record', '1012,Total,01/02/1980,a@example.com'],
  ['a record without a number', ',Ann,01/02/1980,'],
  ['figures in all cells', '1012,2,3,4'],
  ['a number alone, as the first cell', '1012,,,'],
  ['a sum that is held as such', 'Total,,,12'],
])('no such thing is said of %s', async (_, last) => {
  const { findings, layout } = await tableOf(`${header}${rows}${last}\n`);
  expect(totalOf(findings)).toBeUndefined();
  const reading = readDelimitedInRuns(sourceOf(`${header}${rows}${last}\n`), layout, defaultReadLimits);
  expect(totalOf(await findingsOf(reading))).toBeUndefined();
});

test('a line of delimiters alone is an empty row', async () => {
  const text = `${header}${typedRows(40, ',')},,,\n${typedRows(40, ',')}`;
  const { preview, rowFaults, layout } = await tableOf(text);
  expect(rowFaults).toEqual({ 'row.blank': 1 });
  expect(preview.middle.concat(preview.first, preview.last).length).toBeGreaterThan(0);
  const { rows: read } = await readAll(sourceOf(text), layout);
  expect(read.filter(({ fault }) => fault !== null)).toMatchObject([{ line: 42, fault: 'row.blank' }]);
});

test('a line of signs and blanks however long is judged at once', async () => {
  const blanks = ' '.repeat(20_000);
  const table = await tableOf(`${header}---${blanks},${blanks}:,${blanks},x\n${rows}`);
  expect(table.layout.comment).toBeNull();
});

test('records of several kinds, one below the other, are asked about; damaged rows among others are not', async () => {
  const both = rows.replaceAll('\n', '\nE,1000,01/02/2024,-1.25,-0.50,90\n');
  const table = await tableOf(`${header}${both}`);
  const question = table.questions.find(({ code }) => code === 'row_kinds');
  expect(question?.sentence).toMatch(/^Of the rows looked at, 12 have \d columns and 12 have \d\./);
  const damaged = await tableOf(`${header}${typedRows(40, ',')}${'1,2,3,4,5,6\n'.repeat(4)}${rows}`);
  expect(codesOf(damaged)).toEqual([]);
});

async function findingsOf(reading: TableReading | RunReading): Promise<readonly FileFinding[]> {
  for (;;) {
    const next = await reading.next();
    if (next.done) return next.value.findings;
  }
}
