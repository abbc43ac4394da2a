import type { TextEncoding } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';
import type { ReadLimits } from '../read-limits.ts';
import type { Preview, PreviewRow } from '../recognition.ts';
import type { CopyStatement } from './copy-statement.ts';
import { DumpRows } from './dump-rows.ts';
import type { CopyBlock, Place } from './dump-listener.ts';
import { latin1 } from './dump-text.ts';
import { type Tuple, tupleAt } from './insert-tuple.ts';
import type { InsertStatement } from './insert-statement.ts';

const shownRows = 20;
type Columns = readonly string[] | null;

interface KeptTuple {
  readonly bytes: Buffer;
  readonly line: number;
  readonly backslashes: boolean;
  readonly statement: InsertStatement;
  readonly created: Columns;
}

interface Stretch {
  readonly from: number;
  readonly rows: StagedRow[];
}

/**
 * One table as recognition finds it in a single pass: its columns, how many rows, and rows from its start, about its
 * middle and its end. Which rows are the middle is known only at the end, so those after 40, 80, 160 … rows are kept
 * until twice as many have come.
 */
export class ListedTable {
  readonly encoding: TextEncoding;
  readonly #rows: DumpRows;
  readonly #first: StagedRow[] = [];
  #middle: Stretch = { from: shownRows, rows: [] };
  #middleBefore: Stretch = { from: 0, rows: [] };
  #last: StagedRow[] = [];
  #lastTuples: KeptTuple[] = [];
  #tuples = 0;
  #statement: { insert: InsertStatement; created: Columns } | null = null;
  /** Rows before the block of COPY. */
  #blockFrom = 0;
  rowCount = 0;
  copyBlocks = 0;
  damaged = 0;

  constructor(file: string, encoding: TextEncoding, limits: ReadLimits) {
    this.encoding = encoding;
    this.#rows = new DumpRows(file, encoding, limits);
  }

  get header(): readonly string[] {
    return this.#rows.header;
  }

  get named(): boolean {
    return this.#rows.named;
  }

  get otherColumns(): number {
    return this.#rows.otherColumns;
  }

  /** How many rows to pass over before the next one that is shown. */
  copy(statement: CopyStatement, created: Columns): number {
    this.copyBlocks += 1;
    this.#blockFrom = this.rowCount;
    this.#rows.beginCopy(statement, created);
    return this.#passOver();
  }

  copyLine(line: string, lineNo: number, cut: boolean): number {
    this.#unwanted();
    this.#rows.copyLine(line, lineNo, cut);
    this.#keep();
    return this.#passOver();
  }

  copyEnd(block: CopyBlock, cut: boolean, { line }: Place): void {
    this.#rows.endCopy();
    this.rowCount = this.#blockFrom + block.lines;
    this.#rows.take();
    const lines = block.lastLines(Math.min(shownRows, block.lines));
    for (const [index, text] of lines.entries()) {
      this.#rows.copyLine(text, line - lines.length + index, cut && index === lines.length - 1);
    }
    this.#rows.endCopy();
    this.#last = this.#rows.take();
    this.#lastTuples = [];
  }

  insert(insert: InsertStatement, created: Columns): void {
    this.#statement = { insert, created };
    this.#rows.beginInsert(insert, created);
  }

  tuple(text: string, tuple: Tuple, start: number, { line }: Place, backslashes: boolean): void {
    if (this.#unwanted() === 0) {
      this.#rows.tuple(text, tuple, line, backslashes);
      this.#keep();
    } else this.rowCount += 1;
    const { insert: statement, created } = this.#statement!;
    // A copy, because a part of the text would hold on to all of it.
    const bytes = Buffer.from(text.slice(start, tuple.end), 'latin1');
    this.#lastTuples[this.#tuples % shownRows] = { bytes, line, backslashes, statement, created };
    this.#tuples += 1;
  }

  broken(): void {
    this.damaged += 1;
    this.rowCount += 1;
  }

  preview(): Preview {
    const rest = Math.max(0, this.rowCount - this.#first.length);
    const last = rest === 0 ? [] : this.#lastRows().slice(-Math.min(shownRows, rest));
    const before = this.rowCount - last.length;
    const half = this.rowCount / 2;
    const isNearer = Math.abs(this.#middle.from - half) <= Math.abs(this.#middleBefore.from - half);
    const middle = isNearer || this.#middleBefore.rows.length === 0 ? this.#middle : this.#middleBefore;
    return {
      first: this.#first.map(shown),
      middle: middle.rows.slice(0, Math.min(shownRows, Math.max(0, before - middle.from))).map(shown),
      last: last.map(shown),
    };
  }

  #lastRows(): StagedRow[] {
    const next = this.#tuples % shownRows;
    const kept = [...this.#lastTuples.slice(next), ...this.#lastTuples.slice(0, next)];
    if (kept.length === 0) return this.#last;
    for (const { bytes, line, backslashes, statement, created } of kept) {
      const text = `${latin1(bytes)};`;
      const tuple = tupleAt(text, 0, backslashes);
      this.#rows.beginInsert(statement, created);
      if (tuple !== null) this.#rows.tuple(text, tuple, line, backslashes);
    }
    return this.#rows.take();
  }

  /** Takes over the row that was just read, if it is whole. */
  #keep(): void {
    const rows = this.#rows.take();
    const wanted = this.rowCount < shownRows ? this.#first : this.#middle.rows;
    wanted.push(...rows);
    this.rowCount += 1;
  }

  #passOver(): number {
    const unwanted = this.#unwanted();
    this.rowCount += unwanted;
    return unwanted;
  }

  #unwanted(): number {
    const next = this.rowCount;
    if (next < shownRows) return 0;
    if (next >= this.#middle.from + shownRows) {
      const from = this.#middle.from * 2;
      if (next < from) return from - next;
      this.#middleBefore = this.#middle;
      this.#middle = { from: next, rows: [] };
    }
    return next < this.#middle.from ? this.#middle.from - next : 0;
  }
}

function shown(row: StagedRow): PreviewRow {
  const { line, cells, fault, stored, notes } = row;
  return { line, cells, fault, ...(stored && { stored }), ...(notes && { notes }) };
}
