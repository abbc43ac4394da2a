import { commaCrLf, draftOf, insertOutside, rowsOf, writeLine } from '../delimited-text.ts';
import { inventTable } from '../invent-table.ts';
import { type DamageKind, variantOf } from '../kind.ts';
import { madeDraft } from '../made-text.ts';

const rulers = ['each column', 'bars', 'box'] as const;

/** A line of dashes under the names, as the programs of databases print it. */
const ruledNames: DamageKind = {
  name: 'ruled-names',
  what: 'A line of dashes under the names of the columns, as sqlcmd, psql and mysql print it.',
  files: 13,
  make: (making) => {
    const table = inventTable(making.random, making.rows);
    const kind = variantOf(making, rulers);
    const draft = draftOf(table, { ...commaCrLf, delimiter: kind === 'each column' ? ',' : '|' });
    const stretches = table.header.map((name) => '-'.repeat(Math.max(2, name.length)));
    const ruler =
      kind === 'each column'
        ? stretches.join(',')
        : kind === 'bars'
          ? stretches.join('+')
          : `+${stretches.join('+')}+`;
    insertOutside(draft, 0, [ruler], 'a ruler');
    return madeDraft(draft);
  },
};

/** A patient, then a line for each examination, which has other columns. */
const severalKinds: DamageKind = {
  name: 'rows-of-several-kinds',
  what: 'Below each record, records of another kind with other columns.',
  files: 13,
  make: (making) => {
    const table = inventTable(making.random, Math.max(10, making.rows));
    const draft = draftOf(table);
    for (const [index, row] of rowsOf(draft).entries()) {
      const [id = ''] = row.row.cells;
      const other = writeLine(['E', id, `0${1 + (index % 9)}/03/2024`, '-1.25'], draft.dialect);
      draft.stretches.splice(draft.stretches.indexOf(row) + 1, 0, { text: other, outside: 'another kind' });
    }
    return madeDraft(draft, { ask: ['row_kinds'] });
  },
};

export const listingKinds: readonly DamageKind[] = [ruledNames, severalKinds];
