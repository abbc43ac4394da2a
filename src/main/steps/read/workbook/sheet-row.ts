import { fault, FaultError } from '#contract/faults';
import type { ReadLimits } from '../read-limits.ts';
import { type CellKind, cellKind } from './cell-kind.ts';
import type { CellFormat } from './cell-format.ts';

/** A row of a sheet, whichever format it comes from. */
export interface SheetRow {
  /** Row of the sheet, from 1. */
  readonly line: number;
  /** As shown, from column A. Blank cells at the end are left out. */
  readonly cells: readonly string[];
  readonly kinds: readonly CellKind[];
  readonly stored: readonly (readonly [column: number, value: string])[];
  readonly notes: readonly (readonly [column: number, code: string])[];
  /** Two cells claim the same place; the second one stands at the end. */
  readonly crowded: boolean;
  readonly hidden: boolean;
  /** Dates are shown as the regional settings have them. */
  readonly regionalDates: boolean;
}

const scientific = /\dE[+-]?\d/;
/** OpenDocument files and other programs' exports have the errors of formulas as texts. */
const errorText = /^(?:#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3})$/;
/** Excel keeps 15 digits of a number and writes zeros for the rest. */
const keptDigits = 1e15;

/** Takes a row's cells, in any order, and judges each. One builder serves a whole sheet. */
export class SheetRowBuilder {
  readonly #file: string;
  readonly #limits: ReadLimits;
  #cells: string[] = [];
  #kinds: CellKind[] = [];
  #stored: [number, string][] = [];
  #notes: [number, string][] = [];
  #crowded = false;
  #regionalDates = false;
  #textLength = 0;
  #line = 0;

  constructor(file: string, limits: ReadLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  begin(line: number): void {
    this.#line = line;
    this.#cells = [];
    this.#kinds = [];
    this.#stored = [];
    this.#notes = [];
    this.#crowded = false;
    this.#regionalDates = false;
    this.#textLength = 0;
  }

  get isEmpty(): boolean {
    return this.#cells.length === 0;
  }

  addText(column: number, text: string, format: CellFormat | undefined): void {
    const shown = format === undefined || !format.changesTexts ? text : format.showText(text);
    this.addShownText(column, shown, text);
  }

  addShownText(column: number, shown: string, stored: string): void {
    const place = this.#put(column, shown, cellKind.text);
    if (shown !== stored) this.#keepStored(place, shown, stored);
    if (errorText.test(shown)) this.#notes.push([place, 'cell.formula_error']);
  }

  /** `stored` as the file writes it, which may be no number at all. */
  addNumber(column: number, stored: string, value: number, format: CellFormat): void {
    if (Number.isNaN(value)) {
      this.#put(column, stored, cellKind.text);
      return;
    }
    this.addShown(column, format.show(stored, value), stored, value, format);
  }

  /** A number whose appearance is known. */
  addShown(
    column: number,
    shown: string,
    stored: string,
    value: number,
    format: Pick<CellFormat, 'isDate' | 'isRegionalDate'>,
  ): void {
    if (format.isRegionalDate) this.#regionalDates = true;
    const place = this.#put(column, shown, format.isDate ? cellKind.date : cellKind.number);
    if (shown !== stored) {
      this.#keepStored(place, shown, stored);
      if (scientific.test(shown)) this.#notes.push([place, 'cell.scientific']);
    }
    if (Math.abs(value) >= keptDigits) this.#notes.push([place, 'cell.digits_lost']);
  }

  addBoolean(column: number, value: boolean, format: CellFormat | undefined): void {
    const text = value ? 'TRUE' : 'FALSE';
    this.#put(column, format?.showText(text) ?? text, cellKind.boolean);
  }

  addError(column: number, text: string): void {
    this.#notes.push([this.#put(column, text, cellKind.error), 'cell.formula_error']);
  }

  /** A cell that has something wrong with it and nothing to show. */
  addNothing(column: number, code: string): void {
    this.#notes.push([this.#put(column, '', cellKind.error), code]);
  }

  finish(hidden: boolean): SheetRow {
    const cells = this.#cells;
    if (this.#textLength * 3 > this.#limits.maxRowBytes) this.#checkRowBytes();
    return {
      line: this.#line,
      cells,
      kinds: this.#kinds,
      stored: this.#stored,
      notes: this.#notes,
      crowded: this.#crowded,
      hidden,
      regionalDates: this.#regionalDates,
    };
  }

  #put(column: number, shown: string, kind: CellKind): number {
    const cells = this.#cells;
    let place = column;
    if (column < cells.length && this.#kinds[column] !== cellKind.blank) {
      this.#crowded = true;
      place = cells.length;
    }
    if (place >= this.#limits.maxColumns) {
      const limit = this.#limits.maxColumns;
      throw new FaultError(fault('read.too_many_columns', { file: this.#file, limit }));
    }
    while (cells.length < place) {
      cells.push('');
      this.#kinds.push(cellKind.blank);
    }
    if (place === cells.length) {
      cells.push(shown);
      this.#kinds.push(kind);
    } else {
      cells[place] = shown;
      this.#kinds[place] = kind;
    }
    this.#checkSizes(shown);
    return place;
  }

  #keepStored(place: number, shown: string, stored: string): void {
    this.#stored.push([place, stored]);
    if (shown.trim() === '' && stored.trim() !== '') this.#notes.push([place, 'cell.hidden_by_format']);
  }

  #checkSizes(text: string): void {
    const { maxCellBytes, maxRowBytes } = this.#limits;
    if (text.length * 3 > maxCellBytes && Buffer.byteLength(text) > maxCellBytes) {
      throw new FaultError(
        fault('read.cell_too_large', { file: this.#file, line: this.#line, limitBytes: maxCellBytes }),
      );
    }
    this.#textLength += text.length;
    if (this.#textLength > maxRowBytes) this.#checkRowBytes();
  }

  #checkRowBytes(): void {
    const { maxRowBytes: limitBytes } = this.#limits;
    const bytes = this.#cells.reduce((sum, cell) => sum + Buffer.byteLength(cell), 0);
    if (bytes <= limitBytes) return;
    throw new FaultError(
      fault('read.workbook_row_too_large', { file: this.#file, line: this.#line, limitBytes }),
    );
  }
}

/** Whether nothing at all stands in the row, nor is hidden in it. */
export function isBlankRow({ cells, stored, notes }: SheetRow): boolean {
  return cells.every((cell) => cell === '') && stored.length === 0 && notes.length === 0;
}

export function filledCells({ cells }: SheetRow): number {
  return cells.reduce((count, cell) => (cell.trim() === '' ? count : count + 1), 0);
}

export function isAllText({ kinds }: SheetRow): boolean {
  return kinds.every((kind) => kind === cellKind.text || kind === cellKind.blank);
}

/** Columns up to the last one with anything in it. */
export function widthOf({ cells, stored, notes }: SheetRow): number {
  let width = cells.findLastIndex((cell) => cell !== '') + 1;
  for (const [column] of stored) width = Math.max(width, column + 1);
  for (const [column] of notes) width = Math.max(width, column + 1);
  return width;
}

/** Whether a row's cells stand where the one before, of the same number, has none. */
export function isRestOf(row: SheetRow, before: SheetRow): boolean {
  if (row.crowded || before.crowded) return false;
  return row.kinds.every(
    (kind, column) => kind === cellKind.blank || (before.kinds[column] ?? cellKind.blank) === cellKind.blank,
  );
}

/** Two parts of one row, whose cells stand in different columns. */
export function joined(before: SheetRow, rest: SheetRow): SheetRow {
  const width = Math.max(before.cells.length, rest.cells.length);
  const fromRest = (column: number): boolean => (rest.kinds[column] ?? cellKind.blank) !== cellKind.blank;
  const columns = Array.from({ length: width }, (_, column) => (fromRest(column) ? rest : before));
  return {
    ...before,
    cells: columns.map(({ cells }, column) => cells[column] ?? ''),
    kinds: columns.map(({ kinds }, column) => kinds[column] ?? cellKind.blank),
    stored: [...before.stored, ...rest.stored],
    notes: [...before.notes, ...rest.notes],
    hidden: before.hidden || rest.hidden,
    regionalDates: before.regionalDates || rest.regionalDates,
  };
}
