import type { RowFault } from '../row-fault.ts';
import type { ColumnPlace, Columns } from './columns.ts';

/** Receives the records of a table, value after value: whole records only, once it is known that they are. */
export interface RecordSink {
  readonly columns: Columns;
  begin(): void;
  /** `stored` where the value is written otherwise than it is shown, as null and an empty text are. */
  value(place: ColumnPlace, shown: string, stored?: string): void;
  /** A list without elements. */
  emptyList(place: ColumnPlace): void;
  /** A finding on the value at a place, with the code of an issue kind. */
  note(place: ColumnPlace, code: string): void;
  /** The first one of a record stays. */
  fault(code: RowFault): void;
  end(): void;
  /** Text that is no record: kept as it is, in rows of its own. */
  unread(text: string, code: RowFault): void;
}

/** The first reading: which columns there are. */
export class ColumnSink implements RecordSink {
  readonly columns: Columns;
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

  note(): void {}
  fault(): void {}
  end(): void {}
}
