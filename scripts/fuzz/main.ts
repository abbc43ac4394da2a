/**
 * Random bytes, damaged files of the corpus and pieces of two of them through recognition and reading. An input that
 * throws what is no fault, that is counted wrong or that passes silently is minimised and kept in artifacts/fuzz.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithUsage, readFlags } from '../flags.ts';
import { checkInput, type Violation } from './check-input.ts';
import { type FuzzInput, makeInput } from './make-input.ts';
import { minimise } from './minimise.ts';
import { seedFiles } from './seed-files.ts';

const usage = 'npm run fuzz -- [--runs 100000] [--seed 1] [--only number-of-a-run]';
const flags = readFlags(usage, {
  runs: { type: 'string', default: '100000' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string' },
});
const seed = Number(flags.seed);
const first = Number(flags.only ?? 1);
const last = flags.only === undefined ? Number(flags.runs) : first;
if (![seed, first, last].every(Number.isInteger)) endWithUsage(usage, 'Whole numbers are needed.');

/** Longer than any input of this size may take; it is told apart from a slow machine by hand. */
const slowMs = 2_000;
const keptPerCode = 3;
const folder = join('artifacts', 'fuzz');
const found = new Map<string, number>();
const slow: string[] = [];
let longest = 0;

const seeds = await seedFiles(seed, 3);
const started = performance.now();
for (let run = first; run <= last; run += 1) {
  const input = makeInput(seed, run, seeds);
  const before = performance.now();
  const violation = await checkInput(input);
  const took = performance.now() - before;
  longest = Math.max(longest, took);
  if (took > slowMs) slow.push(`run ${run}: ${Math.round(took)} ms, ${input.fileName}, ${input.how}`);
  if (violation !== null) await keep(run, input, violation);
  if (run % 10_000 === 0)
    console.log(`${run} inputs, ${[...found.values()].reduce((sum, n) => sum + n, 0)} violations`);
}
report();

async function keep(run: number, input: FuzzInput, violation: Violation): Promise<void> {
  const { code } = violation;
  const times = (found.get(code) ?? 0) + 1;
  found.set(code, times);
  if (times > keptPerCode) return;
  const smallest = await minimise(
    input.bytes,
    async (bytes) => (await checkInput({ ...input, bytes }))?.code === code,
  );
  mkdirSync(folder, { recursive: true });
  const name = `${seed}-${run}`;
  writeFileSync(join(folder, `${name}.${input.fileName.split('.').at(-1)!}`), smallest);
  const { fileName, pieceSize, how, parent } = input;
  const told = { seed, run, ...violation, fileName, pieceSize, how, parent: parent?.name ?? null };
  writeFileSync(join(folder, `${name}.about.json`), `${JSON.stringify(told, null, 2)}\n`);
  console.error(`run ${run}: ${code} (${fileName}, ${how}; ${smallest.length} bytes in ${folder}/${name})`);
}

function report(): void {
  const seconds = (performance.now() - started) / 1000;
  const runs = last - first + 1;
  for (const line of slow) console.log(`slow: ${line}`);
  for (const [code, times] of [...found].sort((one, other) => other[1] - one[1]))
    console.log(`${times} × ${code}`);
  console.log(
    `${runs} inputs in ${seconds.toFixed(1)} s (longest ${Math.round(longest)} ms), made from ${seeds.length} files of the corpus; ${found.size} kinds of violation.`,
  );
  process.exitCode = found.size + slow.length === 0 ? 0 : 1;
}
