import type { RowState } from '#contract/reconciliation';
import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';

export type SetAsideState = Exclude<RowState, 'accepted'>;

/** The rows of a check that are not accepted, in ascending order: 4 bytes each, so a million is 4 MB. */
export interface SetAside {
  readonly rowNos: Uint32Array;
  has(rowNo: number): boolean;
}

/** Keeps the states of rows that a running check does not accept. Rows left out are accepted. */
export function recordRowStates(
  db: WritableDb,
  checkRunId: number,
  rows: readonly { readonly rowNo: number; readonly state: SetAsideState }[],
): void {
  const insert = prepared<[number, number, SetAsideState]>(
    db,
    'INSERT INTO row_state (check_run_id, row_no, state) VALUES (?, ?, ?)',
  );
  transact(db, () => {
    for (const row of rows) insert.run(checkRunId, row.rowNo, row.state);
  });
}

export function countRowsByState(db: ReadableDb, checkRunId: number): Record<SetAsideState, number> {
  const counts = { held: 0, rejected: 0, skipped: 0 };
  const rows = prepared<[number], { state: SetAsideState; rows: number }>(
    db,
    'SELECT state, count(*) AS rows FROM row_state WHERE check_run_id = ? GROUP BY state',
  ).all(checkRunId);
  for (const row of rows) counts[row.state] = row.rows;
  return counts;
}

export function getRowState(db: ReadableDb, checkRunId: number, rowNo: number): RowState {
  const row = prepared<[number, number], { state: SetAsideState }>(
    db,
    'SELECT state FROM row_state WHERE check_run_id = ? AND row_no = ?',
  ).get(checkRunId, rowNo);
  return row?.state ?? 'accepted';
}

const rowsPerPage = 50_000;

export function loadSetAside(db: ReadableDb, checkRunId: number): SetAside {
  const counts = countRowsByState(db, checkRunId);
  const rowNos = new Uint32Array(counts.held + counts.rejected + counts.skipped);
  const page = prepared<[number, number, number], number>(
    db,
    'SELECT row_no FROM row_state WHERE check_run_id = ? AND row_no > ? ORDER BY row_no LIMIT ?',
  ).pluck();
  for (let filled = 0; filled < rowNos.length;) {
    const next = page.all(checkRunId, filled === 0 ? 0 : rowNos[filled - 1]!, rowsPerPage);
    rowNos.set(next, filled);
    filled += next.length;
  }
  return { rowNos, has: (rowNo) => contains(rowNos, rowNo) };
}

/** Removes up to `limit` states of a check. Answers how many there were. */
export function deleteRowStates(db: WritableDb, checkRunId: number, limit: number): number {
  return prepared<[number, number, number]>(
    db,
    `DELETE FROM row_state WHERE check_run_id = ? AND row_no IN (
       SELECT row_no FROM row_state WHERE check_run_id = ? LIMIT ?)`,
  ).run(checkRunId, checkRunId, limit).changes;
}

function contains(sorted: Uint32Array, value: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}
