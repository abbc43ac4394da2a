import { inventVisits } from '../invent-visits.ts';
import { type DamageKind, variantOf } from '../kind.ts';
import { type BookType, sheetTruth, textCell } from '../workbook.ts';
import { inventSheet, madeBook } from './workbooks.ts';

const bookTypes: readonly BookType[] = ['xlsx', 'biff8', 'xlsb', 'ods'];
const gaps: readonly (readonly (readonly string[])[])[] = [[[]], [[], ['Visits']], [[], [], ['Visits', '']]];

const stackedTables: DamageKind = {
  name: 'workbook-stacked-tables',
  what: 'Two tables of different columns on one sheet, one below the other, parted by empty rows and mostly a title.',
  files: 13,
  make: (making) => {
    const patients = inventSheet(making);
    const visits = inventVisits(making);
    const gap = variantOf(making, gaps);
    const below = [...gap, visits.header, ...visits.rows];
    const second = {
      name: `${patients.name}: ${gap.at(-1)![0] ?? 'Table 2'}`,
      above: Array.from({ length: 1 + patients.rows.length + gap.length }, () => []),
      header: visits.header,
      rows: visits.rows.map((cells) => ({ cells: cells.map(textCell) })),
    };
    return madeBook([{ ...patients, below }], variantOf(making, bookTypes), {
      tables: [sheetTruth({ ...patients, name: `${patients.name}: Table 1` }), sheetTruth(second)],
      tell: ['several tables'],
    });
  },
};

export const stackedSheetKinds: readonly DamageKind[] = [stackedTables];
