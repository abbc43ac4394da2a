import { createHash } from 'node:crypto';
import { fault, FaultError } from '#contract/faults';
import type { ByteSource } from '#main/steps/read/byte-source';

/** SHA-256 over all bytes, in hexadecimal. Throws FaultError as the source does, and `task.cancelled`. */
export async function hashOf(source: Pick<ByteSource, 'open'>, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.open()) {
    if (signal?.aborted === true) throw new FaultError(fault('task.cancelled', {}));
    hash.update(chunk);
  }
  return hash.digest('hex');
}
