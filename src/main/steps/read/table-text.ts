import { FaultError } from '#contract/faults';
import type { DelimitedLayout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import { DelimitedParser, type WithinTable } from './delimited-parser.ts';
import { nameColumns } from './header.ts';
import { mixedLineEnds } from './line-ends.ts';
import { LineWindow } from './line-window.ts';
import type { ReadLimits } from './read-limits.ts';
import { hasContent } from './row-fault.ts';
import { mayBeTotal } from './total-row.ts';
import { DamagedLines } from './text/damaged-lines.ts';
import type { DecodedText } from './text/decode-text.ts';
import { DoubleEncodedCells, settleDoubleEncoding } from './text/double-encoding.ts';

/**
 * Text that was converted twice has two characters together that are not ASCII; a cut may part them. Text that was
 * converted wrongly once may have a control character.
 */
const mayBeConverted = /[^\0-\x7F]{2}|^[^\0-\x7F]|[^\0-\x7F]$|[\x80-\x9F]/;

/** The last row that is neither blank nor a comment. Its cells are none where it is damaged. */
interface LastRow {
  readonly line: number;
  readonly cells: () => readonly string[];
}

/**
 * Decoded text of one table in pieces, of a whole file or of a sample (`within`) → its rows, and what was found.
 * Throws FaultError: those of the parser, of the header and of the limits.
 */
export class TableText {
  readonly #file: string;
  readonly #layout: DelimitedLayout;
  readonly #limits: ReadLimits;
  readonly #parser: DelimitedParser;
  readonly #window: LineWindow;
  readonly #damagedLines = new DamagedLines();
  readonly #doubleEncoded = new DoubleEncodedCells();
  /** How often rows may still come of text that can be double-encoded once it is settled: its last, and one held. */
  #textsToSettle = 0;
  /** Characters up to the end of that text. */
  #endToSettle = 0;
  /** Lines that went by in runs: the decoder has not seen them. */
  #linesPassed = 0;
  #names: readonly string[] | null = null;
  #headerFindings: readonly FileFinding[] = [];
  #rows = 0;
  #endsInLine = false;
  #hasContent = false;
  #last: LastRow | null = null;
  #lastTotal: FileFinding | null = null;
  readonly #isSample: boolean;

  constructor(file: string, layout: DelimitedLayout, limits: ReadLimits, within?: WithinTable) {
    this.#file = file;
    this.#layout = layout;
    this.#limits = limits;
    this.#window = new LineWindow(layout.newline, within?.line ?? layout.firstLine, layout.lastLine);
    this.#parser = new DelimitedParser(file, layout, limits, within);
    if (within !== undefined) this.#names = within.header;
    this.#isSample = within !== undefined;
  }

  /** Null before they are known. */
  get names(): readonly string[] | null {
    return this.#names;
  }

  get rows(): number {
    return this.#rows;
  }

  /** A row that is neither blank nor a comment. */
  get hasContent(): boolean {
    return this.#hasContent;
  }

  /** The table's last line has gone by. */
  get isClosed(): boolean {
    return this.#window.linesLeft <= 0;
  }

  get parser(): Pick<DelimitedParser, 'header' | 'isInStep' | 'line' | 'cleanLines'> {
    return this.#parser;
  }

  get linesLeft(): number {
    return this.#window.linesLeft;
  }

  /** The rows that are complete now. */
  take(decoded: DecodedText): StagedRow[] {
    const { text, damage } = decoded;
    this.#damagedLines.add(decoded, this.#linesPassed);
    const inWindow = this.#window.take(text);
    const { skipped } = this.#window;
    const places = skipped === 0 ? damage : damage.map((place) => place - skipped);
    const rows = this.#parser.push(inWindow, places);
    if (mayBeConverted.test(text)) {
      this.#textsToSettle = 2;
      this.#endToSettle = this.#parser.textEnd;
    }
    return this.#checked(rows);
  }

  /** The rows left when no more text comes. `endsInLine`: the file has no line end there. */
  finish(rest: DecodedText, endsInLine: boolean): StagedRow[] {
    this.#endsInLine = endsInLine && this.#layout.lastLine === null;
    const rows = this.take(rest);
    const last = this.#checked(this.#parser.finish());
    this.#lastTotal = this.#totalAtEnd();
    return rows.concat(this.#endsInLine ? last.map((row) => this.#cutOff(row)) : last);
  }

  /** So many sound rows are kept elsewhere. Only in step; the rows above are complete. */
  passRun(
    rowCount: number,
    lineCount: number,
    lastRow: LastRow,
  ): { readonly firstRowNo: number; readonly rowsAbove: StagedRow[] } {
    const { firstRowNo, rowsAbove } = this.#parser.passRun(rowCount, lineCount);
    const checked = this.#checked(rowsAbove);
    this.#window.pass(lineCount);
    this.#linesPassed += lineCount;
    this.#rows += rowCount;
    this.#hasContent = true;
    this.#last = lastRow;
    return { firstRowNo, rowsAbove: checked };
  }

  /** About where the table begins and ends: the same however much between them was read. */
  findingsAtEnds(): FileFinding[] {
    return [
      ...countedLines('delimited.lines_above', this.#window.linesAbove),
      ...(this.#endsInLine ? [{ code: 'delimited.no_last_line_end', params: {} }] : []),
      ...(this.#lastTotal === null ? [] : [this.#lastTotal]),
      ...this.#headerFindings,
    ];
  }

  /** Counted in what was read so far. */
  findingsWithin(): FileFinding[] {
    const ends = mixedLineEnds(this.#layout.newline, this.#parser.lineEndCounts);
    return [
      ...countedLines('delimited.lines_below', this.#window.linesBelow),
      ...(ends === null ? [] : [ends]),
      ...this.#damagedLines.findings(this.#layout.encoding),
      ...this.#doubleEncoded.findings(),
    ];
  }

  /** Where a sample begins, the lines of the file are not known. */
  #totalAtEnd(): FileFinding | null {
    const cells = this.#last?.cells() ?? [];
    if (cells.length !== this.#names?.length || !mayBeTotal(cells)) return null;
    return { code: 'table.last_row_total', params: { line: this.#isSample ? 0 : this.#last!.line } };
  }

  /** The file ends within a row that is too short: it was cut off there, which is no matter of delimiters. */
  #cutOff(row: StagedRow): StagedRow {
    const isShort = row.fault === 'row.wrong_cell_count' && row.cells.length < (this.#names?.length ?? 0);
    return isShort && row.rowNo === this.#rows ? { ...row, fault: 'row.cut_off' } : row;
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
    this.#hasContent ||= hasContent(rows);
    const last = rows.findLast((row) => hasContent([row]));
    if (last !== undefined) {
      this.#last = { line: last.line, cells: () => (last.fault === null ? last.cells : []) };
    }
    if (this.#textsToSettle === 0 || rows.length === 0) return rows;
    if (this.#parser.settledEnd >= this.#endToSettle) this.#textsToSettle -= 1;
    const undo = this.#layout.undoDoubleEncoding;
    return rows.map((row) => settleDoubleEncoding(row, undo, this.#doubleEncoded));
  }
}

function countedLines(code: string, lines: number): FileFinding[] {
  return lines > 0 ? [{ code, params: { lines } }] : [];
}
