import iconv from 'iconv-lite';
import type { LinewiseEncoding, TextEncoding } from '#contract/layout';

export const replacement = '\uFFFD';
export const replacementUnit = 0xfffd;

const unicodeEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const;
export type UnicodeEncoding = (typeof unicodeEncodings)[number];
export type SingleByteEncoding = Exclude<TextEncoding, UnicodeEncoding | LinewiseEncoding>;

export function isUnicode(encoding: TextEncoding): encoding is UnicodeEncoding {
  return (unicodeEncodings as readonly string[]).includes(encoding);
}

/** Where the tables of the Encoding Standard say something else than those of iconv-lite. */
const corrections: Partial<Record<SingleByteEncoding, readonly (readonly [byte: number, unit: number])[]>> = {
  macintosh: [
    [0xdb, 0x20ac],
    [0xf0, 0xf8ff],
  ],
};

const tables = new Map<SingleByteEncoding, Uint16Array>();

/**
 * The UTF-16 unit of each byte, U+FFFD for bytes that the encoding does not define. The control characters that the
 * ISO encodings have at 80 to 9F count as not defined: no export means them, and all of them are Windows’ quotation
 * marks and dashes in a file that is not quite what it says.
 */
export function tableOf(encoding: SingleByteEncoding): Uint16Array {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const text = iconv.decode(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), encoding);
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    const unit = text.charCodeAt(byte);
    table[byte] = unit >= 0x80 && unit <= 0x9f ? replacementUnit : unit;
  }
  for (const [byte, unit] of corrections[encoding] ?? []) table[byte] = unit;
  tables.set(encoding, table);
  return table;
}

/** A byte that has no meaning where it stands, shown as Windows-1252 would, or as the mark � that no one overlooks. */
export function shownByte(byte: number): string {
  return String.fromCharCode(tableOf('windows-1252')[byte]!);
}
