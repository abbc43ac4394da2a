// bytes of a delimited file → pages of staged rows

import { fault, FaultError } from '#contract/faults';
import type { DelimitedLayout } from '#contract/layout';
import { splitCleanRow, type Splitting, splittingOf } from '#main/model/line-run';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from './byte-source.ts';
import type { CleanLines, CleanStretch } from './clean-lines.ts';
import { filePieces, type FilePiece } from './file-pieces.ts';
import type { ReadLimits } from './read-limits.ts';
import { pagesOf } from './row-pages.ts';
import { maxPageRows } from '#main/model/row-page';
import type { ReadPage, ReadSummary, RunPage, RunReading, TableReading } from './recognition.ts';
import { TableText } from './table-text.ts';
import { TextDecoding } from './text/decode-text.ts';

/** Fewer are not worth a run. */
const minRunRows = 16;
const maxLinesAtOnce = 64;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dosEnd = 0x1a;

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

/** Whether a line is open after these bytes; null where there is nothing to tell by. */
export function endsInLine(bytes: Uint8Array): boolean | null {
  // Half of a wide character, or the mark that DOS wrote at the end of a file, is no last byte.
  const last = bytes.findLast((byte) => byte !== 0 && byte !== dosEnd);
  return last === undefined ? null : last !== lineFeed && last !== carriageReturn;
}

/** One pass over one file: bytes, runs and the text between them. */
class Reading {
  readonly #file: string;
  readonly #limits: ReadLimits;
  readonly #decoding: TextDecoding;
  readonly #text: TableText;
  /** How runs are taken apart; null where all rows are. */
  readonly #splitting: Splitting | null;
  #cleanLines: CleanLines | null = null;
  #linesAtOnce = 1;
  #isAtLineStart = true;
  #bytesRead = 0;
  #endsInLine = false;

  constructor(file: string, layout: DelimitedLayout, limits: ReadLimits, inRuns: boolean) {
    this.#splitting = inRuns ? splittingOf(layout) : null;
    this.#file = file;
    this.#limits = limits;
    this.#decoding = new TextDecoding(layout.encoding, layout.newline);
    this.#text = new TableText(file, layout, limits);
  }

  *take({ bytes: piece, bytesRead }: FilePiece): Generator<ReadPage | RunPage> {
    this.#bytesRead = bytesRead;
    this.#endsInLine = endsInLine(piece) ?? this.#endsInLine;
    if (this.#splitting === null) return yield* this.#pagesOf(this.#text.take(this.#decoding.decode(piece)));
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
        yield* this.#pagesOf(this.#text.take(this.#decoding.decode(bytes.subarray(start, place))));
      }
    }
  }

  *finish(): Generator<ReadPage> {
    yield* this.#pagesOf(this.#text.finish(this.#decoding.finish(), this.#endsInLine));
  }

  /** None where a row or character is unfinished, or the names of the columns are not known yet. */
  #cleanLinesFrom(bytes: Buffer, place: number): CleanStretch {
    const none = { rowCount: 0, lineCount: 0, end: place };
    if (!this.#text.parser.isInStep || !this.#isAtLineStart) return none;
    this.#cleanLines ??= this.#text.parser.cleanLines(this.#limits);
    return this.#cleanLines?.scan(bytes, place, maxPageRows, this.#text.linesLeft) ?? none;
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
    const firstLine = this.#text.parser.line;
    const lastLine = Buffer.from(text.subarray(text.lastIndexOf(lineFeed, text.length - 2) + 1));
    const lastRow = { line: firstLine + lineCount - 1, cells: () => this.#cellsOf(lastLine) };
    const { firstRowNo, rowsAbove } = this.#text.passRun(rowCount, lineCount, lastRow);
    yield* this.#pagesOf(rowsAbove);
    this.#linesAtOnce = 1;
    yield { run: { text, firstRowNo, firstLine, rowCount }, position, bytesRead: this.#bytesRead };
  }

  /** Of the last line of a run, which may be the rest of a row of several lines. */
  #cellsOf(line: Buffer): readonly string[] {
    const cells = splitCleanRow(line.toString().replace(/[\r\n]+$/, ''), this.#splitting!);
    return this.#splitting!.trailingDelimiter ? cells.slice(0, -1) : cells;
  }

  #pagesOf(rows: readonly StagedRow[]): Generator<ReadPage> {
    return pagesOf(rows, this.#bytesRead);
  }

  summary(): ReadSummary {
    const { names: header, rows, hasContent } = this.#text;
    if (header === null) throw new FaultError(fault('read.empty', { file: this.#file }));
    if (!hasContent) throw new FaultError(fault('read.header_only', { file: this.#file }));
    return { header, rows, findings: [...this.#text.findingsAtEnds(), ...this.#text.findingsWithin()] };
  }
}
