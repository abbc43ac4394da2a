import { commaCrLf, draftOf, print, rowsOf } from '../delimited-text.ts';
import { inventTable } from '../invent-table.ts';
import type { DamageKind, MadeFile, Making } from '../kind.ts';
import { madeText } from '../made-text.ts';

/** A file that ends in its last row. `end` says where, as a text that the last row has and after which it is cut. */
function cutKind(
  name: string,
  what: string,
  after: string,
  lost: number,
  tell: readonly string[],
): DamageKind {
  return {
    name,
    what,
    files: 13,
    make: (making: Making): MadeFile => {
      const table = inventTable(making.random, making.rows);
      const last = table.rows.at(-1)!;
      last[7] = '12 Łąka Street';
      last[12] = 'Reviewed, "no change", see\nletter of the hospital';
      const draft = draftOf(table, { ...commaCrLf, delimiter: making.index % 2 === 0 ? ',' : ';' });
      const rows = rowsOf(draft);
      const { row } = rows.at(-1)!;
      row.told = 'must';
      row.damage = 'the file ends in it';
      // A note of several lines right above may end elsewhere than it seems.
      for (let index = rows.length - 2; rows[index]?.text.includes('\n') === true; index -= 1)
        rows[index]!.row.told = 'may';
      const made = madeText(print(draft), { tell });
      const whole = Buffer.from(made.bytes);
      return {
        ...made,
        bytes: whole.subarray(0, whole.lastIndexOf(after) + Buffer.byteLength(after) - lost),
      };
    },
  };
}

const noNewline: DamageKind = {
  name: 'cut-last-line-end',
  what: 'The last line has no line end; nothing else is missing.',
  files: 13,
  make: (making) => {
    const draft = draftOf(inventTable(making.random, making.rows, { vendor: 'acuity' }));
    draft.stretches.at(-1)!.newline = '';
    return madeText(print(draft));
  },
};

export const cutKinds: readonly DamageKind[] = [
  noNewline,
  cutKind('cut-in-row', 'The file ends in the middle of a row.', '12 ', 0, ['cut']),
  cutKind(
    'cut-in-quoted-cell',
    'The file ends in a quoted cell, some of them on its second line.',
    'letter',
    0,
    ['cut'],
  ),
  cutKind('cut-in-character', 'The file ends in the middle of a character of two bytes.', '12 Ł', 1, ['cut']),
];
