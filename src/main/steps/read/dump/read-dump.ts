// bytes of a plain SQL dump → pages of one table's rows

import type { DumpLayout } from '#contract/layout';
import { fault, FaultError } from '#contract/faults';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from '../byte-source.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { ReadTable } from '../recognition.ts';
import { pagesOf } from '../row-pages.ts';
import { DumpRows } from './dump-rows.ts';
import type { CopyBlock, DumpListener, Place, RowsEnd } from './dump-listener.ts';
import { DumpScanner } from './dump-scanner.ts';
import { DumpSession } from './dump-session.ts';
import { cellEncoding, dumpText } from './dump-text.ts';
import type { CopyStatement } from './copy-statement.ts';
import type { InsertStatement } from './insert-statement.ts';
import type { Tuple } from './insert-tuple.ts';
import { splitNameCount } from './sql-names.ts';
import { distinctHeader } from '../header.ts';

/**
 * Reads the rows of one table from all its COPY blocks and INSERT statements; the other tables are passed over.
 * Thrown: `read.table_gone`, `read.row_too_large`, `read.cell_too_large`, `read.too_many_columns`,
 * `read.file_too_large`, `read.changed` and the faults of the source.
 */
export const readDump: ReadTable<DumpLayout> = async function* (source, layout, limits) {
  const reading = new TableReading(source, layout, limits);
  let bytesRead = 0;
  for await (const piece of dumpText(source, layout.encoding, limits)) {
    ({ bytesRead } = piece);
    yield* pagesOf(reading.take(piece.text), bytesRead);
  }
  yield* pagesOf(reading.finish(), bytesRead);
  return reading.summary();
};

/** One pass over a dump for one of its tables. */
class TableReading implements DumpListener {
  readonly #file: string;
  readonly #table: string;
  readonly #limits: ReadLimits;
  readonly #withDatabase: boolean;
  readonly #session: DumpSession;
  readonly #scanner: DumpScanner;
  readonly #rows: DumpRows;
  #ours = false;
  #blocks = 0;
  /** Of the INSERT before, which the scanner hands on as they are when the same words come again. */
  #lastParts: readonly string[] | null = null;
  #lastOurs = false;
  readonly #findings: FileFinding[] = [];

  constructor(source: ByteSource, layout: DumpLayout, limits: ReadLimits) {
    const encoding = cellEncoding(layout.encoding);
    this.#file = source.fileName;
    this.#table = layout.table;
    this.#limits = limits;
    this.#withDatabase = splitNameCount(layout.table) > 2;
    this.#session = new DumpSession(encoding, encoding);
    this.#rows = new DumpRows(source.fileName, encoding, limits);
    this.#scanner = new DumpScanner(source.fileName, limits.maxRowBytes, this.#session, this);
  }

  take(text: string): StagedRow[] {
    this.#scanner.push(text);
    return this.#rows.take();
  }

  finish(): StagedRow[] {
    this.#scanner.finish();
    return this.#rows.take();
  }

  summary() {
    if (this.#blocks === 0) {
      throw new FaultError(fault('read.table_gone', { file: this.#file, table: this.#table }));
    }
    return {
      header: distinctHeader(this.#rows.header),
      rows: this.#rows.rowCount,
      findings: [...this.#findings, ...this.#rows.findings()],
    };
  }

  copy(statement: CopyStatement): number {
    this.#lastParts = null;
    if (!this.#begins(statement.parts)) return Infinity;
    this.#rows.beginCopy(statement, this.#session.columnsOf(statement.parts));
    this.#checkColumns();
    return 0;
  }

  copyLine(line: string, lineNo: number, cut: boolean): number {
    this.#rows.copyLine(line, lineNo, cut);
    return 0;
  }

  copyEnd(end: RowsEnd, _block: CopyBlock, place: Place): void {
    if (!this.#ours) return;
    this.#rows.endCopy();
    this.#ended(end, place);
  }

  insert(statement: InsertStatement): void {
    if (statement.parts === this.#lastParts) {
      this.#ours = this.#lastOurs;
      return;
    }
    this.#lastParts = statement.parts;
    this.#lastOurs = this.#begins(statement.parts);
    if (!this.#lastOurs) return;
    this.#rows.beginInsert(statement, this.#session.columnsOf(statement.parts));
    this.#checkColumns();
  }

  tuple(text: string, tuple: Tuple, _start: number, { line }: Place): void {
    if (this.#ours) this.#rows.tuple(text, tuple, line, this.#session.backslashes);
  }

  brokenTuple(raw: string, lineNo: number, cut: boolean): void {
    if (this.#ours) this.#rows.broken(raw, lineNo, cut ? 'row.cut_off' : 'row.malformed_quote');
  }

  insertEnd(end: RowsEnd, place: Place): void {
    if (this.#ours) this.#ended(end, place);
  }

  statement(text: string): void {
    this.#session.take(text);
  }

  meta(line: string): void {
    this.#session.connect(line);
  }

  /** Recognition names what belongs to no table. */
  broken(): void {}

  #begins(parts: readonly string[]): boolean {
    const name = this.#withDatabase ? this.#session.fullName(parts) : this.#session.tableName(parts);
    this.#ours = name === this.#table;
    if (this.#ours) this.#blocks += 1;
    return this.#ours;
  }

  #ended(end: RowsEnd, { line }: Place): void {
    this.#ours = false;
    if (end === 'cut') this.#findings.push({ code: 'dump.rows_cut_off', params: { line } });
    if (end === 'missing') this.#findings.push({ code: 'dump.rows_not_closed', params: { line } });
  }

  #checkColumns(): void {
    const limit = this.#limits.maxColumns;
    if (this.#rows.header.length > limit) {
      throw new FaultError(fault('read.too_many_columns', { file: this.#file, limit }));
    }
  }
}
