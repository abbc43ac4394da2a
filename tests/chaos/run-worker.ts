import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { phases, type Phase, type WorkerOrders } from './phases.ts';
import { root } from './practice.ts';

export type Ending = { readonly killedIn: Phase } | { readonly code: number | null; readonly errors: string };

/** Runs the worker; kills it -9 after a wait in the chosen phase, or lets it end. */
export async function runWorker(orders: WorkerOrders, killIn: Phase | null, waitMs: number): Promise<Ending> {
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
