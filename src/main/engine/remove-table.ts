import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { WritableDb } from '#main/workspace/database';
import { removeSourceTable, sizeOfRemoval } from '#main/workspace/removal';
import type { SourceTable } from '#main/workspace/source-table';
import { isDiskFull } from '#main/workspace/workspace-fault';
import type { TaskControl } from './tasks.ts';
import { takeTurns } from './yielding.ts';

/**
 * Removes a table, which is out of sight when `onGone` is called; whatever stops it from then on, the rest goes when
 * the workspace is opened the next time. Faults: `files.removal_stopped`,
 * `files.removal_unfinished`.
 */
export async function removeTable(
  db: WritableDb,
  { sourceTableId, fileName: file }: SourceTable,
  control: TaskControl,
  onGone: () => void,
): Promise<Result<Record<string, never>>> {
  const totalBytes = sizeOfRemoval(db, sourceTableId);
  let bytes = 0;
  let isGone = false;
  try {
    for (const removed of removeSourceTable(db, sourceTableId)) {
      if (!isGone) onGone();
      isGone = true;
      bytes += removed;
      control.report({ bytes, totalBytes });
      await takeTurns();
      if (control.signal.aborted) return failed(fault('files.removal_stopped', { file }));
    }
    return ok({});
  } catch (error) {
    if (isGone && isDiskFull(error)) return failed(fault('files.removal_unfinished', { file }));
    throw error;
  }
}
