import { FaultError } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from './byte-source.ts';

const sampleBytes = 256 * 1024;

export interface ByteSample {
  readonly bytes: Buffer;
  /** The source has no more bytes than these. */
  readonly whole: boolean;
}

/** The first bytes of a source, 256 KiB at most. */
export async function takeSample(source: ByteSource): Promise<Result<ByteSample>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of source.open()) {
      pieces.push(Buffer.from(piece.subarray(0, sampleBytes - length)));
      length += piece.length;
      if (length > sampleBytes) break;
    }
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
  return ok({ bytes: Buffer.concat(pieces), whole: length <= sampleBytes });
}
