import { pipeline, Readable } from 'node:stream';
import { crc32, createGunzip, createInflateRaw } from 'node:zlib';
import { fault, type Fault, FaultError } from '#contract/faults';
import type { ByteSource } from '../byte-source.ts';
import { type ByteRange, type Sample, sampleRanges } from '../file-samples.ts';
import type { InflationRoom } from './inflation-room.ts';

/** The packed bytes of one file in an archive, and what the archive says of it. */
export interface PackedFile {
  /** Name for people. */
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
  readonly packing: 'stored' | 'deflated' | 'gzip';
  readonly dataAt: number;
}

const packedPieceBytes = 128 * 1024;
const inflatedPieceBytes = 128 * 1024;
/** What unpacks to less can do no harm, however well it is packed. */
const harmlessBytes = 256 * 1024;

/** Why a file cannot be unpacked, as far as the archive itself tells; null when nothing speaks against it. */
export function refuseToInflate(file: PackedFile, { limits }: Pick<InflationRoom, 'limits'>): Fault | null {
  const { fileName, sizeBytes, packedBytes, packing } = file;
  if (sizeBytes > limits.maxInflatedBytes) return tooLarge(file, limits.maxInflatedBytes);
  if (isInflated(sizeBytes, packedBytes, limits.maxInflationRatio)) {
    return fault('read.archive_ratio', { file: fileName, limit: limits.maxInflationRatio });
  }
  return packing === 'stored' && sizeBytes !== packedBytes ? damaged(file) : null;
}

function isInflated(sizeBytes: number, packedBytes: number, maxRatio: number): boolean {
  return sizeBytes > harmlessBytes && sizeBytes > packedBytes * maxRatio;
}

export function tooLarge({ fileName }: Pick<PackedFile, 'fileName'>, limitBytes: number): Fault {
  return fault('read.archive_too_large', { file: fileName, limitBytes });
}

export function damaged({ fileName }: PackedFile): Fault {
  return fault('read.entry_damaged', { file: fileName });
}

/**
 * A file's content from its first byte. After the last piece its size and checksum are compared with what the archive
 * says, so one that was read to the end without a fault is whole. Never unpacks more than the archive says.
 * Throws FaultError: `read.entry_damaged` and those of the archive's source.
 */
export async function* inflateEntry(
  archive: ByteSource,
  file: PackedFile,
): AsyncGenerator<Buffer, void, undefined> {
  const packed = packedPieces(archive, file);
  let size = 0;
  let sum = 0;
  try {
    for await (const piece of inflate(packed, file)) {
      size += piece.length;
      if (size > file.sizeBytes) throw new FaultError(damaged(file));
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError(damaged(file), { cause: error });
  }
  if (size !== file.sizeBytes || sum !== file.crc32) throw new FaultError(damaged(file));
}

export interface MeasuredGzip {
  readonly file: PackedFile;
  /** What is looked at to recognise the content, as it went by; none where its size was not foreseen. */
  readonly samples: readonly Sample[];
}

/**
 * How large the content of a gzip file is, and its checksum: neither can be believed before it was unpacked once.
 * Throws FaultError: `read.archive_too_large`, `read.archive_ratio`, `read.entry_damaged`, those of the source.
 */
export async function measureGzip(
  archive: ByteSource,
  fileName: string,
  { limits }: InflationRoom,
): Promise<MeasuredGzip> {
  const packedBytes = archive.sizeBytes;
  const unmeasured = { fileName, packedBytes, packing: 'gzip', dataAt: 0, sizeBytes: 0, crc32: 0 } as const;
  const foreseen = await foreseenSize(archive);
  const ranges = Object.values(sampleRanges(foreseen)).map((range) => new PassingBytes(range));
  let sizeBytes = 0;
  let sum = 0;
  try {
    for await (const piece of inflate(packedPieces(archive, unmeasured), unmeasured)) {
      for (const range of ranges) range.pass(sizeBytes, piece);
      sizeBytes += piece.length;
      sum = crc32(piece, sum);
      const refused = refuseToInflate({ ...unmeasured, sizeBytes }, { limits });
      if (refused !== null) throw new FaultError(refused);
    }
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError(damaged(unmeasured), { cause: error });
  }
  const samples = sizeBytes === foreseen ? ranges.map((range) => range.sample()) : [];
  return { file: { ...unmeasured, sizeBytes, crc32: sum }, samples };
}

/** The last bytes of a gzip file say how large its content is, where that is less than 4 GiB and of one piece. */
async function foreseenSize(archive: ByteSource): Promise<number> {
  const trailer = Buffer.from(await archive.read(Math.max(0, archive.sizeBytes - 4), 4));
  return trailer.length < 4 ? 0 : trailer.readUInt32LE(0);
}

/** Keeps the bytes of one range while all of them go by. */
class PassingBytes {
  readonly #position: number;
  readonly #end: number;
  readonly #kept: Buffer[] = [];

  constructor({ position, length }: ByteRange) {
    this.#position = position;
    this.#end = position + length;
  }

  pass(pieceAt: number, piece: Buffer): void {
    const from = Math.max(this.#position, pieceAt);
    const to = Math.min(this.#end, pieceAt + piece.length);
    // A copy, because a part of the piece would hold on to all of it.
    if (from < to) this.#kept.push(Buffer.from(piece.subarray(from - pieceAt, to - pieceAt)));
  }

  sample(): Sample {
    return { position: this.#position, bytes: Buffer.concat(this.#kept) };
  }
}

async function* packedPieces(
  archive: ByteSource,
  { dataAt, packedBytes }: Pick<PackedFile, 'dataAt' | 'packedBytes'>,
): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < packedBytes;) {
    const piece = await archive.read(dataAt + at, Math.min(packedPieceBytes, packedBytes - at));
    if (piece.length === 0) return;
    at += piece.length;
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  }
}

async function* inflate(
  packed: AsyncGenerator<Buffer, void, undefined>,
  { packing, packedBytes }: Pick<PackedFile, 'packing' | 'packedBytes'>,
): AsyncGenerator<Buffer, void, undefined> {
  if (packing === 'stored') return yield* packed;
  const options = { chunkSize: inflatedPieceBytes };
  const inflater = packing === 'gzip' ? createGunzip(options) : createInflateRaw(options);
  // Failures arrive through the loop below; ending the loop early ends the pipeline.
  pipeline(Readable.from(packed), inflater, () => undefined);
  for await (const piece of inflater) yield piece as Buffer;
  if (inflater.bytesWritten !== packedBytes) throw new Error('something follows the packed content');
}
