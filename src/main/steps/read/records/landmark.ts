/** `mark`: behind the part of it that was asked for, and the space there. */
export type LandmarkFound =
  | { readonly outcome: 'found'; readonly at: number; readonly mark: number }
  /** The text ends before it can be told whether one begins at `at`. */
  | { readonly outcome: 'cut'; readonly at: number };

/**
 * Signs that follow one another with nothing but space between them, such as `,` `{` `"id"` `:` where a record begins.
 * A text that comes in pieces can end within one: that is told apart from there being none.
 */
export class Landmark {
  readonly #parts: readonly (readonly string[])[];
  readonly #beginning: RegExp;
  readonly #markedPart: number;
  /** What was found last: where one is far away or none, each stretch of text is searched once however often it is asked. */
  #last: {
    readonly text: string;
    readonly start: number;
    readonly ended: boolean;
    readonly found: LandmarkFound | null;
  } | null = null;

  /** Of each part one of several spellings; `markedPart` is the number of the one behind which the mark is set. */
  constructor(parts: readonly (readonly string[])[], markedPart: number) {
    this.#parts = parts;
    this.#markedPart = markedPart;
    const [first, second] = [parts[0]!, parts[1]!];
    const next = second.map((spelling) => escaped(spelling[0]!)).join('|');
    const beginnings = first.map((spelling) => {
      const [sign, following] = [escaped(spelling[0]!), spelling[1]];
      return following === undefined ? `${sign}\\s*(?:${next}|$)` : `${sign}(?:${escaped(following)}|$)`;
    });
    this.#beginning = new RegExp(beginnings.join('|'), 'g');
  }

  /** The first one at or after `start`. `ended`: no text comes after this one. */
  find(text: string, start: number, ended: boolean): LandmarkFound | null {
    const last = this.#last;
    if (last !== null && last.text === text && last.ended === ended && last.start <= start) {
      if (last.found === null || last.found.at >= start) return last.found;
    }
    const found = this.#search(text, start, ended);
    this.#last = { text, start, ended, found };
    return found;
  }

  #search(text: string, start: number, ended: boolean): LandmarkFound | null {
    const beginning = this.#beginning;
    beginning.lastIndex = start;
    for (let sign = beginning.exec(text); sign !== null; sign = beginning.exec(text)) {
      const at = sign.index;
      const mark = this.#markIn(text, at);
      if (mark >= 0) return { outcome: 'found', at, mark };
      if (mark === cut && !ended) return { outcome: 'cut', at };
      beginning.lastIndex = at + 1;
    }
    return null;
  }

  /** The place of the mark; `cut`, or `none`. */
  #markIn(text: string, start: number): number {
    let at = start;
    let mark = none;
    for (const [number, spellings] of this.#parts.entries()) {
      if (number > 0) at = afterSpace(text, at);
      if (number === this.#markedPart + 1) mark = at;
      const spelling = spellings.find((one) => text.startsWith(one, at));
      if (spelling === undefined) return spellings.some((one) => isCut(text, at, one)) ? cut : none;
      at += spelling.length;
    }
    return mark === none ? at : mark;
  }
}

const none = -1;
const cut = -2;
const space = /\s*/y;

function afterSpace(text: string, start: number): number {
  space.lastIndex = start;
  space.test(text);
  return space.lastIndex;
}

function isCut(text: string, at: number, spelling: string): boolean {
  return text.length - at < spelling.length && spelling.startsWith(text.slice(at));
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
