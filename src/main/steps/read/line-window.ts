/**
 * The part of a text between two physical lines, from pieces that may be cut anywhere. Lines are counted as the
 * layout ends them: by line feeds, or by carriage returns in a file of those.
 */
export class LineWindow {
  readonly #lineEnd: '\n' | '\r';
  readonly #firstLine: number;
  readonly #lastLine: number;
  /** The line in which the next text begins. */
  #line = 1;
  #skipsLineFeed = false;
  #below = 0;
  #isWithinBelow = false;
  #skipped = 0;

  constructor(newline: string, firstLine: number, lastLine: number | null) {
    this.#lineEnd = newline === '\r' ? '\r' : '\n';
    this.#firstLine = firstLine;
    this.#lastLine = lastLine ?? Infinity;
  }

  /** Lines above the first that have gone by. */
  get linesAbove(): number {
    return Math.min(this.#line, this.#firstLine) - 1;
  }

  /** Lines below the last, as far as they have come. */
  get linesBelow(): number {
    return this.#below + (this.#isWithinBelow ? 1 : 0);
  }

  /** Characters of the text that was taken last that stand above the window. */
  get skipped(): number {
    return this.#skipped;
  }

  /** How many more lines may come before the window closes. */
  get linesLeft(): number {
    return this.#lastLine - this.#line + 1;
  }

  /** Lines of the window that are read elsewhere. */
  pass(lines: number): void {
    this.#line += lines;
  }

  take(text: string): string {
    let start = 0;
    while (this.#line < this.#firstLine) {
      const end = text.indexOf(this.#lineEnd, start);
      if (end === -1) return this.#window(text, text.length, text.length);
      start = end + 1;
      this.#line += 1;
      this.#skipsLineFeed = this.#lineEnd === '\r' && this.#line === this.#firstLine;
    }
    if (this.#skipsLineFeed && start < text.length) {
      if (text[start] === '\n') start += 1;
      this.#skipsLineFeed = false;
    }
    if (this.#lastLine === Infinity) return this.#window(text, start, text.length);
    const end = this.#endOfWindow(text, start);
    this.#countBelow(text, end);
    return this.#window(text, start, end);
  }

  #window(text: string, start: number, end: number): string {
    this.#skipped = start;
    return text.slice(start, end);
  }

  #endOfWindow(text: string, start: number): number {
    let end = start;
    while (this.#line <= this.#lastLine) {
      const lineEnd = text.indexOf(this.#lineEnd, end);
      if (lineEnd === -1) return text.length;
      end = lineEnd + 1;
      this.#line += 1;
    }
    return end;
  }

  #countBelow(text: string, start: number): void {
    let lineStart = start;
    for (;;) {
      const lineEnd = text.indexOf(this.#lineEnd, lineStart);
      if (lineEnd === -1) break;
      this.#below += 1;
      this.#isWithinBelow = false;
      lineStart = lineEnd + 1;
    }
    if (lineStart < text.length) this.#isWithinBelow = true;
  }
}
