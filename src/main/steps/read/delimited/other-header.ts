import { cellType, isValueType } from './cell-type.ts';
import { findHeader, isUsualName, usualTypeOf } from './find-header.ts';
import { isSameHeader } from '../header.ts';

/** Cells of a row, wherever it comes from. */
type Cells = readonly string[];
type Row = { readonly cells: Cells };

interface Around {
  /** Rows of the table above, from its first one on. */
  readonly above: readonly Row[];
  readonly below: readonly Row[];
}

/** Of the cells of a header: more that are the same, and it is that header again. */
const maxSameShare = 2 / 3;
const minFilledShare = 0.8;
const minColumns = 2;
/** A record has no words in so many places of values. */
const columnsBeyondDoubt = 4;

/**
 * Whether a row, mostly one after a gap, names the columns of another table, as wide as the one above it. A record of
 * that table may have words in the place of a value too: it has them where the rows before and after it are alike.
 */
export function isOtherHeader(row: Row, { above, below }: Around): boolean {
  const [header, ...records] = above;
  const { cells } = row;
  if (header !== undefined && areNamesInOtherOrder(cells, header.cells)) return true;
  if (header === undefined || below.length < 2 || cells.some((cell) => isValueType(cellType(cell))))
    return false;
  if (isSame(cells, header.cells) || findHeader(above).headerLines === 0) return false;
  const columns = valueColumns(below);
  const areAlike = columns.every((column) => usual(records, column) === usual(below, column));
  const isFull = namesAll(cells, columns);
  const isBeyondDoubt = isFull && columns.length >= columnsBeyondDoubt;
  if (areAlike && !isBeyondDoubt && cells.filter(isUsualName).length * 2 < cells.length) return false;
  const guess = findHeader([row, ...below]);
  return isFull || (guess.headerLines === 1 && guess.isCertain);
}

const leastKnownNames = 3;
const knownShare = 0.8;

/**
 * Whether nearly all names of a header are in a row, and not where they stand in the header: another order, or a
 * column more. Read as one table, values below would stand under the names of others.
 */
function areNamesInOtherOrder(cells: Cells, header: Cells): boolean {
  const [row, names] = [cells.map(plain), header.map(plain)];
  const known = names.filter((name) => name !== '');
  const there = known.filter((name) => row.includes(name)).length;
  const isMoved = Array.from({ length: Math.max(row.length, names.length) }, (_, column) => column).some(
    (column) => (row[column] ?? '') !== (names[column] ?? ''),
  );
  return isMoved && known.length >= leastKnownNames && there >= known.length * knownShare;
}

/** How many of the filled cells are words that columns are often called by: 0 to 1. */
export function shareOfUsualNames(cells: Cells): number {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return filled.length === 0 ? 0 : filled.filter(isUsualName).length / filled.length;
}

/** A name has no digits, as most values have. */
function areWords(cells: Cells, least: number): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return filled.length >= least && filled.every((cell) => !/\d/.test(cell));
}

const usualShare = 0.6;

/** Whether a row is of words that columns are often called by. A record, which has values, hardly is. */
export function areUsualNames(cells: Cells): boolean {
  return areWords(cells, 3) && shareOfUsualNames(cells) >= usualShare;
}

const doubtfulShare = 1 / 3;

/** Whether a row below a gap has words that columns may be called by, and not those of the table above once more. */
export function mayBeNames(cells: Cells, above: readonly Row[]): boolean {
  return (
    areWords(cells, 2) &&
    shareOfUsualNames(cells) >= doubtfulShare &&
    !above.some((row) => isSameHeader(row.cells, cells, ''))
  );
}

function isSame(cells: readonly string[], header: readonly string[]): boolean {
  const same = cells.filter((cell, column) => plain(cell) === plain(header[column] ?? '')).length;
  return same > cells.length * maxSameShare;
}

/** A byte order mark stands where exports were joined. */
function plain(cell: string): string {
  return cell.replace('\u{feff}', '').trim().toLowerCase();
}

/** Whether words stand in every one of these columns, and hardly a cell is empty or there twice. */
function namesAll(cells: readonly string[], columns: readonly number[]): boolean {
  const filled = cells.map(plain).filter((cell) => cell !== '');
  return (
    columns.length >= minColumns &&
    columns.every((column) => /^[^\d]*\p{L}[^\d]*$/u.test(cells[column]!)) &&
    filled.length >= cells.length * minFilledShare &&
    new Set(filled).size === filled.length
  );
}

/** Columns of numbers, dates or codes. */
function valueColumns(rows: readonly Row[]): number[] {
  return rows[0]!.cells.flatMap((_, column) => {
    const type = usual(rows, column);
    return type !== null && (type === 'code' || isValueType(type)) ? [column] : [];
  });
}

function usual(rows: readonly Row[], column: number) {
  return usualTypeOf(rows.map(({ cells }) => cells[column] ?? '').filter((cell) => cell.trim() !== ''));
}
