/** Where a text stands in its file, of which only a part is held: by line and character, as editors count them. */
export class TextPlace {
  #line = 1;
  #character = 1;

  /** This text is held no longer. */
  pass(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#line += 1;
      this.#character = 1;
      start = end + 1;
    }
    this.#character += text.length - start;
  }

  /** The place after so much of the text that is held. */
  after(text: string): string {
    const place = new TextPlace();
    place.#line = this.#line;
    place.#character = this.#character;
    place.pass(text);
    return `line ${place.#line}, character ${place.#character}`;
  }
}
