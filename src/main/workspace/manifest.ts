import type { FrozenBatch } from '#main/model/batch';
import { uuidBytes } from '#main/model/record';
import { prepared, type ReadableDb, type WritableDb } from './database.ts';

const idBytes = 16;
const hashBytes = 32;
const rowNoBytes = 4;

type ManifestBlobs = Pick<FrozenBatch, 'recordIds' | 'contentHashes' | 'rowNos'>;

/** Keeps what undoes a batch. Written in the transaction that freezes the batch, before anything is sent. */
export function insertManifest(db: WritableDb, jobId: string, batch: FrozenBatch): void {
  const { recordIds, contentHashes, rowNos, recordCount } = batch;
  if (
    recordIds.length !== recordCount * idBytes ||
    contentHashes.length !== recordCount * hashBytes ||
    rowNos.length !== recordCount * rowNoBytes
  ) {
    throw new Error(`the manifest of batch ${batch.number} does not name each of its records once`);
  }
  prepared<[string, number, Buffer, Buffer, Buffer]>(
    db,
    'INSERT INTO manifest (job_id, number, record_ids, content_hashes, row_nos) VALUES (?, ?, ?, ?, ?)',
  ).run(jobId, batch.number, recordIds, contentHashes, rowNos);
}

/** A batch exactly as it was frozen, or null. */
export function readBatchManifest(db: ReadableDb, jobId: string, number: number): FrozenBatch | null {
  const row = prepared<[string, number], FrozenBatch>(
    db,
    `SELECT number, batch_id AS batchId, content_sha256 AS contentSha256, record_count AS recordCount,
            first_row_no AS firstRowNo, last_row_no AS lastRowNo, record_ids AS recordIds,
            content_hashes AS contentHashes, row_nos AS rowNos
       FROM batch JOIN manifest USING (job_id, number) WHERE job_id = ? AND number = ?`,
  ).get(jobId, number);
  return row ?? null;
}

export interface RecordPlace {
  /** Uuid text. */
  readonly recordId: string;
  /** Number of its batch. */
  readonly number: number;
  readonly rowNo: number;
}

/** Where records of a job come from, in payload order; ids that the job did not send are left out. */
export function findRecords(db: ReadableDb, jobId: string, recordIds: readonly string[]): RecordPlace[] {
  if (recordIds.length === 0) return [];
  const wanted = new Map(recordIds.map((id) => [uuidBytes(id).toString('latin1'), id]));
  const next = prepared<[string, number], { number: number } & Omit<ManifestBlobs, 'contentHashes'>>(
    db,
    `SELECT number, record_ids AS recordIds, row_nos AS rowNos
       FROM manifest WHERE job_id = ? AND number > ? ORDER BY number LIMIT 1`,
  );
  const found: RecordPlace[] = [];
  for (let batch = next.get(jobId, 0); batch !== undefined; batch = next.get(jobId, batch.number)) {
    found.push(...placesIn(batch, wanted));
    if (found.length === wanted.size) break;
  }
  return found;
}

/** The same within one batch. */
export function findRecordsOfBatch(
  db: ReadableDb,
  jobId: string,
  number: number,
  recordIds: readonly string[],
): RecordPlace[] {
  if (recordIds.length === 0) return [];
  const batch = readBatchManifest(db, jobId, number);
  if (batch === null) return [];
  return placesIn(batch, new Map(recordIds.map((id) => [uuidBytes(id).toString('latin1'), id])));
}

function placesIn(
  batch: { readonly number: number; readonly recordIds: Buffer; readonly rowNos: Buffer },
  wanted: ReadonlyMap<string, string>,
): RecordPlace[] {
  const places: RecordPlace[] = [];
  const ids = batch.recordIds.toString('latin1');
  for (let index = 0; index * idBytes < ids.length; index += 1) {
    const recordId = wanted.get(ids.slice(index * idBytes, (index + 1) * idBytes));
    if (recordId === undefined) continue;
    places.push({ recordId, number: batch.number, rowNo: batch.rowNos.readUInt32LE(index * rowNoBytes) });
  }
  return places;
}
