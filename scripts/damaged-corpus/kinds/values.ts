import { commaCrLf, draftOf } from '../delimited-text.ts';
import type { InventedTable } from '../invent-table.ts';
import type { Random } from '../../generate-sample/random.ts';
import { inventTable } from '../invent-table.ts';
import { type DamageKind, variantOf } from '../kind.ts';
import { madeDraft } from '../made-text.ts';

function dioptres(random: Random, mark: ',' | '.'): string {
  const quarters = random.whole(-32, 32);
  return `${quarters < 0 ? '-' : '+'}${(Math.abs(quarters) / 4).toFixed(2).replace('.', mark)}`;
}

/** A table of prescriptions, whose values look like delimiters to a careless reader. */
function prescriptions(random: Random, rows: number, mark: ',' | '.'): InventedTable {
  const patients = inventTable(random, rows, { wording: 'plain', columns: 4 });
  return {
    header: [
      'patient_id',
      'last_name',
      'exam_date',
      'exam_time',
      'r_sph',
      'r_cyl',
      'r_axis',
      'l_sph',
      'l_cyl',
      'l_axis',
    ],
    rows: patients.rows.map((cells) => [
      cells[0]!,
      cells[2]!,
      cells[3]!,
      `${String(random.whole(8, 18)).padStart(2, '0')}:${random.digits(1)}5:00`,
      dioptres(random, mark),
      dioptres(random, mark),
      String(random.whole(1, 180)),
      dioptres(random, mark),
      dioptres(random, mark),
      String(random.whole(1, 180)),
    ]),
  };
}

export const valueKinds: readonly DamageKind[] = [
  {
    name: 'decimal-commas-quoted',
    what: 'Decimal commas in a file with commas: every such cell is quoted.',
    files: 13,
    make: (making) => madeDraft(draftOf(prescriptions(making.random, making.rows, ','))),
  },
  {
    name: 'decimal-commas-semicolon',
    what: 'Decimal commas in a file with semicolons or tabs, unquoted: more commas than delimiters.',
    files: 13,
    make: (making) =>
      madeDraft(
        draftOf(prescriptions(making.random, making.rows, ','), {
          ...commaCrLf,
          delimiter: variantOf(making, [';', '\t', '|']),
        }),
      ),
  },
  {
    name: 'delimiter-like-values',
    what: 'Times, dates and lists whose colons, slashes, bars and commas are as regular as the delimiter.',
    files: 13,
    make: (making) => {
      const table = prescriptions(making.random, making.rows, '.');
      const mark = variantOf(making, ['|', ';', ',']);
      const dialect = {
        ...commaCrLf,
        delimiter: variantOf(making, [',', '\t', '|']),
        quoteAll: making.index % 2 === 0,
      };
      table.header.push('codes');
      for (const cells of table.rows)
        cells.push(['A1', 'B2', 'C3', 'D4'].join(mark === dialect.delimiter ? '/' : mark));
      return madeDraft(draftOf(table, dialect));
    },
  },
  {
    name: 'narrow-table',
    what: 'Two or three columns, with free text full of commas in the last one.',
    files: 13,
    make: (making) => {
      const whole = inventTable(making.random, making.rows);
      const columns = making.index % 2 === 0 ? [0, 12] : [0, 2, 12];
      const rows = whole.rows.map((cells) => columns.map((column) => cells[column]!));
      const header = columns.map((column) => whole.header[column]!);
      return madeDraft(
        draftOf({ header, rows }, { ...commaCrLf, delimiter: variantOf(making, [',', ';', '\t']) }),
      );
    },
  },
];
