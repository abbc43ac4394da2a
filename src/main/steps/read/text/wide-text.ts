import type { TextEncoding } from '#contract/layout';
import type { Sample } from '../file-samples.ts';

/** Text of two or four bytes a character. */
export const wideEncodings = ['utf-32le', 'utf-32be', 'utf-16le', 'utf-16be'] as const;
export type WideEncoding = (typeof wideEncodings)[number];

/** False: what is ASCII is one byte in it, and the same one in all of those. */
export function isWide(encoding: TextEncoding): boolean {
  return (wideEncodings as readonly TextEncoding[]).includes(encoding);
}

/** Digits, delimiters, line ends and blanks are in every file of records, whatever its language. */
const minAsciiShare = 0.15;
const maxStrangeShare = 0.02;
const maxReversedShare = 0.1;
const minLineEndShare = 0.5;
const minUnits = 4;

interface Units {
  readonly all: number;
  /** Printable ASCII, tabs and line ends. */
  readonly ascii: number;
  /** The same with its bytes the other way round: in text with single NUL bytes there are as many. */
  readonly reversed: number;
  /** Control characters, and what is no character. */
  readonly strange: number;
  /** Characters that end lines. */
  readonly lineEnds: number;
}

/** The encoding in which the sample reads as text, told by where its NUL bytes stand; null when none does. */
export function wideEncodingOf(sample: Sample): WideEncoding | null {
  if (!sample.bytes.includes(0)) return null;
  const lineEndBytes = sample.bytes.reduce((count, byte) => count + (isLineEnd(byte) ? 1 : 0), 0);
  return (
    wideEncodings.find((encoding) => {
      const units = unitsOf(sample, encoding);
      // Where lines end in single bytes, the NUL bytes stand in a text of such.
      return isWideText(units) && units.lineEnds >= lineEndBytes * minLineEndShare;
    }) ?? null
  );
}

function isWideText({ all, ascii, reversed, strange }: Units): boolean {
  if (all < minUnits || ascii < all * minAsciiShare) return false;
  return strange <= all * maxStrangeShare && reversed <= ascii * maxReversedShare;
}

function unitsOf({ position, bytes }: Sample, encoding: WideEncoding): Units {
  const width = encoding.startsWith('utf-32') ? 4 : 2;
  // A sample may begin within a character.
  const start = (width - (position % width)) % width;
  const counts = { all: 0, ascii: 0, reversed: 0, strange: 0, lineEnds: 0 };
  for (let place = start; place + width <= bytes.length; place += width) {
    const value = valueAt(bytes, place, encoding);
    counts.all += 1;
    if (isLineEnd(value)) counts.lineEnds += 1;
    if (isAscii(value)) counts.ascii += 1;
    else if (isStrange(value, width)) counts.strange += 1;
    else if ((value & 0xff) === 0 && isAscii(value >> 8)) counts.reversed += 1;
  }
  return counts;
}

function valueAt(bytes: Buffer, place: number, encoding: WideEncoding): number {
  if (encoding === 'utf-16le') return bytes.readUInt16LE(place);
  if (encoding === 'utf-16be') return bytes.readUInt16BE(place);
  return encoding === 'utf-32le' ? bytes.readUInt32LE(place) : bytes.readUInt32BE(place);
}

function isAscii(value: number): boolean {
  return (value >= 0x20 && value < 0x7f) || value === 9 || isLineEnd(value);
}

function isLineEnd(value: number): boolean {
  return value === 10 || value === 13;
}

function isStrange(value: number, width: number): boolean {
  if (value < 0xa0) return true;
  if (width === 4 && value >= 0xd800 && value <= 0xdfff) return true;
  return value === 0xfffe || value === 0xffff || value > 0x10ffff;
}
