import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../scripts/generate-sample/random.ts';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { breakingKinds, seededPlan, startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { impatience, type WorkerOrders } from './phases.ts';
import { makeFolder, makeWorkspace, recordsOf, root, startPractice, writeExport } from './practice.ts';
import { runWorker } from './run-worker.ts';
import { stage } from '../engine/desk.ts';

/** A rollback is shorter than an upload, so a fifth of what the uploads meet. */
const wantedKills = Math.ceil(Number(process.env['PRACTICE_MIGRATOR_CHAOS_KILLS'] ?? 50) / 5);
const wantedFaults = Math.ceil(Number(process.env['PRACTICE_MIGRATOR_CHAOS_FAULTS'] ?? 30) / 3);
const seed = Number(process.env['PRACTICE_MIGRATOR_CHAOS_SEED'] ?? 20_261);
const rows = 1_600;
const batchSize = 25;
const options = { skipDuplicates: true, continueOnError: true };
/** A network that freezes is noticed in half a second. */
const shortPatience = { ...impatience, connectTimeoutMs: 500, statementTimeoutMs: 500 };
/** How long the killer waits at most after the rollback began, in milliseconds. */
const longestWaitMs = 700;

let central: FreshCentral;
let proxy: FaultProxy;
const folder = makeFolder();
beforeAll(async () => {
  central = await freshCentral();
  proxy = await startFaultProxy({ target: central.operator });
});
afterAll(async () => {
  await proxy.close();
  await central.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface UploadedJob {
  readonly tenantId: string;
  readonly path: string;
  readonly secret: string;
  readonly sourceTableId: number;
  readonly jobId: string;
}

/** A practice behind the proxy, its file uploaded and verified on a calm network. */
async function uploadCalmly(name: string, file: string): Promise<UploadedJob> {
  proxy.setPlan(() => ({ kind: 'none' }));
  const { tenantId } = await central.addPractice(name);
  const enrolment = { ...(await central.enrol(name)), port: proxy.port };
  const { path, secret } = await makeWorkspace(folder, name, enrolment);
  const practice = startPractice(folder);
  await practice.must('workspace.open', { path, secret });
  const sourceTableId = await stage(practice, file);
  const { mappingId } = await practice.must('mapping.propose', { sourceTableId, presetId: 'optix-patients' });
  await practice.must('mapping.approve', { mappingId, approvedBy: 'tester' });
  await practice.must('checks.run', { mappingId });
  const { jobId } = await practice.must('upload.run', { sourceTableId, batchSize, ...options });
  await practice.must('verify.run', { jobId });
  await practice.engine.close();
  return { tenantId, path, secret, sourceTableId, jobId };
}

/** Edits the records at the beginning, in the middle and at the end of the list, as central's own staff would. */
async function editThree(tenantId: string, records: number): Promise<string[]> {
  const edited = await central.admin<{ external_id: string }>(
    `UPDATE central.patients SET city = 'Ripon' WHERE tenant_id = $1 AND external_id IN (
       SELECT external_id FROM (
         SELECT external_id, row_number() OVER (ORDER BY external_id) AS place
           FROM central.patients WHERE tenant_id = $1) AS placed
        WHERE place IN (1, $2, $3)) RETURNING external_id`,
    [tenantId, Math.floor(records / 2), records],
  );
  return edited.map((row) => row.external_id).sort();
}

async function externalIdsOf(tenantId: string): Promise<string[]> {
  const held = await central.admin<{ external_id: string }>(
    'SELECT external_id FROM central.patients WHERE tenant_id = $1',
    [tenantId],
  );
  return held.map((row) => row.external_id).sort();
}

/** Rolls back through broken connections and, while kills are left, kills; answers what was left after each kill. */
async function rollBackStormily(job: UploadedJob, random: Random, kills: number): Promise<number[]> {
  const orders: WorkerOrders = {
    root,
    dataFolder: folder,
    workspace: job.path,
    secret: job.secret,
    work: { rollBackJob: job.jobId },
    central: shortPatience,
  };
  const left: number[] = [];
  for (;;) {
    const killIn = left.length < kills ? 'rollback' : null;
    const ending = await runWorker(orders, killIn, random.next() * longestWaitMs);
    if (!('killedIn' in ending)) {
      expect(ending).toEqual({ code: 0, errors: '' });
      return left;
    }
    left.push((await recordsOf(central, job.tenantId)).records);
  }
}

test(`a rollback that is killed ${wantedKills} times on a broken network keeps exactly what was edited since`, async () => {
  const { file, expected } = writeExport(folder, rows, 13);
  const random = new Random(seed);
  let kills = 0;
  let midway = 0;
  for (let round = 1; kills < wantedKills || proxy.counts.total < wantedFaults; round += 1) {
    const job = await uploadCalmly(`round-${round}`, file);
    const edited = await editThree(job.tenantId, expected.accepted);
    expect(edited).toHaveLength(3);

    proxy.setPlan(
      seededPlan(seed + round, {
        clientBytes: 8_000,
        serverBytes: 8_000,
        kinds: [...breakingKinds, 'delay'],
      }),
    );
    const left = await rollBackStormily(job, random, wantedKills - kills);
    // What is gone stays gone: a run that is started again puts nothing back.
    expect(left).toEqual(left.toSorted((a, b) => b - a));
    kills += left.length;
    midway += left.filter((records) => records < expected.accepted && records > edited.length).length;

    proxy.setPlan(() => ({ kind: 'none' }));
    expect(await externalIdsOf(job.tenantId)).toEqual(edited);
    await expectRolledBack(job, edited, expected.accepted);
    await expectToUploadAgain(job, edited.length, expected.accepted);
  }
  console.log(`${kills} kills (${midway} between two batches), ${proxy.counts.total} network faults; 0 lost`);
  // A kill before the first batch or after the last one proves less.
  expect(midway).toBeGreaterThan(wantedKills / 5);
}, 3_600_000);

/** Both sides say so, and the kept records are named. */
async function expectRolledBack(job: UploadedJob, edited: string[], uploaded: number): Promise<void> {
  const practice = startPractice(folder);
  await practice.must('workspace.open', { path: job.path, secret: job.secret });
  const view = await practice.must('job.get', { jobId: job.jobId });
  const { kept, removable, keptRecords } = await practice.must('rollback.preview', { jobId: job.jobId });
  await practice.engine.close();
  expect(view).toMatchObject({
    state: 'rolled_back',
    rollback: { removed: uploaded - edited.length, kept: edited.length },
  });
  expect({ kept, removable }).toEqual({ kept: edited.length, removable: 0 });
  expect(keptRecords.map(({ externalId }) => externalId).sort()).toEqual(edited);
  const states = await central.admin<{ state: string }>(
    'SELECT state FROM central.migration_jobs WHERE tenant_id = $1',
    [job.tenantId],
  );
  expect(states).toEqual([{ state: 'rolled_back' }]);
}

/** The same file goes up as a new job; what was kept is left as it was edited. */
async function expectToUploadAgain(job: UploadedJob, kept: number, accepted: number): Promise<void> {
  const practice = startPractice(folder);
  await practice.must('workspace.open', { path: job.path, secret: job.secret });
  const { sourceTableId } = job;
  const again = await practice.must('upload.run', { sourceTableId, batchSize, ...options });
  await practice.engine.close();
  expect(again.jobId).not.toBe(job.jobId);
  expect(again.alreadyThere).toEqual({ unchanged: 0, different: kept });
  const [found] = await central.admin<{ records: string; edited: string }>(
    `SELECT count(*) AS records, count(*) FILTER (WHERE city = 'Ripon' AND job_id = $2) AS edited
       FROM central.patients WHERE tenant_id = $1`,
    [job.tenantId, job.jobId],
  );
  expect(found).toEqual({ records: String(accepted), edited: String(kept) });
}
