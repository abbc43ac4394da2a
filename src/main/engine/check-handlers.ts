import { fault } from '#contract/faults';
import type { CheckSummary, RowView } from '#contract/operations/checks';
import { failed, ok } from '#contract/result';
import { findEntity } from '#main/model/entities/ils2';
import type { Entity } from '#main/model/entity';
import { findIssueKind } from '#main/steps/check/catalogue';
import { latestCheckRun, type CheckRun } from '#main/workspace/check-run';
import type { ReadableDb } from '#main/workspace/database';
import { findingsForRows, groupIssues } from '#main/workspace/issue';
import { findLiveJob } from '#main/workspace/job';
import { getMapping, type StoredMapping } from '#main/workspace/mapping';
import { countRowNos, listRowNos } from '#main/workspace/row-list';
import { getRowState } from '#main/workspace/row-state';
import { getSourceTable } from '#main/workspace/source-table';
import { getStagedRow } from '#main/workspace/staged-row';
import { checkRows } from './check-rows.ts';
import { type Handlers, withWorkspace } from './handlers.ts';

export const checkHandlers = {
  'checks.run': withWorkspace(async (db, { mappingId }, { session }, control) => {
    const mapping = getMapping(db, mappingId);
    if (mapping === null) return failed(fault('mapping.not_found', { mapping: String(mappingId) }));
    if (mapping.state !== 'approved') return failed(fault('mapping.not_approved', {}));
    const { sourceTableId } = mapping;
    const job = findLiveJob(db, sourceTableId);
    if (job !== null) return failed(fault('upload.already_uploaded', { job: job.number ?? job.jobId }));
    const table = getSourceTable(db, sourceTableId);
    if (table === null) return failed(fault('files.not_found', { table: String(sourceTableId) }));
    const checked = await checkRows(db, entityOf(mapping), mapping, table, localToday(), control);
    if (!checked.ok) return checked;
    session.changed('checks');
    return ok(viewCheckRun(db, checked.value, mapping));
  }),

  'checks.summary': withWorkspace((db, { sourceTableId }) => {
    const run = latestCheckRun(db, sourceTableId);
    const mapping = run && getMapping(db, run.mappingId);
    return ok(run && mapping ? viewCheckRun(db, run, mapping) : null);
  }),

  'rows.list': withWorkspace((db, { sourceTableId, state, issue, offset, limit }) => {
    const run = latestCheckRun(db, sourceTableId);
    const mapping = run && getMapping(db, run.mappingId);
    if (!run || !mapping) return failed(fault('checks.not_run', {}));
    const entity = entityOf(mapping);
    const fieldIndex = entity.fields.findIndex((field) => field.name === issue?.field);
    const filter = { state, issue: issue && { code: issue.code, fieldIndex } };
    const rowNos = listRowNos(db, run.checkRunId, filter, { offset, limit });
    return ok({
      total: countRowNos(db, run.checkRunId, filter),
      rows: viewRows(db, run, mapping, entity, rowNos),
    });
  }),
} satisfies Partial<Handlers>;

/** Today in this computer's time zone, YYYY-MM-DD: a patient born today is not born in the future. */
function localToday(now = new Date()): string {
  const month = String(now.getMonth() + 1).padStart(2, '0');
  return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, '0')}`;
}

function entityOf(mapping: StoredMapping): Entity {
  const entity = findEntity(mapping.content.entity);
  if (!entity) throw new Error(`a stored mapping is for an unknown entity: ${mapping.content.entity}`);
  return entity;
}

function viewCheckRun(db: ReadableDb, run: CheckRun, mapping: StoredMapping): CheckSummary {
  const entity = entityOf(mapping);
  const { read, accepted, held, rejected, skipped } = run;
  return {
    checkRunId: run.checkRunId,
    mappingId: run.mappingId,
    sourceTableId: run.sourceTableId,
    checkedAt: run.checkedAt,
    reconciliation: { read, accepted, held, rejected, skipped, central: null },
    warnedRows: run.warned,
    duplicates: run.duplicates,
    issues: groupIssues(db, run.checkRunId).map(({ code, fieldIndex, rows }) => ({
      rows,
      fieldLabel: entity.fields[fieldIndex]?.label ?? null,
      ...issueWords(entity, code, fieldIndex),
    })),
  };
}

function issueWords(entity: Entity, code: string, fieldIndex: number) {
  const kind = findIssueKind(code);
  if (!kind) throw new Error(`a stored finding is of an unknown kind: ${code}`);
  const field = entity.fields[fieldIndex];
  const { severity, remedy } = kind;
  return {
    code,
    severity,
    field: field?.name ?? null,
    sentence: kind.sentence(field?.label ?? 'The row'),
    remedy,
  };
}

function viewRows(
  db: ReadableDb,
  run: CheckRun,
  mapping: StoredMapping,
  entity: Entity,
  rowNos: readonly number[],
): RowView[] {
  const columnOf = new Map(mapping.content.columns.map(({ field, column }) => [field, column]));
  const findings = Map.groupBy(findingsForRows(db, run.checkRunId, rowNos), ({ rowNo }) => rowNo);
  return rowNos.map((rowNo) => {
    const row = getStagedRow(db, run.sourceTableId, rowNo);
    if (row === null) throw new Error(`row ${rowNo} of table ${run.sourceTableId} is gone`);
    const issues = (findings.get(rowNo) ?? []).map(({ code, fieldIndex }) => {
      const words = issueWords(entity, code, fieldIndex);
      return { ...words, column: (words.field === null ? undefined : columnOf.get(words.field)) ?? null };
    });
    return {
      rowNo,
      line: row.line,
      state: getRowState(db, run.checkRunId, rowNo),
      cells: [...row.cells],
      issues,
    };
  });
}
