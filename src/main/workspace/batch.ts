import type { BatchState, FrozenBatch, Receipt } from '#main/model/batch';
import { insertExceptions } from './batch-exception.ts';
import { prepared, transact, type ReadableDb, type SqlValue, type WritableDb } from './database.ts';
import { findRecordsOfBatch, insertManifest } from './manifest.ts';

/** A batch without its manifest. */
export interface StoredBatch extends Omit<FrozenBatch, 'recordIds' | 'contentHashes' | 'rowNos'> {
  readonly state: BatchState;
  /** Records that central wrote for it, null until it answered. */
  readonly inserted: number | null;
}

/**
 * Freezes batches in order, each with its manifest, in one transaction. When it returns they are flushed to disk
 * and may be sent.
 */
export function freezeBatches(db: WritableDb, jobId: string, batches: readonly FrozenBatch[]): void {
  const insert = prepared<[string, number, string, Buffer, number, number, number]>(
    db,
    `INSERT INTO batch (job_id, number, state, batch_id, content_sha256, record_count, first_row_no, last_row_no)
     VALUES (?, ?, 'frozen', ?, ?, ?, ?, ?)`,
  );
  transact(db, () => {
    let next = (lastBatch(db, jobId)?.number ?? 0) + 1;
    for (const batch of batches) {
      if (batch.number !== next) throw new Error(`batch ${batch.number} was frozen in place of ${next}`);
      const { number, batchId, contentSha256, recordCount, firstRowNo, lastRowNo } = batch;
      insert.run(jobId, number, batchId, contentSha256, recordCount, firstRowNo, lastRowNo);
      insertManifest(db, jobId, batch);
      next += 1;
    }
  });
}

/** Takes down what central answered, in one transaction. A batch that was acknowledged before stays as it is. */
export function acknowledgeBatches(
  db: WritableDb,
  jobId: string,
  answers: readonly { readonly number: number; readonly receipt: Receipt }[],
): void {
  const acknowledge = prepared<[number, string, number]>(
    db,
    `UPDATE batch SET state = 'acknowledged', inserted = ? WHERE job_id = ? AND number = ? AND state = 'frozen'`,
  );
  transact(db, () => {
    for (const { number, receipt } of answers) {
      if (acknowledge.run(receipt.inserted, jobId, number).changes === 0) continue;
      for (const outcome of ['unchanged', 'different'] as const) {
        insertExceptions(db, jobId, outcome, findRecordsOfBatch(db, jobId, number, receipt[outcome]));
      }
    }
  });
}

/** The batch's records are out of central again, except those kept. */
export function markBatchRolledBack(db: WritableDb, jobId: string, number: number): void {
  prepared<[string, number]>(
    db,
    `UPDATE batch SET state = 'rolled_back' WHERE job_id = ? AND number = ?`,
  ).run(jobId, number);
}

export interface BatchPage {
  /** The page begins after this batch; 0 for the first page. */
  readonly afterNumber: number;
  readonly limit: number;
}

/** Batches of a job by number, without their manifests. */
export function listBatches(db: ReadableDb, jobId: string, page: BatchPage): StoredBatch[] {
  return selectBatches(db, 'number > ? ORDER BY number LIMIT ?', [jobId, page.afterNumber, page.limit]);
}

/** Those of them in one state: `frozen` ones are to be sent (again). */
export function listBatchesInState(
  db: ReadableDb,
  jobId: string,
  state: BatchState,
  page: BatchPage,
): StoredBatch[] {
  return selectBatches(db, 'state = ? AND number > ? ORDER BY number LIMIT ?', [
    jobId,
    state,
    page.afterNumber,
    page.limit,
  ]);
}

/** The batch with the highest number: the next one begins after its last row. */
export function lastBatch(db: ReadableDb, jobId: string): StoredBatch | null {
  return selectBatches(db, 'true ORDER BY number DESC LIMIT 1', [jobId])[0] ?? null;
}

export interface BatchCounts {
  /** All batches of the job, in whatever state. */
  readonly batches: number;
  readonly frozen: number;
  readonly acknowledged: number;
  readonly rolledBack: number;
  /** Records in all batches. */
  readonly records: number;
  /** Records in batches that central answered, whether rolled back since or not. */
  readonly answeredRecords: number;
  /** Records that central wrote. */
  readonly inserted: number;
  /** Those of them in batches that were rolled back since. */
  readonly insertedRolledBack: number;
}

export function countBatches(db: ReadableDb, jobId: string): BatchCounts {
  return prepared<[string], BatchCounts>(
    db,
    `SELECT count(*) AS batches,
            count(*) FILTER (WHERE state = 'frozen') AS frozen,
            count(*) FILTER (WHERE state = 'acknowledged') AS acknowledged,
            count(*) FILTER (WHERE state = 'rolled_back') AS rolledBack,
            coalesce(sum(record_count), 0) AS records,
            coalesce(sum(record_count) FILTER (WHERE inserted IS NOT NULL), 0) AS answeredRecords,
            coalesce(sum(inserted), 0) AS inserted,
            coalesce(sum(inserted) FILTER (WHERE state = 'rolled_back'), 0) AS insertedRolledBack
       FROM batch WHERE job_id = ?`,
  ).get(jobId)!;
}

function selectBatches(db: ReadableDb, which: string, params: [string, ...SqlValue[]]): StoredBatch[] {
  return prepared<SqlValue[], StoredBatch>(
    db,
    `SELECT number, state, batch_id AS batchId, content_sha256 AS contentSha256, record_count AS recordCount,
            first_row_no AS firstRowNo, last_row_no AS lastRowNo, inserted
       FROM batch WHERE job_id = ? AND ${which}`,
  ).all(...params);
}
