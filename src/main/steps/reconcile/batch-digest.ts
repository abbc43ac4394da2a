import { createHash } from 'node:crypto';
import { uuidBytes } from '#main/model/record';

/** The part of a frozen batch that is compared: ids of 16 and hashes of 32 bytes, in the same order. */
export interface RecordDigests {
  readonly recordIds: Buffer;
  readonly contentHashes: Buffer;
}

const none: ReadonlySet<string> = new Set();

/**
 * SHA-256 over id and content hash of each record, sorted by the ids' bytes: one value by which the central database
 * shows that it holds a batch as it was sent. `except` are uuids of records left out on both sides.
 * In SQL: sha256(string_agg(uuid_send(id) || content_hash, '' ORDER BY id)).
 */
export function batchDigest({ recordIds, contentHashes }: RecordDigests, except = none): Buffer {
  const left = new Set([...except].map((id) => uuidBytes(id).toString('latin1')));
  const entries: Buffer[] = [];
  for (let position = 0; position * 16 < recordIds.length; position += 1) {
    const id = recordIds.subarray(position * 16, position * 16 + 16);
    if (left.size > 0 && left.has(id.toString('latin1'))) continue;
    entries.push(Buffer.concat([id, contentHashes.subarray(position * 32, position * 32 + 32)]));
  }
  const digest = createHash('sha256');
  for (const entry of entries.sort((left, right) => left.compare(right))) digest.update(entry);
  return digest.digest();
}
