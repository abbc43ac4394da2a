// bytes of a text file, in pieces → its text, and the lines that are damaged

import { isLinewise, type Newline, type TextEncoding } from '#contract/layout';
import { countOf } from '../text-scan.ts';
import { LinewiseDecoder } from './linewise-decoder.ts';
import { type DecodedPiece, type PieceDecoder, pieceDecoder } from './piece-decoders.ts';
import { isUnicode } from './single-byte-table.ts';

export interface DecodedText {
  readonly text: string;
  /**
   * Physical lines, from 1, that have bytes which the encoding does not define, ascending, each once in a piece. A
   * line that goes on from one piece to the next can be named by both.
   */
  readonly damagedLines: readonly number[];
  /** Lines that are not in UTF-8, in a text of which others are; as the damaged ones, some of which they are. */
  readonly otherLines: readonly number[];
  /** Positions in `text` of what stands for such bytes, ascending. */
  readonly damage: readonly number[];
}

const byteOrderMark = '\uFEFF';
const noBytes = Buffer.alloc(0);
const noLines: readonly number[] = [];

/**
 * Text of any encoding, in pieces that may be cut anywhere: the outcome does not depend on where. A byte order mark
 * at the start is taken off. Bytes that the encoding does not define are shown as Windows-1252 shows them (�, where
 * that has no character either) and their lines are named; nothing is left out, and no other character suffers.
 */
export class TextDecoding {
  readonly #decoder: PieceDecoder;
  readonly #lineEnd: '\n' | '\r';
  /** Bytes at the end of a piece that are not yet a whole character: three at most. */
  #waiting: Buffer = noBytes;
  #line = 1;
  #mayHaveMark: boolean;

  constructor(encoding: TextEncoding, newline: Newline) {
    this.#lineEnd = newline === '\r' ? '\r' : '\n';
    this.#decoder = decoderOf(encoding, this.#lineEnd);
    this.#mayHaveMark = isUnicode(encoding) || isLinewise(encoding);
  }

  decode(bytes: Uint8Array): DecodedText {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const joined = this.#waiting.length === 0 ? piece : Buffer.concat([this.#waiting, piece]);
    const length = this.#decoder.wholeLength(joined);
    // A copy: the caller may use its buffer again.
    this.#waiting = length === joined.length ? noBytes : Buffer.from(joined.subarray(length));
    return this.#settle(this.#decoder.decodeWhole(joined.subarray(0, length)));
  }

  /** Call at the end of the bytes: what is left of an unfinished character is damage. */
  finish(): DecodedText {
    const left = this.#waiting;
    this.#waiting = noBytes;
    return this.#settle(this.#decoder.decodeRest(left));
  }

  #settle({ text, damage, other = noLines }: DecodedPiece): DecodedText {
    if (text === '') return { text, damagedLines: noLines, otherLines: noLines, damage: noLines };
    const marked = this.#mayHaveMark && text.startsWith(byteOrderMark);
    this.#mayHaveMark = false;
    const damagedLines = this.#linesOf(text, damage);
    const otherLines = this.#linesOf(text, other);
    this.#line += countOf(this.#lineEnd, text);
    if (!marked) return { text, damagedLines, otherLines, damage };
    return { text: text.slice(1), damagedLines, otherLines, damage: damage.map((place) => place - 1) };
  }

  #linesOf(text: string, places: readonly number[]): readonly number[] {
    if (places.length === 0) return noLines;
    const lines: number[] = [];
    let line = this.#line;
    let lineEnd = text.indexOf(this.#lineEnd);
    for (const place of places) {
      for (; lineEnd !== -1 && lineEnd < place; line += 1) lineEnd = text.indexOf(this.#lineEnd, lineEnd + 1);
      if (lines.at(-1) !== line) lines.push(line);
    }
    return lines;
  }
}

export function decoderOf(encoding: TextEncoding, lineEnd: '\n' | '\r'): PieceDecoder {
  return isLinewise(encoding) ? new LinewiseDecoder(encoding, lineEnd) : pieceDecoder(encoding);
}
