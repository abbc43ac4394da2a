import { createHash } from 'node:crypto';

/**
 * One central call, frozen before it is sent: this is the manifest's entry, written and flushed first. Together
 * with the staged rows and the locked mapping it is enough to send the same bytes again, and to undo them.
 */
export interface FrozenBatch {
  /** From 1, without gaps, within its job. */
  readonly number: number;
  /** Uuid text derived from job, number and content. */
  readonly batchId: string;
  /** SHA-256 of the payload's UTF-8 bytes. */
  readonly contentSha256: Buffer;
  readonly recordCount: number;
  /** Rows of the source table from which it was made, both inclusive; rows set aside in between are left out. */
  readonly firstRowNo: number;
  readonly lastRowNo: number;
  /** Record ids, 16 bytes each, in payload order. */
  readonly recordIds: Buffer;
  /** Content hashes, 32 bytes each, in payload order. */
  readonly contentHashes: Buffer;
  /** Row numbers, 4 bytes little-endian each, in payload order. */
  readonly rowNos: Buffer;
}

export type BatchState = 'frozen' | 'acknowledged' | 'rolled_back';

/** What the central database answers to a batch. */
export interface Receipt {
  /** `duplicate`: this very batch had been applied before; nothing was written twice. */
  readonly outcome: 'applied' | 'duplicate';
  readonly inserted: number;
  /** Ids of records that central already held with the same content. */
  readonly unchanged: readonly string[];
  /** Ids of records that central already held with other content; they were left as they are. */
  readonly different: readonly string[];
}

/** The batch's id: the first 16 bytes of SHA-256 over `job:number:content`, as a uuid (version 8, RFC 9562). */
export function batchIdOf(jobId: string, number: number, contentSha256: Buffer): string {
  const id = createHash('sha256')
    .update(`${jobId}:${number}:${contentSha256.toString('hex')}`)
    .digest()
    .subarray(0, 16);
  id[6] = (id[6]! & 0x0f) | 0x80;
  id[8] = (id[8]! & 0x3f) | 0x80;
  const hex = id.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
