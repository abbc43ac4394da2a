import { isUtf8 } from 'node:buffer';

export interface DecodedText {
  /** Text of the bytes; when they are not valid, of the whole lines before the first damaged one. */
  readonly text: string;
  readonly valid: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** The longest beginning of a character that can be waiting for its last byte. */
const maxUnfinishedBytes = 3;

/**
 * Strict UTF-8 in pieces: a character may be split over pieces anywhere, and a byte order mark at the start is
 * taken off. Nothing is ever replaced by U+FFFD.
 */
export class Utf8Decoder {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #lineEnd: number;
  #lastBytes: Uint8Array = new Uint8Array();

  constructor(newline: string) {
    this.#lineEnd = newline === '\r' ? carriageReturn : lineFeed;
  }

  decode(piece: Uint8Array): DecodedText {
    try {
      const text = this.#decoder.decode(piece, { stream: true });
      this.#keepLastBytes(piece);
      return { text, valid: true };
    } catch {
      return { text: this.#linesBeforeDamage(piece), valid: false };
    }
  }

  /** Call at the end of the bytes: not valid when they stop in the middle of a character. */
  finish(): DecodedText {
    try {
      return { text: this.#decoder.decode(), valid: true };
    } catch {
      return { text: '', valid: false };
    }
  }

  #keepLastBytes(piece: Uint8Array): void {
    const newest = piece.subarray(-maxUnfinishedBytes);
    this.#lastBytes = Buffer.concat([this.#lastBytes, newest]).subarray(-maxUnfinishedBytes);
  }

  /** A line end is never part of a longer character, so each line can be judged by itself. */
  #linesBeforeDamage(piece: Uint8Array): string {
    const bytes = Buffer.concat([unfinishedCharacter(this.#lastBytes), piece]);
    let start = 0;
    for (;;) {
      const lineEnd = bytes.indexOf(this.#lineEnd, start);
      const end = lineEnd === -1 ? bytes.length : lineEnd + 1;
      if (lineEnd === -1 || !isUtf8(bytes.subarray(start, end))) return bytes.toString('utf8', 0, start);
      start = end;
    }
  }
}

/** The bytes at the end that begin a character whose other bytes have not come yet. */
function unfinishedCharacter(bytes: Uint8Array): Uint8Array {
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    const byte = bytes[index]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const expected = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return bytes.length - index < expected ? bytes.subarray(index) : new Uint8Array();
  }
  return new Uint8Array();
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

export function hasByteOrderMark(start: Uint8Array): boolean {
  return byteOrderMark.every((byte, index) => start[index] === byte);
}
