import { fault } from '#contract/faults';
import type { ColumnProfiles } from '#contract/operations/column-profile';
import { failed, ok, type Result } from '#contract/result';
import { ColumnProfiler } from '#main/steps/profile/profile-columns';
import { getColumnProfiles, saveColumnProfiles } from '#main/workspace/column-profile';
import type { WritableDb } from '#main/workspace/database';
import type { SourceTable } from '#main/workspace/source-table';
import { walkStagedRows } from '#main/workspace/staged-row';
import type { TaskControl } from './tasks.ts';
import { takeTurns } from './yielding.ts';

/** Rows that are no records of the table (a total, a comment, a blank line) say nothing about its columns. */
const noRecords: ReadonlySet<string | null> = new Set([
  'row.blank',
  'row.comment',
  'row.total',
  'row.repeated_header',
]);

/** Counts what the columns of a table hold, and keeps the result: staged rows never change. */
export async function profileTable(
  db: WritableDb,
  { sourceTableId, header, rowCount: total }: SourceTable,
  control: TaskControl,
): Promise<Result<ColumnProfiles>> {
  const known = getColumnProfiles(db, sourceTableId);
  if (known !== null) return ok(known);
  const profiler = new ColumnProfiler(header);
  let rows = 0;
  for (const page of walkStagedRows(db, sourceTableId)) {
    for (const { cells, fault: rowFault } of page) {
      if (noRecords.has(rowFault)) continue;
      profiler.add(cells);
      rows += 1;
    }
    control.report({ done: page.at(-1)!.rowNo, total });
    await takeTurns();
    if (control.signal.aborted) return failed(fault('task.cancelled', {}));
  }
  const profiles = { rows, columns: profiler.result() };
  saveColumnProfiles(db, sourceTableId, profiles);
  return ok(profiles);
}
