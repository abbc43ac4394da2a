import { isUtf8 } from 'node:buffer';
import type { DelimitedLayout } from '#contract/layout';
import { type Splitting, splitCleanRow, splittingOf } from '#main/model/line-run';
import { withoutMark } from './header.ts';
import type { ReadLimits } from './read-limits.ts';
import { isSparse, mayBeginTotal, saysTotal } from './total-row.ts';

/** Rows from where the scan began, up to `end`. */
export interface CleanStretch {
  readonly rowCount: number;
  /** Physical lines of them. */
  readonly lineCount: number;
  /** After the line end of the last. */
  readonly end: number;
}

/** What a byte means where a cell is not quoted; all but the first are looked at. */
const ordinary = 0;
const delimiterKind = 1;
const endKind = 2;
const quoteKind = 3;
const longKind = 4;
/** Has no place in a clean line. */
const refusedKind = 5;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Stands before a row where files were joined as they were; papaparse takes it away. */
const byteOrderMark = Buffer.from('\u{feff}');
/** Second byte of the first character in UTF-8 that is no control character. */
const firstSign = 0xa0;
/** More bytes than the words of a total have in UTF-8. */
const longestTotalBytes = 400;

/**
 * Finds rows that are sound without decoding them, as most of a file is. A row is clean when the parser, in step,
 * would make one row without a finding of its lines, with the cells that `splitRun` gives: exactly as many cells as
 * the header, quotation marks only around whole cells, valid UTF-8 that cannot be double-encoded, no control character above ASCII, no NUL, the usual
 * line end, no byte order mark before it, and neither blank, comment, total, header nor of unusual length. A cell may have
 * several lines where they have too few delimiters to hide a row (`swallowsRows`) and a clean row follows
 * (RowCollector). A row that is refused although it would be sound costs time and nothing else.
 */
export class CleanLines {
  readonly #splitting: Splitting;
  readonly #kinds: Uint8Array;
  readonly #quote: number;
  readonly #endLength: number;
  readonly #columns: number;
  readonly #maxLineBytes: number;
  readonly #comment: Buffer | null;
  readonly #headers: readonly HeaderStart[];
  #validity = new Validity(Buffer.alloc(0), 0);
  /** The row looked at has characters of several bytes. */
  #isLong = false;
  /** Its line ends inside quotation marks. */
  #innerLines = 0;

  /**
   * Null for a layout whose lines cannot be told apart by single bytes. `columns`: with the empty one after a trailing
   * delimiter; `headerLines`: as they stand in the file.
   */
  static of(
    layout: DelimitedLayout,
    columns: number,
    headerLines: readonly (readonly string[])[],
    limits: ReadLimits,
  ): CleanLines | null {
    const splitting = splittingOf(layout);
    return splitting === null ? null : new CleanLines(layout, splitting, columns, headerLines, limits);
  }

  private constructor(
    layout: DelimitedLayout,
    splitting: Splitting,
    columns: number,
    headerLines: readonly (readonly string[])[],
    limits: ReadLimits,
  ) {
    this.#splitting = splitting;
    this.#kinds = kindsOf(splitting);
    this.#quote = splitting.quote === '' ? -1 : splitting.quote.charCodeAt(0);
    this.#endLength = splitting.newline.length;
    this.#columns = columns;
    this.#maxLineBytes = Math.min(limits.maxCellBytes, limits.maxRowBytes);
    this.#comment = layout.comment === null ? null : Buffer.from(layout.comment);
    this.#headers = headerLines.flatMap((cells) => headerStarts(cells, splitting));
  }

  /** The clean rows from `from` on, where a line begins; at most `maxLines` of their lines. */
  scan(bytes: Buffer, from: number, maxRows: number, maxLines: number): CleanStretch {
    if (this.#validity.bytes !== bytes) this.#validity = new Validity(bytes, from);
    let clean: CleanStretch = { rowCount: 0, lineCount: 0, end: from };
    let { rowCount, lineCount, end } = clean;
    let isSettled = true;
    while (rowCount < maxRows) {
      const next = this.#afterCleanRow(bytes, end);
      if (next === -1 || lineCount + 1 + this.#innerLines > maxLines) break;
      // What follows decides about a row of several lines; it has decided about the one before.
      if (this.#innerLines > 0) clean = { rowCount, lineCount, end };
      rowCount += 1;
      lineCount += 1 + this.#innerLines;
      end = next;
      isSettled = this.#innerLines === 0;
    }
    return isSettled ? { rowCount, lineCount, end } : clean;
  }

  /** Where the next row begins; -1 when the one that starts there is not clean or not complete. */
  #afterCleanRow(bytes: Buffer, start: number): number {
    const kinds = this.#kinds;
    const length = bytes.length;
    let place = start;
    let cellStart = start;
    let cells = 1;
    let filled = 0;
    this.#isLong = false;
    this.#innerLines = 0;
    while (place < length) {
      const kind = kinds[bytes[place]!]!;
      if (kind === ordinary) {
        place += 1;
      } else if (kind === delimiterKind) {
        if (place > cellStart) filled += 1;
        cells += 1;
        place += 1;
        cellStart = place;
      } else if (kind === quoteKind && place === cellStart) {
        place = this.#afterQuoted(bytes, place);
        // An empty cell is none that is filled, with or without quotation marks.
        if (place === cellStart + 2) cellStart = place;
        if (place === -1) return -1;
      } else if (kind === longKind) {
        place = this.#afterLongCharacter(bytes, place);
        if (place === -1) return -1;
      } else if (kind === endKind && cells === this.#columns) {
        const isSound = this.#isSound(bytes, start, place, filled, place > cellStart);
        return isSound && (!this.#isLong || this.#validity.of(start, place)) ? place + this.#endLength : -1;
      } else {
        return -1;
      }
    }
    return -1;
  }

  /** After the mark that closes the cell, where a delimiter or line end has to stand; -1 when none closes it. */
  #afterQuoted(bytes: Buffer, opening: number): number {
    const kinds = this.#kinds;
    let delimiters = 0;
    let lineEnds = 0;
    let place = opening + 1;
    while (place < bytes.length) {
      const kind = kinds[bytes[place]!]!;
      if (kind === ordinary) {
        place += 1;
      } else if (kind === delimiterKind) {
        delimiters += 1;
        place += 1;
      } else if (kind === longKind) {
        place = this.#afterLongCharacter(bytes, place);
        if (place === -1) return -1;
      } else if (kind === quoteKind) {
        if (bytes[place + 1] !== this.#quote) {
          const mayHideRow = lineEnds > 0 && !this.#mayHoldLines(delimiters);
          return !mayHideRow && this.#endsCell(bytes[place + 1]) ? place + 1 : -1;
        }
        place += 2;
      } else if (bytes[place] === 0) {
        return -1;
      } else {
        lineEnds += 1;
        if (bytes[place] === lineFeed) this.#innerLines += 1;
        place += 1;
      }
    }
    return -1;
  }

  #endsCell(byte: number | undefined): boolean {
    const kind = byte === undefined ? refusedKind : this.#kinds[byte];
    return kind === delimiterKind || kind === endKind;
  }

  /** Whether a cell of several lines with so many delimiters in it cannot hold a row, nor the halves of two. */
  #mayHoldLines(delimiters: number): boolean {
    if (this.#columns === 2 && this.#splitting.delimiter === ',') return false;
    return delimiters < this.#columns - 1;
  }

  /** -1 when it is none, a control character, or may be the beginning of text that was converted twice. */
  #afterLongCharacter(bytes: Buffer, place: number): number {
    const lead = bytes[place]!;
    if (lead < 0xc2) return -1;
    this.#isLong = true;
    if (lead === 0xc2 && bytes[place + 1]! < firstSign) return -1;
    const next = place + (lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
    return bytes[next]! >= 0x80 && mayLeadDoubleEncoding(lead) ? -1 : next;
  }

  #isSound(bytes: Buffer, start: number, end: number, filled: number, isLastFilled: boolean): boolean {
    const filledCells = isLastFilled ? filled + 1 : filled;
    if (filledCells === 0) return false;
    if (this.#endLength === 2 && bytes[end + 1] !== lineFeed) return false;
    // The parser compares what stands behind the mark with the header, as where exports were joined.
    const isQuoted = bytes[start] === this.#quote;
    if (startsWith(bytes, isQuoted ? start + 1 : start, byteOrderMark)) return false;
    if (end === start || end - start + this.#endLength > this.#maxLineBytes) return false;
    if (this.#splitting.trailingDelimiter && isLastFilled) return false;
    if (this.#comment !== null && startsWith(bytes, start, this.#comment)) return false;
    if (isSparse(filledCells, this.#columns) && this.#saysTotal(bytes, start, end)) return false;
    for (const header of this.#headers) if (header.isAt(bytes, start, end)) return false;
    return true;
  }

  /** Whether the first cell of the line that is filled says that the row is a total. */
  #saysTotal(bytes: Buffer, start: number, end: number): boolean {
    let first = start;
    while (first < end && this.#kinds[bytes[first]!] === delimiterKind) first += 1;
    const isQuoted = bytes[first] === this.#quote;
    if (first === end || (!isQuoted && !mayBeginTotal(bytes[first]!))) return false;
    const text = bytes.toString('utf8', first, Math.min(end, first + longestTotalBytes));
    const cell = splitCleanRow(text, this.#splitting).find((each) => each !== '');
    return cell === undefined ? end - first > longestTotalBytes : saysTotal(cell);
  }
}

/** Whether bytes are UTF-8: asked once for all, and for each line only where that is not so. */
class Validity {
  readonly bytes: Buffer;
  readonly #from: number;
  #isAllValid: boolean | null = null;

  constructor(bytes: Buffer, from: number) {
    this.bytes = bytes;
    this.#from = from;
  }

  of(start: number, end: number): boolean {
    this.#isAllValid ??= isUtf8(this.bytes.subarray(this.#from, this.bytes.lastIndexOf(lineFeed) + 1));
    return this.#isAllValid || isUtf8(this.bytes.subarray(start, end));
  }
}

/** One line of the header, to be known again without looking at more than the first cell of most lines. */
class HeaderStart {
  readonly #cells: readonly string[];
  readonly #splitting: Splitting;
  /** The first cell, up to a quotation mark in it. */
  readonly #start: Buffer;

  constructor(cells: readonly string[], splitting: Splitting) {
    const [first = ''] = cells;
    this.#cells = cells;
    this.#splitting = splitting;
    this.#start = Buffer.from(splitting.quote === '' ? first : first.split(splitting.quote)[0]!);
  }

  isAt(bytes: Buffer, start: number, end: number): boolean {
    const { delimiter, quote } = this.#splitting;
    const first = quote !== '' && bytes[start] === quote.charCodeAt(0) ? start + 1 : start;
    if (!startsWith(bytes, first, this.#start)) return false;
    const after = first + this.#start.length;
    const next = after < end ? String.fromCharCode(bytes[after]!) : delimiter;
    if (next !== delimiter && next !== quote) return false;
    const cells = splitCleanRow(bytes.toString('utf8', start, end), this.#splitting);
    return cells.length === this.#cells.length && cells.every((cell, column) => cell === this.#cells[column]);
  }
}

/** A header that begins with a byte order mark comes again without it where exports were joined. */
function headerStarts([first = '', ...others]: readonly string[], splitting: Splitting): HeaderStart[] {
  const firsts = new Set([first, withoutMark(first, splitting.quote)]);
  return [...firsts].map((name) => new HeaderStart([name, ...others], splitting));
}

function kindsOf({ delimiter, quote, newline }: Splitting): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds.fill(longKind, 0x80);
  kinds[0] = refusedKind;
  kinds[lineFeed] = refusedKind;
  kinds[carriageReturn] = refusedKind;
  kinds[newline === '\n' ? lineFeed : carriageReturn] = endKind;
  if (quote !== '') kinds[quote.charCodeAt(0)] = quoteKind;
  kinds[delimiter.charCodeAt(0)] = delimiterKind;
  return kinds;
}

function startsWith(bytes: Buffer, start: number, beginning: Buffer): boolean {
  for (let index = 0; index < beginning.length; index += 1) {
    if (bytes[start + index] !== beginning[index]) return false;
  }
  return true;
}

/**
 * Whether a character whose UTF-8 begins with this byte can be the first of two that stand for one of text which was
 * converted twice. Greek, Cyrillic, Hebrew, Arabic, Asian letters and most emoji cannot.
 */
function mayLeadDoubleEncoding(lead: number): boolean {
  return lead < 0xce || lead === 0xe2 || lead === 0xef;
}
