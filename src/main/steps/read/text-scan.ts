/**
 * The next place of a rare character, remembered so that a text is searched once however many rows ask.
 * Positions asked for must not go backwards.
 */
export class NextPlace {
  readonly #character: string;
  #text = '';
  #place = Infinity;

  constructor(character: string) {
    this.#character = character;
  }

  begin(text: string): void {
    this.#text = text;
    this.#place = -1;
  }

  /** Position of the first one at or after `start`; Infinity when there is none. */
  atOrAfter(start: number): number {
    if (this.#place >= start) return this.#place;
    const found = this.#text.indexOf(this.#character, start);
    this.#place = found === -1 ? Infinity : found;
    return this.#place;
  }
}

export function countOf(character: string, text: string, start = 0, end = text.length): number {
  let count = 0;
  for (let place = text.indexOf(character, start); place !== -1 && place < end; count += 1) {
    place = text.indexOf(character, place + 1);
  }
  return count;
}
