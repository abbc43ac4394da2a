import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';
import { deleteFindings, deleteIssueGroups } from './issue.ts';
import { findLiveJob, hasJobs } from './job.ts';
import { deleteRowStates } from './row-state.ts';
import { discardSourceFile, listUnusedSourceFiles } from './source-file.ts';
import { deleteStagedPages } from './staged-row.ts';
import { workspaceFaultOf } from './workspace-fault.ts';

/** Small transactions: a removal neither fills the disk with its log nor blocks, and goes on after a kill. */
const rowsPerTransaction = 20_000;
const pagesPerTransaction = 100;

/** Gives up a table that was being read: afterwards the workspace is as before. */
export function discardSourceTable(db: WritableDb, sourceTableId: number): void {
  unlessFull(() => {
    deleteAll((limit) => deleteStagedPages(db, sourceTableId, limit), pagesPerTransaction);
    prepared<[number]>(db, `DELETE FROM source_table WHERE id = ? AND state = 'staging'`).run(sourceTableId);
  });
}

/** Gives up a check that was running. */
export function discardCheckRun(db: WritableDb, checkRunId: number): void {
  unlessFull(() => {
    deleteResults(db, checkRunId);
    prepared<[number]>(db, `DELETE FROM check_run WHERE id = ? AND state = 'running'`).run(checkRunId);
  });
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
      deleteResults(db, checkRunId);
      prepared<[number]>(db, 'DELETE FROM check_run WHERE id = ?').run(checkRunId);
    });
  }
}

/**
 * Removes a file's table with its rows, mappings and checks; out of sight at once, even if the program is killed
 * meanwhile. When a job that was rolled back speaks of it, the names and counts that its record needs remain.
 */
export function removeSourceTable(db: WritableDb, sourceTableId: number): void {
  if (findLiveJob(db, sourceTableId) !== null) {
    throw new Error(`source table ${sourceTableId} belongs to a job that is not rolled back`);
  }
  const fileId = sourceFileOf(db, sourceTableId);
  beginRemoval(db, sourceTableId);
  deleteAll((limit) => deleteStagedPages(db, sourceTableId, limit), pagesPerTransaction);
  for (const checkRunId of checkRunsOf(db, sourceTableId)) deleteResults(db, checkRunId);
  if (hasJobs(db, sourceTableId)) {
    prepared<[number]>(db, `UPDATE source_table SET state = 'removed' WHERE id = ?`).run(sourceTableId);
    discardUnusedFile(db, fileId);
    return;
  }
  transact(db, () => {
    prepared<[number]>(db, 'DELETE FROM check_run WHERE source_table_id = ?').run(sourceTableId);
    prepared<[number]>(db, 'DELETE FROM mapping WHERE source_table_id = ?').run(sourceTableId);
    prepared<[number]>(db, 'DELETE FROM source_table WHERE id = ?').run(sourceTableId);
  });
  discardUnusedFile(db, fileId);
}

/** From now on the table is out of sight; `removeSourceTable`, or the next opening of the workspace, does the rest. */
export function beginRemoval(db: WritableDb, sourceTableId: number): void {
  prepared<[number]>(db, `UPDATE source_table SET state = 'removing' WHERE id = ?`).run(sourceTableId);
}

/** Drops the bytes of a file of which no table is left. */
function discardUnusedFile(db: WritableDb, sourceFileId: number | null): void {
  if (sourceFileId === null || !listUnusedSourceFiles(db).includes(sourceFileId)) return;
  transact(db, () => discardSourceFile(db, sourceFileId));
}

function sourceFileOf(db: ReadableDb, sourceTableId: number): number | null {
  const sql = 'SELECT source_file_id FROM source_table WHERE id = ?';
  return prepared<[number], number | null>(db, sql).pluck().get(sourceTableId) ?? null;
}

/**
 * Finishes what a killed program left half done: tables and checks in the making are given up, removals are
 * completed, and files handed over in pieces by a window that is gone are dropped.
 */
export function discardUnfinished(db: WritableDb): void {
  const unfinished = prepared<[], { id: number; state: string }>(
    db,
    `SELECT id, state FROM source_table WHERE state IN ('staging', 'removing')`,
  ).all();
  const running = prepared<[], number>(db, `SELECT id FROM check_run WHERE state = 'running'`).pluck().all();
  for (const checkRunId of running) discardCheckRun(db, checkRunId);
  for (const { id, state } of unfinished) {
    if (state === 'staging') discardSourceTable(db, id);
    else unlessFull(() => removeSourceTable(db, id));
  }
  unlessFull(() => {
    for (const sourceFileId of listUnusedSourceFiles(db)) {
      transact(db, () => discardSourceFile(db, sourceFileId));
    }
  });
}

/**
 * Deleting needs room for the log. What is given up is out of sight anyway, so a full disk is left to the next
 * opening of the workspace, and neither hides the fault that led here nor keeps the workspace shut.
 */
function unlessFull(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (workspaceFaultOf(error, '')?.code !== 'workspace.disk_full') throw error;
  }
}

function deleteResults(db: WritableDb, checkRunId: number): void {
  deleteAll((limit) => deleteFindings(db, checkRunId, limit));
  deleteIssueGroups(db, checkRunId);
  deleteAll((limit) => deleteRowStates(db, checkRunId, limit));
}

function checkRunsOf(db: ReadableDb, sourceTableId: number): number[] {
  return prepared<[number], number>(db, 'SELECT id FROM check_run WHERE source_table_id = ?')
    .pluck()
    .all(sourceTableId);
}

function deleteAll(deleteSome: (limit: number) => number, atOnce = rowsPerTransaction): void {
  while (deleteSome(atOnce) === atOnce);
}
