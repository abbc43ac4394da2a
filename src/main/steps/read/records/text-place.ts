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
  /** Characters of the file before the text that is held. */
  #passed = 0;
  /** Stretches of damage one after the other, by their places in the file: what is held long is not copied again. */
  readonly #damage: { readonly start: number; end: number }[] = [];

  /** So much of the text is held no longer, and this one is, of whose new end some characters are damaged. */
  hold(text: string, passed: number, damage: readonly number[]): void {
    if (passed > 0) this.#pass(passed);
    const before = this.#passed + this.#text.length;
    for (const place of damage) this.#addDamage(before + place);
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
    if (this.#damage.length === 0) return false;
    const next = this.#damage[this.#damageBefore(this.#passed + start)];
    return next !== undefined && next.start < this.#passed + end;
  }

  #addDamage(at: number): void {
    const last = this.#damage.at(-1);
    if (last?.end === at) last.end += 1;
    else this.#damage.push({ start: at, end: at + 1 });
  }

  /** How many stretches of damage end before this place in the file. */
  #damageBefore(place: number): number {
    let [low, high] = [0, this.#damage.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#damage[middle]!.end <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #pass(passed: number): void {
    this.lineAt(passed);
    const start = this.#lineStart(passed);
    this.#charactersBefore = passed - start + (start === 0 ? this.#charactersBefore : 0);
    this.#afterReturn = this.#text[passed - 1] === '\r';
    this.#text = this.#text.slice(passed);
    this.#counted = 0;
    this.#passed += passed;
    if (this.#damage.length > 0) this.#damage.splice(0, this.#damageBefore(this.#passed));
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
