import type { TextEncoding } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';
import { previewRow } from '../preview.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { Preview, RecognisedTable } from '../recognition.ts';
import { countFaults } from '../row-fault.ts';
import { DamagedLines } from '../text/damaged-lines.ts';
import type { CopyStatement } from './copy-statement.ts';
import { DumpRows } from './dump-rows.ts';
import type { CopyBlock, Place } from './dump-listener.ts';
import { latin1 } from './dump-text.ts';
import { type Tuple, tupleAt } from './insert-tuple.ts';
import type { InsertStatement } from './insert-statement.ts';

const shownRows = 20;
type Looked = Pick<RecognisedTable, 'preview' | 'rowFaults' | 'isWhole' | 'findings'>;
const memoryOfRow = 200;

type Statement = { readonly created: readonly string[] | null } & (
  | { readonly kind: 'copy'; readonly copy: CopyStatement }
  | { readonly kind: 'insert'; readonly insert: InsertStatement }
);

/** A row as the dump has it, to be read in one encoding or another. */
interface KeptRow {
  readonly bytes: Buffer;
  readonly line: number;
  readonly statement: Statement;
  /** The file ends in it. */
  readonly cut: boolean;
  readonly backslashes: boolean;
  /** The first one of its COPY block, which may be a line of names. */
  readonly isFirst: boolean;
}

interface Stretch {
  readonly from: number;
  readonly rows: KeptRow[];
}

/**
 * One table as recognition finds it in a single pass: its columns, how many rows, and rows from its start, about its
 * middle and its end. Which rows are the middle is known only at the end, so those after 40, 80, 160 … rows are kept
 * until twice as many have come.
 */
export class ListedTable {
  readonly #file: string;
  readonly #limits: ReadLimits;
  /** Judges the statements: which columns there are. */
  readonly #rows: DumpRows;
  readonly #first: KeptRow[] = [];
  #middle: Stretch = { from: shownRows, rows: [] };
  #middleBefore: Stretch = { from: 0, rows: [] };
  #lastLines: KeptRow[] = [];
  #lastTuples: KeptRow[] = [];
  #tuples = 0;
  /** Rows that cannot be taken apart, which are not shown. */
  #malformed = 0;
  #cutOff = 0;
  #statement: Statement | null = null;
  /** Rows before the block of COPY. */
  #blockFrom = 0;
  rowCount = 0;
  copyBlocks = 0;

  constructor(file: string, encoding: TextEncoding, limits: ReadLimits) {
    this.#file = file;
    this.#limits = limits;
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

  /** Memory that the kept rows take up, about. */
  get sizeBytes(): number {
    const { rows } = this.#middle;
    const kept = [this.#first, rows, this.#middleBefore.rows, this.#lastLines, this.#lastTuples].flat();
    return kept.reduce((sum, { bytes }) => sum + bytes.length + memoryOfRow, 0);
  }

  /** How many rows to pass over before the next one that is shown. */
  copy(copy: CopyStatement, created: Statement['created']): number {
    this.copyBlocks += 1;
    this.#blockFrom = this.rowCount;
    this.#statement = { kind: 'copy', copy, created };
    this.#rows.beginCopy(copy, created);
    return this.#passOver();
  }

  copyLine(line: string, lineNo: number, cut: boolean): number {
    this.#unwanted();
    this.#rows.copyLine(line, lineNo, cut);
    this.#keep(this.#line(line, lineNo, cut));
    return this.#passOver();
  }

  copyEnd(block: CopyBlock, { line }: Place): void {
    this.#rows.endCopy();
    this.#rows.take();
    this.rowCount = this.#blockFrom + block.lines;
    const lines = block.lastLines(Math.min(shownRows, block.lines));
    const firstLine = line - lines.length + (block.endsInLine ? 1 : 0);
    this.#lastLines = lines.map((text, index) =>
      this.#line(text, firstLine + index, block.endsInLine && index === lines.length - 1),
    );
    this.#lastTuples = [];
  }

  insert(insert: InsertStatement, created: Statement['created']): void {
    this.#statement = { kind: 'insert', insert, created };
    this.#rows.beginInsert(insert, created);
  }

  tuple(text: string, tuple: Tuple, start: number, { line }: Place, backslashes: boolean): void {
    const row: KeptRow = {
      bytes: Buffer.from(text.slice(start, tuple.end), 'latin1'),
      line,
      statement: this.#statement!,
      cut: false,
      backslashes,
      isFirst: false,
    };
    if (this.#unwanted() === 0) {
      this.#rows.tuple(text, tuple, line, backslashes);
      this.#keep(row);
    } else this.rowCount += 1;
    this.#lastTuples[this.#tuples % shownRows] = row;
    this.#tuples += 1;
  }

  broken(cut: boolean): void {
    if (cut) this.#cutOff += 1;
    else this.#malformed += 1;
    this.rowCount += 1;
  }

  /**
   * What the rows that are shown say of the table; those that cannot be taken apart are counted in all of it. Throws
   * FaultError: `read.cell_too_large`, `read.row_too_large`.
   */
  looked(encoding: TextEncoding): Looked {
    const preview = this.#preview(encoding);
    const rows = [...preview.first, ...preview.middle, ...preview.last];
    const damagedLines = new DamagedLines();
    for (const { line, fault } of rows) {
      if (fault === 'row.mixed_encoding') damagedLines.add({ damagedLines: [line], otherLines: [] });
    }
    return {
      preview,
      rowFaults: countFaults(rows, { 'row.cut_off': this.#cutOff, 'row.malformed_quote': this.#malformed }),
      isWhole: rows.length + this.#cutOff + this.#malformed === this.rowCount,
      findings: damagedLines.findings(encoding),
    };
  }

  #preview(encoding: TextEncoding): Preview {
    const rows = new DumpRows(this.#file, encoding, this.#limits);
    const first = readKept(this.#first, rows, this.rowCount <= this.#first.length);
    const half = this.rowCount / 2;
    const isNearer = Math.abs(this.#middle.from - half) <= Math.abs(this.#middleBefore.from - half);
    const middle = isNearer || this.#middleBefore.rows.length === 0 ? this.#middle : this.#middleBefore;
    const middleRows = readKept(middle.rows, rows, false);
    const rest = Math.max(0, this.rowCount - first.length);
    const last = rest === 0 ? [] : readKept(this.#lastRows(), rows, true).slice(-Math.min(shownRows, rest));
    const before = this.rowCount - last.length;
    return {
      first: first.map(previewRow),
      middle: middleRows.slice(0, Math.min(shownRows, Math.max(0, before - middle.from))).map(previewRow),
      last: last.map(previewRow),
    };
  }

  #line(text: string, line: number, cut: boolean): KeptRow {
    const isFirst = this.rowCount === this.#blockFrom;
    // A copy, because a part of the text would hold on to all of it.
    const bytes = Buffer.from(text, 'latin1');
    return { bytes, line, statement: this.#statement!, cut, backslashes: false, isFirst };
  }

  #lastRows(): readonly KeptRow[] {
    const next = this.#tuples % shownRows;
    const tuples = [...this.#lastTuples.slice(next), ...this.#lastTuples.slice(0, next)];
    return tuples.length > 0 ? tuples : this.#lastLines;
  }

  #keep(row: KeptRow): void {
    this.#rows.take();
    (this.rowCount < shownRows ? this.#first : this.#middle.rows).push(row);
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

/**
 * Rows that follow one another, as the reader of the whole table reads them. Where others follow, the last one may go
 * on in these, and is not shown.
 */
function readKept(kept: readonly KeptRow[], rows: DumpRows, isEnd: boolean): StagedRow[] {
  let current: Statement | null = null;
  for (const { bytes, line, statement, cut, backslashes, isFirst } of kept) {
    if (statement !== current) begin(statement, isFirst, rows);
    current = statement;
    if (statement.kind === 'copy') {
      rows.copyLine(latin1(bytes), line, cut);
    } else {
      const text = `${latin1(bytes)};`;
      const tuple = tupleAt(text, 0, backslashes);
      if (tuple !== null) rows.tuple(text, tuple, line, backslashes);
    }
  }
  const whole = rows.take();
  rows.endCopy();
  const open = rows.take();
  return isEnd ? [...whole, ...open] : whole;
}

function begin(statement: Statement, isFirst: boolean, rows: DumpRows): void {
  rows.endCopy();
  if (statement.kind === 'insert') {
    rows.beginInsert(statement.insert, statement.created);
    return;
  }
  const { copy, created } = statement;
  const format = { ...copy.format, header: copy.format.header && isFirst };
  rows.beginCopy({ ...copy, format }, created);
}
