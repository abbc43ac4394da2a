import type { FileSamples } from './file-samples.ts';
import {
  calendarRemedy,
  contactsRemedy,
  extensions,
  messageRemedy,
  signatures,
  spreadsheetRemedy,
  type KnownKind,
  type OtherKind,
  type Signature,
} from './file-signatures.ts';
import type { LeftOutFile } from './named-files.ts';
import { wideEncodingOf } from './text/wide-text.ts';
import { byteOrderMarkOf } from './text/byte-order-mark.ts';
import { fault, type Fault } from '#contract/faults';

/** What is done with a file that holds no table that could be read. */
export type OtherFile =
  | { readonly outcome: 'excluded'; readonly leftOut: LeftOutFile }
  /** It may hold records, and a person has to do something before they can be read. */
  | { readonly outcome: 'unreadable'; readonly fault: Fault };

const afterwards: Readonly<Record<Exclude<OtherKind, 'archive' | 'database'>, string>> = {
  picture: 'Pictures are not carried over. Keep the file.',
  scan: 'Pictures of instruments are not carried over. Keep the file, or store it in your picture archive.',
  document:
    'Documents are not carried over. If it holds a table of records, export that from the old system as CSV or Excel.',
  sound: 'Recordings are not carried over. Keep the file.',
  video: 'Recordings are not carried over. Keep the file.',
  font: 'It holds no records.',
  certificate: 'It holds no records. Keep it in a safe place, or delete it if nobody needs it.',
  program: 'Programs are never run or read. If it unpacks itself, unpack it and choose the unpacked files.',
  mail: 'Mail is not carried over. Keep the file.',
};
const weakLooksAtBytes = 1024;
/** The first record of a table may begin so too: two records of the format have to follow. */
const sylk = /^ID;P[^\r\n]*(?:[\r\n]+(?:P;P|F;|B;|C;|O;|NN;)[^\r\n]*){2}/;
const dif = /^TABLE\r?\n0,1\r?\n"/;
/** HL7 version 2: the segment of a message's head says which signs separate. */
const hl7 = /^(?:[FB]HS|MSH)\|\^~\\&\|/;
const vCard = /^BEGIN:VCARD\r?\n/i;
const calendar = /^BEGIN:VCALENDAR\r?\n/i;
const tarHeaderBytes = 512;
const tarSumAt = 148;

/**
 * What a file is if it is no export, told by its content. Null for text, for workbooks, for archives that are opened
 * here, and for what nobody knows.
 */
export function kindOfFile(fileName: string, samples: FileSamples): OtherFile | null {
  const start = samples.start.bytes;
  const known =
    signatures.find((each) => matches(each, start)) ??
    kindByStructure(start) ??
    kindOfOldOffice(fileName, samples);
  return known === null ? null : outcomeOf(known, fileName);
}

/** A kind that is left out, as its outcome. */
export function outcomeOf({ kind, noun, remedy }: KnownKind, file: string): OtherFile {
  if (kind === 'archive') {
    return { outcome: 'unreadable', fault: fault('read.other_archive', { file, kind: noun }) };
  }
  if (kind === 'database') {
    const params = { file, kind: noun, remedy: remedy ?? '' };
    return { outcome: 'unreadable', fault: fault('read.other_database', params) };
  }
  return { outcome: 'excluded', leftOut: { kind, sentence: `It is ${noun}. ${remedy ?? afterwards[kind]}` } };
}

function matches({ at, bytes, isWeak }: Signature, start: Buffer): boolean {
  return beginsWith(start, bytes, at) && (!isWeak || start.subarray(0, weakLooksAtBytes).includes(0));
}

/** Beginnings that are too short to stand for themselves. */
function kindByStructure(start: Buffer): KnownKind | null {
  const isBitmap =
    start.length > 18 &&
    start.toString('latin1', 0, 2) === 'BM' &&
    [12, 40, 52, 56, 64, 108, 124].includes(start.readUInt32LE(14));
  if (isBitmap) return { kind: 'picture', noun: 'a BMP picture' };
  if (isOldTar(start)) return { kind: 'archive', noun: 'a TAR archive' };
  const text = start.toString('latin1', 0, 512).trimStart();
  if (sylk.test(text)) return { kind: 'database', noun: 'a SYLK file', remedy: spreadsheetRemedy };
  if (dif.test(text)) return { kind: 'database', noun: 'a DIF file', remedy: spreadsheetRemedy };
  if (hl7.test(text)) return { kind: 'database', noun: 'a file of HL7 messages', remedy: messageRemedy };
  if (vCard.test(text))
    return { kind: 'database', noun: 'a file of contacts (vCard)', remedy: contactsRemedy };
  if (calendar.test(text))
    return { kind: 'database', noun: 'a calendar (iCalendar)', remedy: calendarRemedy };
  const isDrawing = text.startsWith('<svg') || (text.startsWith('<?xml') && text.includes('<svg'));
  return isDrawing ? { kind: 'picture', noun: 'an SVG drawing' } : null;
}

/** Before POSIX it had no sign: a checksum in octal digits stands in the header of its first file. */
function isOldTar(start: Buffer): boolean {
  if (start.length < tarHeaderBytes) return false;
  const written = /^ *([0-7]{1,7})[ \0]/.exec(start.toString('latin1', tarSumAt, tarSumAt + 8))?.[1];
  if (written === undefined) return false;
  const sumOfSpaces = 8 * 0x20;
  const header = Buffer.concat([start.subarray(0, tarSumAt), start.subarray(tarSumAt + 8, tarHeaderBytes)]);
  return parseInt(written, 8) === header.reduce((sum, byte) => sum + byte, sumOfSpaces);
}

const oldOffice = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const oldOfficeKinds: readonly (readonly [stream: string, extensions: string, kind: KnownKind])[] = [
  ['WordDocument', 'doc dot', { kind: 'document', noun: 'a Word document' }],
  ['PowerPoint Document', 'ppt pps', { kind: 'document', noun: 'a PowerPoint presentation' }],
  ['__substg1.0_', 'msg', { kind: 'mail', noun: 'an Outlook message' }],
  ['\x05SummaryInformation\0Installer', 'msi msp', { kind: 'program', noun: 'an installer' }],
];

/** Old Office files are one kind of container; what is not one of these is left to the reader of workbooks. */
function kindOfOldOffice(fileName: string, { start, middle, end }: FileSamples): KnownKind | null {
  if (!beginsWith(start.bytes, oldOffice)) return null;
  const has = (stream: string): boolean =>
    [start, middle, end].some(({ bytes }) => bytes.includes(Buffer.from(stream, 'utf16le')));
  if (has('Workbook') || has('EncryptedPackage')) return null;
  const found = oldOfficeKinds.find(
    ([stream, names]) => has(stream) || names.split(' ').includes(extensionOf(fileName)),
  );
  return found?.[2] ?? null;
}

/** What a file is called, for content that is no text and that no reader knows. */
export function kindOfName(fileName: string): OtherFile | null {
  const known = extensions.get(extensionOf(fileName));
  return known === undefined ? null : outcomeOf(known, fileName);
}

function extensionOf(fileName: string): string {
  return fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
}

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
