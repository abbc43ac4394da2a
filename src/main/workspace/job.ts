import type { jobStates, VerificationView } from '#contract/operations/upload';
import { prepared, type ReadableDb, type WritableDb } from './database.ts';

export type JobState = (typeof jobStates)[number];

/** What the person chose when the job was started. */
export interface JobOptions {
  readonly skipDuplicates: boolean;
  readonly continueOnError: boolean;
}

export interface JobRollback {
  readonly at: string;
  readonly removed: number;
  readonly kept: number;
}

export interface StoredJob {
  readonly jobId: string;
  /** Such as MIG-001-2026; null until the central database gave it one. */
  readonly number: string | null;
  /** The central database that gave it, and holds the job. */
  readonly databaseId: string | null;
  readonly state: JobState;
  readonly sourceTableId: number;
  readonly fileName: string;
  readonly mappingId: number;
  readonly checkRunId: number;
  readonly tenantId: string;
  readonly batchSize: number;
  readonly options: JobOptions;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly finishedAt: string | null;
  readonly verification: VerificationView | null;
  readonly rollback: JobRollback | null;
}

export type NewJob = Omit<
  StoredJob,
  'number' | 'databaseId' | 'state' | 'fileName' | 'startedAt' | 'finishedAt' | 'verification' | 'rollback'
>;

/** Begins a job. A table has one job at a time that is not rolled back; a second one is refused by the database. */
export function createJob(db: WritableDb, job: NewJob): StoredJob {
  prepared<[string, number, number, number, string, number, string, string, string]>(
    db,
    `INSERT INTO job (job_id, state, source_table_id, mapping_id, check_run_id, tenant_id, batch_size, options,
                      started_at, started_by)
     VALUES (?, 'uploading', ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    job.jobId,
    job.sourceTableId,
    job.mappingId,
    job.checkRunId,
    job.tenantId,
    job.batchSize,
    JSON.stringify(job.options),
    new Date().toISOString(),
    job.startedBy,
  );
  return getJob(db, job.jobId)!;
}

export function getJob(db: ReadableDb, jobId: string): StoredJob | null {
  return firstJob(db, 'WHERE job_id = ?', jobId);
}

/** The job of a table that was begun and not finished, if there is one. */
export function findOpenJob(db: ReadableDb, sourceTableId: number): StoredJob | null {
  return firstJob(db, `WHERE source_table_id = ? AND job.state IN ('uploading', 'paused')`, sourceTableId);
}

/** The job of a table that is not rolled back, in whatever state; there is one at most. */
export function findLiveJob(db: ReadableDb, sourceTableId: number): StoredJob | null {
  return firstJob(db, `WHERE source_table_id = ? AND job.state <> 'rolled_back'`, sourceTableId);
}

/** Every job of the workspace, the newest first. */
export function listJobs(db: ReadableDb): StoredJob[] {
  return prepared<[], Row>(db, `${selectJob} ORDER BY started_at DESC, job.rowid DESC`).all().map(parseRow);
}

/** Takes down the number that a central database gave the job, and which one that was. */
export function numberJob(
  db: WritableDb,
  jobId: string,
  given: { readonly number: string; readonly databaseId: string },
): void {
  prepared<[string, string, string]>(db, 'UPDATE job SET number = ?, database_id = ? WHERE job_id = ?').run(
    given.number,
    given.databaseId,
    jobId,
  );
}

/** Moves a job on; the first time that it is uploaded or rolled back is when it finished. */
export function setJobState(db: WritableDb, jobId: string, state: JobState): void {
  prepared<[JobState, JobState, string, string]>(
    db,
    `UPDATE job
        SET state = ?,
            finished_at = CASE WHEN ? IN ('uploaded', 'verified', 'rolled_back')
                               THEN coalesce(finished_at, ?) ELSE finished_at END
      WHERE job_id = ?`,
  ).run(state, state, new Date().toISOString(), jobId);
}

/** Keeps the newest comparison with the central database. */
export function saveVerification(db: WritableDb, verification: VerificationView): void {
  prepared<[string, string]>(db, 'UPDATE job SET verification = ? WHERE job_id = ?').run(
    JSON.stringify(verification),
    verification.jobId,
  );
}

export function saveRollback(db: WritableDb, jobId: string, rollback: JobRollback): void {
  prepared<[string, string]>(db, 'UPDATE job SET rollback = ? WHERE job_id = ?').run(
    JSON.stringify(rollback),
    jobId,
  );
}

/** Whether any job speaks of this table, rolled back ones included. */
export function hasJobs(db: ReadableDb, sourceTableId: number): boolean {
  return (
    prepared<[number]>(db, 'SELECT 1 FROM job WHERE source_table_id = ? LIMIT 1').get(sourceTableId) !==
    undefined
  );
}

interface Row extends Omit<StoredJob, 'options' | 'verification' | 'rollback'> {
  readonly options: string;
  readonly verification: string | null;
  readonly rollback: string | null;
}

const selectJob = `
  SELECT job_id AS jobId, number, database_id AS databaseId, job.state, source_table_id AS sourceTableId, file_name AS fileName,
         mapping_id AS mappingId, check_run_id AS checkRunId, tenant_id AS tenantId, batch_size AS batchSize,
         options, started_at AS startedAt, started_by AS startedBy, finished_at AS finishedAt, verification, rollback
    FROM job JOIN source_table ON source_table.id = source_table_id`;

function firstJob(db: ReadableDb, where: string, key: string | number): StoredJob | null {
  const row = prepared<[string | number], Row>(db, `${selectJob} ${where}`).get(key);
  return row === undefined ? null : parseRow(row);
}

function parseRow(row: Row): StoredJob {
  return {
    ...row,
    options: JSON.parse(row.options) as JobOptions,
    verification: row.verification === null ? null : (JSON.parse(row.verification) as VerificationView),
    rollback: row.rollback === null ? null : (JSON.parse(row.rollback) as JobRollback),
  };
}
