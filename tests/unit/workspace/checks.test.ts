import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowStates, type RowState } from '#contract/reconciliation';
import { finishCheckRun, getCheckRun, latestCheckRun } from '#main/workspace/check-run';
import type { WritableDb } from '#main/workspace/database';
import { findingsForRows, groupIssues, recordFindings } from '#main/workspace/issue';
import { discardOldCheckRuns } from '#main/workspace/removal';
import { countRowNos, listRowNos, type RowFilter } from '#main/workspace/row-list';
import { countRowsByState, getRowState, loadSetAside, recordRowStates } from '#main/workspace/row-state';
import { runningCheck, scratchWorkspace } from './scratch.ts';

interface Row {
  readonly state: RowState;
  readonly issues: readonly { code: string; fieldIndex: number }[];
}

const issue = fc.record({ code: fc.constantFrom('a', 'b'), fieldIndex: fc.constantFrom(-1, 0, 3) });
const anyRow: fc.Arbitrary<Row> = fc.record({
  state: fc.constantFrom(...rowStates),
  issues: fc.array(issue, { maxLength: 3 }),
});

/** A finished check with these rows, recorded in two calls as a run over pages would. */
function finishedCheck(db: WritableDb, rows: readonly Row[]): number {
  const { checkRunId } = runningCheck(db, 1);
  const numbered = rows.map((row, index) => ({ ...row, rowNo: index + 1 }));
  for (const part of [numbered.slice(0, 3), numbered.slice(3)]) {
    recordFindings(
      db,
      checkRunId,
      part.flatMap(({ rowNo, issues }) => issues.map((one) => ({ ...one, rowNo }))),
    );
    recordRowStates(
      db,
      checkRunId,
      part.flatMap(({ rowNo, state }) => (state === 'accepted' ? [] : [{ rowNo, state }])),
    );
  }
  const count = (state: RowState): number => rows.filter((row) => row.state === state).length;
  finishCheckRun(db, checkRunId, {
    read: rows.length,
    accepted: count('accepted'),
    held: count('held'),
    rejected: count('rejected'),
    skipped: count('skipped'),
    warned: 0,
    duplicates: 0,
  });
  return checkRunId;
}

function expectedRowNos(rows: readonly Row[], { state, issue }: RowFilter): number[] {
  return rows.flatMap((row, index) => {
    const hasIssue = row.issues.some(
      ({ code, fieldIndex }) => code === issue?.code && fieldIndex === issue.fieldIndex,
    );
    return (state === undefined || row.state === state) && (issue === undefined || hasIssue)
      ? [index + 1]
      : [];
  });
}

test('lists of rows by state and issue, page by page, are what a look at every row gives', () => {
  const db = scratchWorkspace();
  const filter = fc.record({
    state: fc.option(fc.constantFrom(...rowStates), { nil: undefined }),
    issue: fc.option(issue, { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 30 }), filter, fc.nat(12), (rows, wanted, size) => {
      const checkRunId = finishedCheck(db, rows);
      const limit = size + 1;
      const expected = expectedRowNos(rows, wanted);
      const listed: number[] = [];
      for (let offset = 0; offset < rows.length + limit; offset += limit) {
        const page = listRowNos(db, checkRunId, wanted, { offset, limit });
        expect(page).toEqual(expected.slice(offset, offset + limit));
        listed.push(...page);
      }
      expect(listed).toEqual(expected);
      expect(countRowNos(db, checkRunId, wanted)).toBe(expected.length);
    }),
    { numRuns: 150 },
  );
});

test('the rows set aside are those not accepted, in order', () => {
  const db = scratchWorkspace();
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 20 }), (rows) => {
      const checkRunId = finishedCheck(db, rows);
      const expected = rows.flatMap(({ state }, index) => (state === 'accepted' ? [] : [index + 1]));
      const setAside = loadSetAside(db, checkRunId);
      expect([...setAside.rowNos]).toEqual(expected);
      rows.forEach(({ state }, index) => {
        expect(setAside.has(index + 1)).toBe(state !== 'accepted');
        expect(getRowState(db, checkRunId, index + 1)).toBe(state);
      });
    }),
    { numRuns: 50 },
  );
});

test('issues are grouped by code and field, each row counted once', () => {
  const db = scratchWorkspace();
  const { checkRunId } = runningCheck(db);
  const findings = [
    { rowNo: 1, fieldIndex: 2, code: 'date.future' },
    { rowNo: 2, fieldIndex: 2, code: 'date.future' },
    { rowNo: 2, fieldIndex: 2, code: 'date.future' },
    { rowNo: 2, fieldIndex: -1, code: 'row.ragged' },
  ];
  recordFindings(db, checkRunId, findings);
  recordFindings(db, checkRunId, [findings[0]!]);
  finishCheckRun(db, checkRunId, {
    read: 3,
    accepted: 3,
    held: 0,
    rejected: 0,
    skipped: 0,
    warned: 2,
    duplicates: 0,
  });
  expect(groupIssues(db, checkRunId)).toEqual([
    { code: 'date.future', fieldIndex: 2, rows: 2 },
    { code: 'row.ragged', fieldIndex: -1, rows: 1 },
  ]);
  expect(findingsForRows(db, checkRunId, [2, 3, 1])).toEqual([findings[3], findings[1], findings[0]]);
  expect(countRowsByState(db, checkRunId)).toEqual({ held: 0, rejected: 0, skipped: 0 });
});

test('a check is seen when it is finished, and its sum must hold', () => {
  const db = scratchWorkspace();
  const { checkRunId, sourceTableId } = runningCheck(db);
  expect([getCheckRun(db, checkRunId), latestCheckRun(db, sourceTableId)]).toEqual([null, null]);
  const counts = { read: 3, accepted: 1, held: 1, rejected: 0, skipped: 0, warned: 0, duplicates: 0 };
  expect(() => finishCheckRun(db, checkRunId, counts)).toThrow(/CHECK/);
  const run = finishCheckRun(db, checkRunId, { ...counts, accepted: 2 });
  expect(latestCheckRun(db, sourceTableId)).toEqual(run);
  expect(latestCheckRun(db, sourceTableId, run.mappingId + 1)).toBeNull();
  expect(() => finishCheckRun(db, checkRunId, { ...counts, accepted: 2 })).toThrow(/not running/);
});

test('older checks of a table can be dropped, its newest stays', () => {
  const db = scratchWorkspace();
  const rows: Row[] = [{ state: 'held', issues: [{ code: 'a', fieldIndex: 0 }] }];
  const other = finishedCheck(db, rows);
  const { sourceTableId } = getCheckRun(db, other)!;
  const newest = finishedCheck(db, rows);
  db.exec(`UPDATE check_run SET source_table_id = ${sourceTableId}`);
  discardOldCheckRuns(db, sourceTableId);
  expect([getCheckRun(db, other), findingsForRows(db, other, [1])]).toEqual([null, []]);
  expect(latestCheckRun(db, sourceTableId)?.checkRunId).toBe(newest);
  expect(listRowNos(db, newest, { state: 'held' }, { offset: 0, limit: 5 })).toEqual([1]);
});
