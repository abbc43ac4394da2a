import { fault, FaultError } from '#contract/faults';
import type { StagedRow } from '#main/model/staged-row';
import type { ReadLimits } from '../read-limits.ts';
import type { RowFault } from '../row-fault.ts';
import type { ColumnPlace, Columns } from './columns.ts';
import type { RecordSink } from './record-sink.ts';
import { TextPlace } from './text-place.ts';
import { maxUnreadCharacters, wholeCharacters } from './unread-text.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The second reading: the rows, each with a cell for every column. Throws `read.record_value_too_large`. */
export class RowSink implements RecordSink {
  readonly columns: Columns;
  place = new TextPlace();
  /** Characters in the rows that have not been taken yet. */
  characters = 0;
  rowCount = 0;
  readonly #file: string;
  readonly #maxCellBytes: number;
  #rows: StagedRow[] = [];
  #blank: string[] = [];
  #line = 0;
  #isDamaged = false;
  #cells: string[] = [];
  #fault: RowFault | null = null;
  #stored: [number, string][] = [];
  #notes: [number, string][] = [];

  constructor(columns: Columns, file: string, limits: ReadLimits) {
    this.columns = columns;
    this.#file = file;
    this.#maxCellBytes = Math.min(limits.maxCellBytes, limits.maxRowBytes);
  }

  get waiting(): number {
    return this.#rows.length;
  }

  take(): StagedRow[] {
    const rows = this.#rows;
    this.#rows = [];
    this.characters = 0;
    return rows;
  }

  begin(at: number): void {
    if (this.#blank.length !== this.columns.count) {
      this.#blank = Array.from({ length: this.columns.count }, () => '');
    }
    this.#cells = this.#blank.slice();
    this.#line = this.place.lineAt(at);
    this.#isDamaged = false;
    this.#fault = null;
    this.#stored = [];
    this.#notes = [];
  }

  covers(start: number, end: number): void {
    this.#isDamaged ||= this.place.isDamaged(start, end);
  }

  value(place: ColumnPlace, shown: string, stored?: string): void {
    const column = this.columns.columnOf(place);
    this.#checkSize(shown);
    this.#cells[column] = shown;
    this.characters += shown.length + 1;
    if (stored !== undefined) this.#stored.push([column, stored]);
    if (shown.includes('\0')) this.fault('row.nul_character');
    else if (!shown.isWellFormed()) this.fault('row.unpaired_surrogate');
  }

  emptyList(place: ColumnPlace): void {
    this.value(place.ofEmptyList, '', '[]');
  }

  note(place: ColumnPlace, code: string): void {
    this.#notes.push([this.columns.columnOf(place), code]);
  }

  fault(code: RowFault): void {
    this.#fault ??= code;
  }

  end(): void {
    this.rowCount += 1;
    if (this.#isDamaged) this.fault('row.mixed_encoding');
    const row: Mutable<StagedRow> = {
      rowNo: this.rowCount,
      line: this.#line,
      cells: this.#cells,
      fault: this.#fault,
    };
    if (this.#stored.length > 0) row.stored = this.#stored;
    if (this.#notes.length > 0) row.notes = this.#notes;
    this.#rows.push(row);
  }

  unread(text: string, code: RowFault, at: number): void {
    for (let start = 0; start < text.length;) {
      const end = wholeCharacters(text, start, Math.min(maxUnreadCharacters, this.#maxCellBytes >> 2));
      this.begin(at + start);
      this.fault(code);
      this.#cells[this.columns.count - 1] = text.slice(start, end);
      this.characters += end - start;
      this.end();
      start = end;
    }
  }

  #checkSize(shown: string): void {
    const limitBytes = this.#maxCellBytes;
    if (shown.length * 3 <= limitBytes || Buffer.byteLength(shown) <= limitBytes) return;
    throw new FaultError(
      fault('read.record_value_too_large', { file: this.#file, record: this.rowCount + 1, limitBytes }),
    );
  }
}
