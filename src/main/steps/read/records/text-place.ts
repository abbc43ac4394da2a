import { NextPlace } from '../text-scan.ts';

/**
 * Where a text stands in its file, of which only a part is held at a time: its lines, as editors count them (ended by
 * LF, CR LF or CR), and which of its characters are damaged. Lines are asked for in the order of the text.
 */
export class TextPlace {
  #text = '';
  #line = 1;
  /** Line ends before here are counted. */
  #counted = 0;
  /** Characters of the first line that is held which are held no longer. */
  #charactersBefore = 0;
  /** The text before the one that is held ended with CR. */
  #afterReturn = false;
  readonly #feeds = new NextPlace('\n');
  readonly #returns = new NextPlace('\r');
  /** Ascending positions in the text. */
  #damage: readonly number[] = [];

  /** So much of the text is held no longer, and this one is, of whose new end some characters are damaged. */
  hold(text: string, passed: number, damage: readonly number[]): void {
    if (passed > 0) this.#pass(passed);
    const before = this.#text.length;
    if (this.#damage.length + damage.length > 0) {
      this.#damage = [...this.#damage, ...damage.map((place) => before + place)];
    }
    this.#text = text;
    this.#feeds.begin(text);
    this.#returns.begin(text);
  }

  lineAt(position: number): number {
    if (position <= this.#counted) return this.#line;
    this.#line += this.#lineEndsUpTo(position);
    this.#counted = position;
    return this.#line;
  }

  /** Such as “line 3, character 17”. */
  nameOf(position: number): string {
    const line = this.lineAt(position);
    const start = this.#lineStart(position);
    const character = position - start + (start === 0 ? this.#charactersBefore : 0) + 1;
    return `line ${line}, character ${character}`;
  }

  /** Whether a character from `start` to `end` is damaged. */
  isDamaged(start: number, end: number): boolean {
    const damage = this.#damage;
    if (damage.length === 0) return false;
    let [low, high] = [0, damage.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (damage[middle]! < start) low = middle + 1;
      else high = middle;
    }
    return low < damage.length && damage[low]! < end;
  }

  #pass(passed: number): void {
    this.lineAt(passed);
    const start = this.#lineStart(passed);
    this.#charactersBefore = passed - start + (start === 0 ? this.#charactersBefore : 0);
    this.#afterReturn = this.#text[passed - 1] === '\r';
    this.#text = this.#text.slice(passed);
    this.#counted = 0;
    if (this.#damage.length === 0) return;
    this.#damage = this.#damage.filter((place) => place >= passed).map((place) => place - passed);
  }

  /** An LF right behind a CR ends the same line. */
  #lineEndsUpTo(end: number): number {
    let count = 0;
    for (let at = this.#feeds.atOrAfter(this.#counted); at < end; at = this.#feeds.atOrAfter(at + 1)) {
      const isOfReturn = at === 0 ? this.#afterReturn : this.#text[at - 1] === '\r';
      if (!isOfReturn) count += 1;
    }
    for (let at = this.#returns.atOrAfter(this.#counted); at < end; at = this.#returns.atOrAfter(at + 1)) {
      count += 1;
    }
    return count;
  }

  #lineStart(position: number): number {
    if (position === 0) return 0;
    return (
      Math.max(this.#text.lastIndexOf('\n', position - 1), this.#text.lastIndexOf('\r', position - 1)) + 1
    );
  }
}
