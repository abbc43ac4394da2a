import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';
import { unlessFull, type Steps } from './in-steps.ts';
import { deleteFindings, deleteIssueGroups } from './issue.ts';
import { findLiveJob, hasJobs } from './job.ts';
import { deleteRowStates } from './row-state.ts';
import {
  discardSourceFile,
  forgetSourceFile,
  isSourceFileUsed,
  listUnusedSourceFiles,
  sizeOfChunks,
} from './source-file.ts';
import { removeStagedPages, sizeOfStagedPages } from './staged-row.ts';

const rowsPerTransaction = 20_000;

/** Gives up a table that was being read: afterwards the workspace is as before. */
export function* discardSourceTable(db: WritableDb, sourceTableId: number): Steps {
  yield* removeStagedPages(db, sourceTableId);
  prepared<[number]>(db, `DELETE FROM source_table WHERE id = ? AND state = 'staging'`).run(sourceTableId);
}

/** Gives up a check that was running. */
export function* discardCheckRun(db: WritableDb, checkRunId: number): Steps {
  yield* deleteResults(db, checkRunId);
  prepared<[number]>(db, `DELETE FROM check_run WHERE id = ? AND state = 'running'`).run(checkRunId);
}

/** Removes the results of a table's older checks, except of those that a job was made from. */
export function discardOldCheckRuns(db: WritableDb, sourceTableId: number): void {
  const old = prepared<[number, number], number>(
    db,
    `SELECT id FROM check_run
      WHERE source_table_id = ? AND state = 'finished'
        AND id < (SELECT max(id) FROM check_run WHERE source_table_id = ? AND state = 'finished')
        AND NOT EXISTS (SELECT 1 FROM job WHERE check_run_id = check_run.id)`,
  )
    .pluck()
    .all(sourceTableId, sourceTableId);
  for (const checkRunId of old) {
    transact(db, () => {
      for (const _bytes of deleteResults(db, checkRunId));
      prepared<[number]>(db, 'DELETE FROM check_run WHERE id = ?').run(checkRunId);
    });
  }
}

/**
 * Removes a file's table with its rows, mappings and checks, and the file with its last table. All of it is out of
 * sight with the first step, even if the program is killed meanwhile; the next opening of the workspace does the rest.
 * When a job that was rolled back speaks of it, the names and counts that its record needs remain.
 */
export function* removeSourceTable(db: WritableDb, sourceTableId: number): Steps {
  if (findLiveJob(db, sourceTableId) !== null) {
    throw new Error(`source table ${sourceTableId} belongs to a job that is not rolled back`);
  }
  const fileId = sourceFileOf(db, sourceTableId);
  yield transact(db, () => {
    beginRemoval(db, sourceTableId);
    if (fileId !== null && !isSourceFileUsed(db, fileId)) forgetSourceFile(db, fileId);
    return 0;
  });
  yield* removeStagedPages(db, sourceTableId);
  for (const checkRunId of checkRunsOf(db, sourceTableId)) yield* deleteResults(db, checkRunId);
  transact(db, () => {
    if (hasJobs(db, sourceTableId)) {
      prepared<[number]>(db, `UPDATE source_table SET state = 'removed' WHERE id = ?`).run(sourceTableId);
      return;
    }
    prepared<[number]>(db, 'DELETE FROM check_run WHERE source_table_id = ?').run(sourceTableId);
    prepared<[number]>(db, 'DELETE FROM mapping WHERE source_table_id = ?').run(sourceTableId);
    prepared<[number]>(db, 'DELETE FROM source_table WHERE id = ?').run(sourceTableId);
  });
  if (fileId !== null && !isSourceFileUsed(db, fileId)) yield* discardSourceFile(db, fileId);
}

/** The bytes that removing a table takes away: those of its rows, and of its file when no other table needs it. */
export function sizeOfRemoval(db: ReadableDb, sourceTableId: number): number {
  const fileId = sourceFileOf(db, sourceTableId);
  const tables = prepared<[number | null], number>(
    db,
    `SELECT count(*) FROM source_table WHERE source_file_id = ? AND state = 'staged'`,
  );
  const isLast = fileId !== null && tables.pluck().get(fileId) === 1;
  return sizeOfStagedPages(db, sourceTableId) + (isLast ? sizeOfChunks(db, fileId) : 0);
}

/** From now on the table is out of sight; `removeSourceTable`, or the next opening of the workspace, does the rest. */
export function beginRemoval(db: WritableDb, sourceTableId: number): void {
  prepared<[number]>(db, `UPDATE source_table SET state = 'removing' WHERE id = ?`).run(sourceTableId);
}

function sourceFileOf(db: ReadableDb, sourceTableId: number): number | null {
  const sql = 'SELECT source_file_id FROM source_table WHERE id = ?';
  return prepared<[number], number | null>(db, sql).pluck().get(sourceTableId) ?? null;
}

/**
 * Finishes what a killed program left half done: tables and checks in the making are given up, removals are
 * completed, and files handed over in pieces by a window that is gone are dropped.
 */
export function* discardUnfinished(db: WritableDb): Steps {
  const unfinished = prepared<[], { id: number; state: string }>(
    db,
    `SELECT id, state FROM source_table WHERE state IN ('staging', 'removing')`,
  ).all();
  const running = prepared<[], number>(db, `SELECT id FROM check_run WHERE state = 'running'`).pluck().all();
  for (const checkRunId of running) yield* unlessFull(discardCheckRun(db, checkRunId));
  for (const { id, state } of unfinished) {
    yield* unlessFull(state === 'staging' ? discardSourceTable(db, id) : removeSourceTable(db, id));
  }
  for (const sourceFileId of listUnusedSourceFiles(db))
    yield* unlessFull(discardSourceFile(db, sourceFileId));
}

function* deleteResults(db: WritableDb, checkRunId: number): Steps {
  yield* deleteAll((limit) => deleteFindings(db, checkRunId, limit));
  deleteIssueGroups(db, checkRunId);
  yield* deleteAll((limit) => deleteRowStates(db, checkRunId, limit));
}

function checkRunsOf(db: ReadableDb, sourceTableId: number): number[] {
  return prepared<[number], number>(db, 'SELECT id FROM check_run WHERE source_table_id = ?')
    .pluck()
    .all(sourceTableId);
}

function* deleteAll(deleteSome: (limit: number) => number): Steps {
  for (let more = true; more; yield 0) more = deleteSome(rowsPerTransaction) === rowsPerTransaction;
}
