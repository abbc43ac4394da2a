import { fault, FaultError } from '#contract/faults';
import type { TextEncoding } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { ReadLimits } from '../read-limits.ts';
import type { CopyStatement } from './copy-statement.ts';
import type { CopyBlock, DumpListener, Place, RowsEnd } from './dump-listener.ts';
import { DumpScanner } from './dump-scanner.ts';
import type { DumpSession } from './dump-session.ts';
import type { Tuple } from './insert-tuple.ts';
import type { InsertStatement } from './insert-statement.ts';
import { ListedTable } from './listed-table.ts';
import { OtherStatements } from './other-statements.ts';

/** More tables with rows than this are not worth listing, and may be meant to exhaust the device. */
const maxTables = 2_000;

export interface Listing {
  readonly name: string;
  /** With its database in front. */
  readonly fullName: string;
  readonly database: string | null;
  readonly parent: string | null;
  /** What the dump says about the encodings of its blocks, each of them once; null where it says nothing. */
  readonly declared: (TextEncoding | null)[];
  readonly table: ListedTable;
  readonly findings: FileFinding[];
}

/**
 * One pass over a dump that lists its tables. As long as names are ASCII, what was found is true of every encoding:
 * rows are kept as they stand.
 */
export class DumpListing implements DumpListener {
  readonly #file: string;
  readonly #limits: ReadLimits;
  readonly #session: DumpSession;
  readonly #scanner: DumpScanner;
  readonly #tables = new Map<string, Listing>();
  readonly #others = new OtherStatements();
  readonly #findings: FileFinding[] = [];
  #current: Listing | null = null;
  /** Name of an encoding of some rows that cannot be read. */
  unknownEncoding: string | null = null;
  /** Of the INSERT before, which the scanner hands on as they are when the same words come again. */
  #lastParts: readonly string[] | null = null;
  /** Rows that were read: the current one's, or those of an empty block. */
  readonly #empty = new Set<string>();

  constructor(file: string, session: DumpSession, limits: ReadLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#session = session;
    this.#scanner = new DumpScanner(file, limits.maxRowBytes, session, this);
  }

  push(text: string): void {
    this.#scanner.push(text);
  }

  finish(): void {
    this.#scanner.finish();
  }

  get namesAreAscii(): boolean {
    return this.#session.namesAreAscii;
  }

  /** Memory that is taken up, about. */
  get sizeBytes(): number {
    return [...this.#tables.values()].reduce((sum, { table }) => sum + table.sizeBytes, 0);
  }

  /** Those that have rows. */
  tables(): Listing[] {
    return [...this.#tables.values()].filter(({ table }) => table.rowCount > 0);
  }

  findings(): FileFinding[] {
    const tables = this.tables();
    const full = new Set(tables.map(({ fullName }) => fullName));
    // A table that is divided keeps its rows in its partitions.
    const parents = new Set(tables.map(({ parent }) => parent));
    const created = [...this.#session.created, ...this.#empty].filter(
      (name) => !full.has(name) && ![...parents].some((parent) => parent !== null && name.endsWith(parent)),
    );
    const empty = [...new Set(created)];
    const names = empty.slice(0, 10).join(', ') + (empty.length > 10 ? ', …' : '');
    return [
      ...this.#findings,
      ...(empty.length > 0
        ? [{ code: 'dump.tables_without_rows', params: { tables: empty.length, names } }]
        : []),
      ...this.#others.findings(),
    ];
  }

  copy(statement: CopyStatement): number {
    this.#lastParts = null;
    const created = this.#session.columnsOf(statement.parts);
    this.#current = this.#listingOf(statement.parts);
    return this.#current.table.copy(statement, created);
  }

  copyLine(line: string, lineNo: number, cut: boolean): number {
    return this.#current!.table.copyLine(line, lineNo, cut);
  }

  copyEnd(end: RowsEnd, block: CopyBlock, place: Place): void {
    this.#current!.table.copyEnd(block, place);
    this.#ended(end, place);
  }

  insert(statement: InsertStatement): void {
    if (statement.parts === this.#lastParts) return;
    this.#lastParts = statement.parts;
    const created = this.#session.columnsOf(statement.parts);
    this.#current = this.#listingOf(statement.parts);
    this.#current.table.insert(statement, created);
  }

  tuple(text: string, tuple: Tuple, start: number, place: Place): void {
    this.#current!.table.tuple(text, tuple, start, place, this.#session.backslashes);
  }

  brokenTuple(_raw: string, _lineNo: number, cut: boolean): void {
    this.#current!.table.broken(cut);
  }

  insertEnd(end: RowsEnd, place: Place): void {
    this.#ended(end, place);
  }

  statement(text: string, { line }: Place): void {
    this.#session.take(text);
    this.#others.add(text, line);
  }

  meta(line: string): void {
    this.#session.connect(line);
    this.#others.addMeta(line);
  }

  broken(kind: 'rows' | 'statement' | 'cut', lines: number, { line }: Place): void {
    const code = {
      rows: 'dump.rows_without_table',
      statement: 'dump.damaged_statement',
      cut: 'dump.cut_off',
    }[kind];
    this.#findings.push({ code, params: { line, lines } });
  }

  #ended(end: RowsEnd, { line }: Place): void {
    const { name, findings } = this.#current!;
    if (end === 'cut') findings.push({ code: 'dump.table_cut_off', params: { line, table: name } });
    if (end === 'missing') findings.push({ code: 'dump.rows_not_closed', params: { line } });
  }

  #listingOf(parts: readonly string[]): Listing {
    const session = this.#session;
    const fullName = session.fullName(parts);
    const known = this.#tables.get(fullName);
    if (known !== undefined) {
      if (!known.declared.includes(session.declared)) known.declared.push(session.declared);
      return known;
    }
    if (this.#tables.size >= maxTables) {
      throw new FaultError(fault('read.dump_too_many_tables', { file: this.#file, limit: maxTables }));
    }
    this.unknownEncoding ??= session.unknownEncoding;
    const listing: Listing = {
      name: session.tableName(parts),
      fullName,
      database: session.database,
      parent: session.parentOf(parts),
      declared: [session.declared],
      table: new ListedTable(this.#file, session.encoding, this.#limits),
      findings: [],
    };
    this.#tables.set(fullName, listing);
    this.#empty.add(fullName);
    return listing;
  }
}
