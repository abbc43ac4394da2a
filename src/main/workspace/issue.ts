import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';

/** A finding by its code; `fieldIndex` is the entity's field, -1 for the row as a whole. */
export interface FindingOfRow {
  readonly rowNo: number;
  readonly fieldIndex: number;
  readonly code: string;
}

export interface IssueGroupCount {
  readonly code: string;
  readonly fieldIndex: number;
  /** Rows that have it, each counted once. */
  readonly rows: number;
}

/** Keeps findings of a check that is running. Any number at a time; the same finding twice is kept once. */
export function recordFindings(db: WritableDb, checkRunId: number, findings: readonly FindingOfRow[]): void {
  const insert = prepared<[number, number]>(
    db,
    'INSERT INTO issue (issue_group_id, row_no) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  // Not kept beyond this call: a transaction that is rolled back would take the group's row away again.
  const groups = new Map<string, number>();
  transact(db, () => {
    for (const { rowNo, fieldIndex, code } of findings) {
      const key = `${fieldIndex}:${code}`;
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = ensureGroup(db, checkRunId, code, fieldIndex)));
      insert.run(group, rowNo);
    }
  });
}

/** The issues of a finished check by kind and field, the most frequent first. */
export function groupIssues(db: ReadableDb, checkRunId: number): IssueGroupCount[] {
  return prepared<[number], IssueGroupCount>(
    db,
    `SELECT code, field_index AS fieldIndex, row_count AS rows
       FROM issue_group WHERE check_run_id = ? ORDER BY row_count DESC, code, field_index`,
  ).all(checkRunId);
}

/** Id of a group of issues, null when the check found none of it. */
export function findIssueGroup(
  db: ReadableDb,
  checkRunId: number,
  issue: { readonly code: string; readonly fieldIndex: number },
): number | null {
  const row = prepared<[number, string, number], { id: number }>(
    db,
    'SELECT id FROM issue_group WHERE check_run_id = ? AND code = ? AND field_index = ?',
  ).get(checkRunId, issue.code, issue.fieldIndex);
  return row?.id ?? null;
}

/** The findings on these rows, in the order of the rows and, within a row, of the fields. */
export function findingsForRows(
  db: ReadableDb,
  checkRunId: number,
  rowNos: readonly number[],
): FindingOfRow[] {
  const ofRow = prepared<[number, number], FindingOfRow>(
    db,
    `SELECT row_no AS rowNo, field_index AS fieldIndex, code
       FROM issue CROSS JOIN issue_group ON issue_group.id = issue.issue_group_id
      WHERE row_no = ? AND check_run_id = ?
      ORDER BY field_index, code`,
  );
  return rowNos.flatMap((rowNo) => ofRow.all(rowNo, checkRunId));
}

/** Removes up to `limit` findings of a check. Answers how many there were. */
export function deleteFindings(db: WritableDb, checkRunId: number, limit: number): number {
  return prepared<[number, number]>(
    db,
    `DELETE FROM issue WHERE (issue_group_id, row_no) IN (
       SELECT issue_group_id, row_no FROM issue_group CROSS JOIN issue ON issue_group_id = issue_group.id
        WHERE check_run_id = ? LIMIT ?)`,
  ).run(checkRunId, limit).changes;
}

export function deleteIssueGroups(db: WritableDb, checkRunId: number): void {
  prepared<[number]>(db, 'DELETE FROM issue_group WHERE check_run_id = ?').run(checkRunId);
}

function ensureGroup(db: WritableDb, checkRunId: number, code: string, fieldIndex: number): number {
  const found = findIssueGroup(db, checkRunId, { code, fieldIndex });
  if (found !== null) return found;
  const { lastInsertRowid } = prepared<[number, string, number]>(
    db,
    'INSERT INTO issue_group (check_run_id, code, field_index) VALUES (?, ?, ?)',
  ).run(checkRunId, code, fieldIndex);
  return Number(lastInsertRowid);
}
