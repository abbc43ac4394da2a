import fc from 'fast-check';
import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- the reference that reading is compared with
import { expect, test } from 'vitest';
import { cellsOf, readSheet, referenceCells } from './books.ts';

/** Formats that vendors use, built in or of their own. */
const formats = [
  'General',
  '@',
  '0',
  '0.00',
  '#,##0',
  '#,##0.00',
  '0%',
  '0.00%',
  '0.00E+00',
  '# ?/?',
  'm/d/yy',
  'd-mmm-yy',
  'd-mmm',
  'mmm-yy',
  'h:mm AM/PM',
  'h:mm',
  'h:mm:ss',
  'm/d/yy h:mm',
  'mm:ss',
  '[h]:mm:ss',
  'dd/mm/yyyy',
  'yyyy-mm-dd',
  'yyyy\\-mm\\-dd hh:mm',
  'dddd, d mmmm yyyy',
  '00000',
  '+0.00;-0.00;0.00',
  '"£"#,##0.00',
  '[Red]0.0;[Blue]-0.0',
  '0.00" D"',
  '000\\-000\\-0000',
  ';;;',
  '0;-0;;@',
  '"No. "@',
  '[$-809]dd mmmm yyyy',
];

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    ' lead',
    'trail ',
    'a\nb',
    '<&>"\'',
    '_x000D_',
    '_x0041_',
    '&amp;',
    '00123',
    "O'Brien",
    'línea',
    '👓',
    '=1+1',
  ),
);
const number = fc.oneof(
  fc.integer({ min: -2_000_000, max: 2_000_000 }),
  fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 100),
  fc.integer({ min: 1, max: 60_000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
  fc.constantFrom(
    0,
    1e10,
    1e11,
    12_345_678_901,
    123_456_789_012,
    0.1 + 0.2,
    1e-7,
    0.0001,
    0.00012345,
    60,
    61,
    59,
    2_958_465,
  ),
);
const cell = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: text.map((v) => ({ t: 's' as const, v })) },
  {
    weight: 4,
    arbitrary: fc.tuple(number, fc.constantFrom(...formats)).map(([v, z]) => ({ t: 'n' as const, v, z })),
  },
  { weight: 1, arbitrary: fc.boolean().map((v) => ({ t: 'b' as const, v })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0x07, 0x0f, 0x17, 0x1d, 0x2a).map((v) => ({ t: 'e' as const, v })),
  },
);
const sheet = fc.array(fc.array(cell, { maxLength: 8 }), { minLength: 1, maxLength: 12 });

function write(
  rows: readonly (readonly (XLSX.CellObject | undefined)[])[],
  bookType: XLSX.BookType,
  options: object = {},
): Buffer {
  const made: XLSX.WorkSheet = {
    '!data': rows.map((row) => Array.from({ length: 8 }, (_, column) => row[column])),
    '!ref': `A1:H${rows.length}`,
  } as never;
  return XLSX.write(
    { SheetNames: ['Patients'], Sheets: { Patients: made }, ...options },
    {
      type: 'buffer',
      bookType,
      bookSST: bookType === 'xlsx',
      ...options,
    },
  );
}

/** Without what differs by intention: blank cells at the end of a row, and rows without anything. */
function comparable(rows: readonly (readonly string[])[]): string[][] {
  return rows
    .map((row) => row.slice(0, row.findLastIndex((each) => each !== '') + 1))
    .filter((row) => row.length > 0);
}

/** The reference resolves entities twice where texts are not shared. */
const withoutEntities = (rows: readonly (readonly (XLSX.CellObject | undefined)[])[]): boolean =>
  rows.flat().every((each) => typeof each?.v !== 'string' || !/[&_]/.test(each.v));

for (const bookSST of [true, false]) {
  test(`every cell of a generated workbook is shown as the reference shows it (shared strings: ${bookSST})`, async () => {
    await fc.assert(
      fc.asyncProperty(bookSST ? sheet : sheet.filter(withoutEntities), async (rows) => {
        const bytes = write(rows, 'xlsx', { bookSST });
        const expected = comparable(referenceCells(bytes));
        expect(comparable(await cellsOf(bytes))).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });
}

test('the same holds for the date system of 1904', async () => {
  await fc.assert(
    fc.asyncProperty(sheet, async (rows) => {
      const bytes = write(rows, 'xlsx', { Workbook: { WBProps: { date1904: true } } });
      expect(comparable(await cellsOf(bytes))).toEqual(comparable(referenceCells(bytes)));
    }),
    { numRuns: 30 },
  );
});

test.each(['xls', 'xlsb', 'ods', 'xlml', 'biff5'] as const)(
  'a generated workbook of type %s is read as the reference reads it',
  async (bookType) => {
    const container = bookType === 'biff5' || bookType === 'xlml' ? 'xls' : bookType;
    await fc.assert(
      fc.asyncProperty(sheet, async (rows) => {
        const bytes = write(rows, bookType);
        const read = await readSheet(bytes, { container });
        expect(comparable(read.rows.map(({ cells }) => cells))).toEqual(comparable(referenceCells(bytes)));
      }),
      { numRuns: 30 },
    );
  },
);
