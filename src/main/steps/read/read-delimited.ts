// bytes of a delimited file → pages of staged rows

import { fault, FaultError } from '#contract/faults';
import type { DelimitedLayout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import { splittingOf } from '#main/model/line-run';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from './byte-source.ts';
import { CleanLines, type CleanStretch } from './clean-lines.ts';
import { DelimitedParser } from './delimited-parser.ts';
import { nameColumns } from './header.ts';
import { mixedLineEnds } from './line-ends.ts';
import { LineWindow } from './line-window.ts';
import { filePieces, type FilePiece } from './file-pieces.ts';
import type { ReadLimits } from './read-limits.ts';
import { pagesOf } from './row-pages.ts';
import { maxPageRows } from '#main/model/row-page';
import type { ReadPage, ReadSummary, RunPage, RunReading, TableReading } from './recognition.ts';
import { DamagedLines } from './text/damaged-lines.ts';
import { type DecodedText, TextDecoding } from './text/decode-text.ts';
import { DoubleEncodedCells, settleDoubleEncoding } from './text/double-encoding.ts';

/** Fewer are not worth a run. */
const minRunRows = 16;
const maxLinesAtOnce = 64;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dosEnd = 0x1a;
/** Text that was converted twice has two characters together that are not ASCII; a cut may part them. */
const foreignPair = /[^\0-\x7F]{2}|^[^\0-\x7F]|[^\0-\x7F]$/;

/**
 * Reads one table of a text file in the given layout: page after page, then the summary as the generator's return
 * value. Holds one piece of text and its rows at a time. Every row below the header is in a page, whatever is wrong
 * with it; lines outside the table are counted in a finding.
 *
 * A fault of the file as a whole is thrown as FaultError, because it may come after any number of pages, which the
 * caller then has to take back: `read.unclosed_quote`, `read.row_too_large`, `read.cell_too_large`,
 * `read.file_too_large`, `read.empty`, `read.header_only`, those of the header and of the source, `read.changed`.
 */
export function readDelimited(source: ByteSource, layout: DelimitedLayout, limits: ReadLimits): TableReading {
  // Without runs, all pages are of rows.
  return readPages(source, limits, new Reading(source.fileName, layout, limits, false)) as TableReading;
}

/** The same, but lines that are one sound row each are handed on as they stand, where the layout allows for it. */
export function readDelimitedInRuns(
  source: ByteSource,
  layout: DelimitedLayout,
  limits: ReadLimits,
): RunReading {
  return readPages(source, limits, new Reading(source.fileName, layout, limits, true));
}

async function* readPages(source: ByteSource, limits: ReadLimits, reading: Reading): RunReading {
  for await (const piece of filePieces(source, limits)) yield* reading.take(piece);
  yield* reading.finish();
  if (await source.changed?.()) throw new FaultError(fault('read.changed', { file: source.fileName }));
  return reading.summary();
}

/** The last byte that is more than half of a wide character or the mark that DOS wrote at the end of a file. */
function lastOf(piece: Uint8Array): number | undefined {
  return piece.findLast((byte) => byte !== 0 && byte !== dosEnd);
}

/** One pass over one file: decoder, window, parser and counts. */
class Reading {
  readonly #file: string;
  readonly #layout: DelimitedLayout;
  readonly #limits: ReadLimits;
  readonly #decoding: TextDecoding;
  readonly #window: LineWindow;
  readonly #parser: DelimitedParser;
  readonly #damagedLines = new DamagedLines();
  readonly #doubleEncoded = new DoubleEncodedCells();
  /** How often rows may still come of text that can be double-encoded once it is settled: its last, and one held. */
  #textsToSettle = 0;
  /** Characters up to the end of that text. */
  #endToSettle = 0;
  readonly #inRuns: boolean;
  #cleanLines: CleanLines | null = null;
  /** Lines that went by in runs. */
  #linesPassed = 0;
  #linesAtOnce = 1;
  #isAtLineStart = true;
  #names: readonly string[] | null = null;
  #headerFindings: readonly FileFinding[] = [];
  #bytesRead = 0;
  #rows = 0;
  #hasContent = false;
  #lastByte = lineFeed;

  constructor(file: string, layout: DelimitedLayout, limits: ReadLimits, inRuns: boolean) {
    this.#inRuns = inRuns && splittingOf(layout) !== null;
    this.#file = file;
    this.#layout = layout;
    this.#limits = limits;
    this.#decoding = new TextDecoding(layout.encoding, layout.newline);
    this.#window = new LineWindow(layout.newline, layout.firstLine, layout.lastLine);
    this.#parser = new DelimitedParser(file, layout, limits);
  }

  *take({ bytes: piece, bytesRead }: FilePiece): Generator<ReadPage | RunPage> {
    this.#bytesRead = bytesRead;
    this.#lastByte = lastOf(piece) ?? this.#lastByte;
    if (!this.#inRuns) return yield* this.#pagesOf(this.#rowsOf(this.#decoding.decode(piece)));
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const pieceAt = this.#bytesRead - piece.length;
    for (let place = 0; place < bytes.length;) {
      const stretch = this.#cleanLinesFrom(bytes, place);
      if (stretch.rowCount >= minRunRows) {
        yield* this.#passRun(bytes.subarray(place, stretch.end), stretch, pieceAt + place);
        place = stretch.end;
      } else {
        const start = place;
        place = this.#endOfLines(bytes, stretch.end);
        yield* this.#pagesOf(this.#rowsOf(this.#decoding.decode(bytes.subarray(start, place))));
      }
    }
  }

  /** The table goes on to the end of the file, and that has no line end. */
  get #endsInLine(): boolean {
    return this.#layout.lastLine === null && this.#lastByte !== lineFeed && this.#lastByte !== carriageReturn;
  }

  *finish(): Generator<ReadPage> {
    const rows = this.#rowsOf(this.#decoding.finish());
    yield* this.#pagesOf(rows.concat(this.#checked(this.#parser.finish()).map((row) => this.#cutOff(row))));
  }

  /** The file ends within a row that is too short: it was cut off there, which is no matter of delimiters. */
  #cutOff(row: StagedRow): StagedRow {
    const isShort = row.fault === 'row.wrong_cell_count' && row.cells.length < (this.#names?.length ?? 0);
    return this.#endsInLine && isShort && row.rowNo === this.#rows ? { ...row, fault: 'row.cut_off' } : row;
  }

  /** None where a row or character is unfinished, or the names of the columns are not known yet. */
  #cleanLinesFrom(bytes: Buffer, place: number): CleanStretch {
    const none = { rowCount: 0, lineCount: 0, end: place };
    if (!this.#parser.isInStep || !this.#isAtLineStart) return none;
    this.#cleanLines ??= this.#parser.cleanLines(this.#limits);
    return this.#cleanLines?.scan(bytes, place, maxPageRows, this.#window.linesLeft) ?? none;
  }

  /**
   * After so many lines that the parser is likely to be in step again: more at a time where it was not, or where
   * there was nothing for a run.
   */
  #endOfLines(bytes: Buffer, start: number): number {
    let end = start;
    for (let lines = 0; lines < this.#linesAtOnce && end < bytes.length; lines += 1) {
      const lineEnd = bytes.indexOf(lineFeed, end);
      end = lineEnd === -1 ? bytes.length : lineEnd + 1;
    }
    this.#linesAtOnce = Math.min(this.#linesAtOnce * 2, maxLinesAtOnce);
    this.#isAtLineStart = bytes[end - 1] === lineFeed;
    return end;
  }

  *#passRun(
    text: Buffer,
    { rowCount, lineCount }: CleanStretch,
    position: number,
  ): Generator<ReadPage | RunPage> {
    const firstLine = this.#parser.line;
    const { firstRowNo, rowsAbove } = this.#parser.passRun(rowCount, lineCount);
    yield* this.#pagesOf(this.#checked(rowsAbove));
    this.#window.pass(lineCount);
    this.#linesPassed += lineCount;
    this.#linesAtOnce = 1;
    this.#rows += rowCount;
    this.#hasContent = true;
    yield { run: { text, firstRowNo, firstLine, rowCount }, position, bytesRead: this.#bytesRead };
  }

  #pagesOf(rows: readonly StagedRow[]): Generator<ReadPage> {
    return pagesOf(rows, this.#bytesRead);
  }

  summary(): ReadSummary {
    if (this.#names === null) throw new FaultError(fault('read.empty', { file: this.#file }));
    if (!this.#hasContent) throw new FaultError(fault('read.header_only', { file: this.#file }));
    return { header: this.#names, rows: this.#rows, findings: this.#findings() };
  }

  #findings(): FileFinding[] {
    const { linesAbove, linesBelow } = this.#window;
    const outside = [
      { code: 'delimited.lines_above', params: { lines: linesAbove } },
      { code: 'delimited.lines_below', params: { lines: linesBelow } },
    ];
    const ends = mixedLineEnds(this.#layout.newline, this.#parser.lineEndCounts);
    return [
      ...outside.filter(({ params }) => params.lines > 0),
      ...(this.#endsInLine ? [{ code: 'delimited.no_last_line_end', params: {} }] : []),
      ...this.#headerFindings,
      ...(ends === null ? [] : [ends]),
      ...this.#damagedLines.findings(this.#layout.encoding),
      ...this.#doubleEncoded.findings(),
    ];
  }

  #rowsOf(decoded: DecodedText): StagedRow[] {
    const { text, damage } = decoded;
    this.#damagedLines.add(decoded, this.#linesPassed);
    const inWindow = this.#window.take(text);
    const { skipped } = this.#window;
    const places = skipped === 0 ? damage : damage.map((place) => place - skipped);
    const rows = this.#parser.push(inWindow, places);
    if (foreignPair.test(text)) {
      this.#textsToSettle = 2;
      this.#endToSettle = this.#parser.textEnd;
    }
    return this.#checked(rows);
  }

  /** Nothing is handed on before the header is known to be usable. */
  #checked(rows: StagedRow[]): StagedRow[] {
    const { header } = this.#parser;
    if (this.#names === null && header !== null) {
      const named = nameColumns(this.#file, header, this.#limits);
      if (!named.ok) throw new FaultError(named.fault);
      this.#names = named.value.names;
      this.#headerFindings = named.value.findings;
    }
    this.#rows += rows.length;
    this.#hasContent ||= rows.some(({ fault }) => fault !== 'row.blank' && fault !== 'row.comment');
    if (this.#textsToSettle === 0 || rows.length === 0) return rows;
    if (this.#parser.settledEnd >= this.#endToSettle) this.#textsToSettle -= 1;
    const undo = this.#layout.undoDoubleEncoding;
    return rows.map((row) => settleDoubleEncoding(row, undo, this.#doubleEncoded));
  }
}
