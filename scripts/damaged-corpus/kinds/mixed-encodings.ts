import { commaCrLf, draftOf, print, rowsOf, writeCell } from '../delimited-text.ts';
import { encodeText } from '../encode-text.ts';
import { inventTable } from '../invent-table.ts';
import { type DamageKind, type MadeFile, type Making, nothingElse, placeIn, variantOf } from '../kind.ts';

export const western = ['Müller', 'García', 'Zoë', 'Siân', 'Chloé', 'Ménière', 'Ó Súilleabháin', 'Ynys Môn'];

interface MixedWish {
  readonly name: string;
  readonly what: string;
  readonly others: readonly string[];
  /** The rows have a cell in the other encoding beside one in UTF-8. */
  readonly isWithinLines: boolean;
}

function mixedKind({ name, what, others, isWithinLines }: MixedWish): DamageKind {
  return {
    name,
    what,
    files: 13,
    make: (making): MadeFile => {
      const table = inventTable(making.random, making.rows, { wording: 'plain', beyondAscii: 'none' });
      const other = variantOf(making, others);
      const marked = markedRows(making);
      for (const cells of table.rows) {
        cells[1] = making.random.pick(western);
        cells[2] = making.random.pick(western);
      }
      const draft = draftOf(table);
      const isFewRows = making.index % 2 === 1;
      for (const [number, { row }] of rowsOf(draft).entries()) {
        if (!marked.has(number) || !(isFewRows || isWithinLines)) continue;
        row.told = 'must';
        row.damage = 'in another encoding';
      }
      const encoding = isWithinLines
        ? {}
        : { encoding: `utf-8+${other}`, encodingAlso: isFewRows ? ['utf-8'] : [] };
      const { truth } = print(draft, encoding);
      const lines = [table.header, ...table.rows].flatMap((cells, line) => {
        const isMarked = marked.has(line - 1);
        const written = cells.map((cell, column) => {
          const isOther = isMarked && (column !== 2 || !isWithinLines);
          return encodeText(writeCell(cell, commaCrLf), isOther ? other : 'utf-8');
        });
        const delimiter = Buffer.from(commaCrLf.delimiter);
        const parts = written.flatMap((cell, column) => (column === 0 ? [cell] : [delimiter, cell]));
        return [...parts, Buffer.from(commaCrLf.newline)];
      });
      return {
        extension: 'csv',
        bytes: Buffer.concat(lines),
        truth: { ...nothingElse, ...truth, tell: ['mixed encodings'] },
      };
    },
  };
}

/** A tenth of the rows, or only the one at the place. */
function markedRows({ rows, place, index }: Making): ReadonlySet<number> {
  const numbers = Array.from({ length: rows }, (_, number) => number);
  const at = placeIn(rows, place);
  return new Set(numbers.filter((number) => number === at || (index % 2 === 0 && number % 10 === 9)));
}

export const mixedEncodingKinds: readonly DamageKind[] = [
  {
    name: 'encodings-mixed',
    what: 'UTF-8, and some rows (a tenth, or only one) in Windows-1252.',
    others: ['windows-1252'],
    isWithinLines: false,
  },
  {
    name: 'encodings-mixed-others',
    what: 'UTF-8, and some rows (a tenth, or only one) in Mac Roman or code page 850.',
    others: ['macintosh', 'macintosh', 'cp850', 'cp850'],
    isWithinLines: false,
  },
  {
    name: 'encodings-mixed-in-lines',
    what: 'UTF-8, and some rows (a tenth, or only one) with a cell in Windows-1252 beside one in UTF-8.',
    others: ['windows-1252'],
    isWithinLines: true,
  },
].map(mixedKind);
