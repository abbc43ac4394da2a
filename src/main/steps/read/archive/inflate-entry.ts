import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { fault, type Fault, FaultError } from '#contract/faults';
import type { ByteSource } from '../byte-source.ts';
import type { InflationRoom } from './inflation-room.ts';

/** The packed bytes of one file in an archive, and what the archive says of it. */
export interface PackedFile {
  /** Name for people. */
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
  readonly isDeflated: boolean;
  readonly dataAt: number;
}

const packedPieceBytes = 128 * 1024;
const inflatedPieceBytes = 128 * 1024;
/** What unpacks to less can do no harm, however well it is packed. */
const harmlessBytes = 256 * 1024;

/** Why a file cannot be unpacked, as far as the archive itself tells; null when nothing speaks against it. */
export function refuseToInflate(file: PackedFile, { limits }: InflationRoom): Fault | null {
  const { fileName, sizeBytes, packedBytes, isDeflated } = file;
  if (sizeBytes > limits.maxInflatedBytes) return tooLarge(file, limits.maxInflatedBytes);
  if (sizeBytes > harmlessBytes && sizeBytes > packedBytes * limits.maxInflationRatio) {
    return fault('read.archive_ratio', { file: fileName, limit: limits.maxInflationRatio });
  }
  return !isDeflated && sizeBytes !== packedBytes ? damaged(file) : null;
}

export function tooLarge({ fileName }: PackedFile, limitBytes: number): Fault {
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
    for await (const piece of file.isDeflated ? inflate(packed, file.packedBytes) : packed) {
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

async function* packedPieces(
  archive: ByteSource,
  { dataAt, packedBytes }: PackedFile,
): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < packedBytes;) {
    const piece = await archive.read(dataAt + at, Math.min(packedPieceBytes, packedBytes - at));
    if (piece.length === 0) return;
    at += piece.length;
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  }
}

async function* inflate(
  packed: AsyncIterable<Buffer>,
  packedBytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  const inflater = createInflateRaw({ chunkSize: inflatedPieceBytes });
  // Failures arrive through the loop below; ending the loop early ends the pipeline.
  pipeline(Readable.from(packed), inflater, () => undefined);
  for await (const piece of inflater) yield piece as Buffer;
  if (inflater.bytesWritten !== packedBytes) throw new Error('something follows the packed content');
}
