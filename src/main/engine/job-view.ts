import type { JobView, VerificationView } from '#contract/operations/upload';
import type { Reconciliation } from '#contract/reconciliation';
import { getCheckRun } from '#main/workspace/check-run';
import { type BatchCounts, countBatches } from '#main/workspace/batch';
import { countExceptions, listExceptions } from '#main/workspace/batch-exception';
import type { ReadableDb } from '#main/workspace/database';
import type { StoredJob } from '#main/workspace/job';
import { refOfRow } from './record-refs.ts';

/** Records that are named; the counts are complete. */
const namedRecords = 200;

/** A job with its sums, from what the workspace knows: receipts, the newest verification, the rollback. */
export function viewJob(db: ReadableDb, job: StoredJob): JobView {
  const run = getCheckRun(db, job.checkRunId);
  if (run === null) throw new Error(`the check of job ${job.jobId} is gone`);
  const batches = countBatches(db, job.jobId);
  const { unchanged, different, kept_edited, kept_shared } = countExceptions(db, job.jobId);
  const { verification, rollback } = job;
  const reconciliation: Reconciliation = {
    read: run.read,
    // What central held before is not this job's doing: the same is skipped, another content waits for a decision.
    accepted: run.accepted - unchanged - different,
    held: run.held + different,
    rejected: run.rejected,
    skipped: run.skipped + unchanged,
    central: centralCount(job, batches, kept_edited + kept_shared),
  };
  return {
    jobId: job.jobId,
    number: job.number,
    state: job.state,
    sourceTableId: job.sourceTableId,
    mappingId: job.mappingId,
    fileName: job.fileName,
    startedAt: job.startedAt,
    startedBy: job.startedBy,
    finishedAt: job.finishedAt,
    batchSize: job.batchSize,
    batches: {
      planned: Math.max(batches.batches, Math.ceil(run.accepted / job.batchSize)),
      frozen: batches.batches,
      acknowledged: batches.acknowledged + batches.rolledBack,
    },
    reconciliation,
    alreadyThere: { unchanged, different },
    differentRecords: listExceptions(db, job.jobId, 'different', namedRecords).map(({ rowNo }) =>
      refOfRow(db, job, rowNo),
    ),
    verification: verification && viewVerification(verification),
    rollback,
  };
}

function viewVerification({ jobId: _ofThisJob, ...rest }: VerificationView): JobView['verification'] {
  return rest;
}

/**
 * What central holds of the rows that this job sent: by its own word when it was asked, else by its receipts. A record
 * that was edited or changed there is still held; a missing one is not, and one that was never sent is none of them.
 * While it is taken back, what its batches wrote less what was removed so far.
 */
function centralCount(job: StoredJob, batches: BatchCounts, kept: number): number | null {
  const { rollback, verification } = job;
  if (job.state === 'rolled_back' && rollback) return rollback.kept;
  if (job.state === 'rolling_back') return batches.inserted - batches.insertedRolledBack + kept;
  if (verification) return verification.verified + verification.editedSince + verification.changed;
  return batches.answeredRecords === 0 ? null : batches.inserted;
}
