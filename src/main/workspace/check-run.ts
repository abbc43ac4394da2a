import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';

/** Where the rows of a checked table went. Always: read = accepted + held + rejected + skipped. */
export interface CheckCounts {
  readonly read: number;
  readonly accepted: number;
  readonly held: number;
  readonly rejected: number;
  readonly skipped: number;
  /** Accepted rows with at least one warning. */
  readonly warned: number;
  /** Rows that repeat an earlier one exactly; part of `skipped`. */
  readonly duplicates: number;
}

export interface CheckRun extends CheckCounts {
  readonly checkRunId: number;
  readonly mappingId: number;
  readonly sourceTableId: number;
  readonly checkedAt: string;
  /** The day that the checks took for today, YYYY-MM-DD. */
  readonly today: string;
}

/** Begins a check of a table under a mapping; it stays out of sight until `finishCheckRun`. Answers its id. */
export function beginCheckRun(
  db: WritableDb,
  run: Pick<CheckRun, 'mappingId' | 'sourceTableId' | 'today'>,
): number {
  const { lastInsertRowid } = prepared<[number, number, string, string]>(
    db,
    `INSERT INTO check_run (state, mapping_id, source_table_id, checked_at, today)
     VALUES ('running', ?, ?, ?, ?)`,
  ).run(run.mappingId, run.sourceTableId, new Date().toISOString(), run.today);
  return Number(lastInsertRowid);
}

/** The check went over every row: counts its groups of issues and makes it the table's newest. */
export function finishCheckRun(db: WritableDb, checkRunId: number, counts: CheckCounts): CheckRun {
  return transact(db, () => {
    prepared<[number]>(
      db,
      `UPDATE issue_group
          SET row_count = (SELECT count(*) FROM issue WHERE issue.issue_group_id = issue_group.id)
        WHERE check_run_id = ?`,
    ).run(checkRunId);
    const { changes } = prepared<[number, number, number, number, number, number, number, number]>(
      db,
      `UPDATE check_run
          SET state = 'finished', read = ?, accepted = ?, held = ?, rejected = ?, skipped = ?, warned = ?,
              duplicates = ?
        WHERE id = ? AND state = 'running'`,
    ).run(
      counts.read,
      counts.accepted,
      counts.held,
      counts.rejected,
      counts.skipped,
      counts.warned,
      counts.duplicates,
      checkRunId,
    );
    const run = changes === 1 ? getCheckRun(db, checkRunId) : null;
    if (run === null) throw new Error(`check ${checkRunId} is not running`);
    return run;
  });
}

/** A finished check. */
export function getCheckRun(db: ReadableDb, checkRunId: number): CheckRun | null {
  const row = prepared<[number], CheckRun>(
    db,
    `SELECT id AS checkRunId, mapping_id AS mappingId, source_table_id AS sourceTableId, checked_at AS checkedAt,
            today, read, accepted, held, rejected, skipped, warned, duplicates
       FROM check_run WHERE id = ? AND state = 'finished'`,
  ).get(checkRunId);
  return row ?? null;
}

/** The newest finished check of a table; of one mapping only, when it is named. */
export function latestCheckRun(db: ReadableDb, sourceTableId: number, mappingId?: number): CheckRun | null {
  const row = prepared<[number, number | null, number | null], { id: number }>(
    db,
    `SELECT id FROM check_run
      WHERE source_table_id = ? AND state = 'finished' AND (? IS NULL OR mapping_id = ?)
      ORDER BY id DESC LIMIT 1`,
  ).get(sourceTableId, mappingId ?? null, mappingId ?? null);
  return row === undefined ? null : getCheckRun(db, row.id);
}
