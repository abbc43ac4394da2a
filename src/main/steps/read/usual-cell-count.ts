import type { DelimitedLayout } from '#contract/layout';
import { RowTokenizer } from './row-tokenizer.ts';

/** How many cells most rows of the text have; of equally frequent numbers that of the first. 0: there is no row. */
export function usualCellCount(text: string, layout: DelimitedLayout): number {
  const tokenizer = new RowTokenizer(layout);
  tokenizer.begin(text, true);
  const rowsOf = new Map<number, number>();
  let row = tokenizer.next(0);
  let last = 0;
  for (; row !== null; row = tokenizer.next(row.end)) {
    if (row.start === row.contentEnd || row.comment) continue;
    last = row.cells.length;
    // The end of the text may cut its last row.
    if (row.lineEnd !== 'none') rowsOf.set(last, (rowsOf.get(last) ?? 0) + 1);
  }
  const [usual] = [...rowsOf].sort(([, one], [, other]) => other - one);
  return usual?.[0] ?? last;
}
