import type { ByteSource } from './byte-source.ts';

/** Bytes at `position` of the file. */
export interface Sample {
  readonly position: number;
  readonly bytes: Buffer;
}

/** The evidence that recognition looks at: the start, the middle and the end of a file. */
export interface FileSamples {
  /** The first 256 KiB, or the whole file. */
  readonly start: Sample;
  /** 64 KiB each; empty when `start` is the whole file. */
  readonly middle: Sample;
  readonly end: Sample;
  /** `start` is the whole file. */
  readonly whole: boolean;
}

const startBytes = 256 * 1024;
const laterBytes = 64 * 1024;

export interface ByteRange {
  readonly position: number;
  readonly length: number;
}

interface SampleRanges {
  readonly start: ByteRange;
  readonly middle: ByteRange;
  readonly end: ByteRange;
}

/** Where the samples of a file of this size stand. */
export function sampleRanges(sizeBytes: number): SampleRanges {
  const start = { position: 0, length: Math.min(startBytes, sizeBytes) };
  if (sizeBytes <= startBytes) {
    const none = { position: sizeBytes, length: 0 };
    return { start, middle: none, end: none };
  }
  const endAt = Math.max(startBytes, sizeBytes - laterBytes);
  const middleAt = Math.max(startBytes, Math.floor((sizeBytes - laterBytes) / 2));
  return {
    start,
    middle: { position: middleAt, length: Math.min(laterBytes, endAt - middleAt) },
    end: { position: endAt, length: sizeBytes - endAt },
  };
}

/** Throws FaultError as the source does. */
export async function takeSamples(source: ByteSource): Promise<FileSamples> {
  const { start, middle, end } = sampleRanges(source.sizeBytes);
  const at = async ({ position, length }: ByteRange): Promise<Sample> => ({
    position,
    bytes: length === 0 ? Buffer.alloc(0) : Buffer.from(await source.read(position, length)),
  });
  const samples = { start: await at(start), middle: await at(middle), end: await at(end) };
  return { ...samples, whole: source.sizeBytes <= startBytes };
}

const beginningBytes = 64 * 1024;

/** The beginning alone: what costs little even where the file has to be unpacked for it. Throws FaultError. */
export async function takeBeginning(source: ByteSource): Promise<FileSamples> {
  const bytes = Buffer.from(await source.read(0, Math.min(beginningBytes, source.sizeBytes)));
  const none = { position: bytes.length, bytes: Buffer.alloc(0) };
  return { start: { position: 0, bytes }, middle: none, end: none, whole: bytes.length === source.sizeBytes };
}
