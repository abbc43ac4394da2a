/** Texts by number, kept as bytes outside the JavaScript heap: a workbook may have millions of them. */

const blockBytes = 4 * 1024 * 1024;
/** The place of every so manieth text is kept; the others are found by stepping over the lengths between. */
const groupTexts = 16;
const pageGroups = 16 * 1024;

/** A text begins with its length in one byte, if it is ASCII and no longer than this, or with one of these marks. */
const maxShortBytes = 0xf9;
const mark = {
  /** Two bytes of length and ASCII. */
  long: 0xfa,
  /** Two bytes of length and UTF-8. */
  utf8: 0xfb,
  /** The text is kept on its own. */
  apart: 0xfc,
  /** The next text is in the next block. */
  nextBlock: 0xff,
} as const;
const longHeadBytes = 3;
const maxLongBytes = 0xffff;

export class StringTable {
  readonly #blocks: Buffer[] = [];
  /** Places of the first text of each group, counted in bytes over all blocks. */
  readonly #pages: Uint32Array[] = [];
  readonly #apart = new Map<number, string>();
  /** Bytes used of the last block; its last byte is for the mark that leads on. */
  #used = blockBytes;
  #lastStart = 0;
  #apartBytes = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Memory that is taken up. */
  get sizeBytes(): number {
    return this.#blocks.length * blockBytes + this.#pages.length * pageGroups * 4 + this.#apartBytes;
  }

  /** Bytes that are ASCII and stand for nothing else. */
  addPlain(buffer: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length > maxLongBytes) return this.#addApart(buffer.toString('latin1', start, end));
    const place =
      length <= maxShortBytes ? this.#take(length, 1, length) : this.#take(mark.long, longHeadBytes, length);
    const block = this.#blocks.at(-1)!;
    // Most texts are short: a loop is faster than a call to copy.
    for (let at = 0; at < length; at += 1) block[place + at] = buffer[start + at]!;
  }

  add(text: string): void {
    const length = Buffer.byteLength(text);
    // Half a surrogate pair has no UTF-8; it must come out as it went in, to be found by whoever reads the row.
    if (length > maxLongBytes || !text.isWellFormed()) return this.#addApart(text);
    const place = this.#take(mark.utf8, longHeadBytes, length);
    this.#blocks.at(-1)!.write(text, place, 'utf8');
  }

  /** The text with a number; undefined when there is none. */
  get(number: number): string | undefined {
    if (!(number >= 0 && number < this.#count) || !Number.isInteger(number)) return undefined;
    const group = Math.floor(number / groupTexts);
    const place = this.#pages[Math.floor(group / pageGroups)]![group % pageGroups]!;
    let blockNumber = Math.floor(place / blockBytes);
    let block = this.#blocks[blockNumber]!;
    let at = place % blockBytes;
    for (let steps = number % groupTexts; ;) {
      const head = block[at]!;
      if (head === mark.nextBlock) {
        blockNumber += 1;
        block = this.#blocks[blockNumber]!;
        at = 0;
      } else if (steps === 0) {
        return this.#text(number, block, at);
      } else {
        steps -= 1;
        at += head <= maxShortBytes ? 1 + head : lengthOfLong(block, at);
      }
    }
  }

  /** Takes the text out that was added last. */
  takeLast(): string {
    const text = this.get(this.#count - 1)!;
    this.#count -= 1;
    this.#used = this.#lastStart;
    this.#apart.delete(this.#count);
    return text;
  }

  #text(number: number, block: Buffer, at: number): string | undefined {
    const head = block[at]!;
    if (head <= maxShortBytes) return block.toString('latin1', at + 1, at + 1 + head);
    if (head === mark.apart) return this.#apart.get(number);
    const encoding = head === mark.utf8 ? 'utf8' : 'latin1';
    return block.toString(encoding, at + longHeadBytes, at + lengthOfLong(block, at));
  }

  #addApart(text: string): void {
    this.#apart.set(this.#count, text);
    this.#apartBytes += text.length * 2;
    this.#take(mark.apart, 1, 0);
  }

  /** Room for a text in the last block; writes what it begins with and answers where its bytes go. */
  #take(head: number, headBytes: number, length: number): number {
    if (this.#used + headBytes + length >= blockBytes) this.#addBlock();
    const start = this.#used;
    const block = this.#blocks.at(-1)!;
    block[start] = head;
    if (headBytes === longHeadBytes) block.writeUInt16LE(length, start + 1);
    if (this.#count % groupTexts === 0) this.#keepPlace((this.#blocks.length - 1) * blockBytes + start);
    this.#lastStart = start;
    this.#used = start + headBytes + length;
    this.#count += 1;
    return start + headBytes;
  }

  #addBlock(): void {
    const last = this.#blocks.at(-1);
    if (last !== undefined) last[this.#used] = mark.nextBlock;
    this.#blocks.push(Buffer.allocUnsafeSlow(blockBytes));
    this.#used = 0;
  }

  #keepPlace(place: number): void {
    const group = this.#count / groupTexts;
    if (group === this.#pages.length * pageGroups) this.#pages.push(new Uint32Array(pageGroups));
    this.#pages[Math.floor(group / pageGroups)]![group % pageGroups] = place;
  }
}

/** Bytes of a text with its head, where the head is a mark. */
function lengthOfLong(block: Buffer, at: number): number {
  return block[at] === mark.apart ? 1 : longHeadBytes + (block[at + 1]! | (block[at + 2]! << 8));
}
