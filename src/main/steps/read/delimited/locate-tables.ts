import { cellType, isValueType } from './cell-type.ts';
import { beginningOf } from './find-comment.ts';
import { findHeader, type HeaderGuess } from './find-header.ts';
import { footerPlace } from './find-footer.ts';
import { areUsualNames, isOtherHeader, mayBeNames } from './other-header.ts';
import { usualWidth } from './score-dialect.ts';
import { isEmpty, type SampleRow } from './split-rows.ts';

/** A table in the start of a file. */
export interface LocatedTable {
  /** The line above it, where it names it; empty otherwise. */
  readonly title: string;
  readonly firstLine: number;
  /** Null: to the end of the file. */
  readonly lastLine: number | null;
  /** Cells that most rows have, a trailing empty one included. */
  readonly width: number;
  readonly trailingDelimiter: boolean;
  readonly header: HeaderGuess;
  /** Rows below the header, blank ones left out, and those of them that have the table's width. */
  readonly judged: number;
  readonly fitting: number;
  /** Rows that are many and have another number of cells than most, all of them the same one. */
  readonly otherKind: { readonly rows: number; readonly cells: number } | null;
  /** Line of a row below a gap that may name the columns of another table; null: there is none. */
  readonly doubtfulLine: number | null;
  /** Cells of the names and of most rows, when they differ or only the rows end with a delimiter. */
  readonly unequal: { readonly names: number; readonly cells: number } | null;
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** Tables among the rows of a sample, from its first line on. `isWhole`: the file has no more. */
export function locateTables(
  all: readonly SampleRow[],
  { comment, delimiter }: { readonly comment: string | null; readonly delimiter: string },
  isWhole: boolean,
): LocatedTable[] {
  const rows = all.filter((row) => comment === null || !beginningOf(row, delimiter).startsWith(comment));
  const width = usualWidth(rows.filter(({ isBlank }) => !isBlank));
  if (!rows.some(({ isBlank }) => !isBlank)) return [];
  const blocks = tableBlocks(rows, width);
  return blocks.map((block, index) => {
    const next = blocks[index + 1];
    return locate(
      rows,
      block,
      next === undefined ? rows.length : titleAbove(rows, next),
      isWhole || next !== undefined,
    );
  });
}

function locate(rows: readonly SampleRow[], block: Block, to: number, endIsKnown: boolean): LocatedTable {
  const { width } = block;
  const names = namesAbove(rows, block);
  const from = names ?? block.from;
  const own = rows.slice(from, to);
  const fitting = own.filter(({ cells, isBlank }) => cells.length === width && !isBlank);
  const judged = names === null ? fitting : [rows[from]!, ...fitting];
  const trailingDelimiter = endsEmpty(fitting, width);
  const nameCells = rows[from]!.cells.length;
  const end = endIsKnown ? footerPlace(own, width) : own.length;
  const header = findHeader(judged);
  const table = own.slice(0, end);
  const filled = table.filter(({ isBlank }) => !isBlank).length;
  return {
    title: titleOf(rows[from - 1], width),
    firstLine: rows[from]!.line,
    lastLine: from + end === rows.length ? null : lastLineOf(table),
    width,
    trailingDelimiter,
    header,
    judged: filled - header.headerLines,
    fitting: judged.length - header.headerLines,
    otherKind: otherKindOf(table, width),
    doubtfulLine: doubtfulLineIn(table, width),
    unequal: names === null ? null : { names: nameCells, cells: trailingDelimiter ? width - 1 : width },
  };
}

/** Of a table that was not told from the one above it: its rows would be read as if they were of that one. */
function doubtfulLineIn(rows: readonly SampleRow[], width: number): number | null {
  const doubtful = rows.find((row, index) => {
    const before = rows[index - 1];
    const isParted = before !== undefined && (isEmpty(before) || isTitle(before, width));
    if (!isParted || index < minRows || isEmpty(row)) return false;
    return mayBeNames(row.cells, rows.slice(0, Math.min(index, judgedRows)));
  });
  return doubtful?.line ?? null;
}

const minRowsOfKind = 5;
const minShareOfKind = 0.15;

/** As where each line is a record of one kind or another: a patient, then their examinations. */
function otherKindOf(rows: readonly SampleRow[], width: number): LocatedTable['otherKind'] {
  const counts = new Map<number, number>();
  for (const { cells, isBlank, isMalformed } of rows) {
    // One cell is a remark; a sign more or less at the end of a row makes no other kind of it.
    const isOther = cells.length > 1 && Math.abs(cells.length - width) > 1;
    if (isOther && !isBlank && !isMalformed) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  for (const [cells, count] of counts) {
    if (count >= minRowsOfKind && count >= rows.length * minShareOfKind) return { rows: count, cells };
  }
  return null;
}

function lastLineOf(rows: readonly SampleRow[]): number {
  const last = rows.findLast(({ isBlank }) => !isBlank)!;
  return last.line + last.lineCount - 1;
}

function endsEmpty(rows: readonly SampleRow[], width: number): boolean {
  if (width < 2 || rows.length === 0) return false;
  return (
    rows.filter(({ cells }) => cells.at(-1) === '').length >= rows.length * 0.98 &&
    rows[0]!.cells.at(-1) === ''
  );
}

/** A line right above that names the columns, though it has another number of cells. */
function namesAbove(rows: readonly SampleRow[], { from, width }: Block): number | null {
  const above = rows[from - 1];
  if (above === undefined || above.isBlank || width < 3) return null;
  const { cells } = above;
  const isNear = cells.length > 1 && cells.length >= width * 0.5 && cells.length <= width * 1.5 + 1;
  const areNames =
    cells.every((cell) => !isValueType(cellType(cell))) && filledOf(above) >= cells.length * 0.7;
  const first = rows[from]!;
  return isNear && areNames && first.cells.some((cell) => isValueType(cellType(cell))) ? from - 1 : null;
}

function filledOf({ cells }: SampleRow): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

/** A line of one text, with or without the delimiters of the table after it: a title, a note, the number of a page. */
function isTitle(row: SampleRow, width: number): boolean {
  if (row.isBlank) return false;
  if (row.cells.length === 1) return width > 1;
  const first = row.cells[0]!;
  return (
    width > 2 &&
    filledOf(row) === 1 &&
    first.trim() !== '' &&
    !isValueType(cellType(first)) &&
    /\p{L}{2}/u.test(first)
  );
}

function titleOf(row: SampleRow | undefined, width: number): string {
  return row !== undefined && isTitle(row, width) ? row.cells[0]!.trim().slice(0, 60) : '';
}

/** Place of the lines above a table that belong to it or to none: titles and blank ones. */
function titleAbove(rows: readonly SampleRow[], { from, width }: Block): number {
  let place = from;
  // With the delimiters of a row, it may be the last record of the table above.
  const isApart = (row: SampleRow, above: SampleRow | undefined): boolean =>
    above !== undefined && isEmpty(above) && isTitle(row, width);
  for (; place > 0; place -= 1) {
    const row = rows[place - 1]!;
    if (!isEmpty(row) && !isTitle(row, 2) && !isApart(row, rows[place - 2])) break;
  }
  return place;
}

/** The blocks of rows that are tables of their own; all of the rows when there is only one column. */
function tableBlocks(rows: readonly SampleRow[], width: number): Block[] {
  const blocks = withoutKeysAbove(rows, blocksOf(rows, width));
  const [largest] = [...blocks].sort((one, other) => other.to - other.from - (one.to - one.from));
  if (width === 1 || largest === undefined) {
    const from = Math.max(
      0,
      rows.findIndex(({ isBlank }) => !isBlank),
    );
    return [{ from, to: rows.length, width: 1 }];
  }
  // Rows of any number of cells are one damaged table.
  if (blocks.length > maxBlocks) return [largest];
  return blocks.filter((block) => block === largest || isTable(rows, block, block.from < largest.from));
}

/** What instruments write above their measurements: rows of a name with a colon, such as `#DATE:`, and its value. */
function withoutKeysAbove(rows: readonly SampleRow[], blocks: readonly Block[]): Block[] {
  const first = blocks.findIndex(({ from, to, width }) => {
    const filled = rows.slice(from, to).filter(({ isBlank }) => !isBlank);
    return width > maxColumnsOfKeys || !filled.every(({ cells }) => /:\s*$/.test(cells[0]!));
  });
  return blocks.slice(Math.max(0, first));
}

const maxColumnsOfKeys = 3;
const minRows = 3;
const maxBlocks = 40;
const maxRowsOfNotes = 12;

function isTable(rows: readonly SampleRow[], block: Block, isAboveLargest: boolean): boolean {
  const own = rows
    .slice(block.from, block.to)
    .filter(({ cells, isBlank }) => !isBlank && cells.length === block.width);
  const width = endsEmpty(own, block.width) ? block.width - 1 : block.width;
  if (own.length < minRows || width < 2) return false;
  const header = findHeader(own);
  if (isAboveLargest && width <= 3 && own.length <= maxRowsOfNotes)
    return header.headerLines === 1 && header.isCertain && width > 2;
  return true;
}

/** Stretches of rows with the same number of cells, parted by blank lines and titles, or where that number changes. */
function blocksOf(rows: readonly SampleRow[], width: number): Block[] {
  const blocks: Block[] = [];
  let open: { from: number; width: number; to: number } | null = null;
  let isParted = false;
  for (const [index, row] of rows.entries()) {
    if (isEmpty(row) || isTitle(row, width) || (open === null && isNote(rows, index, width))) {
      isParted = true;
      continue;
    }
    if (open === null || begins(rows, index, open, isParted)) {
      if (open !== null) blocks.push(open);
      open = { from: index, width: row.cells.length, to: index + 1 };
    } else if (row.cells.length === open.width) open.to = index + 1;
    isParted = false;
  }
  if (open !== null) blocks.push(open);
  return blocks;
}

const minColumnsOfNote = 4;
const namesWithin = 8;

/** A line such as “Date:” and a date above the names of the columns, with the delimiters of the table after it. */
function isNote(rows: readonly SampleRow[], index: number, width: number): boolean {
  const row = rows[index]!;
  if (width < minColumnsOfNote || filledOf(row) * 2 > width) return false;
  const below = filledRows(rows, index + 1, namesWithin);
  const isNoteLike =
    row.cells.some((cell) => isValueType(cellType(cell)) || /:\s*$/.test(cell)) ||
    below[0] === undefined ||
    isEmpty(below[0]);
  if (!isNoteLike) return false;
  return below.some((names) => {
    if (names.cells.length !== width || filledOf(names) < width * 0.8) return false;
    const { headerLines, isCertain } = findHeader([names, ...filledRows(rows, rows.indexOf(names) + 1, 20)]);
    return headerLines === 1 && isCertain;
  });
}

const looksAhead = 3;
const judgedRows = 20;

/** Whether another table begins at this row. */
function begins(rows: readonly SampleRow[], index: number, open: Block, isParted: boolean): boolean {
  const row = rows[index]!;
  const mayBegin = isParted || (index - open.from >= minRows && areUsualNames(row.cells));
  if (row.cells.length === open.width && !mayBegin) return false;
  const ahead = filledRows(rows, index + 1, looksAhead * 2);
  const next = ahead.slice(0, isParted ? 2 : looksAhead);
  if (row.cells.length === open.width) {
    const own = stretchFrom(rows, index + 1, open.width);
    const above = filledRows(rows, open.from, judgedRows);
    return isOtherHeader(row, { above, below: own.length < 2 ? ahead : own });
  }
  if (row.cells.length < 2 && open.width > 1) return false;
  if (open.to - open.from < 2 && open.width !== row.cells.length) {
    return next.length === 0 || next[0]!.cells.length === row.cells.length;
  }
  return (
    next.length > 0 &&
    next.every(({ cells }) => cells.length === row.cells.length) &&
    ahead.every(({ cells }) => cells.length !== open.width)
  );
}

/** The rows up to the next one that is empty or of another width. */
function stretchFrom(rows: readonly SampleRow[], from: number, width: number): SampleRow[] {
  const rest = rows.slice(from, from + judgedRows);
  const end = rest.findIndex((row) => isEmpty(row) || row.cells.length !== width);
  return end === -1 ? rest : rest.slice(0, end);
}

function filledRows(rows: readonly SampleRow[], from: number, count: number): SampleRow[] {
  const found: SampleRow[] = [];
  for (let index = from; index < rows.length && found.length < count; index += 1) {
    if (!rows[index]!.isBlank) found.push(rows[index]!);
  }
  return found;
}
