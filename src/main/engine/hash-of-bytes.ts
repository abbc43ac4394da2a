import { createHash } from 'node:crypto';
import type { ByteSource } from '#main/steps/read/byte-source';

/** SHA-256 over all bytes, in hexadecimal. Throws FaultError as the source does. */
export async function hashOf(source: Pick<ByteSource, 'open'>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.open()) hash.update(chunk);
  return hash.digest('hex');
}
