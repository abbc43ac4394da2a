// the rows of a sheet → the stretches of them that are tables of their own, one below the other

import { areUsualNames, isOtherHeader, mayBeNames } from '../delimited/other-header.ts';
import { looksLikeTotal } from '../total-row.ts';
import { cellKind } from './cell-kind.ts';
import { findTable } from './find-table.ts';
import { filledCells, isAllText, isBlankRow, type SheetRow, widthOf } from './sheet-row.ts';

/** The rows of one table with the titles above it, none of them blank. */
export interface Stretch {
  /** The title right above it; empty where there is none. */
  readonly title: string;
  readonly rows: readonly SheetRow[];
  /** The row that names its columns; null: to be found. */
  readonly namesRow: number | null;
  /** A row below a gap that may name the columns of yet another table; null: there is none. */
  readonly doubtfulRow: number | null;
}

const judgedRows = 20;
/** A table's names stand among these, or nowhere. */
const rowsOfBeginning = 80;
/** What is smaller above a table are notes about it: a name and its value in each row. */
const leastColumns = 3;
const leastRows = 3;
/** In more, it is no list of tables but one table in which something repeats. */
const maxStretches = 40;
const maxTitles = 3;

/**
 * Where another table begins below the one above it: mostly after a gap or a title, with names that are not those of
 * the table above. One stretch when there is one table. Every row is in one of them. Rows must not be empty altogether.
 */
export function stretchesOf(sample: readonly SheetRow[]): Stretch[] {
  const rows = sample.filter((row) => !isBlankRow(row));
  const whole: Stretch = { title: '', rows, namesRow: null, doubtfulRow: null };
  // Where a table ends is said by the number of its last row.
  const isInOrder = rows.every(({ line }, index) => index === 0 || line > rows[index - 1]!.line);
  if (!isInOrder) return [whole];
  const starts: { top: number; names: number }[] = [{ top: 0, names: -1 }];
  const doubts: number[] = [];
  for (let index = 1; index < rows.length; index += 1) {
    const row = rows[index]!;
    if (filledCells(row) < 2 || !isAllText(row) || !(isParted(rows, index) || areUsualNames(row.cells)))
      continue;
    const from = starts.at(-1)!.top;
    const top = titlesFrom(rows, index);
    const above = rows.slice(from, Math.min(top, from + rowsOfBeginning));
    const own = rows.slice(index, index + 1 + judgedRows);
    if (top > from && beginsTable(above, own)) starts.push({ top, names: index });
    else if (top > from && mayBeNames(row.cells, above)) doubts.push(index);
  }
  const doubtIn = (from: number, to: number): number | null => {
    const doubt = doubts.find((index) => index > from && index < to);
    return doubt === undefined ? null : rows[doubt]!.line;
  };
  if (starts.length === 1 || starts.length > maxStretches)
    return [
      { ...whole, doubtfulRow: starts.length > 1 ? rows[starts[1]!.names]!.line : doubtIn(0, Infinity) },
    ];
  return starts.map(({ top, names }, index) => {
    const own = rows.slice(top, starts[index + 1]?.top);
    const namesAt = names === -1 ? own.findIndex((row) => !isTitle(row, leftOf(row))) : names - top;
    const title = namesAt > 0 ? own[namesAt - 1]!.cells.join(' ').trim() : '';
    return {
      title,
      rows: own,
      namesRow: names === -1 ? null : rows[names]!.line,
      doubtfulRow: doubtIn(top, starts[index + 1]?.top ?? Infinity),
    };
  });
}

/** A gap is above the row, or a title. */
function isParted(rows: readonly SheetRow[], index: number): boolean {
  return isBelowGap(rows, index) || isTitle(rows[index - 1]!, leftOf(rows[index]!));
}

function isBelowGap(rows: readonly SheetRow[], index: number): boolean {
  return rows[index]!.line > rows[index - 1]!.line + 1;
}

/**
 * Place of the titles above the names, or of the names themselves. What no gap parts from the table above may be its
 * last record, of which only one cell is filled: but for a row between the two that can be a title alone.
 */
function titlesFrom(rows: readonly SheetRow[], names: number): number {
  const left = leftOf(rows[names]!);
  let top = names;
  while (top > 1 && names - top < maxTitles && isTitle(rows[top - 1]!, left)) top -= 1;
  while (top < names && !isBelowGap(rows, top)) top += 1;
  if (top < names) return top;
  const above = rows[names - 1]!;
  const isClose = names > 1 && !isBelowGap(rows, names) && !isBelowGap(rows, names - 1);
  return isClose && isTitle(above, left) && !/\d/.test(above.cells.join('')) ? names - 1 : names;
}

/** One text that is no sum, above the first column of a table or further to the left. */
function isTitle({ cells, kinds }: SheetRow, left: number): boolean {
  const filled = cells.flatMap((cell, column) => (cell.trim() === '' ? [] : [column]));
  const [column] = filled;
  return (
    column !== undefined &&
    filled.length === 1 &&
    column <= left &&
    kinds[column] === cellKind.text &&
    /\p{L}{2}/u.test(cells[column]!) &&
    !looksLikeTotal(cells)
  );
}

/** The first column in which something stands. */
function leftOf({ cells }: SheetRow): number {
  return cells.findIndex((cell) => cell.trim() !== '');
}

/** Whether the second rows are a table of their own, and the first ones a table and no notes. */
function beginsTable(above: readonly SheetRow[], own: readonly SheetRow[]): boolean {
  const { firstRow, headerRows } = findTable(above, {}).place;
  const first = above.findIndex(({ line }) => line >= firstRow + headerRows - 1);
  const open = above.slice(first, first + 1 + judgedRows);
  if (headerRows === 0 || open.length < leastRows) return false;
  if (Math.max(...open.map(widthOf)) < leastColumns) return false;
  const [names, ...below] = padded(own.slice(0, gapIn(own)));
  return isOtherHeader(names!, { above: padded(open), below });
}

/** Place of the first row below a gap; one right below the names parts them from their own rows. */
function gapIn(rows: readonly SheetRow[]): number {
  const gap = rows.findIndex((row, index) => index > 1 && row.line > rows[index - 1]!.line + 1);
  return gap === -1 ? rows.length : gap;
}

/** As rows of a text: all of the same number of cells. */
function padded(rows: readonly SheetRow[]): { readonly cells: string[] }[] {
  const width = Math.max(...rows.map(widthOf));
  return rows.map(({ cells }) => ({
    cells: Array.from({ length: width }, (_, column) => cells[column] ?? ''),
  }));
}
