import { fault } from '#contract/faults';
import type { VerificationView } from '#contract/operations/upload';
import { failed, ok, type Result } from '#contract/result';
import { logEvent, recordHashes, recordMetric, verifyBatches } from '#main/central/api';
import type { CentralSession } from '#main/central/session';
import { batchDigest } from '#main/steps/reconcile/batch-digest';
import { compareRecords } from '#main/steps/reconcile/compare-records';
import { listBatches, type StoredBatch } from '#main/workspace/batch';
import { listAlreadyThere } from '#main/workspace/batch-exception';
import type { WritableDb } from '#main/workspace/database';
import { saveVerification, setJobState, type StoredJob } from '#main/workspace/job';
import { readBatchManifest } from '#main/workspace/manifest';
import { uploadLanes, withLanes, type CentralAccess } from './central-lanes.ts';
import { refOfRow } from './record-refs.ts';
import type { TaskControl } from './tasks.ts';

/** Batches that one central call recomputes: long enough to be worth a round trip, short of any time limit. */
const batchesPerCall = 20;
/** Differences that are named; the counts are complete. */
const namedDifferences = 200;

type Tally = Omit<VerificationView, 'jobId' | 'at'>;

/**
 * Compares every record of a job with the central database: there the hash of each record is computed anew from its
 * columns, here it was kept in the manifest before sending. A batch whose digest agrees is right in every record;
 * any other is looked at record by record.
 */
export async function verifyJob(
  db: WritableDb,
  access: CentralAccess,
  job: StoredJob,
  control: TaskControl,
): Promise<Result<VerificationView>> {
  const startedMs = performance.now();
  const ranges = rangesOf(db, job.jobId);
  const total = ranges.reduce((sum, range) => sum + range.records, 0);
  const tally: Tally = {
    expected: 0,
    verified: 0,
    missing: 0,
    changed: 0,
    editedSince: 0,
    extra: 0,
    differences: [],
  };
  const compared = await withLanes(access, uploadLanes, async (lanes) => {
    // The lanes are closed by who opened them, so all of them have to be at rest before this ends in any way.
    const outcomes = await Promise.allSettled(
      lanes.map(async (lane) => {
        for (let range = ranges.shift(); range !== undefined; range = ranges.shift()) {
          if (control.signal.aborted) return failed(fault('task.cancelled', {}));
          const done = await compareRange(db, lane, job, range, tally, control);
          if (!done.ok) return done;
          control.report({ done: tally.expected, total });
        }
        return ok(undefined);
      }),
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') throw outcome.reason;
      if (!outcome.value.ok) return outcome.value;
    }
    return reportToCentral(lanes[0], job.jobId, tally, performance.now() - startedMs);
  });
  if (!compared.ok) return compared;
  const verification: VerificationView = { jobId: job.jobId, at: new Date().toISOString(), ...tally };
  saveVerification(db, verification);
  if (isClean(verification)) setJobState(db, job.jobId, 'verified');
  else if (job.state === 'verified') setJobState(db, job.jobId, 'uploaded');
  return ok(verification);
}

export function isClean({ missing, changed, extra }: Pick<Tally, 'missing' | 'changed' | 'extra'>): boolean {
  return missing + changed + extra === 0;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly records: number;
}

function rangesOf(db: WritableDb, jobId: string): Range[] {
  const ranges: Range[] = [];
  for (let afterNumber = 0; ;) {
    const page = listBatches(db, jobId, { afterNumber, limit: batchesPerCall });
    const [first, last] = [page[0], page.at(-1)];
    if (first === undefined || last === undefined) return ranges;
    const records = page.reduce((sum, batch) => sum + (batch.inserted ?? batch.recordCount), 0);
    ranges.push({ from: first.number, to: last.number, records });
    afterNumber = last.number;
  }
}

async function compareRange(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  range: Range,
  tally: Tally,
  { signal }: TaskControl,
): Promise<Result<void>> {
  const answer = await lane.call((central) => verifyBatches(central, job.jobId, range), { signal });
  if (!answer.ok) return answer;
  const held = new Map(answer.value.map((digest) => [digest.number, digest]));
  for (const batch of listBatches(db, job.jobId, { afterNumber: range.from - 1, limit: batchesPerCall })) {
    const manifest = readBatchManifest(db, job.jobId, batch.number);
    if (manifest === null) throw new Error(`batch ${batch.number} has no manifest`);
    const except = listAlreadyThere(db, job.jobId, batch.number);
    const central = held.get(batch.number);
    const expected = batch.recordCount - except.size;
    const same =
      central !== undefined && central.edited === 0 && central.digest.equals(batchDigest(manifest, except));
    if (same) {
      tally.expected += expected;
      tally.verified += expected;
      continue;
    }
    const compared = await compareBatch(db, lane, job, batch, manifest, except, tally, signal);
    if (!compared.ok) return compared;
  }
  return ok(undefined);
}

async function compareBatch(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  batch: StoredBatch,
  manifest: NonNullable<ReturnType<typeof readBatchManifest>>,
  except: ReadonlySet<string>,
  tally: Tally,
  signal: AbortSignal,
): Promise<Result<void>> {
  const answer = await lane.call((central) => recordHashes(central, job.jobId, batch.number), { signal });
  if (!answer.ok) return answer;
  const actual = answer.value.map(({ id, hash, rowVersion }) => ({ id, contentHash: hash, rowVersion }));
  const { verified, missing, changed, edited, extra } = compareRecords(manifest, actual, except);
  tally.expected += batch.recordCount - except.size;
  tally.verified += verified;
  tally.missing += missing.length;
  tally.changed += changed.length;
  tally.editedSince += edited.length;
  tally.extra += extra.length;
  for (const [what, positions] of [
    ['missing', missing],
    ['changed', changed],
    ['edited', edited],
  ] as const) {
    for (const position of positions) {
      if (tally.differences.length >= namedDifferences) break;
      tally.differences.push({ ...refOfRow(db, job, manifest.rowNos.readUInt32LE(position * 4)), what });
    }
  }
  return ok(undefined);
}

async function reportToCentral(
  lane: CentralSession,
  jobId: string,
  tally: Tally,
  durationMs: number,
): Promise<Result<void>> {
  const { expected, verified, missing, changed, editedSince, extra } = tally;
  const code = isClean(tally) ? 'verify.clean' : 'verify.differences';
  const counts = { expected, verified, missing, changed, edited: editedSince, extra };
  const logged = await lane.call((central) => logEvent(central, jobId, { phase: 'verify', code, counts }));
  if (!logged.ok) return logged;
  const metric = { phase: 'verify', records: expected, failed: missing + changed + extra, durationMs };
  return lane.call((central) => recordMetric(central, jobId, metric));
}
