import { inventTable } from '../invent-table.ts';
import { type DamageKind, type MadeFile, type Making, nothingElse, placeIn, variantOf } from '../kind.ts';
import { type FileTruth, rowTruths } from '../truth.ts';
import {
  type BookCell,
  type BookType,
  extensionOf,
  numberCell,
  type Sheet,
  sheetTruth,
  textCell,
  writeBook,
  writeProtectedBook,
} from '../workbook.ts';

const bookTypes: readonly BookType[] = ['xlsx', 'biff8', 'xlsb', 'ods'];
/** SheetJS writes neither formats nor errors into .ods, so that nobody could say how such a cell is shown. */
const withFormats: readonly BookType[] = ['xlsx', 'biff8', 'xlsb'];

// Excel shows a line end as LF, whatever was typed.
const bookCell = (text: string): BookCell => textCell(text.replaceAll('\r\n', '\n'));

export function inventSheet(making: Making, name = 'Patients'): Sheet {
  const { header, rows } = inventTable(making.random, making.rows);
  return { name, above: [], header, rows: rows.map((cells) => ({ cells: cells.map(bookCell) })) };
}

export function madeBook(
  sheets: readonly Sheet[],
  bookType: BookType,
  more: Partial<FileTruth> = {},
  date1904 = false,
): MadeFile {
  return {
    extension: extensionOf[bookType],
    bytes: writeBook(sheets, bookType, date1904),
    truth: {
      ...nothingElse,
      format: 'workbook',
      outcomes: ['recognised'],
      tables: sheets.filter(({ header }) => header.length > 0).map(sheetTruth),
      ...more,
    },
  };
}

/** A kind in which one column's cells are replaced; `cellOf` gives null where a cell stays as it is. */
function cellKind(
  name: string,
  what: string,
  column: number,
  cellOf: (making: Making, row: number) => BookCell | null,
  more: Partial<FileTruth> = {},
  types: readonly BookType[] = withFormats,
): DamageKind {
  return {
    name,
    what,
    files: 12,
    make: (making) => {
      const sheet = inventSheet(making);
      const rows = sheet.rows.map(({ cells }, row) => ({
        cells: cells.with(column, cellOf(making, row) ?? cells[column]!),
      }));
      return madeBook([{ ...sheet, rows }], variantOf(making, types), more);
    },
  };
}

const dayZero = Date.UTC(1899, 11, 30);

const two = (number: number): string => String(number).padStart(2, '0');

/** The number that a workbook stores for a date; `shift` is that of books which count from 1904. */
export function dateCell(day: number, month: number, year: number, us: boolean, shift = 0): BookCell {
  const shown = us ? `${two(month)}/${two(day)}/${year}` : `${two(day)}/${two(month)}/${year}`;
  const serial = (Date.UTC(year, month - 1, day) - dayZero) / 86_400_000 - shift;
  return numberCell(serial, shown, us ? 'mm/dd/yyyy' : 'dd/mm/yyyy');
}

const intact: DamageKind = {
  name: 'workbook-formats',
  what: 'Intact .xlsx, .xls, .xlsb and .ods.',
  files: 13,
  make: (making) => madeBook([inventSheet(making)], variantOf(making, bookTypes)),
};

const titleRows: DamageKind = {
  name: 'workbook-title-rows',
  what: 'A title, a date and an empty row above the header, mostly merged; a total below the rows.',
  files: 13,
  make: (making) => {
    const sheet = inventSheet(making);
    const above = [['Patients of all branches'], ['Printed 03/02/2026'], []].slice(0, 1 + (making.index % 3));
    const below = making.index % 2 === 0 ? [[], ['Total', String(making.rows)]] : [];
    const merges = making.index % 3 === 0 ? [] : ['A1:E1'];
    return madeBook([{ ...sheet, above, below, merges }], variantOf(making, bookTypes), {
      tell: below.length > 0 ? ['total'] : [],
    });
  },
};

const hiddenSheet: DamageKind = {
  name: 'workbook-hidden-sheet',
  what: 'A second sheet with rows is hidden.',
  files: 12,
  make: (making) => {
    const hidden = {
      ...inventSheet({ ...making, rows: Math.min(making.rows, 40) }, 'Archive'),
      isHidden: true,
    };
    const bookType = variantOf(making, bookTypes);
    // SheetJS, which writes these books, does not hide sheets of OpenDocument files.
    const tell = bookType === 'ods' ? [] : ['hidden sheet'];
    return madeBook([inventSheet(making), hidden], bookType, { tell });
  },
};

const severalSheets: DamageKind = {
  name: 'workbook-several-sheets',
  what: 'Several sheets with tables, and an empty one between them.',
  files: 12,
  make: (making) => {
    const empty: Sheet = { name: 'Sheet2', above: [], header: [], rows: [] };
    const second = inventSheet({ ...making, rows: Math.ceil(making.rows / 2) }, 'Former patients');
    return madeBook([inventSheet(making), empty, second], variantOf(making, bookTypes));
  },
};

const lostZeros = cellKind(
  'workbook-lost-zeros',
  'Phone numbers are stored as numbers, so that their zero at the beginning is lost.',
  5,
  ({ random, place, rows, index }, row) => {
    if (index % 2 === 1 && row !== placeIn(rows, place)) return null;
    const number = 7_700_900_000 + random.whole(0, 999);
    return numberCell(number, String(number));
  },
  { tell: ['lost zeros'] },
);

const shownZeros = cellKind(
  'workbook-shown-zeros',
  'Ids are numbers which a format shows with zeros before them.',
  0,
  (_making, row) => numberCell(row + 1, String(row + 1).padStart(7, '0'), '0000000'),
);

const longNumbers = cellKind(
  'workbook-long-numbers',
  'Long numbers are shown as 1.23457E+15, and their last digits are lost.',
  10,
  ({ random, rows, place, index }, row) => {
    if (index % 2 === 1 && row !== placeIn(rows, place)) return null;
    return numberCell(Number(`1234570${random.digits(5)}0000`), '1.23457E+15');
  },
  { tell: ['long numbers'] },
);

const dates: DamageKind = {
  name: 'workbook-dates',
  what: 'Dates are numbers with a format, counted from 1900 or from 1904.',
  files: 13,
  make: (making) => {
    const sheet = inventSheet(making);
    const bookType = variantOf(making, withFormats);
    const from1904 = bookType === 'xlsx' && making.index % 6 >= 3;
    const us = making.index % 3 === 1;
    const rows = sheet.rows.map(({ cells }) => {
      const { random } = making;
      const [day, month, year] = [random.whole(1, 28), random.whole(1, 12), random.whole(1932, 2021)];
      return { cells: cells.with(3, dateCell(day, month, year, us, from1904 ? 1462 : 0)) };
    });
    return madeBook([{ ...sheet, rows }], bookType, {}, from1904);
  },
};

const formulas = cellKind(
  'workbook-formulas',
  'Cells are formulas, whose latest value counts.',
  14,
  (_making, row) => ({ stored: { t: 's', v: `row ${row + 2}`, f: `"row "&ROW()` }, shown: `row ${row + 2}` }),
);

const errors: DamageKind = {
  name: 'workbook-errors',
  what: 'Cells hold an error such as #N/A in place of a value.',
  files: 12,
  make: (making) => {
    const sheet = inventSheet(making);
    const at = placeIn(making.rows, making.place);
    const rows = sheet.rows.map((row, index) => {
      if (index !== at) return row;
      const cells = row.cells.with(12, { stored: { t: 'e', v: 0x2a, w: '#N/A' }, shown: '#N/A' });
      return { cells, told: 'must' as const, damage: 'an error in place of a value' };
    });
    return madeBook([{ ...sheet, rows }], variantOf(making, withFormats), { tell: ['error'] });
  },
};

const merged: DamageKind = {
  name: 'workbook-merged-cells',
  what: 'Two patients share a merged cell of the town.',
  files: 12,
  make: (making) => {
    const sheet = inventSheet(making);
    const at = Math.min(placeIn(making.rows, making.place), making.rows - 2);
    const rows = sheet.rows.map((row, index) => {
      if (index !== at + 1) return row;
      return { cells: row.cells.with(8, textCell('')), told: 'may' as const, damage: 'in a merged cell' };
    });
    return madeBook([{ ...sheet, rows, merges: [`I${at + 2}:I${at + 3}`] }], variantOf(making, withFormats), {
      tell: ['merged cells'],
    });
  },
};

const truncated: DamageKind = {
  name: 'workbook-truncated',
  what: 'The file ends early: after its start, in the middle, or a few bytes before its end.',
  files: 12,
  make: (making) => {
    const made = madeBook([inventSheet(making)], variantOf(making, bookTypes));
    const share = { start: 0.1, middle: 0.5, end: 0.97 }[making.place];
    const bytes = made.bytes.subarray(0, Math.floor(made.bytes.length * share));
    return { ...made, bytes, truth: { ...made.truth, outcomes: ['unreadable'], tables: [] } };
  },
};

const withPassword: DamageKind = {
  name: 'workbook-password',
  what: 'The workbook is encrypted with a password.',
  files: 12,
  make: (making) => {
    const content = Buffer.from(
      Array.from({ length: 4096 + making.rows * 16 }, () => making.random.whole(0, 255)),
    );
    return {
      extension: 'xlsx',
      bytes: writeProtectedBook(content),
      truth: { ...nothingElse, format: 'workbook', outcomes: ['unreadable'], tables: [] },
    };
  },
};

const named: DamageKind = {
  name: 'workbook-in-name-only',
  what: 'A file called .xls which is text with tabs, as many programs write.',
  files: 12,
  make: (making) => {
    const { header, rows } = inventTable(making.random, making.rows, { wording: 'plain' });
    const text = [header, ...rows].map((cells) => `${cells.join('\t')}\r\n`).join('');
    return {
      extension: 'xls',
      bytes: Buffer.from(text),
      truth: {
        ...nothingElse,
        format: 'delimited',
        outcomes: ['recognised'],
        tables: [
          {
            name: '',
            layout: { encoding: 'utf-8', delimiter: '\t', newline: '\r\n', firstLine: 1 },
            header,
            rows: rowTruths(rows.map((cells) => ({ cells, told: 'never' }))),
          },
        ],
      },
    };
  },
};

export const workbookKinds: readonly DamageKind[] = [
  intact,
  titleRows,
  hiddenSheet,
  severalSheets,
  lostZeros,
  shownZeros,
  longNumbers,
  dates,
  formulas,
  errors,
  merged,
  truncated,
  withPassword,
  named,
];
