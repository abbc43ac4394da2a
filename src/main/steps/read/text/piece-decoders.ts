import { isAscii } from 'node:buffer';
import type { LinewiseEncoding, TextEncoding } from '#contract/layout';
import {
  isUnicode,
  replacement,
  replacementUnit,
  shownByte,
  type SingleByteEncoding,
  tableOf,
  type UnicodeEncoding,
} from './single-byte-table.ts';

export interface DecodedPiece {
  readonly text: string;
  /** Positions in `text` of what stands for bytes that the encoding does not define, ascending. */
  readonly damage: readonly number[];
  /** Positions of what is not in UTF-8, in text of which some lines are and others are not; ascending. */
  readonly other?: readonly number[];
}

/** Decodes whole characters; what is left over at the end of a piece waits for the next. */
export interface PieceDecoder {
  /** How many of the bytes, from the first, are whole characters. */
  wholeLength(bytes: Buffer): number;
  decodeWhole(bytes: Buffer): DecodedPiece;
  /** What waits when no more bytes come. */
  decodeRest(bytes: Buffer): DecodedPiece;
}

const noDamage: readonly number[] = [];

export function pieceDecoder(encoding: Exclude<TextEncoding, LinewiseEncoding>): PieceDecoder {
  return isUnicode(encoding) ? unicodeDecoders[encoding] : singleByteDecoder(encoding);
}

/** Bytes that are no character at all, each as a character of its own. */
function decodeLeftOver(bytes: Buffer): DecodedPiece {
  return { text: Array.from(bytes, shownByte).join(''), damage: Array.from(bytes, (_, index) => index) };
}

export const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8: PieceDecoder = {
  wholeLength: (bytes) => {
    for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
      const byte = bytes[bytes.length - back]!;
      if (byte < 0x80) break;
      if (byte >= 0xc0) return bytes.length - (expectedLength(byte) > back ? back : 0);
    }
    return bytes.length;
  },
  decodeWhole: (bytes) => {
    try {
      return { text: strictUtf8.decode(bytes), damage: noDamage };
    } catch {
      return decodeDamagedUtf8(bytes);
    }
  },
  decodeRest: decodeLeftOver,
};

function expectedLength(leadByte: number): number {
  if (leadByte < 0xe0) return 2;
  return leadByte < 0xf0 ? 3 : 4;
}

/** What is valid UTF-8 is read as such, so that one damaged character spoils no other, not even in its line. */
function decodeDamagedUtf8(bytes: Buffer): DecodedPiece {
  const damage: number[] = [];
  let text = '';
  let validFrom = 0;
  for (let place = 0; place < bytes.length;) {
    const length = sequenceLength(bytes, place);
    if (length === 0) {
      text += bytes.toString('utf8', validFrom, place);
      damage.push(text.length);
      text += shownByte(bytes[place]!);
      validFrom = place + 1;
    }
    place += length === 0 ? 1 : length;
  }
  return { text: text + bytes.toString('utf8', validFrom, bytes.length), damage };
}

/** Length of the valid UTF-8 sequence at `place` (Unicode 16, table 3-7); 0 when there is none. */
export function sequenceLength(bytes: Uint8Array, place: number): number {
  const lead = bytes[place]!;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = expectedLength(lead);
  const second = bytes[place + 1] ?? 0;
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return 0;
  for (let index = 2; index < length; index += 1) {
    const byte = bytes[place + index] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

/** Longer than necessary. */
function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

/** Surrogates, and beyond the last character of Unicode. */
function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}

function utf16(bigEndian: boolean): PieceDecoder {
  const decodeWhole = (bytes: Buffer): DecodedPiece => utf16Text(bytes, bigEndian);
  return {
    wholeLength: (bytes) => {
      const even = bytes.length - (bytes.length % 2);
      const lastHighByte = even === 0 ? 0 : bytes[bigEndian ? even - 2 : even - 1]!;
      return (lastHighByte & 0xfc) === 0xd8 ? even - 2 : even;
    },
    decodeWhole,
    decodeRest: (bytes) => {
      const { text, damage } = decodeWhole(bytes.subarray(0, bytes.length - (bytes.length % 2)));
      const rest = decodeLeftOver(bytes.subarray(text.length * 2));
      return {
        text: text + rest.text,
        damage: [...damage, ...rest.damage.map((place) => place + text.length)],
      };
    },
  };
}

/** Half a surrogate pair stays in the text as it is, and is damage. */
function utf16Text(bytes: Buffer, bigEndian: boolean): DecodedPiece {
  const text = (bigEndian ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
  if (text.isWellFormed()) return { text, damage: noDamage };
  return { text, damage: Array.from(text.matchAll(/\p{Surrogate}/gu), ({ index }) => index) };
}

function utf32(bigEndian: boolean): PieceDecoder {
  return {
    wholeLength: (bytes) => bytes.length - (bytes.length % 4),
    decodeWhole: (bytes) => utf32Text(bytes, bigEndian),
    decodeRest: decodeLeftOver,
  };
}

function utf32Text(bytes: Buffer, bigEndian: boolean): DecodedPiece {
  // Four bytes become one unit or two: never more bytes than before.
  const units = Buffer.allocUnsafe(bytes.length);
  const damage: number[] = [];
  let end = 0;
  for (let place = 0; place < bytes.length; place += 4) {
    const read = bigEndian ? bytes.readUInt32BE(place) : bytes.readUInt32LE(place);
    const isCharacter = read < 0xd800 || (read > 0xdfff && read <= 0x10ffff);
    if (!isCharacter) damage.push(end / 2);
    const value = isCharacter ? read : replacementUnit;
    if (value > 0xffff) end = units.writeUInt16LE(0xd800 + ((value - 0x10000) >> 10), end);
    end = units.writeUInt16LE(value > 0xffff ? 0xdc00 + (value & 0x3ff) : value, end);
  }
  return { text: units.toString('utf16le', 0, end), damage };
}

const unicodeDecoders: Record<UnicodeEncoding, PieceDecoder> = {
  'utf-8': utf8,
  'utf-16le': utf16(false),
  'utf-16be': utf16(true),
  'utf-32le': utf32(false),
  'utf-32be': utf32(true),
};

function singleByteDecoder(encoding: SingleByteEncoding): PieceDecoder {
  const table = tableOf(encoding);
  return {
    wholeLength: (bytes) => bytes.length,
    decodeWhole: (bytes) => {
      if (isAscii(bytes)) return { text: bytes.toString('latin1'), damage: noDamage };
      const units = new Uint16Array(bytes.length);
      for (let place = 0; place < bytes.length; place += 1) units[place] = table[bytes[place]!]!;
      const text = Buffer.from(units.buffer).toString('utf16le');
      return text.includes(replacement) ? withShownBytes(text, bytes) : { text, damage: noDamage };
    },
    decodeRest: decodeLeftOver,
  };
}

/** Only the bytes without a meaning are shown by the other encoding: the letters around them may well be right. */
function withShownBytes(decoded: string, bytes: Buffer): DecodedPiece {
  const damage: number[] = [];
  const text = decoded.replaceAll(replacement, (_, place: number) => {
    damage.push(place);
    return shownByte(bytes[place]!);
  });
  return { text, damage };
}
