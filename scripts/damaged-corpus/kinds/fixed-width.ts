import { inventTable } from '../invent-table.ts';
import { type DamageKind, type MadeFile, type Making, nothingElse, placeIn, variantOf } from '../kind.ts';
import { type OutsideLine, rowTruths, type Told } from '../truth.ts';

interface FixedWish {
  readonly ruler: boolean;
  readonly header: boolean;
  readonly footer: boolean;
  readonly ask: readonly string[];
  readonly shortRow?: boolean;
}

function makeFixed(making: Making, wish: FixedWish): MadeFile {
  const table = inventTable(making.random, making.rows, { wording: 'plain', columns: 10 });
  const widths = table.header.map((name, column) =>
    Math.max(name.length, ...table.rows.map((cells) => cells[column]!.length)),
  );
  const pad = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' ');
  const newline = variantOf(making, ['\r\n', '\n']);
  const lines: string[] = [];
  if (wish.header) lines.push(pad(table.header));
  if (wish.ruler) lines.push(widths.map((width) => '-'.repeat(width)).join(' '));
  const outside: OutsideLine[] = wish.ruler ? [{ line: 2, what: 'ruler' }] : [];
  const at = wish.shortRow === true ? placeIn(making.rows, making.place) : -1;
  const rows = table.rows.map((cells, index) => {
    const line = pad(cells);
    lines.push(index === at ? line.slice(0, widths[0]! + widths[1]! + 4) : line);
    const told: Told = index === at ? 'must' : 'never';
    return { cells, told, ...(index === at ? { damage: 'line ends early' } : {}), line: lines.length };
  });
  if (wish.footer) {
    outside.push({ line: lines.length + 2, what: 'footer' });
    lines.push('', `(${making.rows} rows affected)`);
  }
  return {
    extension: variantOf(making, ['txt', 'rpt', 'prn']),
    bytes: Buffer.from(lines.map((line) => line + newline).join('')),
    truth: {
      ...nothingElse,
      format: 'fixed-width',
      outcomes: ['recognised'],
      tables: [
        {
          name: '',
          layout: { encoding: 'utf-8', newline, firstLine: 1, headerLines: 1 },
          header: wish.header ? table.header : null,
          rows: rowTruths(rows),
        },
      ],
      outside,
      ask: wish.ask,
      tell: wish.footer ? ['footer'] : [],
    },
  };
}

function fixed(name: string, what: string, wish: FixedWish): DamageKind {
  return { name, what, files: 12, make: (making) => makeFixed(making, wish) };
}

export const fixedWidthKinds: readonly DamageKind[] = [
  fixed(
    'fixed-width-ruler',
    'Columns of fixed width under a line of dashes, as sqlcmd writes; a count below.',
    {
      ruler: true,
      header: true,
      footer: true,
      ask: [],
    },
  ),
  fixed('fixed-width-plain', 'Columns of fixed width under their names, without a ruler.', {
    ruler: false,
    header: true,
    footer: false,
    ask: ['columns'],
  }),
  fixed('fixed-width-no-header', 'Columns of fixed width without names.', {
    ruler: false,
    header: false,
    footer: false,
    ask: ['columns', 'header'],
  }),
  fixed('fixed-width-short-line', 'Under a ruler, a line ends in the middle of its columns.', {
    ruler: true,
    header: true,
    footer: false,
    ask: [],
    shortRow: true,
  }),
];
