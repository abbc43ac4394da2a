import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { finishJob, jobState, logEvent, openJob, putPreset, recordMetric } from '#main/central/api';
import type { CentralSession } from '#main/central/session';
import { findEntity } from '#main/model/entities/ils2';
import type { Preset } from '#main/model/mapping';
import { countBatches } from '#main/workspace/batch';
import { getCheckRun, type CheckRun } from '#main/workspace/check-run';
import type { WritableDb } from '#main/workspace/database';
import { getJob, numberJob, setJobState, type StoredJob } from '#main/workspace/job';
import { getMapping, type StoredMapping } from '#main/workspace/mapping';
import { askForJob, uploadLanes, withLanes, type CentralAccess } from './central-lanes.ts';
import { viewJob } from './job-view.ts';
import { RowOutbox } from './row-outbox.ts';
import type { TaskControl } from './tasks.ts';
import { sendAll } from './upload-batches.ts';

/**
 * Sends what is left of a job, exactly once, and closes it. A finished job is left as it is when central holds all of
 * its batches, by central's own word: this workspace's memory may be of a database that was restored since. Of
 * `presets` central keeps the one that the job's mapping was made from.
 */
export async function runUpload(
  db: WritableDb,
  access: CentralAccess,
  job: StoredJob,
  presets: readonly Preset[],
  control: TaskControl,
): Promise<Result<StoredJob>> {
  if (job.state === 'uploaded' || job.state === 'verified') return confirmFinished(db, access, job, control);
  const startedMs = performance.now();
  setJobState(db, job.jobId, 'uploading');
  const sent = await withLanes(access, uploadLanes, async (lanes) => {
    const opened = await openInCentral(db, lanes[0], job, control);
    if (!opened.ok) return opened;
    const kept = await keepPreset(db, lanes[0], job, presets, control);
    if (!kept.ok) return kept;
    const outcome = await sendBatches(db, lanes, job, control);
    if (!outcome.ok) return outcome;
    return closeInCentral(db, lanes[0], job, performance.now() - startedMs);
  });
  setJobState(db, job.jobId, sent.ok ? 'uploaded' : 'paused');
  return sent.ok ? ok(getJob(db, job.jobId)!) : sent;
}

async function confirmFinished(
  db: WritableDb,
  access: CentralAccess,
  job: StoredJob,
  { signal }: TaskControl,
): Promise<Result<StoredJob>> {
  const held = await withLanes(access, 1, async ([lane]) => {
    const state = await confirmHeld(db, lane, job, signal);
    // Restored to a moment before its end: the sums are given again.
    return state.ok && state.value === 'uploading' ? closeInCentral(db, lane, job, 0) : state;
  });
  return held.ok ? ok(job) : held;
}

/** Central holds every batch that it received of this job, and no other. Answers the job's state there. */
async function confirmHeld(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  signal: AbortSignal,
): Promise<Result<string>> {
  const held = await askForJob(lane, job, signal);
  if (!held.ok) return held;
  if (held.value === null) return failed(fault('central.job_unknown', { job: job.jobId }));
  const { state, batches, number } = held.value;
  if (state === 'rolling_back' || state === 'rolled_back') {
    return failed(fault('upload.being_taken_back', { job: number }));
  }
  const known = countBatches(db, job.jobId);
  // Central knows more batches than this workspace: it is an older copy, and its next batch would be another content.
  if (batches > known.batches) return failed(fault('central.batch_conflict', { batch: known.batches + 1 }));
  const received = known.batches - known.frozen;
  if (batches < received)
    return failed(fault('central.batches_missing', { job: number, held: batches, received }));
  return ok(state);
}

/** Makes the job known (or finds it), takes its number down, and makes sure that both sides mean the same job. */
async function openInCentral(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  { signal }: TaskControl,
): Promise<Result<void>> {
  const { entity, sourceSystem, presetId } = mappingOf(db, job).content;
  const request = { jobId: job.jobId, entity, sourceSystem, preset: presetId ?? '' };
  // Opening a job that central has lost would make an empty one under its id.
  const before = job.number === null ? null : await askForJob(lane, job, signal);
  if (before?.ok === false) return before;
  const opened = await lane.call(
    async (central) => {
      const answer = await openJob(central, request);
      return answer.ok ? ok({ ...answer.value, databaseId: central.identity.databaseId }) : answer;
    },
    { signal },
  );
  if (!opened.ok) return opened;
  numberJob(db, job.jobId, opened.value);
  const held = await confirmHeld(db, lane, { ...job, number: opened.value.number }, signal);
  if (!held.ok) return held;
  const known = countBatches(db, job.jobId).batches;
  const begun = {
    phase: 'upload',
    code: known === 0 ? 'upload.begun' : 'upload.continued',
    counts: { batches: known },
  };
  return lane.call((central) => logEvent(central, job.jobId, begun), { signal });
}

/**
 * Leaves the job's preset in central as the program ships it: the mapping itself speaks of one file (its columns, what
 * was found in them), and two files under one preset would contradict each other. Another content under the same
 * version is noted in the job's log; no record depends on it, so it stops nothing.
 */
async function keepPreset(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  presets: readonly Preset[],
  { signal }: TaskControl,
): Promise<Result<void>> {
  const { presetId, presetVersion } = mappingOf(db, job).content;
  const preset = presets.find(({ id, version }) => id === presetId && version === presetVersion);
  if (preset === undefined) return ok(undefined);
  const { id, version } = preset;
  const kept = await lane.call((central) => putPreset(central, { presetId: id, version, content: preset }), {
    signal,
  });
  if (kept.ok || kept.fault.params['sqlState'] !== otherContent) return kept;
  const differs = { phase: 'upload', code: 'preset.differs', counts: { version } };
  return lane.call((central) => logEvent(central, job.jobId, differs), { signal });
}

/** How central refuses another content under what it holds already (resources/sql/central/0030-refusals.sql). */
const otherContent = 'PM010';

async function sendBatches(
  db: WritableDb,
  lanes: readonly CentralSession[],
  job: StoredJob,
  control: TaskControl,
): Promise<Result<void>> {
  const mapping = mappingOf(db, job);
  const entity = findEntity(mapping.content.entity);
  if (!entity) throw new Error(`job ${job.jobId} is for an unknown entity`);
  const outbox = new RowOutbox(db, job, entity, mapping);
  const total = checkRunOf(db, job).accepted;
  let done = countBatches(db, job.jobId).answeredRecords;
  control.report({ done, total });
  return sendAll(job.jobId, lanes, outbox, control.signal, ({ batch }) => {
    done += batch.recordCount;
    control.report({ done, total });
  });
}

/** Everything was answered: central gets the file's sums, and must hold as many batches as were frozen. */
async function closeInCentral(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  durationMs: number,
): Promise<Result<void>> {
  const { batches, frozen, inserted, records } = countBatches(db, job.jobId);
  const state = await lane.call((central) => jobState(central, job.jobId));
  if (!state.ok) return state;
  if (frozen > 0 || state.value.batches !== batches) {
    return failed(fault('central.batch_conflict', { batch: Math.min(batches, state.value.batches) + 1 }));
  }
  const totals = viewJob(db, job).reconciliation;
  const finished = await lane.call((central) => finishJob(central, job.jobId, totals));
  if (!finished.ok) return finished;
  const metric = { phase: 'upload', records, failed: records - inserted, durationMs };
  const measured = await lane.call((central) => recordMetric(central, job.jobId, metric));
  if (!measured.ok) return measured;
  const ended = { phase: 'upload', code: 'upload.finished', counts: { batches, inserted } };
  return lane.call((central) => logEvent(central, job.jobId, ended));
}

function mappingOf(db: WritableDb, job: StoredJob): StoredMapping {
  const mapping = getMapping(db, job.mappingId);
  if (mapping === null) throw new Error(`the mapping of job ${job.jobId} is gone`);
  return mapping;
}

function checkRunOf(db: WritableDb, job: StoredJob): CheckRun {
  const run = getCheckRun(db, job.checkRunId);
  if (run === null) throw new Error(`the check of job ${job.jobId} is gone`);
  return run;
}
