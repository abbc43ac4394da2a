import { type Dialect, commaCrLf, draftOf, rowsOf } from '../delimited-text.ts';
import { inventTable, type TableWish } from '../invent-table.ts';
import { type DamageKind, type Making, variantOf } from '../kind.ts';
import { madeDraft } from '../made-text.ts';

const newlines = ['\r\n', '\n'] as const;
const vendors = ['optix', 'occuco', 'acuity'] as const;

/** An intact file in a dialect: being written unusually is all that is wrong with it. */
function dialectKind(
  name: string,
  what: string,
  change: (making: Making) => Partial<Dialect>,
  wish: TableWish = {},
): DamageKind {
  return {
    name,
    what,
    files: 13,
    make: (making) => {
      const dialect = { ...commaCrLf, newline: variantOf(making, newlines), ...change(making) };
      const table = inventTable(making.random, making.rows, { vendor: variantOf(making, vendors), ...wish });
      const extension = dialect.delimiter === '\t' ? 'tsv' : 'csv';
      return madeDraft(draftOf(table, dialect), {}, extension);
    },
  };
}

const multi = ['||', '~|~', '<;>', '::', '##'] as const;

export const dialectKinds: readonly DamageKind[] = [
  dialectKind('delimiter-comma', 'Commas, cells quoted where needed.', () => ({})),
  dialectKind('delimiter-tab', 'Tabs.', () => ({ delimiter: '\t' })),
  dialectKind('delimiter-semicolon', 'Semicolons.', () => ({ delimiter: ';' })),
  dialectKind('delimiter-pipe', 'Vertical bars.', () => ({ delimiter: '|' })),
  dialectKind('delimiter-caret', 'Carets.', () => ({ delimiter: '^' })),
  dialectKind('delimiter-several-characters', 'Several characters, such as ~|~.', (making) => ({
    delimiter: variantOf(making, multi),
  })),
  dialectKind('delimiter-control', 'The control characters for units (U+001F).', () => ({
    delimiter: '\u001f',
  })),
  dialectKind('quote-all', 'Every cell is quoted.', () => ({ quoteAll: true })),
  dialectKind('quote-single', 'Cells in single quotation marks.', (making) => ({
    quote: "'",
    delimiter: variantOf(making, [',', ';', '\t']),
    quoteAll: making.index % 2 === 0,
  })),
  dialectKind(
    'quote-none',
    'No cell is quoted; quotation marks are ordinary characters.',
    (making) => ({ quote: '', delimiter: variantOf(making, ['\t', '|', ';']) }),
    { wording: 'plain' },
  ),
  dialectKind(
    'escape-backslash',
    'Quotation marks in quoted cells have a backslash before them.',
    (making) => ({
      escape: 'backslash',
      quoteAll: making.index % 2 === 0,
      delimiter: variantOf(making, [',', ';']),
    }),
  ),
  dialectKind('trailing-delimiter', 'Every line ends with a delimiter after its last cell.', (making) => ({
    trailingDelimiter: true,
    delimiter: variantOf(making, [',', ';', '\t', '|']),
  })),
  {
    name: 'trailing-delimiter-of-rows',
    what: 'Rows end with a delimiter after their last cell, and the names do not.',
    files: 13,
    make: (making) => {
      const dialect = {
        ...commaCrLf,
        trailingDelimiter: true,
        delimiter: variantOf(making, [',', ';', '\t']),
      };
      const draft = draftOf(
        inventTable(making.random, making.rows, { vendor: variantOf(making, vendors) }),
        dialect,
      );
      const [names] = draft.stretches;
      names!.text = names!.text.slice(0, -1);
      return madeDraft(draft, { ask: ['whether a name is missing'] });
    },
  },
  dialectKind('line-end-cr', 'Lines end as old Macs wrote them.', () => ({ newline: '\r' })),
  {
    name: 'line-ends-mixed',
    what: 'Some lines end with LF in a file of CR LF, or the other way round.',
    files: 13,
    make: (making) => {
      const newline = variantOf(making, newlines);
      const other = newline === '\n' ? '\r\n' : '\n';
      const draft = draftOf(inventTable(making.random, making.rows, { wording: 'plain' }), {
        ...commaCrLf,
        newline,
      });
      const from =
        making.place === 'start' ? 0 : Math.floor(making.rows * (making.place === 'end' ? 0.9 : 0.5));
      for (const [number, stretch] of rowsOf(draft).entries()) {
        if (number >= from && making.random.chance(0.5)) stretch.newline = other;
      }
      return madeDraft(draft);
    },
  },
];
