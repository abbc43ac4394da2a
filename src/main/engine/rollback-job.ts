import { fault } from '#contract/faults';
import type { KeptReason, RollbackPreview, RollbackView } from '#contract/operations/upload';
import { failed, ok, type Result } from '#contract/result';
import {
  finishRollback,
  logEvent,
  recordMetric,
  rollbackBatch,
  rollbackKept,
  rollbackPreview,
} from '#main/central/api';
import type { CentralSession } from '#main/central/session';
import { markBatchRolledBack } from '#main/workspace/batch';
import { listKept, recordKept } from '#main/workspace/batch-exception';
import { transact, type WritableDb } from '#main/workspace/database';
import { saveRollback, setJobState, type StoredJob } from '#main/workspace/job';
import { findRecords } from '#main/workspace/manifest';
import { askForJob, readLedger, withLanes, type CentralAccess } from './central-lanes.ts';
import { refOfRow } from './record-refs.ts';
import type { TaskControl } from './tasks.ts';

/** Kept records that are named; the counts are complete. */
const namedRecords = 200;

/** What a rollback would remove and keep, by the central database's own word. Changes nothing. */
export async function previewRollback(
  db: WritableDb,
  access: CentralAccess,
  job: StoredJob,
): Promise<Result<RollbackPreview>> {
  return withLanes(access, 1, async ([lane]) => {
    const held = await askForJob(lane, job);
    if (!held.ok) return held;
    if (held.value === null) return ok(nothingThere(job));
    const preview = await lane.call((central) => rollbackPreview(central, job.jobId));
    if (!preview.ok) return preview;
    const kept = await lane.call((central) => rollbackKept(central, job.jobId, namedRecords));
    if (!kept.ok) return kept;
    const reasons = new Map(kept.value.map(({ id, reason }) => [id, reason]));
    const places = findRecords(db, job.jobId, [...reasons.keys()]).map(({ rowNo, recordId }) => ({
      rowNo,
      reason: reasons.get(recordId) ?? 'edited',
    }));
    const keptRecords = nameKept(db, job, places);
    return ok({ jobId: job.jobId, number: job.number, ...preview.value, keptRecords });
  });
}

/**
 * Removes a job's records batch by batch, the last first. Records that were edited since, or that another upload sent,
 * too, are kept and named. It can be cut short anywhere and run again: a batch that was removed before has nothing left
 * to remove, and central answers how many it was.
 */
export async function rollBackJob(
  db: WritableDb,
  access: CentralAccess,
  job: StoredJob,
  control: TaskControl,
): Promise<Result<RollbackView>> {
  const startedMs = performance.now();
  const done = await withLanes(access, 1, async ([lane]) => {
    const held = await askForJob(lane, job, control.signal);
    if (!held.ok) return held;
    if (job.rollback && job.state === 'rolled_back') {
      if (held.value === null || held.value.state === 'rolled_back') return ok(job.rollback);
    } else {
      setJobState(db, job.jobId, 'rolling_back');
    }
    // It stopped before central heard of it, so there is nothing to remove.
    if (held.value === null) return closeLocally(db, job, 0, 0);
    const removed = await removeBatches(db, lane, job, control);
    if (!removed.ok) return removed;
    return closeRollback(db, lane, job, removed.value, performance.now() - startedMs);
  });
  return done.ok ? ok(viewRollback(db, job, done.value)) : done;
}

interface Outcome {
  readonly removed: number;
  readonly kept: number;
}

function viewRollback(db: WritableDb, job: StoredJob, { removed, kept }: Outcome): RollbackView {
  const keptRecords = nameKept(db, job, listKept(db, job.jobId, namedRecords));
  return { jobId: job.jobId, removed, kept, keptRecords };
}

function nameKept(
  db: WritableDb,
  job: StoredJob,
  kept: readonly { readonly rowNo: number; readonly reason: KeptReason }[],
): RollbackView['keptRecords'] {
  return kept.map(({ rowNo, reason }) => ({ ...refOfRow(db, job, rowNo), reason }));
}

/**
 * Goes by the central ledger, not by this workspace's: an older copy of a workspace, put back from a disk, may know
 * fewer batches. Answers what central removed by its own word: some records may have been gone before, and some that
 * an earlier upload added may go with this one.
 */
async function removeBatches(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  control: TaskControl,
): Promise<Result<number>> {
  const { signal } = control;
  const ledger = await readLedger(lane, job.jobId, signal);
  if (!ledger.ok) return ledger;
  const total = ledger.value.reduce((sum, { inserted }) => sum + inserted, 0);
  let done = 0;
  let removed = 0;
  control.report({ done, total });
  for (const { number, inserted } of ledger.value.toReversed()) {
    if (signal.aborted) return failed(fault('task.cancelled', {}));
    const answer = await lane.call((central) => rollbackBatch(central, job.jobId, number), { signal });
    if (!answer.ok) return answer;
    transact(db, () => {
      recordKept(db, job.jobId, answer.value.kept);
      markBatchRolledBack(db, job.jobId, number);
    });
    removed += answer.value.removed;
    done += inserted;
    control.report({ done, total });
  }
  return ok(removed);
}

/** Central confirms that nothing but the kept records is left of the job. */
async function closeRollback(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  removed: number,
  durationMs: number,
): Promise<Result<Outcome>> {
  const left = await lane.call((central) => rollbackPreview(central, job.jobId));
  if (!left.ok) return left;
  const { removable, kept } = left.value;
  if (removable > 0) return failed(fault('rollback.rows_left', { rows: removable }));
  const finished = await lane.call((central) => finishRollback(central, job.jobId));
  if (!finished.ok) return finished;
  const closed = closeLocally(db, job, removed, kept);
  const event = { phase: 'rollback', code: 'rollback.finished', counts: { removed, kept } };
  const logged = await lane.call((central) => logEvent(central, job.jobId, event));
  if (!logged.ok) return logged;
  const metric = { phase: 'rollback', records: removed, failed: kept, durationMs };
  const measured = await lane.call((central) => recordMetric(central, job.jobId, metric));
  return measured.ok ? closed : measured;
}

function closeLocally(db: WritableDb, job: StoredJob, removed: number, kept: number): Result<Outcome> {
  transact(db, () => {
    saveRollback(db, job.jobId, { at: new Date().toISOString(), removed, kept });
    setJobState(db, job.jobId, 'rolled_back');
  });
  return ok({ removed, kept });
}

function nothingThere(job: StoredJob): RollbackPreview {
  return { jobId: job.jobId, number: job.number, removable: 0, kept: 0, keptRecords: [] };
}
