// bytes of a text of which some lines are UTF-8 and others are not → its text, and which are not

import { isAscii } from 'node:buffer';
import type { LinewiseEncoding } from '#contract/layout';
import { type DecodedPiece, type PieceDecoder, sequenceLength, strictUtf8, utf8 } from './piece-decoders.ts';
import { replacementUnit, shownByte, type SingleByteEncoding, tableOf } from './single-byte-table.ts';

/** The encoding of the lines that are no UTF-8. */
export function otherOf(encoding: LinewiseEncoding): SingleByteEncoding {
  return encoding.slice('utf-8+'.length) as SingleByteEncoding;
}

/**
 * A line in which every character of several bytes is UTF-8 is read as such; one that has none of them, in the other
 * encoding. One with both kinds cannot be right as a whole: what is UTF-8 in it is read as UTF-8, the rest in the
 * other encoding, and it is damage. Knows of the line that goes on from the piece before, and of nothing else.
 */
export class LinewiseDecoder implements PieceDecoder {
  readonly #table: Uint16Array;
  readonly #lineEnd: number;
  /** The line so far has characters of several bytes. */
  #hasLong = false;
  /** The line so far has bytes in the other encoding. */
  #hasOther = false;
  #previous = 0;

  constructor(encoding: LinewiseEncoding, lineEnd: '\n' | '\r') {
    this.#table = tableOf(otherOf(encoding));
    this.#lineEnd = lineEnd.charCodeAt(0);
  }

  wholeLength(bytes: Buffer): number {
    return utf8.wholeLength(bytes);
  }

  decodeWhole(bytes: Buffer): DecodedPiece {
    if (this.#hasOther) return this.#decodeByCharacter(bytes);
    try {
      const text = strictUtf8.decode(bytes);
      this.#passUtf8(bytes);
      return { text, damage: [] };
    } catch {
      return this.#decodeByCharacter(bytes);
    }
  }

  /** Bytes that begin a character of UTF-8 are a whole one in the other encoding. */
  decodeRest(bytes: Buffer): DecodedPiece {
    return this.#decodeByCharacter(bytes);
  }

  #passUtf8(bytes: Buffer): void {
    const lineEnd = bytes.lastIndexOf(this.#lineEnd);
    const hasLong = !isAscii(bytes.subarray(lineEnd + 1));
    this.#hasLong = lineEnd === -1 ? this.#hasLong || hasLong : hasLong;
    this.#previous = bytes.at(-1) ?? this.#previous;
  }

  #decodeByCharacter(bytes: Buffer): DecodedPiece {
    const damage: number[] = [];
    const other: number[] = [];
    let text = '';
    let asciiFrom = 0;
    for (let place = 0; place < bytes.length;) {
      const byte = bytes[place]!;
      if (byte < 0x80) {
        if (byte === this.#lineEnd) this.#hasLong = this.#hasOther = false;
        this.#previous = byte;
        place += 1;
        continue;
      }
      text += bytes.toString('latin1', asciiFrom, place);
      const length = sequenceLength(bytes, place);
      if (length === 0) {
        const unit = this.#table[byte]!;
        other.push(text.length);
        const isCut = isCutUtf8(this.#previous, byte, bytes[place + 1] ?? 0);
        if (this.#hasLong || isCut || unit === replacementUnit) damage.push(text.length);
        this.#hasOther = true;
        text += unit === replacementUnit ? shownByte(byte) : String.fromCharCode(unit);
      } else {
        if (this.#hasOther) damage.push(text.length);
        this.#hasLong = true;
        text += bytes.toString('utf8', place, place + length);
      }
      this.#previous = byte;
      place += Math.max(length, 1);
      asciiFrom = place;
    }
    return { text: text + bytes.toString('latin1', asciiFrom), damage, other };
  }
}

/**
 * What is left of a character of UTF-8 whose end is lost, as where a program cuts values at so many bytes: no
 * language has these letters there. The first is “Â” or “Ã” after a small letter, the second “â€”, “â‚” or “â„”.
 */
function isCutUtf8(previous: number, byte: number, next: number): boolean {
  if (byte === 0xe2) return next === 0x80 || next === 0x82 || next === 0x84;
  return (byte === 0xc2 || byte === 0xc3) && previous >= 0x61 && previous <= 0x7a;
}
