// rows of a sheet, and where its table begins → header, staged rows, findings

import { FaultError } from '#contract/faults';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import { isSameHeader } from '../header.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { RowFault } from '../row-fault.ts';
import { looksLikeTotal } from '../total-row.ts';
import { cellKind } from './cell-kind.ts';
import { ColumnEvidence } from './column-evidence.ts';
import { columnNames, tellColumnsApart } from './column-names.ts';
import { isBlankRow, type SheetRow, widthOf } from './sheet-row.ts';

/** Rows that are waited for before it is decided how many columns the table has. */
const rowsBeforeStart = 100;
/** Empty rows of one stretch that are staged as such; a longer stretch is named in a finding. */
const maxBlankStretch = 1_000;

export interface TablePlace {
  readonly firstRow: number;
  /** Null: to the end of the sheet. */
  readonly lastRow: number | null;
  readonly headerRows: number;
}

/** One table of one sheet, read from its first row to its last. */
export class SheetTable {
  /** Rows that are ready and were not taken yet. */
  staged: StagedRow[] = [];
  /** Known as soon as rows are staged. */
  header: readonly string[] = [];
  readonly #file: string;
  readonly #place: TablePlace;
  readonly #limits: ReadLimits;
  readonly #headerRows: (readonly string[])[] = [];
  #waiting: SheetRow[] | null = [];
  #columns: ColumnEvidence[] = [];
  #nameFindings: readonly FileFinding[] = [];
  #rowNo = 0;
  #lastLine: number;
  /** Of any row so far. One that comes after is no title or header, wherever it says that it stands. */
  #seenLine = 0;
  #rowsAbove = 0;
  #rowsBelow = 0;
  #blankRows = 0;
  #hiddenRows = 0;
  #regionalDates = 0;

  constructor(file: string, place: TablePlace, limits: ReadLimits) {
    this.#file = file;
    this.#place = place;
    this.#limits = limits;
    this.#lastLine = place.firstRow + place.headerRows - 1;
  }

  get rows(): number {
    return this.#rowNo;
  }

  take(rows: readonly SheetRow[]): void {
    for (const row of rows) this.#takeRow(row);
  }

  /** Throws FaultError when the names of the columns cannot be worked with. */
  finish(): FileFinding[] {
    this.#start();
    const findings: FileFinding[] = [...this.#nameFindings];
    const add = (code: string, count: number): void => {
      if (count > 0) findings.push({ code, params: { rows: count } });
    };
    add('workbook.rows_above', this.#rowsAbove);
    add('workbook.rows_below', this.#rowsBelow);
    const end = Math.min(this.#seenLine, this.#place.lastRow ?? this.#seenLine);
    add('workbook.blank_rows', this.#blankRows + Math.max(0, end - this.#lastLine));
    add('workbook.hidden_rows', this.#hiddenRows);
    add('workbook.regional_dates', this.#regionalDates);
    for (const [column, evidence] of this.#columns.entries()) {
      const rows = evidence.numbersWithoutZeros;
      const name = this.header[column] || `${column + 1}`;
      if (rows > 0) findings.push({ code: 'workbook.lost_zeros', params: { column: name, rows } });
    }
    return findings;
  }

  #takeRow(row: SheetRow): void {
    const { firstRow, lastRow, headerRows } = this.#place;
    const isInOrder = row.line > this.#seenLine;
    this.#seenLine = Math.max(this.#seenLine, row.line);
    if (isBlankRow(row)) return;
    if (lastRow !== null && this.#seenLine > lastRow) {
      this.#rowsBelow += 1;
    } else if (this.#seenLine < firstRow) {
      this.#rowsAbove += 1;
    } else if (isInOrder && row.line < firstRow + headerRows) {
      this.#headerRows[row.line - firstRow] = row.cells;
    } else if (this.#waiting === null) {
      this.#stage(row);
    } else {
      this.#waiting.push(row);
      if (this.#waiting.length === rowsBeforeStart) this.#start();
    }
  }

  /** Decides on the columns, and stages what waited for that. */
  #start(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    const { firstRow, headerRows } = this.#place;
    const names = Array.from({ length: headerRows }, (_, place) => this.#headerRows[place] ?? []);
    const widths = waiting.map(widthOf).sort((one, other) => one - other);
    // Without names the widest row counts. Otherwise half of the rows must reach beyond the names, as in a table
    // whose last column was never named; a few that do are damaged.
    const reached = widths[headerRows === 0 ? widths.length - 1 : Math.floor((widths.length - 1) / 2)] ?? 0;
    const joined = columnNames(names, Math.max(reached, ...names.map(nameCount)));
    const named = tellColumnsApart(this.#file, joined, firstRow, this.#limits);
    if (!named.ok) throw new FaultError(named.fault);
    this.header = [...named.value.names];
    this.#nameFindings = named.value.findings;
    this.#columns = this.header.map((name) => new ColumnEvidence(name));
    // All of them first: a row is judged by what its column holds elsewhere.
    for (const row of waiting) this.#see(row);
    for (const row of waiting) this.#stage(row, true);
  }

  #see({ cells, kinds }: SheetRow): void {
    for (const [column, evidence] of this.#columns.entries()) {
      if (column >= cells.length) return;
      evidence.see(kinds[column]!, cells[column]!);
    }
  }

  #stage(row: SheetRow, seen = false): void {
    this.#stageBlanksBefore(row.line);
    if (!seen) this.#see(row);
    if (row.hidden) this.#hiddenRows += 1;
    if (row.regionalDates) this.#regionalDates += 1;
    const cells = this.#fittedCells(row);
    const notes = this.#withDates(row);
    this.staged.push({
      rowNo: (this.#rowNo += 1),
      line: row.line,
      cells,
      fault: this.#faultOf(row, cells),
      ...(row.stored.length > 0 ? { stored: row.stored } : {}),
      ...(notes.length > 0 ? { notes } : {}),
    });
  }

  #stageBlanksBefore(line: number): void {
    const missing = line - this.#lastLine - 1;
    const staged = missing <= maxBlankStretch ? line : 0;
    if (staged === 0) this.#blankRows += missing;
    for (let blank = this.#lastLine + 1; blank < staged; blank += 1) {
      const cells = this.header.map(() => '');
      this.staged.push({ rowNo: (this.#rowNo += 1), line: blank, cells, fault: 'row.blank' });
    }
    this.#lastLine = Math.max(this.#lastLine, line);
  }

  /** In a sheet the cells that are not written are blank; what stands beyond the last column stays. */
  #fittedCells(row: SheetRow): readonly string[] {
    const width = this.header.length;
    if (row.cells.length === width) return row.cells;
    const cells = row.cells.slice(0, Math.max(width, widthOf(row)));
    while (cells.length < width) cells.push('');
    return cells;
  }

  #faultOf(row: SheetRow, cells: readonly string[]): RowFault | null {
    if (row.crowded || cells.length > this.header.length) return 'row.wrong_cell_count';
    if (cells.some((cell) => cell.includes('\0'))) return 'row.nul_character';
    if (!cells.every((cell) => cell.isWellFormed())) return 'row.unpaired_surrogate';
    if (this.#headerRows.some((names) => isSameHeader(names, row.cells, ''))) return 'row.repeated_header';
    return looksLikeTotal(cells) ? 'row.total' : null;
  }

  #withDates({ kinds, notes }: SheetRow): SheetRow['notes'] {
    let all = notes;
    for (const [column, kind] of kinds.entries()) {
      if (kind === cellKind.date && this.#columns[column]?.datesAreCodes === true) {
        all = [...all, [column, 'cell.date_made_by_excel']];
      }
    }
    return all;
  }
}

/** Names may stop before the last cell of a header, which may be blank. */
function nameCount(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}
