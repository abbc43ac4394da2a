import { byteOrderMarkOf } from './text/byte-order-mark.ts';
import { wideEncodingOf } from './text/wide-text.ts';

/** How kinds of files that are not delimited text begin. Longer beginnings stand before shorter ones. */
const beginnings: readonly (readonly [kind: string, bytes: Buffer, offset?: number])[] = [
  ['an old Excel workbook (or another old Office file)', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['a Microsoft Access database', Buffer.from('\0Standard Jet DB'), 3],
  ['a Microsoft Access database', Buffer.from('\0Standard ACE DB'), 3],
  ['an SQLite database', Buffer.from('SQLite format 3\0')],
  ['a Postgres backup in its own format', Buffer.from('PGDMP')],
  ['a PDF document', Buffer.from('%PDF-')],
  ['a PNG picture', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['a JPEG picture', Buffer.from('ffd8ff', 'hex')],
  ['a GIF picture', Buffer.from('GIF87a')],
  ['a GIF picture', Buffer.from('GIF89a')],
  ['a gzip archive', Buffer.from('1f8b08', 'hex')],
  ['a 7-Zip archive', Buffer.from('377abcaf271c', 'hex')],
  ['a RAR archive', Buffer.from('526172211a07', 'hex')],
];

const zipBeginnings = [Buffer.from('504b0304', 'hex'), Buffer.from('504b0506', 'hex')];
const looksAtBytes = 64 * 1024;
const binaryNulShare = 0.05;
const minNulsOfBinary = 16;

/**
 * What a file is if it is not text that can be delimited, as a noun phrase ("an Excel workbook"), judged by its
 * first bytes; null when nothing speaks against text, UTF-16 and UTF-32 included. A few NUL bytes are damage of single rows, not a binary file.
 */
export function kindOfBinary(start: Buffer): string | null {
  if (zipBeginnings.some((bytes) => beginsWith(start, bytes))) return kindOfZip(start);
  const known = beginnings.find(([, bytes, offset]) => beginsWith(start, bytes, offset));
  return known === undefined ? kindByNuls(start.subarray(0, looksAtBytes)) : known[0];
}

function beginsWith(start: Buffer, bytes: Buffer, offset = 0): boolean {
  return start.subarray(offset, offset + bytes.length).equals(bytes);
}

/** Office files are ZIP archives; the names of their entries stand readable in them. */
function kindOfZip(start: Buffer): string {
  if (start.includes('application/vnd.oasis.opendocument')) return 'an OpenDocument file';
  if (start.includes('xl/')) return 'an Excel workbook';
  if (start.includes('word/')) return 'a Word document';
  return start.includes('[Content_Types].xml') ? 'an Office file' : 'a ZIP archive';
}

/** Half of UTF-16 text in a Western language are NUL bytes, and it is text all the same. */
function kindByNuls(start: Buffer): string | null {
  let nuls = 0;
  for (let place = start.indexOf(0); place !== -1; place = start.indexOf(0, place + 1)) nuls += 1;
  if (nuls < minNulsOfBinary || nuls / start.length <= binaryNulShare) return null;
  return isWide(start) ? null : 'a binary file';
}

function isWide(start: Buffer): boolean {
  const mark = byteOrderMarkOf(start);
  return (
    (mark !== null && mark.encoding !== 'utf-8') || wideEncodingOf({ position: 0, bytes: start }) !== null
  );
}
