import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { fault, FaultError, type Fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from '../byte-source.ts';
import type { InflationRoom } from './inflation-room.ts';
import { decodeEntryName } from './part-names.ts';
import { ZipReader } from './zip-reader.ts';

/** An entry as the archive's directory describes it; whether that is true shows only when it is unpacked. */
export interface ZipEntry {
  /** As text, with `/` between folders, and as hostile as it came. */
  readonly rawName: string;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Unix file mode, 0 where the archive has none. */
  readonly mode: number;
  /** Where its packed bytes begin; null where its header is damaged or its bytes would lie outside the archive. */
  readonly dataAt: number | null;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Bytes that could be files and belong to no entry, such as of one that was deleted from the archive. */
  readonly strayBytes: number;
}

const localHeaderBytes = 30;
const localSignature = 0x04034b50;
const hasDescriptor = 0x8;
/** Checksum and sizes after an entry's bytes, with signature and 8 bytes a size. */
const descriptorBytes = 24;
const unixHosts = [3, 19];
const endSignature = 0x06054b50;
const endBytes = 22;
const directorySignature = Buffer.from('PK\x01\x02');
const maxCommentBytes = 0xffff;

/**
 * Reads which entries an archive has. Faults: `read.archive_damaged`, `_encrypted`, `_split`, `_too_many`,
 * `_overlapping`. Throws FaultError as the source does.
 */
export async function readZipDirectory(
  source: ByteSource,
  room: InflationRoom,
): Promise<Result<ZipDirectory>> {
  const reader = new ZipReader(source);
  try {
    const sizeBytes = (await findEnd(source))?.to ?? source.sizeBytes;
    const zip = await fromRandomAccessReaderPromise(reader, sizeBytes, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    });
    const directoryAt = zip.readEntryCursor as unknown as number;
    const headers = await readHeaders(zip, room);
    if (headers === null) {
      return failed(fault('read.archive_too_many', { file: source.fileName, limit: room.maxEntries }));
    }
    const located = await locate(source, reader, headers, directoryAt);
    if (!located.ok) return located;
    const { entries, strayBytes } = located.value;
    return ok({ entries, strayBytes: strayBytes + source.sizeBytes - sizeBytes });
  } catch (error) {
    if (error instanceof FaultError) throw error;
    return failed(faultOf(error, source.fileName));
  }
}

/**
 * How many bytes stand before an archive that does not begin as one: 0 where its first bytes are wrong or belong to the
 * piece before, null where it has no directory either.
 */
export async function bytesBeforeZip(source: ByteSource): Promise<number | null> {
  const end = await findEnd(source);
  if (end === null) return null;
  const record = Buffer.from(await source.read(end.at, endBytes));
  const directoryAt = end.at - record.readUInt32LE(12);
  const before = directoryAt - record.readUInt32LE(16);
  if (before <= 0) return 0;
  const signature = Buffer.from(await source.read(directoryAt, 4));
  return signature.equals(directorySignature) ? before : 0;
}

interface ZipEnd {
  /** Of the record that ends an archive. */
  readonly at: number;
  /** Behind the comment. */
  readonly to: number;
}

/** Senders put line ends or zeros behind an archive. Null where no end is found. */
async function findEnd(source: ByteSource): Promise<ZipEnd | null> {
  const { sizeBytes } = source;
  const length = Math.min(sizeBytes, maxCommentBytes + 2 * endBytes);
  const tail = Buffer.from(await source.read(sizeBytes - length, length));
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue;
    const end = at + endBytes + tail.readUInt16LE(at + endBytes - 2);
    const tailAt = sizeBytes - tail.length;
    if (end <= tail.length) return { at: tailAt + at, to: tailAt + end };
  }
  return null;
}

/** Null when there are more than there may be. */
async function readHeaders(zip: ZipFile, room: InflationRoom): Promise<Entry[] | null> {
  if (!room.hasRoomFor(zip.entryCount)) return null;
  const headers: Entry[] = [];
  for await (const entry of zip.eachEntry()) headers.push(entry);
  return headers;
}

/** What the library for ZIPs says is told in its messages only. */
function faultOf(error: unknown, file: string): Fault {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('multi-disk')) return fault('read.archive_split', { file });
  if (message.includes('encryption')) return fault('read.archive_encrypted', { file });
  return fault('read.archive_damaged', { file });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

async function locate(
  { fileName: file, sizeBytes }: ByteSource,
  reader: ZipReader,
  headers: readonly Entry[],
  directoryAt: number,
): Promise<Result<ZipDirectory>> {
  const entries = new Map<Entry, ZipEntry>();
  const spans: Span[] = [];
  const inOrder = headers.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  for (const header of inOrder) {
    const from = header.relativeOffsetOfLocalHeader;
    const local = await reader.take(from, localHeaderBytes);
    const found = local === null ? null : dataStart(header, local, from, Math.min(directoryAt, sizeBytes));
    entries.set(header, describe(header, found));
    if (found === null) continue;
    const previous = spans.at(-1);
    if (previous !== undefined && from < previous.to) {
      return failed(fault('read.archive_overlapping', { file }));
    }
    spans.push({ from, to: found + header.compressedSize });
  }
  const isDescribed = headers.some(
    ({ generalPurposeBitFlag }) => (generalPurposeBitFlag & hasDescriptor) > 0,
  );
  const strayBytes = countStray(spans, directoryAt, isDescribed ? descriptorBytes : 0);
  return ok({ entries: headers.map((header) => entries.get(header)!), strayBytes });
}

function dataStart(header: Entry, local: Buffer, from: number, end: number): number | null {
  if (local.readUInt32LE(0) !== localSignature) return null;
  if (local.readUInt16LE(8) !== header.compressionMethod) return null;
  const start = from + localHeaderBytes + local.readUInt16LE(26) + local.readUInt16LE(28);
  return start + header.compressedSize <= end ? start : null;
}

function describe(header: Entry, dataAt: number | null): ZipEntry {
  const isUnix = unixHosts.includes(header.versionMadeBy >>> 8);
  return {
    rawName: decodeEntryName(header.fileNameRaw, header.generalPurposeBitFlag, header.extraFields),
    sizeBytes: header.uncompressedSize,
    packedBytes: header.compressedSize,
    crc32: header.crc32,
    method: header.compressionMethod,
    isEncrypted: header.isEncrypted(),
    mode: isUnix ? header.externalFileAttributes >>> 16 : 0,
    dataAt,
  };
}

/** Between the entries, and before the first: as many bytes as an entry needs at the least. */
function countStray(spans: readonly Span[], directoryAt: number, allowed: number): number {
  let stray = 0;
  let at = 0;
  for (const { from, to } of [...spans, { from: directoryAt, to: directoryAt }]) {
    const gap = from - at - (at === 0 ? 0 : allowed);
    if (gap >= localHeaderBytes) stray += gap;
    at = to;
  }
  return stray;
}
