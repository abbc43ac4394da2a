import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobView } from '#contract/operations/upload';
import { Random } from '../../scripts/generate-sample/random.ts';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import type { Phase, WorkerOrders } from './phases.ts';
import { makeFolder, makeWorkspace, recordsOf, root, startPractice, writeExport } from './practice.ts';
import { runWorker } from './run-worker.ts';

/** The suite kills 50 times; `npm run chaos` asks for more. */
const wantedKills = Number(process.env['PRACTICE_MIGRATOR_CHAOS_KILLS'] ?? 50);
const seed = Number(process.env['PRACTICE_MIGRATOR_CHAOS_SEED'] ?? 20_261);
const rows = 3_000;
const batchSize = 50;
/** How long the killer waits at most after the phase that it chose began, in milliseconds. */
const longestWaitMs: Readonly<Record<Exclude<Phase, 'rollback' | 'done'>, number>> = {
  open: 60,
  stage: 120,
  check: 200,
  upload: 900,
  verify: 80,
};

let central: FreshCentral;
const folder = makeFolder();
beforeAll(async () => void (central = await freshCentral()));
afterAll(async () => {
  await central.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function practiceFor(name: string): Promise<{ tenantId: string; orders: Omit<WorkerOrders, 'work'> }> {
  const { tenantId } = await central.addPractice(name);
  const { path: workspace, secret } = await makeWorkspace(folder, name, await central.enrol(name));
  return { tenantId, orders: { root, dataFolder: folder, workspace, secret } };
}

/** The practice's only job, as the product itself tells it. */
async function jobOf({ workspace: path, secret }: Omit<WorkerOrders, 'work'>): Promise<JobView> {
  const practice = startPractice(folder);
  await practice.must('workspace.open', { path, secret });
  const jobs = await practice.must('job.list', {});
  expect(jobs).toHaveLength(1);
  const job = await practice.must('job.get', { jobId: jobs[0]!.jobId });
  await practice.engine.close();
  return job;
}

test(`${wantedKills} kills at random points of every phase lose nothing and duplicate nothing`, async () => {
  const random = new Random(seed);
  const { file, expected } = writeExport(folder, rows, 11);
  const work = { file, batchSize };
  const control = await practiceFor('control');
  expect(await runWorker({ ...control.orders, work }, null, 0)).toEqual({ code: 0, errors: '' });
  const truth = await recordsOf(central, control.tenantId);
  expect(truth.records).toBe(expected.accepted);

  const kills = new Map<Phase, number>();
  const killPhases = Object.keys(longestWaitMs) as (keyof typeof longestWaitMs)[];
  let total = 0;
  for (let round = 1; total < wantedKills; round += 1) {
    const practice = await practiceFor(`round-${round}`);
    for (let finished = false; !finished;) {
      const mayKill = total < wantedKills;
      // Twice as often in the upload, where it matters most.
      const phase = random.pick([...killPhases, 'upload'] as const);
      const waitMs = random.next() * longestWaitMs[phase];
      const ending = await runWorker({ ...practice.orders, work }, mayKill ? phase : null, waitMs);
      if ('killedIn' in ending) {
        total += 1;
        kills.set(ending.killedIn, (kills.get(ending.killedIn) ?? 0) + 1);
        continue;
      }
      expect(ending).toEqual({ code: 0, errors: '' });
      finished = true;
    }
    expect(await recordsOf(central, practice.tenantId)).toEqual(truth);
    const { read, accepted, held, rejected, skipped } = expected;
    expect(await jobOf(practice.orders)).toMatchObject({
      state: 'verified',
      reconciliation: { read, accepted, held, rejected, skipped, central: accepted },
      alreadyThere: { unchanged: 0, different: 0 },
    });
  }
  console.log(
    `kills by phase: ${[...kills].map(([phase, count]) => `${phase} ${count}`).join(', ')}; 0 lost, 0 duplicate`,
  );
  expect(killPhases.filter((phase) => !kills.has(phase))).toEqual([]);
  expect(kills.get('upload') ?? 0).toBeGreaterThan(wantedKills / 10);
}, 3_600_000);
