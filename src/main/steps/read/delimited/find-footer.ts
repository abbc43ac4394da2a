import { saysTotal } from '../total-row.ts';
import { isEmpty, type SampleRow } from './split-rows.ts';

const sayings: readonly RegExp[] = [
  /^[\s*\-=#<_.+(]*(?:end|eof|fin|ende)\b/i,
  /^\(?\d[\d,. ]*\s(?:rows?|records?|patients?|lines?|entries|items?|zeilen|lignes|filas)\b.*$/i,
  /^(?:records?|rows?|patients?|lines?|entries|items?)\s*(?:exported|printed|listed|selected|read|total)?\s*[:=]\s*\d/i,
  /^page \d+(?: of \d+)?$/i,
  /^[\s*\-=#_~.+]{3,}$/,
];

/**
 * The place of the first row below the table, when all that follows is clearly no record: a total, a count, the end of
 * the report, or after a blank line a sentence. The number of rows when there is none. In doubt a row stays in: one with
 * as many cells as there are columns always does.
 */
export function footerPlace(rows: readonly SampleRow[], width: number): number {
  const end = rows.length;
  if (width < 2) return end;
  const below = rows.findLastIndex((row) => row.cells.length === width && !isEmpty(row)) + 1;
  const firstBlank = rows.findIndex((row, index) => index >= below && isEmpty(row));
  let place = end;
  for (let index = end - 1; index >= below; index -= 1) {
    const row = rows[index]!;
    if (isEmpty(row)) {
      if (place < end) place = index;
    } else if (isFooter(row, firstBlank !== -1 && firstBlank < index)) place = index;
    else break;
  }
  return place;
}

const longestSaying = 400;

function isFooter({ cells }: SampleRow, isBelowBlank: boolean): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  // A sentence says what it is in its beginning, and a long line is quick to look at so.
  const first = (filled[0] ?? '').slice(0, longestSaying);
  if (saysTotal(first) || sayings.some((saying) => saying.test(first))) return filled.length <= 3;
  return cells.length === 1 && isBelowBlank && /\p{L}{2,}\S*\s+\S/u.test(first);
}
