import { fault, type Fault, FaultError } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { type ByteSource, withoutBeginning } from '../byte-source.ts';
import type { KnownKind } from '../file-signatures.ts';
import type { InflationRoom } from './inflation-room.ts';
import { openArchive, openGzip, type Archive } from './open-archive.ts';
import { bytesBeforeZip } from './zip-directory.ts';

/** What a file holds inside: files of their own, one document that is packed as an archive, or neither. */
export type Container =
  | { readonly kind: 'archive'; readonly archive: Archive }
  | { readonly kind: 'document'; readonly document: KnownKind }
  | { readonly kind: 'none' };

const none: Container = { kind: 'none' };
/** Of an archive with entries, without any, and of one that was meant to be split and fitted into one piece. */
const zipSignatures = [Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06'), Buffer.from('PK00')];
const splitSignature = Buffer.from('PK\x07\x08');
const gzipSignature = Buffer.from([0x1f, 0x8b, 0x08]);
const localHeaderBytes = 30;
const leftToOffice: readonly string[] = ['read.archive_damaged', 'read.archive_too_many'];
const officeNames = ['[content_types].xml', '_rels/.rels', 'docprops/', 'xl/', 'word/', 'ppt/', 'mimetype'];

/**
 * Looks whether a file is an archive. Workbooks are archives too, and are none here; what they hold is for their
 * reader. `depth` is how many archives lie around the file. Faults: `read.archive_…`. Throws FaultError as the source
 * does.
 */
export async function openContainer(
  source: ByteSource,
  room: InflationRoom,
  depth: number,
): Promise<Result<Container>> {
  const { fileName: file } = source;
  const start = Buffer.from(await source.read(0, localHeaderBytes + 32));
  const signature = start.subarray(0, 4);
  if (signature.equals(splitSignature)) return failed(fault('read.archive_split', { file }));
  const isTooDeep = depth >= room.limits.maxArchiveDepth;
  if (signature.subarray(0, 3).equals(gzipSignature)) {
    return isTooDeep ? failed(tooDeep(file, room)) : asArchive(source, await openGzip(source, room), room);
  }
  const before = await bytesBefore(source, signature);
  if (before === null) return ok(none);
  const opened = await openArchive(withoutBeginning(source, before), room);
  if (!opened.ok) {
    // The reader of workbooks has better words for one that is damaged or of too many parts: nobody unpacks those.
    const isOfOffice = leftToOffice.includes(opened.fault.code) && beginsAsOffice(start);
    return isOfOffice ? ok(none) : opened;
  }
  const archive = { ...opened.value, strayBytes: opened.value.strayBytes + before };
  const document = await documentOf(archive);
  if (document !== null) return ok(document);
  return isTooDeep ? failed(tooDeep(file, room)) : asArchive(source, archive, room);
}

/** What is called a ZIP may have something before its archive, or its first bytes may be wrong. Null: it is none. */
async function bytesBefore(source: ByteSource, signature: Buffer): Promise<number | null> {
  if (zipSignatures.some((each) => signature.equals(each))) return 0;
  return /\.zipx?$/iu.test(source.fileName) ? bytesBeforeZip(source) : null;
}

function tooDeep(file: string, { limits }: InflationRoom): Fault {
  return fault('read.archive_too_deep', { file, limit: limits.maxArchiveDepth });
}

function asArchive({ fileName: file }: ByteSource, archive: Archive, room: InflationRoom): Result<Container> {
  if (archive.parts.length === 0 && archive.strayBytes === 0) {
    return failed(fault('read.archive_empty', { file }));
  }
  room.takeEntries(archive.parts.length);
  return ok({ kind: 'archive', archive });
}

function beginsAsOffice(start: Buffer): boolean {
  if (start.length < localHeaderBytes) return false;
  const name = start
    .toString('latin1', localHeaderBytes, localHeaderBytes + start.readUInt16LE(26))
    .toLowerCase();
  return officeNames.some((office) => name.startsWith(office));
}

/**
 * Documents that are packed as archives; null for an archive of files. Some programs write the names of their parts in
 * small letters, and a damaged workbook may lack any of them.
 */
async function documentOf(archive: Archive): Promise<Container | null> {
  const { parts } = archive;
  const rawNames = archive.rawNames.map((name) => name.toLowerCase());
  const has = (beginning: string): boolean => rawNames.some((name) => name.startsWith(beginning));
  if (has('xl/workbook.') || has('xl/worksheets/')) return none;
  if (rawNames.includes('[content_types].xml')) {
    if (has('xl/')) return none;
    if (has('word/')) return document('a Word document');
    if (has('ppt/')) return document('a PowerPoint presentation');
    return document('a document of an Office program');
  }
  if (has('index/') && rawNames.some((name) => name.endsWith('.iwa'))) {
    return document('a document of Apple Pages, Numbers or Keynote');
  }
  const place = rawNames.indexOf('mimetype');
  const mimetype = place === -1 ? '' : await beginningOf(parts[place]!);
  if (mimetype.includes('opendocument.spreadsheet')) return none;
  return /opendocument|epub/u.test(mimetype) ? document('a document of an office program') : null;
}

function document(noun: string): Container {
  return { kind: 'document', document: { kind: 'document', noun } };
}

async function beginningOf(part: Archive['parts'][number]): Promise<string> {
  if (part.outcome !== 'file') return '';
  const source = part.open();
  try {
    return Buffer.from(await source.read(0, 128)).toString('latin1');
  } catch (error) {
    if (error instanceof FaultError) return '';
    throw error;
  } finally {
    await source.release();
  }
}
