// the rows of a sheet → the stretches of them that are tables of their own, one below the other

import type { SampleRow } from '../delimited/split-rows.ts';
import { isOtherHeader } from '../delimited/other-header.ts';
import { cellKind } from './cell-kind.ts';
import { findTable } from './find-table.ts';
import { isBlankRow, type SheetRow, widthOf } from './sheet-row.ts';

/** The rows of one table with the titles above it, none of them blank. */
export interface Stretch {
  /** The last of the titles above it; empty where there is none. */
  readonly title: string;
  readonly rows: readonly SheetRow[];
}

const judgedRows = 20;
/** A table's names stand among these, or nowhere. */
const rowsOfBeginning = 80;
/** What is smaller above a table are notes about it: a name and its value in each row. */
const leastColumns = 3;
const leastRows = 3;
/** In more, it is no list of tables but one table in which something repeats. */
const maxStretches = 40;
const longestTitle = 60;

/**
 * Where another table begins below the one above it: after a gap or a title, with names that are not those of the
 * table above. One stretch when there is one table. Rows must not be empty altogether.
 */
export function stretchesOf(sample: readonly SheetRow[]): Stretch[] {
  const rows = sample.filter((row) => !isBlankRow(row));
  // Where a table ends is said by the number of its last row.
  const isInOrder = rows.every(({ line }, index) => index === 0 || line > rows[index - 1]!.line);
  if (!isInOrder) return [stretchOf(rows)];
  const starts = [0];
  for (let index = 1; index < rows.length; index += 1) {
    if (!isParted(rows, index) || !isNamesLike(rows[index]!)) continue;
    const from = starts.at(-1)!;
    const top = titlesFrom(rows, index);
    const above = rows.slice(from, Math.min(top, from + rowsOfBeginning));
    if (top > from && beginsTable(above, rows.slice(index, index + 1 + judgedRows))) starts.push(top);
  }
  if (starts.length > maxStretches) return [stretchOf(rows)];
  return starts.map((from, index) => stretchOf(rows.slice(from, starts[index + 1])));
}

function stretchOf(rows: readonly SheetRow[]): Stretch {
  const titles = rows.findIndex((row) => !isTitle(row));
  const title = titles > 0 ? rows[titles - 1]!.cells.join('').trim().slice(0, longestTitle) : '';
  return { title, rows };
}

/** A gap is above the row, or a title. */
function isParted(rows: readonly SheetRow[], index: number): boolean {
  return rows[index]!.line > rows[index - 1]!.line + 1 || isTitle(rows[index - 1]!);
}

/** Place of the titles right above a row, or of the row itself. */
function titlesFrom(rows: readonly SheetRow[], index: number): number {
  let top = index;
  while (top > 0 && isTitle(rows[top - 1]!)) top -= 1;
  return top;
}

function isTitle({ cells, kinds }: SheetRow): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return filled.length === 1 && kinds.includes(cellKind.text) && /\p{L}{2}/u.test(filled[0]!);
}

function isNamesLike({ cells, kinds }: SheetRow): boolean {
  return (
    cells.filter((cell) => cell.trim() !== '').length > 1 &&
    kinds.every((kind) => kind === cellKind.text || kind === cellKind.blank)
  );
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

/** Place of the first row below a gap. */
function gapIn(rows: readonly SheetRow[]): number {
  const gap = rows.findIndex((row, index) => index > 0 && row.line > rows[index - 1]!.line + 1);
  return gap === -1 ? rows.length : gap;
}

/** As rows of a text: all of the same number of cells. */
function padded(rows: readonly SheetRow[]): SampleRow[] {
  const width = Math.max(...rows.map(widthOf));
  return rows.map(({ line, cells }) => ({
    line,
    lineCount: 1,
    cells: Array.from({ length: width }, (_, column) => cells[column] ?? ''),
    isBlank: false,
    isMalformed: false,
  }));
}
