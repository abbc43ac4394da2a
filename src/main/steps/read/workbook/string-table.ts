/** Texts by number, kept as bytes outside the JavaScript heap: a workbook may have millions of them. */

const blockBytes = 4 * 1024 * 1024;
const pageTexts = 64 * 1024;
const lengthBytes = 2;
/** The length's upper bit says that the text is not ASCII; a length of all ones, that it is kept on its own. */
const notAscii = 0x8000;
const onItsOwn = 0x7fff;

export class StringTable {
  readonly #blocks: Buffer[] = [];
  /** Places of the texts, by pages of numbers; a place counts bytes over all blocks. */
  readonly #pages: Uint32Array[] = [];
  readonly #large = new Map<number, string>();
  #used = blockBytes;
  #largeBytes = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Memory that is taken up. */
  get sizeBytes(): number {
    return this.#blocks.length * blockBytes + this.#pages.length * pageTexts * 4 + this.#largeBytes;
  }

  /** Bytes that are ASCII and stand for nothing else. */
  addPlain(buffer: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length >= onItsOwn) return this.#addLarge(buffer.toString('latin1', start, end));
    const place = this.#take(length, length);
    const block = this.#blocks.at(-1)!;
    // Short texts: a loop is faster than a call to copy.
    for (let at = 0; at < length; at += 1) block[place + at] = buffer[start + at]!;
  }

  add(text: string): void {
    const length = Buffer.byteLength(text);
    // Half a surrogate pair has no UTF-8; it must come out as it went in, to be found by whoever reads the row.
    if (length >= onItsOwn || !text.isWellFormed()) return this.#addLarge(text);
    const place = this.#take(length, length | notAscii);
    this.#blocks.at(-1)!.write(text, place, 'utf8');
  }

  /** The text with a number; undefined when there is none. */
  get(number: number): string | undefined {
    if (!(number >= 0 && number < this.#count)) return undefined;
    const place = this.#pages[Math.floor(number / pageTexts)]![number % pageTexts]!;
    const block = this.#blocks[Math.floor(place / blockBytes)]!;
    const at = place % blockBytes;
    const mark = block[at]! | (block[at + 1]! << 8);
    if (mark === onItsOwn) return this.#large.get(number);
    const start = at + lengthBytes;
    if (mark < notAscii) return block.toString('latin1', start, start + mark);
    return block.toString('utf8', start, start + (mark & onItsOwn));
  }

  /** Takes the text out that was added last. */
  takeLast(): string {
    const text = this.get(this.#count - 1)!;
    this.#count -= 1;
    this.#large.delete(this.#count);
    return text;
  }

  #addLarge(text: string): void {
    this.#large.set(this.#count, text);
    this.#largeBytes += text.length * 2;
    this.#take(0, onItsOwn);
  }

  /** Room for a text's bytes in the last block; writes its length and answers where the bytes go. */
  #take(length: number, mark: number): number {
    if (this.#used + lengthBytes + length > blockBytes) {
      this.#blocks.push(Buffer.allocUnsafeSlow(blockBytes));
      this.#used = 0;
    }
    if (this.#count === this.#pages.length * pageTexts) this.#pages.push(new Uint32Array(pageTexts));
    const at = this.#used;
    const block = this.#blocks.at(-1)!;
    block[at] = mark & 0xff;
    block[at + 1] = mark >> 8;
    this.#pages.at(-1)![this.#count % pageTexts] = (this.#blocks.length - 1) * blockBytes + at;
    this.#used += lengthBytes + length;
    this.#count += 1;
    return at + lengthBytes;
  }
}
