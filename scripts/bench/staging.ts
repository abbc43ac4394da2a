/**
 * Reading a CSV file into the encrypted workspace against papaparse's bare chunks on the same file, turn about in one
 * run; and, when asked for a large file, its peak memory against that of a small one. Ratios are what counts.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFlags } from '../flags.ts';
import { generatePatients } from '../generate-sample/generate-patients.ts';
import type { StagingOrders, StagingReport } from './staging-child.ts';

const usage = 'npm run bench:staging -- [--rows 1000000] [--runs 3] [--large-gigabytes 5]';
const flags = readFlags(usage, {
  rows: { type: 'string', default: '1000000' },
  runs: { type: 'string', default: '3' },
  'large-gigabytes': { type: 'string', default: '0' },
});
const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-bench-'));
const child = join(import.meta.dirname, 'staging-child.ts');

function inChild(what: StagingOrders['what'], file: string): StagingReport {
  const workspace = join(folder, 'bench.workspace');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [child, JSON.stringify({ what, file, workspace } satisfies StagingOrders)],
    { env: { ...process.env, PRACTICE_MIGRATOR_DATA: join(folder, 'data') }, encoding: 'utf8' },
  );
  for (const end of ['', '-wal', '-shm', '.keys']) rmSync(workspace + end, { force: true });
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  if (status !== 0) throw new Error(`${what} failed:\n${stderr}`);
  return JSON.parse(stdout) as StagingReport;
}

/** The sample's rows again and again, until the file is large enough. */
function writeSample(name: string, rows: number, leastBytes = 0): string {
  const file = join(folder, name);
  const handle = openSync(file, 'w', 0o600);
  let bytes = 0;
  for (let copy = 0; copy === 0 || bytes < leastBytes; copy += 1) {
    let isFirst = true;
    for (const chunk of generatePatients({ vendor: 'optix', rows, seed: 7 + copy }).chunks) {
      const text = isFirst && copy > 0 ? chunk.slice(chunk.indexOf('\n') + 1) : chunk;
      isFirst = false;
      bytes += writeSync(handle, text);
    }
  }
  closeSync(handle);
  return file;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

try {
  const rows = Number(flags.rows);
  const file = writeSample('sample.csv', rows);
  const megabytes = statSync(file).size / 1e6;
  console.log(
    `${rows} rows × 15, ${megabytes.toFixed(0)} MB; ${cpus().length} CPUs, load ${loadavg()[0]!.toFixed(1)}`,
  );
  const turns = Array.from({ length: Number(flags.runs) }, () => {
    const parsed = inChild('parse', file);
    const staged = inChild('stage', file);
    const share = parsed.seconds / staged.seconds;
    console.log(
      `bare parse ${parsed.seconds.toFixed(2)} s, staging ${staged.seconds.toFixed(2)} s: ${(100 * share).toFixed(0)} % of the bare speed; peak ${staged.peakMegabytes} MB`,
    );
    return { parsed, staged, share };
  });
  const share = median(turns.map((turn) => turn.share));
  console.log(`median: ${(100 * share).toFixed(0)} % of papaparse's bare speed`);
  const memory: unknown[] = [];
  const gigabytes = Number(flags['large-gigabytes']);
  if (gigabytes > 0) {
    const files = [writeSample('small.csv', 680_000), writeSample('large.csv', rows, gigabytes * 1e9)];
    for (const one of files) {
      const staged = inChild('stage', one);
      const size = statSync(one).size / 1e6;
      const looked = inChild('look', one);
      console.log(
        `${size.toFixed(0)} MB: the slowest preview under another setting came after ${(1000 * looked.seconds).toFixed(0)} ms`,
      );
      console.log(
        `${size.toFixed(0)} MB: ${staged.seconds.toFixed(1)} s, peak ${staged.peakMegabytes} MB, ${staged.rows} rows`,
      );
      memory.push({ megabytes: size, ...staged });
    }
  }
  mkdirSync('artifacts', { recursive: true });
  writeFileSync('artifacts/bench-staging.json', JSON.stringify({ share, turns, memory }, null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
