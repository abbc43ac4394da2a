// bytes of an XML part, in pieces → tags and texts, without building strings or trees

import { fault, FaultError } from '#contract/faults';
import { damaged } from './workbook-zip.ts';

/** What `XmlScanner.next` found. `more`: nothing before another piece is pushed. */
export const token = { more: 0, open: 1, close: 2, empty: 3, text: 4 } as const;

/**
 * A number that stands for an element's or attribute's name without its prefix. The readers compare these numbers in
 * place of strings; two names of the formats that share one would be found by the test of this file.
 */
export function nameCode(name: string): number {
  let code = 0;
  for (let at = 0; at < name.length; at += 1) code = (Math.imul(code, 31) + name.charCodeAt(at)) | 0;
  return code;
}

const lessThan = 0x3c;
const greaterThan = 0x3e;
const slash = 0x2f;
const colon = 0x3a;
const equals = 0x3d;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const space = 0x20;
const exclamation = 0x21;
const question = 0x3f;
const hyphen = 0x2d;

const shortTextBytes = 96;
const maxTagBytes = 1024 * 1024;
const maxAttributes = 64;
const commentEnd = Buffer.from('-->');
const instructionEnd = Buffer.from('?>');
const cdataStart = Buffer.from('<![CDATA[');
const cdataEnd = Buffer.from(']]>');

/**
 * A pull scanner for one part. Whatever is pushed is scanned up to the last complete token; the rest waits for the
 * next piece. Elements are told by their name without prefix. A document type declaration is refused, and nothing
 * ever expands: the five named entities and characters by number are resolved where a text is taken (`xml-text.ts`).
 */
export class XmlScanner {
  buffer: Buffer = Buffer.allocUnsafeSlow(256 * 1024);
  /** Name code of the tag that was found last. */
  name = 0;
  textStart = 0;
  textEnd = 0;
  /** The text is CDATA: an ampersand in it means itself. */
  raw = false;
  /** Open elements around what follows. */
  depth = 0;
  attributes = 0;
  readonly #attributeNames = new Int32Array(maxAttributes);
  readonly #attributeStarts = new Int32Array(maxAttributes);
  readonly #attributeEnds = new Int32Array(maxAttributes);
  #at = 0;
  #length = 0;
  readonly #file: string;
  readonly #part: string;
  readonly #maxTextBytes: number;

  constructor(file: string, part: string, maxTextBytes: number) {
    this.#file = file;
    this.#part = part;
    this.#maxTextBytes = maxTextBytes;
  }

  push(piece: Uint8Array): void {
    const rest = this.#length - this.#at;
    const needed = rest + piece.length;
    if (needed > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
      this.buffer.copy(larger, 0, this.#at, this.#length);
      this.buffer = larger;
    } else if (this.#at > 0) {
      this.buffer.copyWithin(0, this.#at, this.#length);
    }
    this.buffer.set(piece, rest);
    this.#at = 0;
    this.#length = needed;
  }

  /** To be called after the last piece: throws `read.workbook_damaged` when the part ends in the middle. */
  finish(): void {
    const rest = this.buffer.subarray(this.#at, this.#length);
    if (this.depth !== 0 || rest.includes(lessThan)) throw this.#damaged();
  }

  next(): number {
    const { buffer } = this;
    for (;;) {
      const at = this.#at;
      if (at >= this.#length) return token.more;
      if (buffer[at] !== lessThan) return this.#text(at);
      if (at + 1 >= this.#length) return token.more;
      const mark = buffer[at + 1]!;
      if (mark === slash) return this.#closeTag(at);
      if (mark !== exclamation && mark !== question) return this.#openTag(at);
      if (at + cdataStart.length > this.#length) return token.more;
      if (buffer.compare(cdataStart, 0, cdataStart.length, at, at + cdataStart.length) === 0) {
        return this.#cdata(at);
      }
      if (!this.#skip(at, mark)) return token.more;
    }
  }

  /** Place of an attribute of the tag found last, by its name code; -1 when it has none. */
  attribute(code: number): number {
    for (let at = 0; at < this.attributes; at += 1) if (this.#attributeNames[at] === code) return at;
    return -1;
  }

  attributeName(place: number): number {
    return this.#attributeNames[place]!;
  }

  attributeStart(place: number): number {
    return this.#attributeStarts[place]!;
  }

  attributeEnd(place: number): number {
    return this.#attributeEnds[place]!;
  }

  #text(at: number): number {
    const { buffer } = this;
    const near = Math.min(at + shortTextBytes, this.#length);
    let end = at + 1;
    while (end < near && buffer[end] !== lessThan) end += 1;
    if (end === near) {
      const found = buffer.indexOf(lessThan, near);
      if (found === -1 || found >= this.#length) return this.#wait(at, this.#maxTextBytes);
      end = found;
    }
    return this.#foundText(at, end, end, false);
  }

  #cdata(at: number): number {
    const start = at + cdataStart.length;
    const end = this.buffer.indexOf(cdataEnd, start);
    if (end === -1 || end + cdataEnd.length > this.#length) return this.#wait(at, this.#maxTextBytes);
    return this.#foundText(start, end, end + cdataEnd.length, true);
  }

  #foundText(start: number, end: number, next: number, raw: boolean): number {
    this.textStart = start;
    this.textEnd = end;
    this.raw = raw;
    this.#at = next;
    return token.text;
  }

  #closeTag(at: number): number {
    const { buffer } = this;
    const length = this.#length;
    let code = 0;
    for (let place = at + 2; place < length; place += 1) {
      const byte = buffer[place]!;
      if (byte === greaterThan) {
        this.name = code;
        this.#at = place + 1;
        this.depth -= 1;
        if (this.depth < 0) throw this.#damaged();
        return token.close;
      }
      if (byte === colon) code = 0;
      else if (byte > space) code = (Math.imul(code, 31) + byte) | 0;
      if (byte === lessThan) throw this.#damaged();
    }
    return this.#wait(at, maxTagBytes);
  }

  #openTag(at: number): number {
    const { buffer } = this;
    const length = this.#length;
    let code = 0;
    let place = at + 1;
    for (; place < length; place += 1) {
      const byte = buffer[place]!;
      if (byte <= space || byte === greaterThan || byte === slash) break;
      if (byte === lessThan) throw this.#damaged();
      code = byte === colon ? 0 : (Math.imul(code, 31) + byte) | 0;
    }
    if (place === at + 1 && place < length) throw this.#damaged();
    this.attributes = 0;
    while (place < length) {
      const byte = buffer[place]!;
      if (byte === greaterThan) return this.#foundTag(code, place + 1, token.open);
      if (byte === slash) {
        if (place + 1 >= length) break;
        if (buffer[place + 1] !== greaterThan) throw this.#damaged();
        return this.#foundTag(code, place + 2, token.empty);
      }
      place = byte <= space ? place + 1 : this.#attribute(place);
    }
    return this.#wait(at, maxTagBytes);
  }

  /** Keeps the attribute that begins here; answers the place behind it, or the end when it is not complete. */
  #attribute(start: number): number {
    const { buffer } = this;
    const length = this.#length;
    let code = 0;
    let place = start;
    for (; place < length; place += 1) {
      const byte = buffer[place]!;
      if (byte === equals) break;
      if (byte === lessThan || byte === greaterThan || byte === slash) throw this.#damaged();
      if (byte === colon) code = 0;
      else if (byte > space) code = (Math.imul(code, 31) + byte) | 0;
    }
    for (place += 1; place < length && buffer[place]! <= space;) place += 1;
    if (place >= length) return length;
    const quote = buffer[place]!;
    if (quote !== doubleQuote && quote !== singleQuote) throw this.#damaged();
    const valueStart = place + 1;
    for (place = valueStart; place < length && buffer[place] !== quote;) place += 1;
    if (place >= length) return length;
    if (this.attributes < maxAttributes) {
      this.#attributeNames[this.attributes] = code;
      this.#attributeStarts[this.attributes] = valueStart;
      this.#attributeEnds[this.attributes] = place;
      this.attributes += 1;
    }
    return place + 1;
  }

  #foundTag(code: number, next: number, kind: 1 | 3): number {
    this.name = code;
    this.#at = next;
    if (kind === token.open) this.depth += 1;
    return kind;
  }

  /** Leaves a comment or an instruction behind. False when its end is not here yet. */
  #skip(at: number, mark: number): boolean {
    const isComment =
      mark === exclamation && this.buffer[at + 2] === hyphen && this.buffer[at + 3] === hyphen;
    if (mark === exclamation && !isComment) {
      throw new FaultError(fault('read.workbook_unsafe', { file: this.#file, part: this.#part }));
    }
    const ending = isComment ? commentEnd : instructionEnd;
    const end = this.buffer.indexOf(ending, at + (isComment ? 4 : 2));
    if (end === -1 || end + ending.length > this.#length) {
      this.#wait(at, this.#maxTextBytes);
      return false;
    }
    this.#at = end + ending.length;
    return true;
  }

  #wait(at: number, limitBytes: number): number {
    if (this.#length - at > limitBytes) throw this.#damaged();
    return token.more;
  }

  #damaged(): FaultError {
    return damaged(this.#file, this.#part);
  }
}
