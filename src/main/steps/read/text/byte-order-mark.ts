import { isLinewise, type TextEncoding } from '#contract/layout';

export interface ByteOrderMark {
  readonly encoding: TextEncoding;
  readonly length: number;
}

/** UTF-32 stands before UTF-16, whose little-endian mark is the beginning of UTF-32's. */
const marks: readonly (readonly [encoding: TextEncoding, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0x00, 0x00]],
  ['utf-32be', [0x00, 0x00, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The mark of Unicode text that a file begins with, if it has one. */
export function byteOrderMarkOf(start: Uint8Array): ByteOrderMark | null {
  const found = marks.find(([, bytes]) => bytes.every((byte, index) => start[index] === byte));
  return found === undefined ? null : { encoding: found[0], length: found[1].length };
}

/** Whether text that is read so begins behind the mark. */
export function isMarkOf(mark: ByteOrderMark | null, encoding: TextEncoding): boolean {
  return mark !== null && mark.encoding === (isLinewise(encoding) ? 'utf-8' : encoding);
}
