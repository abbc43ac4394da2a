import { randomUUID } from 'node:crypto';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { latestCheckRun, type CheckRun } from '#main/workspace/check-run';
import type { ReadableDb, WritableDb } from '#main/workspace/database';
import { createJob, findLiveJob, type JobOptions, type StoredJob } from '#main/workspace/job';
import { latestMapping } from '#main/workspace/mapping';
import type { CentralAccess } from './central-lanes.ts';

export interface UploadRequest {
  readonly sourceTableId: number;
  readonly batchSize: number;
  readonly options: JobOptions;
  readonly startedBy: string;
}

/**
 * The table's job: the one that is not rolled back, to be continued as it was begun, or a new one from its newest
 * check when nothing stands in the way. Faults: `checks.*` when a person has to decide first.
 */
export function beginJob(db: WritableDb, access: CentralAccess, request: UploadRequest): Result<StoredJob> {
  const existing = findLiveJob(db, request.sourceTableId);
  if (existing !== null) {
    if (existing.state === 'rolling_back') {
      return failed(fault('upload.being_taken_back', { job: existing.number ?? existing.jobId }));
    }
    return ok(existing);
  }
  const current = currentCheckRun(db, request.sourceTableId);
  if (!current.ok) return current;
  const run = current.value;
  const obstacle = obstacleOf(run, request.options);
  if (obstacle !== null) return failed(obstacle);
  const { sourceTableId, batchSize, options, startedBy } = request;
  return ok(
    createJob(db, {
      jobId: randomUUID(),
      sourceTableId,
      mappingId: run.mappingId,
      checkRunId: run.checkRunId,
      tenantId: access.enrolment.tenantId,
      batchSize,
      options,
      startedBy,
    }),
  );
}

/**
 * The check that an upload may be made from: the newest one under the table's newest mapping, which must be approved.
 * A mapping that was revised since makes an older check void.
 */
export function currentCheckRun(db: ReadableDb, sourceTableId: number): Result<CheckRun> {
  const mapping = latestMapping(db, sourceTableId);
  if (mapping?.state !== 'approved') return failed(fault('mapping.not_approved', {}));
  const run = latestCheckRun(db, sourceTableId, mapping.mappingId);
  return run === null ? failed(fault('checks.not_run', {})) : ok(run);
}

function obstacleOf(run: CheckRun, options: JobOptions): ReturnType<typeof fault> | null {
  const { accepted, held, rejected, duplicates } = run;
  if (accepted === 0) return fault('checks.nothing_accepted', {});
  if (!options.continueOnError && held + rejected > 0)
    return fault('checks.rows_set_aside', { held, rejected });
  if (!options.skipDuplicates && duplicates > 0) return fault('checks.duplicates', { duplicates });
  return null;
}
