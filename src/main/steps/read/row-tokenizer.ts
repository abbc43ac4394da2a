import type { DelimitedLayout } from '#contract/layout';
import { maxMalformedQuotesPerRow } from './read-limits.ts';
import { NextPlace } from './text-scan.ts';

/** How the cells of a line are told apart. */
export type Quoting = Pick<DelimitedLayout, 'delimiter' | 'quote' | 'escape'>;

export type LineEnd = 'none' | '\n' | '\r\n' | '\r' | '\r\r\n';

/** The cells up to the next line end that is not inside quotation marks. */
export interface RowTokens {
  readonly start: number;
  /** Where the line end that ends it begins. */
  readonly contentEnd: number;
  /** After its line end. */
  readonly end: number;
  readonly lineEnd: LineEnd;
  readonly cells: string[];
  /** Quotation marks inside a quoted cell that neither close it nor are escaped. */
  readonly malformedMarks: number;
  /** A quotation mark stands in a cell that is not quoted. */
  readonly strayMark: boolean;
  readonly comment: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const blank = /^\s$/;
const notHere = -1;
const notKnownYet = -2;

interface Closing {
  readonly mark: number;
  /** The delimiter, line end or end of the text that ends the cell. */
  readonly cellEnd: number;
}

/**
 * Text → rows of cells, one at a time, wherever the text may be cut: a row is given when everything that decides
 * about it has come. A cell is quoted when it begins with a quotation mark; it closes with one that only blanks part
 * from the next delimiter or line end. CR LF, LF and CR end rows in any mixture; where line feeds do, CR CR LF is
 * one line end too, as programs write it that convert line ends twice.
 */
export class RowTokenizer {
  readonly #quoting: Quoting;
  readonly #comment: string | null;
  readonly #readsDoubledReturn: boolean;
  readonly #delimiters: NextPlace;
  readonly #lineFeeds = new NextPlace('\n');
  readonly #returns = new NextPlace('\r');
  readonly #marks: NextPlace;
  #text = '';
  #isLast = false;
  #malformedMarks = 0;

  constructor(layout: Quoting & Pick<DelimitedLayout, 'newline' | 'comment'>) {
    this.#quoting = layout;
    this.#comment = layout.comment;
    this.#readsDoubledReturn = layout.newline !== '\r';
    this.#delimiters = new NextPlace(layout.delimiter);
    this.#marks = new NextPlace(layout.quote);
  }

  /** `isLast`: no text comes after this one. */
  begin(text: string, isLast: boolean): void {
    this.#text = text;
    this.#isLast = isLast;
    for (const place of [this.#delimiters, this.#lineFeeds, this.#returns, this.#marks]) place.begin(text);
  }

  /** Malformed quotation marks of the row that was last asked for, even if it is not complete. */
  get malformedMarks(): number {
    return this.#malformedMarks;
  }

  /** The row that starts there; null when its end has not come, or never comes as a quotation mark stays open. */
  next(start: number): RowTokens | null {
    this.#malformedMarks = 0;
    const text = this.#text;
    if (start >= text.length) return null;
    const lineEnd = this.#lineEndFrom(start);
    const isOpen = lineEnd === Infinity && !this.#isLast;
    const contentEnd = Math.min(lineEnd, text.length);
    if (this.#comment !== null && text.startsWith(this.#comment, start)) {
      if (isOpen) return null;
      return this.#ended(start, contentEnd, [text.slice(start, contentEnd)], false, true);
    }
    if (this.#marks.atOrAfter(start) < contentEnd) return this.#quotedRow(start);
    if (isOpen) return null;
    const cells = text.slice(start, contentEnd).split(this.#quoting.delimiter);
    return this.#ended(start, contentEnd, cells, false, false);
  }

  #lineEndFrom(place: number): number {
    return Math.min(this.#lineFeeds.atOrAfter(place), this.#returns.atOrAfter(place));
  }

  #quotedRow(start: number): RowTokens | null {
    const text = this.#text;
    const { delimiter, quote } = this.#quoting;
    const cells: string[] = [];
    let strayMark = false;
    let place = start;
    for (;;) {
      if (quote !== '' && text[place] === quote) {
        const closing = this.#closingOf(place);
        if (closing === null) return null;
        cells.push(unescaped(text.slice(place + 1, closing.mark), this.#quoting));
        place = closing.cellEnd;
      } else {
        const cellStart = place;
        place = Math.min(this.#delimiters.atOrAfter(place), this.#lineEndFrom(place), text.length);
        if (place === text.length && !this.#isLast) return null;
        strayMark ||= this.#marks.atOrAfter(cellStart) < place;
        cells.push(text.slice(cellStart, place));
      }
      if (!text.startsWith(delimiter, place) || isLineEnd(text.charCodeAt(place))) {
        return this.#ended(start, place, cells, strayMark, false);
      }
      place += delimiter.length;
    }
  }

  #closingOf(opening: number): Closing | null {
    const text = this.#text;
    const { quote, escape } = this.#quoting;
    let from = opening + 1;
    while (this.#malformedMarks <= maxMalformedQuotesPerRow) {
      const mark = text.indexOf(quote, from);
      if (mark === -1) return null;
      from = mark + 1;
      if (escape === 'backslash') {
        if (isEscaped(text, mark, opening + 1)) continue;
      } else if (text[from] === quote) {
        from += 1;
        continue;
      }
      const cellEnd = this.#cellEndAfter(from);
      if (cellEnd === notKnownYet) return null;
      if (cellEnd !== notHere) return { mark, cellEnd };
      this.#malformedMarks += 1;
    }
    return null;
  }

  /** Where a quoted cell ends whose mark may have closed it just before `place`. */
  #cellEndAfter(place: number): number {
    const text = this.#text;
    const { delimiter } = this.#quoting;
    for (let at = place; ; at += 1) {
      if (at >= text.length) return this.#isLast ? text.length : notKnownYet;
      if (isLineEnd(text.charCodeAt(at)) || text.startsWith(delimiter, at)) return at;
      const mayGoOn = !this.#isLast && at + delimiter.length > text.length;
      if (mayGoOn && delimiter.startsWith(text.slice(at))) return notKnownYet;
      if (!blank.test(text[at]!)) return notHere;
    }
  }

  #ended(
    start: number,
    contentEnd: number,
    cells: string[],
    strayMark: boolean,
    comment: boolean,
  ): RowTokens | null {
    const lineEnd = this.#lineEndAt(contentEnd);
    if (lineEnd === null) return null;
    const end = contentEnd + (lineEnd === 'none' ? 0 : lineEnd.length);
    const malformedMarks = this.#malformedMarks;
    return { start, contentEnd, end, lineEnd, cells, malformedMarks, strayMark, comment };
  }

  /** Null when what follows decides which it is. */
  #lineEndAt(place: number): LineEnd | null {
    const text = this.#text;
    if (place >= text.length) return 'none';
    if (text.charCodeAt(place) === lineFeed) return '\n';
    const isCut = !this.#isLast;
    if (place + 1 >= text.length && isCut) return null;
    const next = text.charCodeAt(place + 1);
    if (next === lineFeed) return '\r\n';
    if (!this.#readsDoubledReturn || next !== carriageReturn) return '\r';
    if (place + 2 >= text.length && isCut) return null;
    return text.charCodeAt(place + 2) === lineFeed ? '\r\r\n' : '\r';
  }
}

function isLineEnd(unit: number): boolean {
  return unit === lineFeed || unit === carriageReturn;
}

/** An odd number of backslashes stands before the mark. */
export function isEscaped(text: string, mark: number, cellStart: number): boolean {
  let first = mark;
  while (first > cellStart && text[first - 1] === '\\') first -= 1;
  return (mark - first) % 2 === 1;
}

/** The text between the quotation marks of a cell as the program that wrote it shows it. */
export function unescaped(text: string, { quote, escape }: Quoting): string {
  if (escape === 'doubled') return text.includes(quote) ? text.replaceAll(quote + quote, quote) : text;
  if (!text.includes('\\')) return text;
  return text.replaceAll(quote === '"' ? /\\(["\\])/g : /\\(['\\])/g, '$1');
}
