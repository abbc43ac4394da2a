// bytes of a text with columns of fixed width → pages of rows

import type { FixedWidthLayout } from '#contract/layout';
import { fault, FaultError } from '#contract/faults';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import { distinctHeader } from '../header.ts';
import { filePieces } from '../file-pieces.ts';
import type { ReadLimits } from '../read-limits.ts';
import { pagesOf } from '../row-pages.ts';
import type { ReadTable } from '../recognition.ts';
import { DamagedLines } from '../text/damaged-lines.ts';
import { type DecodedText, TextDecoding } from '../text/decode-text.ts';
import { DoubleEncodedCells, settleDoubleEncoding } from '../text/double-encoding.ts';
import { FixedRows } from './fixed-row.ts';
import { fullLengthOf, rowsForLength } from './full-length.ts';

/** What DOS programs end a file with. */
const endOfFileMark = '\u001A';

/**
 * Reads a text whose columns are described. Thrown: `read.header_only`, `read.too_many_columns`,
 * `read.row_too_large`, `read.cell_too_large`, `read.file_too_large`, `read.changed` and the faults of the source.
 */
export const readFixedWidth: ReadTable<FixedWidthLayout> = async function* (source, layout, limits) {
  const file = source.fileName;
  if (layout.columns.length > limits.maxColumns) {
    throw new FaultError(fault('read.too_many_columns', { file, limit: limits.maxColumns }));
  }
  const reading = new FixedReading(file, layout, limits);
  let bytesRead = 0;
  for await (const piece of filePieces(source, limits)) {
    ({ bytesRead } = piece);
    yield* pagesOf(reading.take(piece.bytes), bytesRead);
  }
  yield* pagesOf(reading.finish(), bytesRead);
  if (await source.changed?.()) throw new FaultError(fault('read.changed', { file }));
  if (reading.rowCount === 0) throw new FaultError(fault('read.header_only', { file }));
  return {
    header: distinctHeader(layout.columns.map(({ name }) => name)),
    rows: reading.rowCount,
    findings: reading.findings(),
  };
};

interface RowLine {
  readonly line: string;
  readonly lineNo: number;
  readonly damaged: boolean;
  /** The file ends in it. */
  readonly isOpen: boolean;
}

/** One pass over a file, or over a sample of it that begins with a whole line below the names (`rows`). */
export class FixedReading {
  readonly #file: string;
  readonly #layout: FixedWidthLayout;
  readonly #limits: ReadLimits;
  readonly #decoding: TextDecoding;
  readonly #rows: FixedRows;
  readonly #damagedLines = new DamagedLines();
  readonly #doubleEncoded = new DoubleEncodedCells();
  readonly #damaged = new Set<number>();
  #pending = '';
  /** The first rows, until it is known how long a line is. */
  #waiting: RowLine[] | null = [];
  #line = 0;
  #linesBefore = 0;
  #headerLinesRead = 0;
  #endMark = false;
  #endsInLine = false;
  rowCount = 0;
  /** Lines that end before the last column begins. */
  short = 0;

  constructor(file: string, layout: FixedWidthLayout, limits: ReadLimits, rows?: FixedRows) {
    this.#file = file;
    this.#layout = rows === undefined ? layout : { ...layout, firstLine: 1, headerLines: 0 };
    this.#limits = limits;
    this.#decoding = new TextDecoding(layout.encoding, layout.newline);
    this.#rows = rows ?? new FixedRows(layout);
    if (rows !== undefined) this.#waiting = null;
  }

  take(piece: Uint8Array): StagedRow[] {
    return this.takeText(this.#decoding.decode(piece));
  }

  finish(): StagedRow[] {
    const rows = this.takeText(this.#decoding.finish());
    const rest = this.#pending;
    this.#pending = '';
    return [...rows, ...(rest === '' ? [] : this.#take(rest, true)), ...this.start()];
  }

  findings(): FileFinding[] {
    return [...this.findingsAtEnds(), ...shortLines(this.short, this.rowCount), ...this.findingsWithin()];
  }

  /** About where the table begins and ends: the same however much between them was read. */
  findingsAtEnds(): FileFinding[] {
    const { firstLine, headerLines } = this.#layout;
    return [
      ...counted(firstLine > 1, 'fixed.lines_before', { lines: this.#linesBefore }),
      ...counted(headerLines > 0, 'fixed.header_left_out', { lines: this.#headerLinesRead }),
      ...counted(this.#endMark, 'fixed.end_mark', {}),
      ...counted(this.#endsInLine, 'fixed.no_last_line_end', {}),
    ];
  }

  /** Counted in what was read so far. */
  findingsWithin(): FileFinding[] {
    return [...this.#damagedLines.findings(this.#layout.encoding), ...this.#doubleEncoded.findings()];
  }

  /** Lines are known by now to be as long as they are. */
  get rows(): FixedRows {
    return this.#rows;
  }

  takeText(decoded: DecodedText): StagedRow[] {
    const { text } = decoded;
    this.#damagedLines.add(decoded);
    for (const line of decoded.damagedLines) this.#damaged.add(line);
    const end = this.#layout.newline === '\r' ? '\r' : '\n';
    const lines = (this.#pending + text).split(end);
    this.#pending = lines.pop()!;
    this.#checkSize(this.#pending, this.#line + 1);
    return lines.flatMap((line) => this.#take(line, false));
  }

  #take(text: string, last: boolean): StagedRow[] {
    this.#line += 1;
    const lineNo = this.#line;
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    const { firstLine, headerLines } = this.#layout;
    const damaged = this.#damaged.delete(lineNo);
    this.#checkSize(line, lineNo);
    if (lineNo < firstLine) {
      this.#linesBefore += 1;
      return [];
    }
    if (lineNo < firstLine + headerLines) {
      this.#headerLinesRead += 1;
      if (lineNo === firstLine) this.#rows.header = line.trimEnd();
      return [];
    }
    if (last && line === endOfFileMark) {
      this.#endMark = true;
      return [];
    }
    const row = { line, lineNo, damaged, isOpen: last };
    if (this.#waiting === null) return [this.#row(row)];
    this.#waiting.push(row);
    return this.#waiting.length < rowsForLength ? [] : this.start();
  }

  /** The rows that wait for more to tell how long a line is. */
  start(): StagedRow[] {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    if (waiting.length > 0) this.#rows.fullLength = fullLengthOf(waiting.map(({ line }) => line));
    return waiting.map((row) => this.#row(row));
  }

  #row({ line, lineNo, damaged, isOpen }: RowLine): StagedRow {
    const read = this.#rows.row(line, lineNo, damaged);
    const isShort = this.#rows.isShort(line);
    if (isOpen && line.length < (this.#rows.fullLength ?? Infinity)) this.#endsInLine = true;
    const limitBytes = this.#limits.maxCellBytes;
    if (line.length * 3 > limitBytes && read.cells.some((cell) => Buffer.byteLength(cell) > limitBytes)) {
      throw new FaultError(fault('read.cell_too_large', { file: this.#file, line: lineNo, limitBytes }));
    }
    this.rowCount += 1;
    const isRecord = read.fault !== 'row.blank' && read.fault !== 'row.total';
    if (isRecord && isShort) this.short += 1;
    const rowFault = read.fault ?? (isOpen && isShort ? 'row.ends_early' : null);
    const row: StagedRow = { rowNo: this.rowCount, ...read, fault: rowFault };
    return settleDoubleEncoding(row, this.#layout.undoDoubleEncoding, this.#doubleEncoded);
  }

  #checkSize(line: string, lineNo: number): void {
    const limitBytes = this.#limits.maxRowBytes;
    if (line.length * 3 <= limitBytes || Buffer.byteLength(line) <= limitBytes) return;
    throw new FaultError(fault('read.row_too_large', { file: this.#file, line: lineNo, limitBytes }));
  }
}

export function shortLines(lines: number, rows: number): FileFinding[] {
  const code = lines * 2 > rows ? 'fixed.trimmed_lines' : 'fixed.short_lines';
  return counted(lines > 0, code, { lines, rows });
}

function counted(found: boolean, code: string, params: FileFinding['params']): FileFinding[] {
  return found ? [{ code, params }] : [];
}
