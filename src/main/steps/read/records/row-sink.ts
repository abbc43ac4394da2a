import { fault, FaultError } from '#contract/faults';
import type { StagedRow } from '#main/model/staged-row';
import type { ReadLimits } from '../read-limits.ts';
import type { RowFault } from '../row-fault.ts';
import type { ColumnPlace, Columns } from './columns.ts';
import type { RecordSink } from './record-sink.ts';

/** Text that cannot be read is kept in rows of no more than this many characters. */
const maxUnreadCharacters = 256 * 1024;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The second reading: the rows, each with a cell for every column. Throws `read.record_value_too_large`. */
export class RowSink implements RecordSink {
  readonly columns: Columns;
  /** Characters in the rows that have not been taken yet. */
  characters = 0;
  rowCount = 0;
  readonly #file: string;
  readonly #maxCellBytes: number;
  #rows: StagedRow[] = [];
  #blank: string[] = [];
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

  begin(): void {
    if (this.#blank.length !== this.columns.count) {
      this.#blank = Array.from({ length: this.columns.count }, () => '');
    }
    this.#cells = this.#blank.slice();
    this.#fault = null;
    this.#stored = [];
    this.#notes = [];
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
    const row: Mutable<StagedRow> = {
      rowNo: this.rowCount,
      line: this.rowCount,
      cells: this.#cells,
      fault: this.#fault,
    };
    if (this.#stored.length > 0) row.stored = this.#stored;
    if (this.#notes.length > 0) row.notes = this.#notes;
    this.#rows.push(row);
  }

  unread(text: string, code: RowFault): void {
    for (let start = 0; start < text.length;) {
      const end = wholeCharacters(text, start, Math.min(maxUnreadCharacters, this.#maxCellBytes >> 2));
      this.begin();
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

/** The end of at most `length` characters that does not part a pair of surrogates. */
function wholeCharacters(text: string, start: number, length: number): number {
  const end = Math.min(text.length, start + Math.max(2, length));
  const parted = end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return parted ? end - 1 : end;
}
