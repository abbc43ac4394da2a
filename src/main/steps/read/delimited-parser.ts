import Papa from 'papaparse';
import { fault, FaultError } from '#contract/faults';
import type { StagedRow } from '#main/model/staged-row';
import { examineQuoting } from './quoting.ts';
import { maxMalformedQuotesPerRow, type ReadLimits } from './read-limits.ts';
import { isDamaged, RowCollector } from './row-collector.ts';
import type { RowFault } from './row-fault.ts';
import { hidesRow, swallowsRows } from './swallowed-lines.ts';
import { countOf, NextPlace } from './text-scan.ts';

export interface DelimitedFormat {
  readonly delimiter: string;
  readonly newline: string;
}

/** The first line that is not empty. `fault` says why its names cannot be trusted. */
export interface HeaderRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: RowFault | null;
}

interface ParsedStep {
  readonly data: readonly string[][];
  readonly errors: readonly unknown[];
  readonly meta: { readonly cursor: number };
}

const maxUtf8BytesPerCharacter = 3;
const carriageReturn = 0x0d;

/**
 * Decoded text in pieces → header and rows. Papaparse finds the cells; this class keeps what it does not know:
 * unfinished text between pieces, the physical line of each row, and what is structurally wrong with it.
 *
 * Line feeds end rows, with or without a carriage return before them, whichever of the two the file mostly uses;
 * in a file of bare carriage returns these do. Every other line end outside quotation marks is a finding. Blanks
 * between a closing quotation mark and the delimiter belong to no cell. Below the header, a row of several lines
 * of which others read as rows by themselves becomes a row of each line, all with a finding, so that every record
 * is counted; one that stands right above a damaged row is a finding as well (RowCollector). The outcome does not depend on how the text is cut into pieces.
 * Throws FaultError: `read.row_too_large`, `read.cell_too_large`, `read.unclosed_quote`.
 */
export class DelimitedParser {
  readonly #fileName: string;
  readonly #limits: ReadLimits;
  readonly #delimiter: string;
  readonly #lineEnd: string;
  readonly #papa: Papa.Parser;
  /** In a text of up to this many characters no cell or row can reach a limit. */
  readonly #harmlessLength: number;

  #pending = '';
  /** A row longer than a piece is not parsed again until as much has come again: the work stays linear. */
  #parseAtLength = 0;
  #line = 1;
  #header: HeaderRow | null = null;
  readonly #rows: RowCollector;

  #text = '';
  #rowStart = 0;
  #mayBeTooLarge = false;
  #isWellFormed = true;
  readonly #otherLineEnd: NextPlace;
  readonly #nul = new NextPlace('\0');

  constructor(fileName: string, format: DelimitedFormat, limits: ReadLimits) {
    this.#fileName = fileName;
    this.#limits = limits;
    this.#delimiter = format.delimiter;
    this.#rows = new RowCollector(format.delimiter);
    this.#lineEnd = format.newline === '\r' ? '\r' : '\n';
    this.#otherLineEnd = new NextPlace(format.newline === '\r' ? '\n' : '\r');
    this.#harmlessLength = Math.min(limits.maxCellBytes, limits.maxRowBytes) / maxUtf8BytesPerCharacter;
    this.#papa = new Papa.Parser({
      delimiter: format.delimiter,
      newline: this.#lineEnd as '\r' | '\n',
      quoteChar: '"',
      escapeChar: '"',
      step: (row: ParsedStep) => this.#takeRow(row.data[0]!, row.errors.length, row.meta.cursor),
    });
  }

  get header(): HeaderRow | null {
    return this.#header;
  }

  /** Physical lines of the rows returned so far, and of blank lines before and between them. */
  get linesRead(): number {
    return this.#line - 1;
  }

  /** The rows that are complete now. */
  push(text: string): StagedRow[] {
    this.#pending += text;
    if (this.#pending.length >= this.#parseAtLength) this.#parse(this.#pending);
    return this.#rows.take();
  }

  /** The rows left when no more text comes; the last one need not end with a line end. */
  finish(): StagedRow[] {
    if (this.#pending !== '') this.#parse(this.#pending);
    if (this.#pending !== '') {
      this.#parse(this.#pending + this.#lineEnd);
      if (this.#pending !== '') throw this.#unclosedQuote(this.#lineOfOpenQuote());
    }
    this.#rows.finish();
    return this.#rows.take();
  }

  /** The physical line that comes after everything pushed so far and then `text`. */
  lineAfter(text: string): number {
    return this.#line + countOf(this.#lineEnd, this.#pending) + countOf(this.#lineEnd, text);
  }

  #parse(text: string): void {
    this.#text = text;
    this.#rowStart = 0;
    this.#mayBeTooLarge = text.length > this.#harmlessLength;
    this.#isWellFormed = text.isWellFormed();
    this.#otherLineEnd.begin(text);
    this.#nul.begin(text);
    const unfinished = this.#papa.parse(text, 0, true) as ParsedStep;
    this.#pending = text.slice(this.#rowStart);
    this.#text = '';
    this.#parseAtLength = this.#rowStart === 0 ? Math.min(text.length * 2, this.#limits.maxRowBytes + 1) : 0;
    // The last mark so far may only seem malformed because the text stops after it.
    if (unfinished.errors.length - 1 > maxMalformedQuotesPerRow) throw this.#unclosedQuote(this.#line);
    this.#refuseIfTooLarge(this.#pending);
  }

  /** Called by the parser for each complete row; `end` is the position after its line end. */
  #takeRow(cells: string[], malformedQuotes: number, end: number): void {
    const text = this.#text;
    const start = this.#rowStart;
    const line = this.#line;
    if (malformedQuotes > maxMalformedQuotesPerRow) throw this.#unclosedQuote(line);
    if (this.#mayBeTooLarge) {
      this.#refuseIfTooLarge(text.slice(start, end));
      this.#refuseLargeCells(cells);
    }
    const firstLineEnd = text.indexOf(this.#lineEnd, start);
    const contentEnd = this.#contentEnd(start, end);
    let malformed = malformedQuotes > 0;
    if (firstLineEnd !== end - 1 || this.#otherLineEnd.atOrAfter(start) < contentEnd) {
      const row = text.slice(start, contentEnd);
      malformed = this.#settleInnerLineEnds(cells, row, malformed, contentEnd < end - 1);
    } else if (contentEnd < end - 1) {
      dropCarriageReturn(cells);
    }
    const lineCount = firstLineEnd === end - 1 ? 1 : countOf(this.#lineEnd, text, start, end);
    this.#line += lineCount;
    this.#rowStart = end;
    const rowFault = this.#faultOf(cells, start, contentEnd, malformed);
    if (this.#header === null) {
      if (rowFault !== 'row.blank') this.#header = { line, cells, fault: rowFault };
      return;
    }
    const outOfStep = isDamaged(rowFault) && countOf('"', text, start, contentEnd) > 0;
    if (lineCount === 1) this.#rows.add(line, cells, rowFault, outOfStep);
    else this.#keepMultiLine(line, cells, rowFault, outOfStep, text.slice(start, contentEnd));
  }

  /** Position of the line end that ends the row: of CR LF or of the single character. */
  #contentEnd(start: number, end: number): number {
    const crLf =
      this.#lineEnd === '\n' && end - 2 >= start && this.#text.charCodeAt(end - 2) === carriageReturn;
    return crLf ? end - 2 : end - 1;
  }

  /** Whether a row with line ends inside it is malformed; `row` is its text without the line end that ends it. */
  #settleInnerLineEnds(cells: string[], row: string, malformed: boolean, endsWithCrLf: boolean): boolean {
    const quoting = examineQuoting(row, this.#delimiter);
    const lastCellQuoted = malformed ? row.trimEnd().endsWith('"') : quoting.lastCellQuoted;
    if (endsWithCrLf && !lastCellQuoted) dropCarriageReturn(cells);
    // Whoever writes cells of several lines quotes marks too: a bare one says that the marks are out of step.
    return malformed || quoting.strayLineEnd || quoting.strayMark;
  }

  #faultOf(cells: readonly string[], start: number, contentEnd: number, malformed: boolean): RowFault | null {
    if (start === contentEnd) return 'row.blank';
    if (this.#header !== null && cells.length !== this.#header.cells.length) return 'row.wrong_cell_count';
    if (malformed) return 'row.malformed_quote';
    if (this.#nul.atOrAfter(start) < contentEnd) return 'row.nul_character';
    if (!this.#isWellFormed && !cells.every((cell) => cell.isWellFormed())) return 'row.unpaired_surrogate';
    return null;
  }

  /** `row` is its text without the line end that ends it. */
  #linesOf(row: string): string[] {
    const lines = row.split(this.#lineEnd);
    return this.#lineEnd === '\n' ? lines.map((line) => line.replace(/\r$/, '')) : lines;
  }

  #keepMultiLine(
    line: number,
    cells: string[],
    rowFault: RowFault | null,
    outOfStep: boolean,
    row: string,
  ): void {
    const header = this.#header!.cells;
    const lines = this.#linesOf(row);
    const isOfSeveralRows = isDamaged(rowFault)
      ? hidesRow(lines, header, this.#delimiter)
      : swallowsRows({ cells, lines }, header, this.#delimiter, (text) => this.#linesOf(text));
    if (isOfSeveralRows) this.#rows.addEachLine(line, lines, outOfStep);
    else if (rowFault === null) this.#rows.addMultiLine({ line, cells, lines });
    else this.#rows.add(line, cells, rowFault, outOfStep);
  }

  #refuseIfTooLarge(row: string): void {
    const limitBytes = this.#limits.maxRowBytes;
    if (row.length * maxUtf8BytesPerCharacter <= limitBytes || Buffer.byteLength(row) <= limitBytes) return;
    const params = { file: this.#fileName, line: this.#line, limitBytes };
    throw new FaultError(fault('read.row_too_large', params));
  }

  #refuseLargeCells(cells: readonly string[]): void {
    const limitBytes = this.#limits.maxCellBytes;
    for (const cell of cells) {
      if (Buffer.byteLength(cell) <= limitBytes) continue;
      const params = { file: this.#fileName, line: this.#line, limitBytes };
      throw new FaultError(fault('read.cell_too_large', params));
    }
  }

  /** The line of the open quotation mark at the end of the text: the parser stands just after it. */
  #lineOfOpenQuote(): number {
    const opening = this.#papa.getCharIndex() - 1;
    return this.#line + countOf(this.#lineEnd, this.#pending, 0, opening);
  }

  #unclosedQuote(line: number): FaultError {
    return new FaultError(fault('read.unclosed_quote', { file: this.#fileName, line }));
  }
}

/** The parser leaves the carriage return of CR LF in the last cell, except after a quoted one. */
function dropCarriageReturn(cells: string[]): void {
  const last = cells.length - 1;
  if (cells[last]!.endsWith('\r')) cells[last] = cells[last]!.slice(0, -1);
}
