import type { JobView } from '#contract/operations/upload';
import type { Reconciliation } from '#contract/reconciliation';
import { getCheckRun } from '#main/workspace/check-run';
import { countBatches } from '#main/workspace/batch';
import { countExceptions } from '#main/workspace/batch-exception';
import type { ReadableDb } from '#main/workspace/database';
import type { StoredJob } from '#main/workspace/job';

/** A job with its sums, from what the workspace knows: receipts, the newest verification, the rollback. */
export function viewJob(db: ReadableDb, job: StoredJob): JobView {
  const run = getCheckRun(db, job.checkRunId);
  if (run === null) throw new Error(`the check of job ${job.jobId} is gone`);
  const batches = countBatches(db, job.jobId);
  const { unchanged, different } = countExceptions(db, job.jobId);
  const { verification, rollback } = job;
  const reconciliation: Reconciliation = {
    read: run.read,
    // What central held before is not this job's doing: the same is skipped, another content waits for a decision.
    accepted: run.accepted - unchanged - different,
    held: run.held + different,
    rejected: run.rejected,
    skipped: run.skipped + unchanged,
    central: centralCount(job, batches),
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
    batches: { frozen: batches.batches, acknowledged: batches.acknowledged + batches.rolledBack },
    reconciliation,
    alreadyThere: { unchanged, different },
    verification: verification && {
      at: verification.at,
      verified: verification.verified,
      missing: verification.missing,
      changed: verification.changed,
    },
    rollback,
  };
}

/** What central holds of the job: by its own word when it was asked, else by its receipts. */
function centralCount(job: StoredJob, batches: ReturnType<typeof countBatches>): number | null {
  if (job.state === 'rolled_back' && job.rollback) return job.rollback.kept;
  if (job.state === 'verified' && job.verification)
    return job.verification.verified + job.verification.editedSince;
  return batches.answeredRecords === 0 ? null : batches.inserted;
}
