import { randomInt } from 'node:crypto';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { Entity } from '#main/model/entity';
import type { Finding, IssueKind, Severity } from '#main/model/issue';
import type { StagedRow } from '#main/model/staged-row';
import { findIssueKind } from '#main/steps/check/catalogue';
import { compileChecks } from '#main/steps/check/compile-checks';
import { DuplicateRows, externalIdConflict, rowRepeated } from '#main/steps/check/duplicate-rows';
import { rowFaultKind } from '#main/steps/check/row-faults';
import { rowStateOf } from '#main/steps/check/row-state';
import { compileConversion } from '#main/steps/convert/compile-conversion';
import { RowTally } from '#main/steps/reconcile/row-tally';
import { beginCheckRun, finishCheckRun, type CheckCounts, type CheckRun } from '#main/workspace/check-run';
import { transact, type WritableDb } from '#main/workspace/database';
import { inTurns, unlessFull } from '#main/workspace/in-steps';
import { recordFindings, type FindingOfRow } from '#main/workspace/issue';
import type { StoredMapping } from '#main/workspace/mapping';
import { discardCheckRun, discardOldCheckRuns } from '#main/workspace/removal';
import { recordRowStates, type SetAsideState } from '#main/workspace/row-state';
import type { SourceTable } from '#main/workspace/source-table';
import { getStagedRow, walkStagedRows } from '#main/workspace/staged-row';
import type { TaskControl } from './tasks.ts';
import { takeTurns } from './yielding.ts';

/** Judged before what was found is written: each time costs a flush of the disk. */
const rowsPerTransaction = 2_000;

/**
 * Converts and checks every row of a table under its approved mapping, in one pass, and records what was found.
 * The day is fixed for the run, so that the same rows give the same findings again.
 */
export async function checkRows(
  db: WritableDb,
  entity: Entity,
  mapping: StoredMapping,
  table: SourceTable,
  today: string,
  control: TaskControl,
): Promise<Result<CheckRun>> {
  const { sourceTableId, rowCount: total } = table;
  const checkRunId = beginCheckRun(db, { mappingId: mapping.mappingId, sourceTableId, today });
  const judge = new RowJudge(db, entity, mapping, table, today);
  let finished = false;
  let unsaved = 0;
  try {
    for (const page of walkStagedRows(db, sourceTableId)) {
      for (const row of page) judge.judge(row);
      unsaved += page.length;
      if (unsaved >= rowsPerTransaction) {
        transact(db, () => judge.save(checkRunId));
        unsaved = 0;
      }
      control.report({ done: page.at(-1)!.rowNo, total });
      await takeTurns();
      if (control.signal.aborted) return failed(fault('task.cancelled', {}));
    }
    transact(db, () => judge.save(checkRunId));
    const run = finishCheckRun(db, checkRunId, judge.counts());
    finished = true;
    discardOldCheckRuns(db, sourceTableId);
    return ok(run);
  } finally {
    if (!finished) await inTurns(unlessFull(discardCheckRun(db, checkRunId)));
  }
}

/** Judges rows in their order and collects what is to be written about them. */
class RowJudge {
  readonly #db: WritableDb;
  readonly #sourceTableId: number;
  readonly #convert: ReturnType<typeof compileConversion>;
  readonly #check: ReturnType<typeof compileChecks>;
  readonly #duplicates: DuplicateRows;
  /** Position of the field that a column fills; columns left behind have none. */
  readonly #fieldOfColumn: ReadonlyMap<number, number>;
  readonly #tally = new RowTally();
  #read = 0;
  #warned = 0;
  #repeated = 0;
  #findings: FindingOfRow[] = [];
  #states: { rowNo: number; state: SetAsideState }[] = [];
  /** States of this run's rows that may still be raised by a later row; accepted ones are not listed. */
  readonly #setAside = new Map<number, SetAsideState>();
  readonly #warnedRows = new Set<number>();
  readonly #ofRow: Finding[] = [];
  readonly #report = (kind: IssueKind, fieldIndex: number): void =>
    void this.#ofRow.push({ kind, fieldIndex });

  constructor(db: WritableDb, entity: Entity, mapping: StoredMapping, table: SourceTable, today: string) {
    this.#db = db;
    this.#sourceTableId = table.sourceTableId;
    this.#convert = compileConversion(entity, mapping.content);
    this.#check = compileChecks(entity, mapping.content, { today });
    this.#fieldOfColumn = fieldsByColumn(entity, mapping);
    this.#duplicates = new DuplicateRows(table.rowCount, randomInt(2 ** 31));
  }

  judge(row: StagedRow): void {
    this.#read += 1;
    this.#ofRow.length = 0;
    if (row.fault !== null) this.#report(rowFaultKind(row.fault), -1);
    else {
      const values = this.#convert(row.cells, this.#report);
      this.#check(values, this.#report);
      if (row.notes !== undefined) this.#reportNotes(row.notes);
      this.#judgeDuplicate(row, values[0] ?? null);
    }
    this.#keep(row.rowNo);
  }

  /** What the reader found on single cells, where they are carried over. */
  #reportNotes(notes: NonNullable<StagedRow['notes']>): void {
    for (const [column, code] of notes) {
      const field = this.#fieldOfColumn.get(column);
      const kind = findIssueKind(code);
      if (kind === undefined) throw new Error(`no kind of finding for the note ${code}`);
      if (field !== undefined) this.#report(kind, field);
    }
  }

  /** By the key as it will be stored: `007 ` and `007` are one patient, however the conversion cleans a key. */
  #judgeDuplicate(row: StagedRow, key: string | null): void {
    if (key === null) return;
    const earlier = (rowNo: number): StagedRow => getStagedRow(this.#db, this.#sourceTableId, rowNo)!;
    const verdict = this.#duplicates.judge(row.rowNo, key, {
      hasSameKey: (rowNo) => this.#convert(earlier(rowNo).cells, ignore)[0] === key,
      isSameRow: (rowNo) => sameCells(earlier(rowNo).cells, row.cells),
    });
    if (verdict.kind === 'first') return;
    if (verdict.kind === 'repeated') {
      this.#repeated += 1;
      // What else is wrong with a repeated row is told once, on the row that it repeats.
      this.#ofRow.length = 0;
      this.#report(rowRepeated, -1);
      return;
    }
    this.#report(externalIdConflict, 0);
    if (verdict.holdEarlier) this.#holdEarlier(verdict.earlierRowNo);
  }

  #holdEarlier(rowNo: number): void {
    this.#findings.push({ rowNo, fieldIndex: 0, code: externalIdConflict.code });
    if (this.#setAside.has(rowNo)) return;
    this.#tally.move('accepted', 'held');
    this.#setAside.set(rowNo, 'held');
    this.#states.push({ rowNo, state: 'held' });
    if (this.#warnedRows.delete(rowNo)) this.#warned -= 1;
  }

  #keep(rowNo: number): void {
    if (this.#ofRow.length === 0) {
      this.#tally.count('accepted');
      return;
    }
    for (const { kind, fieldIndex } of this.#ofRow)
      this.#findings.push({ rowNo, fieldIndex, code: kind.code });
    const state = rowStateOf(severitiesOf(this.#ofRow));
    this.#tally.count(state);
    if (state === 'accepted') {
      this.#warned += 1;
      this.#warnedRows.add(rowNo);
      return;
    }
    this.#setAside.set(rowNo, state);
    this.#states.push({ rowNo, state });
  }

  /** Writes what was collected since the last call. */
  save(checkRunId: number): void {
    recordFindings(this.#db, checkRunId, this.#findings);
    recordRowStates(this.#db, checkRunId, this.#states);
    this.#findings = [];
    this.#states = [];
  }

  counts(): CheckCounts {
    const { central: _notYet, ...sum } = this.#tally.sum(this.#read, null);
    return { ...sum, warned: this.#warned, duplicates: this.#repeated };
  }
}

function fieldsByColumn(entity: Entity, { content }: StoredMapping): ReadonlyMap<number, number> {
  const positions = new Map(entity.fields.map(({ name }, index) => [name, index]));
  return new Map(
    content.columns.flatMap(({ column, field }) => {
      const position = field === null ? undefined : positions.get(field);
      return position === undefined ? [] : [[column, position] as const];
    }),
  );
}

/** An earlier row was judged when its turn came. */
function ignore(): void {}

function* severitiesOf(findings: readonly Finding[]): Generator<Severity> {
  for (const { kind } of findings) yield kind.severity;
}

function sameCells(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((cell, index) => cell === other[index]);
}
