import type { StagedRow } from '#main/model/staged-row';
import type { RowFault } from './row-fault.ts';
import { readLine } from './read-line.ts';
import type { Quoting } from './row-tokenizer.ts';

/** A row that is well formed and fits the header, of two physical lines or more. */
interface HeldRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly lines: readonly string[];
}

/**
 * Numbers the rows below the header and keeps them until they are taken. A row of several lines waits for the row
 * after it: when that one is damaged and its first quotation mark may be one that closes, the marks may be out of step
 * there, and where the waiting row begins and ends is as uncertain. That a sound row is doubted now and then is the
 * price: no other rule that was tried lets no row pass inside another. It then becomes a finding as well, in each of
 * its lines when a row may be among them. A mark that only opens says that the waiting row has ended before.
 */
export class RowCollector {
  readonly #quoting: Quoting;
  /** Cells of a row that ends with a delimiter after its last cell; null when rows do not. */
  #cellsWithTrailing: number | null = null;
  #rowCount = 0;
  #rows: StagedRow[] = [];
  #held: HeldRow | null = null;

  constructor(quoting: Quoting) {
    this.#quoting = quoting;
  }

  /** From here on the empty cell after the last delimiter of a row is left out. */
  dropTrailingCell(cellsWithTrailing: number): void {
    this.#cellsWithTrailing = cellsWithTrailing;
  }

  /** The rows that are settled now. */
  take(): StagedRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** No row comes any more. */
  finish(): void {
    this.#settleHeld(false);
  }

  /** `outOfStep`: the row is damaged and has a quotation mark that may belong to the row above. */
  add(line: number, cells: readonly string[], fault: RowFault | null, outOfStep: boolean): void {
    this.#settleHeld(outOfStep);
    this.#keep(line, cells, fault);
  }

  addMultiLine(row: HeldRow): void {
    this.#settleHeld(false);
    this.#held = row;
  }

  /** Each line of a row that may be several. Where the row is well formed, the one before it ended well too. */
  addEachLine(firstLine: number, lines: readonly string[], outOfStep: boolean): void {
    this.#settleHeld(outOfStep);
    this.#keepEachLine(firstLine, lines);
  }

  /** Sound rows that are kept elsewhere. The number of the first. */
  passRun(rowCount: number): number {
    this.#settleHeld(false);
    const firstRowNo = this.#rowCount + 1;
    this.#rowCount += rowCount;
    return firstRowNo;
  }

  #settleHeld(nextIsOutOfStep: boolean): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    if (!nextIsOutOfStep) return this.#keep(held.line, held.cells, null);
    const mayHoldRow = held.lines.slice(1).some((line) => line.includes(this.#quoting.delimiter));
    if (mayHoldRow) return this.#keepEachLine(held.line, held.lines);
    this.#keep(held.line, held.cells, 'row.malformed_quote');
  }

  /** A quotation mark is open at the end of the first line; whether it belongs there is for a person to say. */
  #keepEachLine(firstLine: number, lines: readonly string[]): void {
    for (const [index, text] of lines.entries()) {
      const lineFault = index === 0 ? 'row.malformed_quote' : 'row.swallowed_lines';
      const cells = readLine(text, this.#quoting);
      this.#keep(firstLine + index, cells, text === '' ? 'row.blank' : lineFault);
    }
  }

  #keep(line: number, cells: readonly string[], fault: RowFault | null): void {
    this.#rowCount += 1;
    const hasTrailing = cells.length === this.#cellsWithTrailing && cells.at(-1) === '';
    this.#rows.push({
      rowNo: this.#rowCount,
      line,
      cells: hasTrailing ? cells.slice(0, -1) : cells,
      fault,
    });
  }
}

export function isDamaged(fault: RowFault | null): boolean {
  return fault === 'row.wrong_cell_count' || fault === 'row.malformed_quote';
}

/**
 * Whether the quotation marks of a damaged row may have begun in the row above it: the first may be one that closes a
 * cell. Where a cell begins with it and goes on behind it, it opens that cell and nothing else. Two marks together say
 * neither.
 */
export function mayBeginAbove(row: string, quoting: Quoting): boolean {
  const { delimiter, quote } = quoting;
  const first = quote === '' ? -1 : row.indexOf(quote);
  for (let place = first; place !== -1; place = row.indexOf(quote, place)) {
    const start = place;
    while (row.startsWith(quote, place)) place += quote.length;
    if ((place - start) % 2 === 0) continue;
    const beginsCell = start === 0 || row.endsWith(delimiter, start);
    return !beginsCell || isCellEnd(row, place, delimiter);
  }
  return first !== -1;
}

function isCellEnd(row: string, place: number, delimiter: string): boolean {
  for (let at = place; at < row.length; at += 1) {
    if (row.startsWith(delimiter, at) || '\r\n'.includes(row[at]!)) return true;
    if (row[at]!.trim() !== '') return false;
  }
  return true;
}
