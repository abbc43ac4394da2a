// Accepted records, in the order of their rows → batches, frozen before any is sent.
import { createHash } from 'node:crypto';
import { batchIdOf, type FrozenBatch } from '#main/model/batch';
import { contentHash, fieldSeparator, recordSeparator, uuidText } from '#main/model/record';

/** One record ready to be sent. */
export interface PlannedRecord {
  readonly rowNo: number;
  /** 16 bytes. */
  readonly id: Buffer;
  /** Canonical text of the record's values. */
  readonly canonical: string;
}

export interface SealedBatch {
  readonly batch: FrozenBatch;
  /** What is sent: records joined by U+001E, each its uuid, U+001F and its canonical text. */
  readonly payload: string;
}

/** Freezes at least one record into batch `number` (from 1) of a job. The same records give the same bytes. */
export function freezeBatch(jobId: string, number: number, records: readonly PlannedRecord[]): SealedBatch {
  const first = records[0];
  const last = records.at(-1);
  if (first === undefined || last === undefined) throw new Error('a batch without records');
  const recordIds = Buffer.alloc(records.length * 16);
  const contentHashes = Buffer.alloc(records.length * 32);
  const rowNos = Buffer.alloc(records.length * 4);
  let payload = '';
  for (const [position, { rowNo, id, canonical }] of records.entries()) {
    if (position > 0) payload += recordSeparator;
    payload += uuidText(id) + fieldSeparator + canonical;
    id.copy(recordIds, position * 16);
    contentHash(canonical).copy(contentHashes, position * 32);
    rowNos.writeUInt32LE(rowNo, position * 4);
  }
  const contentSha256 = createHash('sha256').update(payload).digest();
  const batch: FrozenBatch = {
    number,
    batchId: batchIdOf(jobId, number, contentSha256),
    contentSha256,
    recordCount: records.length,
    firstRowNo: first.rowNo,
    lastRowNo: last.rowNo,
    recordIds,
    contentHashes,
    rowNos,
  };
  return { batch, payload };
}
