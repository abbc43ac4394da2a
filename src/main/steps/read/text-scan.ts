/**
 * The next place of a text, remembered so that a piece is searched once however many rows ask. Positions asked for
 * must not go backwards. An empty one is nowhere.
 */
export class NextPlace {
  readonly #sought: string;
  #text = '';
  #place = Infinity;

  constructor(sought: string) {
    this.#sought = sought;
  }

  begin(text: string): void {
    this.#text = text;
    this.#place = this.#sought === '' ? Infinity : -1;
  }

  /** Position of the first one at or after `start`; Infinity when there is none. */
  atOrAfter(start: number): number {
    if (this.#place >= start) return this.#place;
    const found = this.#text.indexOf(this.#sought, start);
    this.#place = found === -1 ? Infinity : found;
    return this.#place;
  }
}

export function countOf(character: string, text: string, start = 0, end = text.length): number {
  if (character === '') return 0;
  let count = 0;
  for (let place = text.indexOf(character, start); place !== -1 && place < end; count += 1) {
    place = text.indexOf(character, place + 1);
  }
  return count;
}

/** Places in a text that comes in pieces, ascending, which are asked about in the order of the text. */
export class PlaceQueue {
  readonly #places: number[] = [];
  #at = 0;

  add(places: readonly number[]): void {
    // Those that are waited for long are not moved with every piece.
    if (this.#at * 2 > this.#places.length) {
      this.#places.splice(0, this.#at);
      this.#at = 0;
    }
    for (const place of places) this.#places.push(place);
  }

  /** Whether one of them is at `first` or between it and `end`; those before are forgotten. */
  has(first: number, end: number): boolean {
    while (this.#at < this.#places.length && this.#places[this.#at]! < first) this.#at += 1;
    return this.#at < this.#places.length && this.#places[this.#at]! < end;
  }
}
