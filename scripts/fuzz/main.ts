/**
 * Random bytes, damaged files of the corpus and pieces of two of them through recognition and reading. An input that
 * throws what is no fault, that is counted wrong or that passes silently is minimised and kept in artifacts/fuzz; one
 * on which a reader never comes back is named with its number. Of the formats that SheetJS reads whole, such inputs
 * are counted, and are no violation: the product reads in a process of its own and ends it after maxStandstillMs.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { endWithUsage, readFlags } from '../flags.ts';
import type { Orders, Progress } from './run-inputs.ts';

const usage = 'npm run fuzz -- [--runs 100000] [--seed 1] [--first 1] [--only number-of-a-run]';
const flags = readFlags(usage, {
  runs: { type: 'string', default: '100000' },
  seed: { type: 'string', default: '1' },
  first: { type: 'string', default: '1' },
  only: { type: 'string' },
});
const seed = Number(flags.seed);
const first = Number(flags.only ?? flags.first);
const last = flags.only === undefined ? first + Number(flags.runs) - 1 : first;
if (![seed, first, last].every(Number.isInteger)) endWithUsage(usage, 'Whole numbers are needed.');

const slowMs = 2_000;
/** Far more than any input of this size takes, also on a busy machine; making an input smaller counts as well. */
const hangMs = 30_000;
const found = new Map<string, number>();
/** Inputs at which SheetJS was ended. */
const ended: number[] = [];
let longest = 0;

const started = performance.now();
for (let next = first; next <= last;) next = await runFrom(next);
report();

/** Runs inputs in a thread until all are done or one hangs; the number to go on with. */
function runFrom(from: number): Promise<number> {
  const folder = join('artifacts', 'fuzz');
  const orders: Orders = { seed, first: from, last, folder };
  // What SheetJS prints of damaged books is of no use here.
  const worker = new Worker(new URL('./run-inputs.ts', import.meta.url), {
    workerData: orders,
    stderr: true,
  });
  return new Promise((resolve, reject) => {
    let current = from;
    let isReadWhole = false;
    const onHang = (): void => {
      if (isReadWhole) {
        ended.push(current);
        console.error(`run ${current}: SheetJS does not come back, and was ended`);
      } else {
        note(current, 'hangs');
      }
      void worker.terminate().then(() => resolve(current + 1));
    };
    let timer = setTimeout(onHang, hangMs);
    worker.on('error', reject);
    worker.on('message', (progress: Progress) => {
      clearTimeout(timer);
      if (progress.kind === 'finished') return resolve(last + 1);
      current = progress.run;
      isReadWhole = progress.kind === 'begun' && progress.readWhole;
      timer = setTimeout(onHang, hangMs);
      if (progress.kind === 'done') take(progress);
    });
  });
}

function take({ run, ms, code }: Extract<Progress, { kind: 'done' }>): void {
  longest = Math.max(longest, ms);
  if (code !== null) note(run, code);
  if (ms > slowMs) note(run, `takes more than ${slowMs / 1000} s`);
  if (run % 10_000 === 0) console.log(`${run} inputs, ${found.size} kinds of violation`);
}

function note(run: number, code: string): void {
  found.set(code, (found.get(code) ?? 0) + 1);
  if (found.get(code)! <= 3) console.error(`run ${run}: ${code}`);
}

function report(): void {
  const seconds = (performance.now() - started) / 1000;
  for (const [code, times] of [...found].sort((one, other) => other[1] - one[1]))
    console.log(`${times} × ${code}`);
  if (ended.length > 0) {
    console.log(
      `${ended.length} × SheetJS was ended, as the product does after maxStandstillMs: runs ${ended.join(', ')}`,
    );
  }
  console.log(
    `${last - first + 1} inputs in ${seconds.toFixed(1)} s (longest ${Math.round(longest)} ms); ${found.size} kinds of violation.`,
  );
  process.exitCode = found.size === 0 ? 0 : 1;
}
