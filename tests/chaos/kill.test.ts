import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../scripts/generate-sample/random.ts';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { makeFolder, makeWorkspace, recordsOf, root, writeExport } from './practice.ts';
import { phases, type Phase, type WorkerOrders } from './phases.ts';

/** The suite kills 50 times; `npm run chaos` asks for more. */
const wantedKills = Number(process.env['PRACTICE_MIGRATOR_CHAOS_KILLS'] ?? 50);
const seed = Number(process.env['PRACTICE_MIGRATOR_CHAOS_SEED'] ?? 20_261);
const rows = 3_000;
const batchSize = 50;
/** How long the killer waits at most after the phase that it chose began, in milliseconds. */
const longestWaitMs: Readonly<Record<Exclude<Phase, 'done'>, number>> = {
  open: 250,
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

type Ending = { readonly killedIn: Phase } | { readonly code: number | null; readonly errors: string };

/** Runs the worker; kills it -9 after a random wait in the chosen phase, or lets it end. */
async function runWorker(orders: WorkerOrders, killIn: Phase | null, waitMs: number): Promise<Ending> {
  const script = join(root, 'tests/chaos/upload-worker.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let phase: Phase = 'open';
  let errors = '';
  let killed = false;
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().trim().split('\n')) {
      phase = phases.find((each) => each === line) ?? phase;
      if (line === killIn) {
        setTimeout(() => (killed = phase !== 'done' && child.kill('SIGKILL')), waitMs);
      }
    }
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.on('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  return killed && signal === 'SIGKILL' ? { killedIn: phase } : { code, errors };
}

async function practiceFor(name: string): Promise<{ tenantId: string; orders: Omit<WorkerOrders, 'file'> }> {
  const { tenantId } = await central.addPractice(name);
  const { path: workspace, secret } = await makeWorkspace(folder, name, await central.enrol(name));
  return { tenantId, orders: { root, dataFolder: folder, workspace, secret, batchSize } };
}

test(`${wantedKills} kills at random points of every phase lose nothing and duplicate nothing`, async () => {
  const random = new Random(seed);
  const { file, expected } = writeExport(folder, rows, 11);
  const control = await practiceFor('control');
  expect(await runWorker({ ...control.orders, file }, null, 0)).toEqual({ code: 0, errors: '' });
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
      const ending = await runWorker({ ...practice.orders, file }, mayKill ? phase : null, waitMs);
      if ('killedIn' in ending) {
        total += 1;
        kills.set(ending.killedIn, (kills.get(ending.killedIn) ?? 0) + 1);
        continue;
      }
      expect(ending).toEqual({ code: 0, errors: '' });
      finished = true;
    }
    expect(await recordsOf(central, practice.tenantId)).toEqual(truth);
  }
  console.log(
    `kills by phase: ${[...kills].map(([phase, count]) => `${phase} ${count}`).join(', ')}; 0 lost, 0 duplicate`,
  );
  expect([...kills.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(wantedKills);
  expect(kills.get('upload') ?? 0).toBeGreaterThan(wantedKills / 10);
}, 3_600_000);
