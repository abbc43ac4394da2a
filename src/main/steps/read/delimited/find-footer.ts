import { saysTotal } from '../total-row.ts';
import type { SampleRow } from './split-rows.ts';

const sayings: readonly RegExp[] = [
  /^[\s*\-=#<_.+(]*(?:end|eof|fin|ende)\b/i,
  /^\(?\d[\d,. ]*\s(?:rows?|records?|patients?|lines?|entries|items?|zeilen|lignes|filas)\b.*$/i,
  /^(?:records?|rows?|patients?|lines?|entries|items?)\s*(?:exported|printed|listed|selected|read|total)?\s*[:=]\s*\d/i,
  /^page \d+(?: of \d+)?$/i,
  /^[\s*\-=#_~.+]{3,}$/,
];

/**
 * The place of the first row below the table, when all that follows is clearly no record: a total, a count, the end of
 * the report, or after a blank line a sentence. The number of rows when there is none. In doubt a row stays in.
 */
export function footerPlace(rows: readonly SampleRow[], width: number): number {
  const end = rows.length;
  if (width < 2) return end;
  const below = rows.findLastIndex(({ cells }) => cells.length === width) + 1;
  let place = end;
  let hasText = false;
  for (let index = end - 1; index >= below; index -= 1) {
    const row = rows[index]!;
    if (
      !row.isBlank &&
      !isFooter(
        row,
        rows.slice(below, index).some(({ isBlank }) => isBlank),
      )
    )
      break;
    if (!row.isBlank) hasText = true;
    if (hasText) place = index;
  }
  return place;
}

const longestSaying = 400;

function isFooter({ cells }: SampleRow, isBelowBlank: boolean): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  // A sentence says what it is in its beginning, and a long line is quick to look at so.
  const first = (filled[0] ?? '').slice(0, longestSaying);
  if (saysTotal(first) || sayings.some((saying) => saying.test(first))) return filled.length <= 3;
  return isBelowBlank && cells.length === 1 && /\p{L}{2,}\S*\s+\S/u.test(first);
}
