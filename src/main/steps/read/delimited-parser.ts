import type { DelimitedLayout } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';
import { CleanLines } from './clean-lines.ts';
import { type HeaderRow, isSameHeader, joinHeaderLines } from './header.ts';
import { type SettledRow, LineUnit } from './line-unit.ts';
import { readLine } from './read-line.ts';
import { maxMalformedQuotesPerRow, type ReadLimits } from './read-limits.ts';
import { isDamaged, mayBeginAbove, RowCollector } from './row-collector.ts';
import type { RowFault } from './row-fault.ts';
import { RowLimits } from './row-limits.ts';
import { type LineEnd, type RowTokens, RowTokenizer } from './row-tokenizer.ts';
import { hidesRow, splitsQuotedText, swallowsRows } from './swallowed-lines.ts';
import { countOf, NextPlace, PlaceQueue } from './text-scan.ts';
import { looksLikeTotal } from './total-row.ts';
import { usualCellCount } from './usual-cell-count.ts';

/** Where a text begins that is not the table's beginning, as a sample from the middle of a file. */
export interface WithinTable {
  /** Names of the columns, or any names as many. */
  readonly header: readonly string[];
  /** Physical line on which the text begins. */
  readonly line: number;
}

/** Of a file without names of columns, so much is looked at to tell how many there are. */
const columnEvidence = 64 * 1024;

/**
 * Decoded text in pieces → header and rows of one table, from its first line on. RowTokenizer finds the cells; this
 * class keeps unfinished text between pieces, the physical line of each row, and what is structurally wrong with it.
 *
 * Below the header, a row of several lines of which others read as rows by themselves becomes a row of each line,
 * all with a finding, so that every record is counted; so does all that follows a quotation mark which is never
 * closed. One that stands right above a damaged row may be a finding as well (RowCollector). The outcome does not depend
 * on how the text is cut into pieces.
 * Throws FaultError: `read.row_too_large`, `read.cell_too_large`, `read.unclosed_quote` (too many broken marks).
 */
export class DelimitedParser {
  readonly #limits: RowLimits;
  readonly #layout: DelimitedLayout;
  /** The character that ends physical lines, alone or with another. */
  readonly #lineEnd: '\n' | '\r';
  readonly #tokenizer: RowTokenizer;
  readonly #unit: LineUnit;
  readonly #rows: RowCollector;

  #pending = '';
  /** Characters of all the text before it. */
  #pendingStart = 0;
  /** A row longer than a piece is not parsed again until as much has come again: the work stays linear. */
  #parseAtLength: number;
  #line: number;
  #header: HeaderRow | null = null;
  readonly #headerLines: (readonly string[])[] = [];
  #headerLine = 0;
  #headerFault: RowFault | null = null;
  /** Cells of a row as it stands in the file, with the empty one after a trailing delimiter. */
  #columns = 0;
  readonly #lineEndCounts = new Map<LineEnd, number>();
  readonly #damage = new PlaceQueue();

  #text = '';
  /** Up to here the text is settled. */
  #settled = 0;
  #isWellFormed = true;
  readonly #lineEnds: NextPlace;
  readonly #otherLineEnds: NextPlace;
  readonly #nuls = new NextPlace('\0');

  constructor(fileName: string, layout: DelimitedLayout, limits: ReadLimits, within?: WithinTable) {
    this.#limits = new RowLimits(fileName, limits);
    this.#layout = layout;
    this.#tokenizer = new RowTokenizer(layout);
    this.#unit = new LineUnit(layout.newline);
    this.#rows = new RowCollector(layout);
    this.#lineEnd = layout.newline === '\r' ? '\r' : '\n';
    this.#lineEnds = new NextPlace(this.#lineEnd);
    this.#otherLineEnds = new NextPlace(layout.newline === '\r' ? '\n' : '\r');
    this.#line = within?.line ?? layout.firstLine;
    this.#parseAtLength = layout.headerLines === 0 ? columnEvidence : 0;
    if (within === undefined) return;
    this.#headerLines.push(layout.trailingDelimiter ? [...within.header, ''] : within.header);
    this.#beginBelow(this.#line, within.header);
  }

  get header(): HeaderRow | null {
    return this.#header;
  }

  /** The physical line on which the next text begins, when no row is unfinished. */
  get line(): number {
    return this.#line;
  }

  /** No row is unfinished, and the names of the columns are known: the next text begins a row. */
  get isInStep(): boolean {
    return this.#pending === '' && this.#header !== null && this.#unit.isEmpty;
  }

  /** Characters of all the text that has come, without what went by in runs. */
  get textEnd(): number {
    return this.#pendingStart + this.#pending.length;
  }

  /** Characters of it of which the rows are complete. */
  get settledEnd(): number {
    return this.#pendingStart;
  }

  /** Rows and their header by the line end that ended them. */
  get lineEndCounts(): ReadonlyMap<LineEnd, number> {
    return this.#lineEndCounts;
  }

  /**
   * The rows that are complete now. `damage`: positions in the text of what stands for bytes that are no
   * characters; those outside it count for nothing.
   */
  push(text: string, damage: readonly number[] = []): StagedRow[] {
    if (damage.length > 0) {
      const start = this.#pendingStart + this.#pending.length;
      this.#damage.add(
        damage.filter((place) => place >= 0 && place < text.length).map((place) => start + place),
      );
    }
    this.#pending += text;
    if (this.#pending.length >= this.#parseAtLength) this.#parse(this.#pending, false);
    return this.#taken();
  }

  /** The rows left when no more text comes; the last one need not end with a line end. */
  finish(): StagedRow[] {
    if (this.#pending !== '') this.#parse(this.#pending, true);
    this.#rows.finish();
    return this.#taken();
  }

  /** So many sound rows are kept elsewhere. Only in step; the rows above are complete. */
  passRun(
    rowCount: number,
    lineCount: number,
  ): { readonly firstRowNo: number; readonly rowsAbove: StagedRow[] } {
    const firstRowNo = this.#rows.passRun(rowCount);
    this.#line += lineCount;
    this.#countLineEnd(this.#layout.newline, rowCount);
    return { firstRowNo, rowsAbove: this.#taken() };
  }

  /** Looks for lines that need not be parsed. Null when the layout allows for none. */
  cleanLines(limits: ReadLimits): CleanLines | null {
    return CleanLines.of(this.#layout, this.#columns, this.#headerLines, limits);
  }

  /** Nothing is handed on before the header is known. */
  #taken(): StagedRow[] {
    return this.#header === null ? [] : this.#rows.take();
  }

  #parse(text: string, isLast: boolean): void {
    if (this.#header === null && this.#layout.headerLines === 0) this.#nameByNumber(text);
    this.#text = text;
    this.#settled = 0;
    this.#isWellFormed = text.isWellFormed();
    for (const place of [this.#lineEnds, this.#otherLineEnds, this.#nuls]) place.begin(text);
    this.#limits.begin(text);
    this.#tokenizer.begin(text, isLast);
    this.#unit.restart();
    let part = this.#tokenizer.next(0);
    for (let start = 0; part !== null; part = this.#tokenizer.next(start)) {
      if (part.malformedMarks > maxMalformedQuotesPerRow) break;
      start = part.end;
      if (this.#unit.isWhole(part)) this.#takeRow(part, false);
      else for (const row of this.#unit.add(part, isLast && start === text.length)) this.#settle(row);
    }
    if (this.#tokenizer.malformedMarks > maxMalformedQuotesPerRow)
      throw this.#limits.tooManyMarks(this.#line);
    if (isLast) this.#readUnclosed();
    this.#pending = text.slice(this.#settled);
    this.#pendingStart += this.#settled;
    this.#text = '';
    this.#parseAtLength = this.#settled === 0 ? this.#limits.parseAgainAt(text.length) : 0;
    this.#limits.refuseRow(this.#pending, this.#line);
  }

  /** What is left when no more text comes begins with a row whose quotation mark is never closed. */
  #readUnclosed(): void {
    for (const row of this.#unit.finish()) this.#settle(row);
    const rest = this.#text.slice(this.#settled);
    if (rest === '') return;
    this.#limits.refuseRow(rest, this.#line);
    const line = this.#line;
    const lines = this.#linesOf(rest);
    if (rest.endsWith(this.#lineEnd)) lines.pop();
    for (const [index, text] of lines.entries()) this.#limits.refuseCells([text], line + index);
    this.#settled = this.#text.length;
    this.#line += lines.length;
    if (this.#header === null)
      this.#takeHeaderLine(line, readLine(lines[0]!, this.#layout), 'row.malformed_quote');
    else this.#rows.addEachLine(line, lines, mayBeginAbove(rest, this.#layout));
  }

  #settle(settled: SettledRow): void {
    if (settled.kind === 'row') return this.#takeRow(settled.part, settled.doubtful);
    const { parts } = settled;
    const last = parts.at(-1)!;
    this.#takeRow({ ...last, start: parts[0]!.start, cells: joinedCells(parts), comment: false }, true);
  }

  #takeRow(row: RowTokens, doubtful: boolean): void {
    const { start, contentEnd, end, cells, comment } = row;
    const line = this.#line;
    this.#limits.check(row, line);
    const hasInnerLineEnd = this.#lineEnds.atOrAfter(start) < contentEnd;
    const hasLineEnds = hasInnerLineEnd || this.#otherLineEnds.atOrAfter(start) < contentEnd;
    const lineCount = countOf(this.#lineEnd, this.#text, start, end);
    this.#countLineEnd(row.lineEnd, 1);
    this.#line += lineCount;
    this.#settled = end;
    // Whoever writes cells of several lines escapes marks too: a bare one says that the marks are out of step.
    const malformed =
      doubtful ||
      row.malformedMarks > 0 ||
      (row.strayMark && (hasLineEnds || splitsQuotedText(cells, this.#layout.quote)));
    const hasDamage = this.#damage.has(this.#pendingStart + start, this.#pendingStart + contentEnd);
    const rowFault = comment ? 'row.comment' : this.#faultOf(row, malformed, hasDamage);
    if (this.#header === null && rowFault !== 'row.comment') {
      if (rowFault !== 'row.blank') this.#takeHeaderLine(line, cells, rowFault);
      return;
    }
    const outOfStep = isDamaged(rowFault) && mayBeginAbove(this.#text.slice(start, contentEnd), this.#layout);
    if (!hasInnerLineEnd) this.#rows.add(line, cells, rowFault, outOfStep);
    else this.#keepMultiLine(line, cells, rowFault, outOfStep, this.#text.slice(start, contentEnd));
  }

  #countLineEnd(lineEnd: LineEnd, rows: number): void {
    this.#lineEndCounts.set(lineEnd, (this.#lineEndCounts.get(lineEnd) ?? 0) + rows);
  }

  #faultOf(row: RowTokens, malformed: boolean, hasDamage: boolean): RowFault | null {
    const { start, contentEnd, cells } = row;
    if (start === contentEnd) return 'row.blank';
    const isRow = this.#header !== null;
    if (isRow && !this.#fits(cells)) return 'row.wrong_cell_count';
    if (malformed) return 'row.malformed_quote';
    if (isRow && cells[0] === '' && cells.every((cell) => cell === '')) return 'row.blank';
    if (this.#nuls.atOrAfter(start) < contentEnd) return 'row.nul_character';
    if (!this.#isWellFormed && !cells.every((cell) => cell.isWellFormed())) return 'row.unpaired_surrogate';
    if (!isRow) return null;
    if (hasDamage) return 'row.mixed_encoding';
    if (this.#repeatsHeader(cells)) return 'row.repeated_header';
    return looksLikeTotal(cells) ? 'row.total' : null;
  }

  #fits(cells: readonly string[]): boolean {
    return cells.length === this.#columns && (!this.#layout.trailingDelimiter || cells.at(-1) === '');
  }

  #repeatsHeader(cells: readonly string[]): boolean {
    return this.#headerLines.some((header) => isSameHeader(header, cells, this.#layout.quote));
  }

  #takeHeaderLine(line: number, cells: readonly string[], lineFault: RowFault | null): void {
    this.#headerLine ||= line;
    this.#headerFault ??= lineFault;
    this.#headerLines.push(cells);
    if (this.#headerLines.length < this.#layout.headerLines) return;
    const named = this.#headerLines.map((names) => this.#onOneLine(this.#withoutTrailing(names)));
    this.#beginBelow(this.#headerLine, joinHeaderLines(named));
  }

  /**
   * Spreadsheets have names of several lines. One with a delimiter in it keeps its line ends and is damaged: it may
   * hold the rows below a quotation mark that was not closed.
   */
  #onOneLine(names: readonly string[]): string[] {
    const { delimiter } = this.#layout;
    const isOneName = (name: string): boolean => names.length > 1 && !name.includes(delimiter);
    return names.map((name) => (isOneName(name) ? name.replaceAll(/[ \t]*[\r\n]+[ \t]*/g, ' ') : name));
  }

  #withoutTrailing(names: readonly string[]): readonly string[] {
    const endsEmpty = this.#layout.trailingDelimiter && names.length > 1 && names.at(-1)!.trim() === '';
    return endsEmpty ? names.slice(0, -1) : names;
  }

  #nameByNumber(text: string): void {
    const count = usualCellCount(text.slice(0, columnEvidence), this.#layout);
    if (count === 0) return;
    const columns = this.#layout.trailingDelimiter ? Math.max(1, count - 1) : count;
    this.#beginBelow(
      this.#line,
      Array.from({ length: columns }, (_, column) => `Column ${column + 1}`),
    );
  }

  #beginBelow(line: number, cells: readonly string[]): void {
    this.#header = { line, cells, fault: this.#headerFault };
    const { trailingDelimiter } = this.#layout;
    this.#columns = cells.length + (trailingDelimiter ? 1 : 0);
    this.#unit.columns = this.#columns;
    if (trailingDelimiter) this.#rows.dropTrailingCell(this.#columns);
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
    const lines = this.#linesOf(row);
    if (this.#isOfSeveralRows(cells, rowFault, lines)) this.#rows.addEachLine(line, lines, outOfStep);
    else if (rowFault === null) this.#rows.addMultiLine({ line, cells, lines });
    else this.#rows.add(line, cells, rowFault, outOfStep);
  }

  #isOfSeveralRows(cells: string[], rowFault: RowFault | null, lines: readonly string[]): boolean {
    const names = this.#header!.cells;
    const header = this.#layout.trailingDelimiter ? [...names, ''] : names;
    if (isDamaged(rowFault)) return hidesRow(lines, header, this.#layout);
    return swallowsRows({ cells, lines }, header, this.#layout, (text) => this.#linesOf(text));
  }
}

/** Cells of one row that was cut at line ends in unquoted cells: those line ends are put back. */
function joinedCells(parts: readonly RowTokens[]): string[] {
  const cells = [...parts[0]!.cells];
  for (const [index, part] of parts.slice(1).entries()) {
    const { lineEnd } = parts[index]!;
    cells.push(
      `${cells.pop()!}${lineEnd === 'none' ? '' : lineEnd}${part.cells[0]!}`,
      ...part.cells.slice(1),
    );
  }
  return cells;
}
