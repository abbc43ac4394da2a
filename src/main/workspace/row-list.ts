import type { RowState } from '#contract/reconciliation';
import { getCheckRun } from './check-run.ts';
import { prepared, type ReadableDb } from './database.ts';
import { findIssueGroup } from './issue.ts';
import { countRowsByState, loadSetAside, type SetAside, type SetAsideState } from './row-state.ts';

/** Which rows of a finished check: those in a state, those with an issue, those with both, or all. */
export interface RowFilter {
  readonly state?: RowState | undefined;
  /** `fieldIndex` is -1 for an issue of the row as a whole. */
  readonly issue?: { readonly code: string; readonly fieldIndex: number } | undefined;
}

export interface RowPage {
  readonly offset: number;
  readonly limit: number;
}

export function countRowNos(db: ReadableDb, checkRunId: number, filter: RowFilter): number {
  const run = mustGetRun(db, checkRunId);
  const { state, issue } = filter;
  if (issue === undefined) {
    if (state === undefined) return run.read;
    return state === 'accepted' ? run.accepted : countRowsByState(db, checkRunId)[state];
  }
  const group = findIssueGroup(db, checkRunId, issue);
  if (group === null) return 0;
  if (state === undefined) return countOf(db, 'SELECT row_count FROM issue_group WHERE id = ?', group);
  const setAside = { group, checkRunId, state: state === 'accepted' ? null : state };
  const inState = countSetAside(db, setAside);
  if (state !== 'accepted') return inState;
  return countOf(db, 'SELECT row_count FROM issue_group WHERE id = ?', group) - inState;
}

/**
 * One page of row numbers in ascending order. Made for lists of a million rows that are scrolled at will: the
 * accepted ones are found by a binary search, the others by an offset into an index that holds nothing else.
 */
export function listRowNos(db: ReadableDb, checkRunId: number, filter: RowFilter, page: RowPage): number[] {
  const run = mustGetRun(db, checkRunId);
  const { state, issue } = filter;
  if (issue !== undefined) {
    const group = findIssueGroup(db, checkRunId, issue);
    return group === null ? [] : listWithIssue(db, checkRunId, group, state, page);
  }
  if (state === 'accepted') return listAccepted(setAsideOf(db, checkRunId), run.read, page);
  if (state !== undefined) {
    return prepared<[number, SetAsideState, number, number], number>(
      db,
      'SELECT row_no FROM row_state WHERE check_run_id = ? AND state = ? ORDER BY row_no LIMIT ? OFFSET ?',
    )
      .pluck()
      .all(checkRunId, state, page.limit, page.offset);
  }
  const length = Math.max(0, Math.min(page.limit, run.read - page.offset));
  return Array.from({ length }, (_, index) => page.offset + index + 1);
}

function listWithIssue(
  db: ReadableDb,
  checkRunId: number,
  group: number,
  state: RowState | undefined,
  page: RowPage,
): number[] {
  if (state === undefined) {
    return prepared<[number, number, number], number>(
      db,
      'SELECT row_no FROM issue WHERE issue_group_id = ? ORDER BY row_no LIMIT ? OFFSET ?',
    )
      .pluck()
      .all(group, page.limit, page.offset);
  }
  if (state === 'accepted') {
    return prepared<[number, number, number, number], number>(
      db,
      `SELECT row_no FROM issue
        WHERE issue_group_id = ? AND NOT EXISTS (
          SELECT 1 FROM row_state WHERE check_run_id = ? AND row_state.row_no = issue.row_no)
        ORDER BY row_no LIMIT ? OFFSET ?`,
    )
      .pluck()
      .all(group, checkRunId, page.limit, page.offset);
  }
  return prepared<[number, number, SetAsideState, number, number], number>(
    db,
    `SELECT issue.row_no FROM issue CROSS JOIN row_state ON row_state.row_no = issue.row_no
      WHERE issue_group_id = ? AND check_run_id = ? AND state = ?
      ORDER BY issue.row_no LIMIT ? OFFSET ?`,
  )
    .pluck()
    .all(group, checkRunId, state, page.limit, page.offset);
}

/** Rows of an issue that are set aside, in one state or (null) in any. */
function countSetAside(
  db: ReadableDb,
  of: { group: number; checkRunId: number; state: SetAsideState | null },
): number {
  const count = prepared<[number, number, SetAsideState | null, SetAsideState | null], number>(
    db,
    `SELECT count(*) FROM issue CROSS JOIN row_state ON row_state.row_no = issue.row_no
      WHERE issue_group_id = ? AND check_run_id = ? AND (? IS NULL OR state = ?)`,
  )
    .pluck()
    .get(of.group, of.checkRunId, of.state, of.state);
  return count ?? 0;
}

/** The accepted rows are 1 … read without those set aside, so the nth of them follows from the gaps alone. */
function listAccepted({ rowNos }: SetAside, read: number, page: RowPage): number[] {
  // `gaps`: how many rows before the page are set aside. rowNos[k] - k - 1 rows before rowNos[k] are accepted.
  let gaps = 0;
  for (let high = rowNos.length; gaps < high;) {
    const middle = (gaps + high) >>> 1;
    if (rowNos[middle]! - middle - 1 > page.offset) high = middle;
    else gaps = middle + 1;
  }
  const listed: number[] = [];
  for (let rowNo = page.offset + gaps + 1; rowNo <= read && listed.length < page.limit; rowNo += 1) {
    if (rowNos[gaps] === rowNo) gaps += 1;
    else listed.push(rowNo);
  }
  return listed;
}

/** The last one used, for each workspace: a finished check never changes, and lists are scrolled. */
const lastSetAside = new WeakMap<ReadableDb, { checkRunId: number; setAside: SetAside }>();

function setAsideOf(db: ReadableDb, checkRunId: number): SetAside {
  const last = lastSetAside.get(db);
  if (last?.checkRunId === checkRunId) return last.setAside;
  const setAside = loadSetAside(db, checkRunId);
  lastSetAside.set(db, { checkRunId, setAside });
  return setAside;
}

function countOf(db: ReadableDb, sql: string, id: number): number {
  return prepared<[number], number>(db, sql).pluck().get(id) ?? 0;
}

function mustGetRun(db: ReadableDb, checkRunId: number): { read: number; accepted: number } {
  const run = getCheckRun(db, checkRunId);
  if (run === null) throw new Error(`check ${checkRunId} is not finished`);
  return run;
}
