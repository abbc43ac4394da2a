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

/** Throws FaultError as the source does. */
export async function takeSamples(source: ByteSource): Promise<FileSamples> {
  const { sizeBytes } = source;
  const at = async (position: number, length: number): Promise<Sample> => ({
    position,
    bytes: Buffer.from(await source.read(position, length)),
  });
  const start = await at(0, Math.min(startBytes, sizeBytes));
  if (sizeBytes <= startBytes) {
    const none = { position: sizeBytes, bytes: Buffer.alloc(0) };
    return { start, middle: none, end: none, whole: true };
  }
  const endAt = Math.max(startBytes, sizeBytes - laterBytes);
  const middleAt = Math.max(startBytes, Math.floor((sizeBytes - laterBytes) / 2));
  return {
    start,
    middle: await at(middleAt, Math.min(laterBytes, endAt - middleAt)),
    end: await at(endAt, sizeBytes - endAt),
    whole: false,
  };
}

const beginningBytes = 64 * 1024;

/** The beginning alone: what costs little even where the file has to be unpacked for it. Throws FaultError. */
export async function takeBeginning(source: ByteSource): Promise<FileSamples> {
  const bytes = Buffer.from(await source.read(0, Math.min(beginningBytes, source.sizeBytes)));
  const none = { position: bytes.length, bytes: Buffer.alloc(0) };
  return { start: { position: 0, bytes }, middle: none, end: none, whole: bytes.length === source.sizeBytes };
}
