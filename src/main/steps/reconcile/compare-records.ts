import { uuidBytes, uuidText } from '#main/model/record';
import type { RecordDigests } from './batch-digest.ts';

/** A record as the central database holds it. */
export interface CentralRecord {
  /** Uuid text. */
  readonly id: string;
  /** 32 bytes, recomputed by the server from its columns. */
  readonly contentHash: Buffer;
  /** 1 as uploaded; every later write by anyone raises it. */
  readonly rowVersion: number;
}

/** Positions are those of the expected records in their batch. */
export interface Comparison {
  readonly verified: number;
  readonly missing: readonly number[];
  /** Not edited since, and yet other than what was sent: must never be. */
  readonly changed: readonly number[];
  /** Edited by someone after the upload. */
  readonly edited: readonly number[];
  /** Uuids that central holds for the batch and that were not sent. */
  readonly extra: readonly string[];
}

const none: ReadonlySet<string> = new Set();

/** Compares what was sent with what is there, record by record. `except` are uuids that are not expected there. */
export function compareRecords(
  expected: RecordDigests,
  actual: Iterable<CentralRecord>,
  except = none,
): Comparison {
  const held = new Map<string, CentralRecord>();
  for (const record of actual) held.set(keyOf(uuidBytes(record.id)), record);
  const missing: number[] = [];
  const changed: number[] = [];
  const edited: number[] = [];
  let verified = 0;
  for (let position = 0; position * 16 < expected.recordIds.length; position += 1) {
    const id = expected.recordIds.subarray(position * 16, position * 16 + 16);
    if (except.size > 0 && except.has(uuidText(id))) continue;
    const key = keyOf(id);
    const record = held.get(key);
    held.delete(key);
    const hash = expected.contentHashes.subarray(position * 32, position * 32 + 32);
    if (record === undefined) missing.push(position);
    else if (record.rowVersion > 1) edited.push(position);
    else if (!record.contentHash.equals(hash)) changed.push(position);
    else verified += 1;
  }
  const extra = [...held.values()].map(({ id }) => id).filter((id) => !except.has(id));
  return { verified, missing, changed, edited, extra };
}

function keyOf(id: Buffer): string {
  return id.toString('latin1');
}
