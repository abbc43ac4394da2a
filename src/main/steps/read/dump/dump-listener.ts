import type { CopyStatement } from './copy-statement.ts';
import type { InsertStatement } from './insert-statement.ts';
import type { Tuple } from './insert-tuple.ts';
import type { Decode } from './sql-names.ts';

/** Where something begins: physical line from 1, and byte of the file (of the UTF-8 text that UTF-16 is turned into). */
export interface Place {
  readonly line: number;
  readonly position: number;
}

/** `missing`: another statement begins where the rows should have been closed. `cut`: the file ends in them. */
export type RowsEnd = 'marked' | 'missing' | 'cut';

/** Rows of a COPY block that has ended. */
export interface CopyBlock {
  readonly lines: number;
  /** The file ends within the last of them. */
  readonly endsInLine: boolean;
  /** The last lines, up to a number, as far as they are still at hand. */
  lastLines(most: number): string[];
}

/** Told of everything in a dump, in its order; texts hold one character a byte. */
export interface DumpListener {
  /** Rows follow. How many of their lines are not wanted before the next one that is. */
  copy(statement: CopyStatement, place: Place): number;
  /** `cut`: the file ends in this line. How many of the next lines are not wanted. */
  copyLine(line: string, lineNo: number, cut: boolean): number;
  /** `place` is where the rows end. */
  copyEnd(end: RowsEnd, block: CopyBlock, place: Place): void;
  insert(statement: InsertStatement, place: Place): void;
  tuple(text: string, tuple: Tuple, start: number, place: Place): void;
  /** A row of an INSERT that cannot be taken apart; `cut` when the file ends in it. */
  brokenTuple(raw: string, lineNo: number, cut: boolean): void;
  insertEnd(end: RowsEnd, place: Place): void;
  statement(text: string, place: Place): void;
  /** A line for psql, such as `\connect`. */
  meta(line: string, place: Place): void;
  /** A statement that never ends, or lines of rows whose COPY is missing. */
  broken(kind: 'rows' | 'statement' | 'cut', lines: number, place: Place): void;
}

/** What earlier statements mean for those that follow. */
export interface ScanSettings {
  readonly backslashes: boolean;
  readonly decode: Decode;
}
