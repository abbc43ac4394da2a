import { fault, FaultError } from '#contract/faults';
import type { TextEncoding } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import type { ReadLimits } from '../read-limits.ts';
import type { RowFault } from '../row-fault.ts';
import { DamagedLines } from '../text/damaged-lines.ts';
import { splitCsvRow } from './copy-csv.ts';
import type { CopyFormat, CopyStatement } from './copy-statement.ts';
import { copyCell, endsEscaped, splitCopyRow } from './copy-text.ts';
import { decodeBytes, type DecodedCell } from './dump-session.ts';
import type { InsertStatement } from './insert-statement.ts';
import type { Tuple } from './insert-tuple.ts';
import { literalCell } from './sql-literal.ts';

/** One cell before it is decoded. */
interface RawCell {
  readonly text: string;
  readonly isNull: boolean;
  readonly stored?: string | null;
  readonly note?: string | null;
}

/**
 * An empty text is shown like NULL, as nothing; `StagedRow.stored` tells them apart. It is the empty text that gets
 * an entry, because NULL is the usual way to say nothing in a database and an entry costs memory in every row.
 */
const storedEmptyText = "''";

const unusual = /[\0\x80-\xff]/;

/** Rows of one table, from its COPY blocks and INSERT statements, in the order of its first one's columns. */
export class DumpRows {
  readonly #file: string;
  readonly #encoding: TextEncoding;
  readonly #limits: ReadLimits;
  #header: readonly string[] | null = null;
  #named = true;
  /** Column of the table for each column of the statement; null when they are the same. */
  #order: readonly number[] | null = null;
  /** The statement has a column that the table's first one did not have. */
  #strange = false;
  #copy: CopyFormat | null = null;
  #skipHeader = false;
  #columnCount = 0;
  /** Lines of a row that goes on. */
  #open: { text: string; line: number } | null = null;
  #rows: StagedRow[] = [];
  #rowNo = 0;
  readonly #damagedLines = new DamagedLines();
  /** Statements that name a column which the table's first one did not have. */
  otherColumns = 0;

  constructor(file: string, encoding: TextEncoding, limits: ReadLimits) {
    this.#file = file;
    this.#encoding = encoding;
    this.#limits = limits;
  }

  get header(): readonly string[] {
    return this.#header ?? [];
  }

  /** The dump names the columns. */
  get named(): boolean {
    return this.#named;
  }

  get rowCount(): number {
    return this.#rowNo;
  }

  /** What is only known when all rows were read. */
  findings(): FileFinding[] {
    const other = { code: 'dump.other_columns', params: { statements: this.otherColumns } };
    return [...this.#damagedLines.findings(this.#encoding), ...(this.otherColumns > 0 ? [other] : [])];
  }

  take(): StagedRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  beginCopy({ format, columns }: CopyStatement, created: readonly string[] | null): void {
    this.#begin(columns, created);
    this.#copy = format;
    this.#skipHeader = format.kind === 'csv' && format.header;
    this.#open = null;
  }

  beginInsert({ columns }: InsertStatement, created: readonly string[] | null): void {
    this.#begin(columns, created);
  }

  #begin(columns: readonly string[] | null, created: readonly string[] | null): void {
    const own = columns ?? created;
    this.#header ??= own;
    const header = this.#header;
    this.#columnCount = own?.length ?? header?.length ?? 0;
    const same =
      own === null ||
      header === null ||
      (own.length === header.length && own.every((name, index) => name === header[index]));
    if (same) {
      this.#order = null;
      this.#strange = false;
      return;
    }
    let extra = header.length;
    this.#order = own.map((name) => {
      const index = header.indexOf(name);
      return index === -1 ? extra++ : index;
    });
    this.#strange = extra > header.length;
    if (this.#strange) this.otherColumns += 1;
  }

  copyLine(line: string, lineNo: number, cut: boolean): void {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const row =
      this.#open === null
        ? { text, line: lineNo }
        : { text: `${this.#open.text}\n${text}`, line: this.#open.line };
    this.#checkSize(row.text.length, row.line);
    this.#open = null;
    if (this.#copy?.kind === 'csv') return this.#csvRow(row, cut);
    if (row.text === text && !cut && this.#plainRow(text, lineNo)) return;
    if (endsEscaped(text) && !cut) this.#open = row;
    else this.#textRow(row, cut ? 'row.cut_off' : null);
  }

  /** The block ends: a row that should go on does not. */
  endCopy(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    if (this.#copy?.kind === 'csv') this.#keepCsv(open, 'row.malformed_quote');
    else this.#textRow(open, 'row.cut_off');
  }

  /** The usual row: ASCII, no escape but NULL, as many cells as columns. False for any other. */
  #plainRow(line: string, lineNo: number): boolean {
    const { delimiter, nullText, oids } = this.#copy!;
    if (unusual.test(line) || oids || line.length > this.#limits.maxCellBytes || this.#order !== null)
      return false;
    const cells = line.split(delimiter);
    if (cells.length !== this.#columnCount || this.#strange) return false;
    const hasEscape = line.includes('\\');
    let stored: (readonly [number, string])[] | null = null;
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index]!;
      if (cell === nullText) cells[index] = '';
      else if (cell === '') (stored ??= []).push([index, storedEmptyText]);
      else if (hasEscape && cell.includes('\\')) return false;
    }
    if (line === '' && cells.length !== 1) return false;
    this.#rowNo += 1;
    const row = { rowNo: this.#rowNo, line: lineNo, cells, fault: null };
    this.#rows.push(stored === null ? row : { ...row, stored });
    return true;
  }

  #textRow({ text, line }: { text: string; line: number }, damage: RowFault | null): void {
    const { delimiter = '\t', nullText = '\\N', oids = false } = this.#copy ?? {};
    const raw = splitCopyRow(text, delimiter);
    const cells = (oids ? raw.slice(1) : raw).map((cell): RawCell => {
      const { text, isNull, oddEscape } = copyCell(cell, nullText, delimiter);
      return oddEscape ? { text, isNull, stored: cell, note: 'cell.odd_escape' } : { text, isNull };
    });
    this.#keep(cells, line, text === '' && this.#columnCount !== 1 ? 'row.blank' : damage);
  }

  #csvRow(row: { text: string; line: number }, cut: boolean): void {
    if (splitCsvRow(row.text, this.#copy!).open && !cut) this.#open = row;
    else if (this.#skipHeader) this.#skipHeader = false;
    else this.#keepCsv(row, cut ? 'row.cut_off' : null);
  }

  #keepCsv(row: { text: string; line: number }, damage: RowFault | null): void {
    const { cells } = splitCsvRow(row.text, this.#copy!);
    this.#keep(cells, row.line, row.text === '' && this.#columnCount !== 1 ? 'row.blank' : damage);
  }

  tuple(text: string, tuple: Tuple, lineNo: number, backslashes: boolean): void {
    const cells = tuple.values.map((value): RawCell => {
      const cell = literalCell(text, value, backslashes);
      // Such an escape names a character of Unicode, which cannot stand among the bytes of another encoding.
      const unicode =
        !this.#encoding.startsWith('utf-8') && /^e'[\s\S]*\\u/i.test(text.slice(value.start, value.end));
      if (unicode)
        return { text: text.slice(value.start, value.end), isNull: false, note: 'cell.sql_expression' };
      return { ...cell, note: cell.expression ? 'cell.sql_expression' : null };
    });
    this.#checkSize(tuple.end - (tuple.values[0]?.start ?? tuple.end), lineNo);
    this.#keep(cells, lineNo, null);
  }

  /** A row that cannot be taken apart is kept as one cell. */
  broken(raw: string, lineNo: number, damage: RowFault): void {
    this.#keep([{ text: raw, isNull: false }], lineNo, damage);
  }

  #keep(raw: readonly RawCell[], line: number, damage: RowFault | null): void {
    const cells = this.#ordered(raw);
    const stored: (readonly [number, string])[] = [];
    const notes: (readonly [number, string])[] = [];
    let damagedText = false;
    let otherText = false;
    const texts = cells.map((cell, index) => {
      const { text, damaged, other } = this.#decoded(cell.text, line);
      damagedText ||= damaged;
      otherText ||= other;
      if (typeof cell.stored === 'string')
        stored.push([index, decodeBytes(cell.stored, this.#encoding).text]);
      else if (text === '' && !cell.isNull && damage !== 'row.blank') stored.push([index, storedEmptyText]);
      if (typeof cell.note === 'string') notes.push([index, cell.note]);
      return text;
    });
    if (damagedText || otherText) {
      const [damagedLines, otherLines] = [damagedText, otherText].map((is) => (is ? [line] : []));
      this.#damagedLines.add({ damagedLines: damagedLines!, otherLines: otherLines! });
    }
    const found = damage ?? this.#faultOf(raw.length, texts, damagedText);
    this.#rowNo += 1;
    const row: StagedRow = {
      rowNo: this.#rowNo,
      line,
      cells: texts,
      fault: found,
      ...(stored.length > 0 && { stored }),
      ...(notes.length > 0 && { notes }),
    };
    this.#rows.push(row);
  }

  #faultOf(count: number, texts: readonly string[], damagedText: boolean): RowFault | null {
    if (this.#header === null) this.#nameByNumber(texts.length);
    if (count !== this.#columnCount) return 'row.wrong_cell_count';
    if (this.#strange) return 'row.other_columns';
    if (texts.some((text) => text.includes('\0'))) return 'row.nul_character';
    return damagedText ? 'row.mixed_encoding' : null;
  }

  #nameByNumber(count: number): void {
    this.#header = Array.from({ length: count }, (_, index) => `column ${index + 1}`);
    this.#columnCount = count;
    this.#named = false;
  }

  /** Cells in the order of the table; a row of the wrong length stays as it is. */
  #ordered(raw: readonly RawCell[]): readonly RawCell[] {
    const order = this.#order;
    if (order === null || raw.length !== order.length) return raw;
    const width = Math.max(this.header.length, ...order.map((index) => index + 1));
    const cells = Array.from({ length: width }, (): RawCell => ({ text: '', isNull: true }));
    for (const [index, column] of order.entries()) cells[column] = raw[index]!;
    return cells;
  }

  #decoded(bytes: string, line: number): DecodedCell {
    const limitBytes = this.#limits.maxCellBytes;
    if (bytes.length > limitBytes) {
      throw new FaultError(fault('read.cell_too_large', { file: this.#file, line, limitBytes }));
    }
    return decodeBytes(bytes, this.#encoding);
  }

  #checkSize(length: number, line: number): void {
    const limitBytes = this.#limits.maxRowBytes;
    if (length > limitBytes)
      throw new FaultError(fault('read.row_too_large', { file: this.#file, line, limitBytes }));
  }
}
