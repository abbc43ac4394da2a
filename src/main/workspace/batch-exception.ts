import type { KeptReason } from '#contract/operations/upload';
import { uuidBytes, uuidText } from '#main/model/record';
import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';
import { findRecords, type RecordPlace } from './manifest.ts';

/**
 * - `unchanged`: central held the record already, with the same content.
 * - `different`: central held it with other content and left it as it was.
 * - `kept_edited`: it was edited in central since the upload, so a rollback left it there.
 * - `kept_shared`: another upload that is not taken back sent it, too, so a rollback left it there.
 */
export type ExceptionOutcome = 'unchanged' | 'different' | 'kept_edited' | 'kept_shared';

export interface BatchException extends RecordPlace {
  readonly outcome: ExceptionOutcome;
}

export function insertExceptions(
  db: WritableDb,
  jobId: string,
  outcome: ExceptionOutcome,
  records: readonly RecordPlace[],
): void {
  const insert = prepared<[string, number, number, ExceptionOutcome, Buffer]>(
    db,
    `INSERT INTO batch_exception (job_id, number, row_no, outcome, record_id) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  for (const record of records) {
    insert.run(jobId, record.number, record.rowNo, outcome, uuidBytes(record.recordId));
  }
}

/** Takes down the records that a rollback left in central (ids as uuid text); what is said last of a record holds. */
export function recordKept(
  db: WritableDb,
  jobId: string,
  kept: readonly { readonly id: string; readonly reason: KeptReason }[],
): void {
  const forget = prepared<[string, number, number]>(
    db,
    `DELETE FROM batch_exception
      WHERE job_id = ? AND number = ? AND row_no = ? AND outcome IN ('kept_edited', 'kept_shared')`,
  );
  const reasons = new Map(kept.map(({ id, reason }) => [id, reason]));
  transact(db, () => {
    for (const place of findRecords(db, jobId, [...reasons.keys()])) {
      forget.run(jobId, place.number, place.rowNo);
      insertExceptions(db, jobId, `kept_${reasons.get(place.recordId) ?? 'edited'}`, [place]);
    }
  });
}

/** The first `limit` records that a rollback left in central, in payload order. */
export function listKept(
  db: ReadableDb,
  jobId: string,
  limit: number,
): { readonly rowNo: number; readonly reason: KeptReason }[] {
  return prepared<[string, number], { rowNo: number; reason: KeptReason }>(
    db,
    `SELECT row_no AS rowNo, substr(outcome, 6) AS reason FROM batch_exception
      WHERE job_id = ? AND outcome IN ('kept_edited', 'kept_shared') ORDER BY number, row_no LIMIT ?`,
  ).all(jobId, limit);
}

/** The records of a job with one outcome, in payload order, the first `limit` of them. */
export function listExceptions(
  db: ReadableDb,
  jobId: string,
  outcome: ExceptionOutcome,
  limit: number,
): BatchException[] {
  const rows = prepared<
    [string, ExceptionOutcome, number],
    Omit<BatchException, 'recordId'> & { recordId: Buffer }
  >(
    db,
    `SELECT record_id AS recordId, number, row_no AS rowNo, outcome FROM batch_exception
      WHERE job_id = ? AND outcome = ? ORDER BY number, row_no LIMIT ?`,
  ).all(jobId, outcome, limit);
  return rows.map((row) => ({ ...row, recordId: uuidText(row.recordId) }));
}

export function countExceptions(db: ReadableDb, jobId: string): Record<ExceptionOutcome, number> {
  const counts = { unchanged: 0, different: 0, kept_edited: 0, kept_shared: 0 };
  const rows = prepared<[string], { outcome: ExceptionOutcome; records: number }>(
    db,
    'SELECT outcome, count(*) AS records FROM batch_exception WHERE job_id = ? GROUP BY outcome',
  ).all(jobId);
  for (const row of rows) counts[row.outcome] = row.records;
  return counts;
}

/** Records of one batch that central held already, as uuid text: the job wrote nothing for them. */
export function listAlreadyThere(
  db: ReadableDb,
  jobId: string,
  number: number,
): Record<'unchanged' | 'different', Set<string>> {
  const found = { unchanged: new Set<string>(), different: new Set<string>() };
  const rows = prepared<[string, number], { outcome: 'unchanged' | 'different'; recordId: Buffer }>(
    db,
    `SELECT outcome, record_id AS recordId FROM batch_exception
      WHERE job_id = ? AND number = ? AND outcome IN ('unchanged', 'different')`,
  ).all(jobId, number);
  for (const { outcome, recordId } of rows) found[outcome].add(uuidText(recordId));
  return found;
}
