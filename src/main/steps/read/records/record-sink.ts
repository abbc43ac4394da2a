import type { RowFault } from '../row-fault.ts';
import type { ColumnPlace, Columns } from './columns.ts';
import { TextPlace } from './text-place.ts';

/** Receives the records of a table, value after value: whole records only, once it is known that they are. */
export interface RecordSink {
  readonly columns: Columns;
  /** Of the text that positions are in. */
  place: TextPlace;
  /** A record that begins at this position. */
  begin(at: number): void;
  /** What stands from here to there belongs to the record. */
  covers(start: number, end: number): void;
  /** `stored` where the value is written otherwise than it is shown, as null and an empty text are. */
  value(place: ColumnPlace, shown: string, stored?: string): void;
  /** A list without elements. */
  emptyList(place: ColumnPlace): void;
  /** A finding on the value at a place, with the code of an issue kind. */
  note(place: ColumnPlace, code: string): void;
  /** The first one of a record stays. */
  fault(code: RowFault): void;
  end(): void;
  /** Text that is no record and begins at this position: kept as it is, in rows of its own. */
  unread(text: string, code: RowFault, at: number): void;
}

/** The first reading: which columns there are. */
export class ColumnSink implements RecordSink {
  readonly columns: Columns;
  place = new TextPlace();
  records = 0;

  constructor(columns: Columns) {
    this.columns = columns;
  }

  begin(): void {
    this.records += 1;
  }

  value(place: ColumnPlace): void {
    if (place.column === -1) this.columns.columnOf(place);
    place.onlyEmptyLists = false;
  }

  emptyList(place: ColumnPlace): void {
    if (place.column !== -1) return;
    this.columns.columnOf(place);
    place.onlyEmptyLists = true;
  }

  unread(): void {
    this.columns.expectUnread();
  }

  covers(): void {}
  note(): void {}
  fault(): void {}
  end(): void {}
}
