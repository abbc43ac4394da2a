import { fault } from '#contract/faults';
import { countDifferences, type VerificationView } from '#contract/operations/upload';
import { failed, ok, type Result } from '#contract/result';
import { hashesById, logEvent, recordHashes, recordMetric, verifyBatches } from '#main/central/api';
import type { CentralSession } from '#main/central/session';
import type { FrozenBatch } from '#main/model/batch';
import { uuidText } from '#main/model/record';
import { batchDigest } from '#main/steps/reconcile/batch-digest';
import { compareRecords } from '#main/steps/reconcile/compare-records';
import { countBatches, listBatches, type StoredBatch } from '#main/workspace/batch';
import { listAlreadyThere } from '#main/workspace/batch-exception';
import type { WritableDb } from '#main/workspace/database';
import { saveVerification, setJobState, type StoredJob } from '#main/workspace/job';
import { readBatchManifest } from '#main/workspace/manifest';
import { getMapping } from '#main/workspace/mapping';
import { askForJob, readLedger, uploadLanes, withLanes, type CentralAccess } from './central-lanes.ts';
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
    unchanged: { expected: 0, verified: 0, editedSince: 0 },
    differences: [],
  };
  const compared = await withLanes(access, uploadLanes, async (lanes) => {
    const held = await askForJob(lanes[0], job, control.signal);
    if (!held.ok) return held;
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
    const strange = await countStrangers(db, lanes[0], job.jobId, control.signal);
    if (!strange.ok) return strange;
    tally.extra += strange.value;
    return reportToCentral(lanes[0], job.jobId, tally, performance.now() - startedMs);
  });
  if (!compared.ok) return compared;
  const verification: VerificationView = { jobId: job.jobId, at: new Date().toISOString(), ...tally };
  saveVerification(db, verification);
  if (countDifferences(verification) === 0) setJobState(db, job.jobId, 'verified');
  else if (job.state === 'verified') setJobState(db, job.jobId, 'uploaded');
  return ok(verification);
}

/** Records of batches that only central knows: this workspace is an older copy of the one that sent them. */
async function countStrangers(
  db: WritableDb,
  lane: CentralSession,
  jobId: string,
  signal: AbortSignal,
): Promise<Result<number>> {
  const ledger = await readLedger(lane, jobId, signal);
  if (!ledger.ok) return ledger;
  const known = countBatches(db, jobId).batches;
  const strange = ledger.value.filter(({ number }) => number > known);
  return ok(strange.reduce((sum, { inserted }) => sum + inserted, 0));
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
    const { unchanged, different } = listAlreadyThere(db, job.jobId, batch.number);
    const there = await compareUnchanged(db, lane, job, manifest, unchanged, tally, signal);
    if (!there.ok) return there;
    const except = unchanged.union(different);
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

/** Central answered once that it held these records with the same content; whether it still does is asked again. */
async function compareUnchanged(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  manifest: FrozenBatch,
  unchanged: ReadonlySet<string>,
  tally: Tally,
  signal: AbortSignal,
): Promise<Result<void>> {
  if (unchanged.size === 0) return ok(undefined);
  const entity = getMapping(db, job.mappingId)?.content.entity ?? '';
  const answer = await lane.call((central) => hashesById(central, entity, [...unchanged]), { signal });
  if (!answer.ok) return answer;
  const held = new Map(answer.value.map(({ id, hash }) => [id, hash]));
  for (let position = 0; position < manifest.recordCount; position += 1) {
    const id = uuidText(manifest.recordIds.subarray(position * 16, position * 16 + 16));
    if (!unchanged.has(id)) continue;
    tally.unchanged.expected += 1;
    const hash = held.get(id);
    const sent = manifest.contentHashes.subarray(position * 32, position * 32 + 32);
    if (hash === undefined) name(db, job, manifest, position, 'missing', tally);
    else if (hash.equals(sent)) tally.unchanged.verified += 1;
    else {
      tally.unchanged.editedSince += 1;
      name(db, job, manifest, position, 'edited', tally);
    }
  }
  return ok(undefined);
}

async function compareBatch(
  db: WritableDb,
  lane: CentralSession,
  job: StoredJob,
  batch: StoredBatch,
  manifest: FrozenBatch,
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
    for (const position of positions) name(db, job, manifest, position, what, tally);
  }
  return ok(undefined);
}

/** Notes a record that is not as it was sent, for the first of them. */
function name(
  db: WritableDb,
  job: StoredJob,
  manifest: FrozenBatch,
  position: number,
  what: Tally['differences'][number]['what'],
  tally: Tally,
): void {
  if (tally.differences.length >= namedDifferences) return;
  tally.differences.push({ ...refOfRow(db, job, manifest.rowNos.readUInt32LE(position * 4)), what });
}

async function reportToCentral(
  lane: CentralSession,
  jobId: string,
  tally: Tally,
  durationMs: number,
): Promise<Result<void>> {
  const { expected, verified, missing, changed, editedSince, extra } = tally;
  const code = countDifferences(tally) === 0 ? 'verify.clean' : 'verify.differences';
  const counts = { expected, verified, missing, changed, edited: editedSince, extra };
  const logged = await lane.call((central) => logEvent(central, jobId, { phase: 'verify', code, counts }));
  if (!logged.ok) return logged;
  const metric = { phase: 'verify', records: expected, failed: missing + changed + extra, durationMs };
  return lane.call((central) => recordMetric(central, jobId, metric));
}
