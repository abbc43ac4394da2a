/**
 * The whole way against `psql \copy` of the same rows into a table with the same keys, and against pgloader, in one
 * run on one machine: ratios are what counts. Prints a table and keeps artifacts/bench.json.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createAuthority } from '#main/central/admin/authority';
import { enrolDevice } from '#main/central/admin/devices';
import { migrateCentral } from '#main/central/admin/migrate';
import { addTenant } from '#main/central/admin/tenants';
import { startEmbeddedCentral } from '../embedded-central/server.ts';
import { readFlags } from '../flags.ts';
import { generatePatients } from '../generate-sample/generate-patients.ts';
import type { ChildOrders, ChildReport } from './migrate-child.ts';
import { exportCentral, timeCopy, timePgloader } from './yardsticks.ts';

const flags = readFlags('npm run bench -- [--rows 1000000] [--small 100000] [--runs 3] [--batch-size 1000]', {
  rows: { type: 'string', default: '1000000' },
  small: { type: 'string', default: '100000' },
  runs: { type: 'string', default: '3' },
  'batch-size': { type: 'string', default: '1000' },
});
const runs = Number(flags.runs);
const passphrase = 'bench passphrase, not secret';
const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-bench-'));
const root = join(import.meta.dirname, '../..');

interface Measured {
  readonly rows: number;
  readonly child: ChildReport;
  readonly wholeSeconds: number;
  readonly copySeconds: number | null;
  readonly pgloaderSeconds: number | null;
}

function writeSample(rows: number): string {
  const file = join(folder, `optix-${rows}.csv`);
  const handle = openSync(file, 'w', 0o600);
  for (const chunk of generatePatients({ vendor: 'optix', rows, seed: 7 }).chunks) writeSync(handle, chunk);
  closeSync(handle);
  return file;
}

function migrateInChild(orders: ChildOrders): ChildReport {
  const script = join(root, 'scripts/bench/migrate-child.ts');
  const environment = { ...process.env, PRACTICE_MIGRATOR_DATA: join(folder, 'data') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, JSON.stringify(orders)], {
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the migration failed:\n${stderr}`);
  return JSON.parse(stdout) as ChildReport;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}

function sum(seconds: ChildReport['seconds']): number {
  return Object.values(seconds).reduce((total, value) => total + value, 0);
}

const authorityFolder = join(folder, 'authority');
await createAuthority(authorityFolder, passphrase, ['127.0.0.1', 'localhost']);
const central = await startEmbeddedCentral({ authorityFolder });
const client = new pg.Client({ ...central.operator, ssl: false });
try {
  const migrated = await migrateCentral(central.operator, join(root, 'resources/sql/central'));
  if (!migrated.ok) throw new Error(migrated.fault.message);
  await client.connect();
  const measured: Measured[] = [];
  for (const rows of [Number(flags.small), Number(flags.rows)]) {
    const file = writeSample(rows);
    for (let run = 1; run <= runs; run += 1) measured.push(await measure(file, rows, run));
  }
  report(measured);
} finally {
  await client.end();
  await central.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** One practice of its own for each run, in a central database that is emptied before. */
async function measure(file: string, rows: number, run: number): Promise<Measured> {
  const companyId = `bench-${rows}-${run}`;
  await client.query('TRUNCATE central.patients');
  await client.query('CHECKPOINT');
  await addTenant(central.operator, { companyId, name: companyId });
  const enrolled = await enrolDevice(central.operator, {
    companyId,
    device: 'bench',
    authorityFolder,
    authorityPassphrase: passphrase,
    filePassphrase: passphrase,
  });
  if (!enrolled.ok) throw new Error(enrolled.fault.message);
  const enrolmentFile = join(folder, `${companyId}.enrolment`);
  writeFileSync(enrolmentFile, enrolled.value.fileText, { mode: 0o600 });
  const workspace = join(folder, `${companyId}.workspace`);
  const child = migrateInChild({
    file,
    workspace,
    enrolmentFile,
    passphrase,
    batchSize: Number(flags['batch-size']),
  });
  if (child.verified !== child.accepted) throw new Error('not every record was verified');
  for (const path of [workspace, `${workspace}-wal`, `${workspace}-shm`]) rmSync(path, { force: true });

  const csv = join(folder, 'central.csv');
  const exported = await exportCentral(client, csv);
  if (exported !== child.accepted) throw new Error(`${exported} of ${child.accepted} records are in central`);
  await client.query('CHECKPOINT');
  const copySeconds = await timeCopy(central.operator, client, csv);
  const pgloaderSeconds = run === 1 ? await timePgloader(central.operator, client, csv, folder) : null;
  await client.query('DROP TABLE public.yardstick');
  rmSync(csv);
  const result = { rows, child, wholeSeconds: sum(child.seconds), copySeconds, pgloaderSeconds };
  console.log(describe(result));
  return result;
}

function describe({ rows, child, wholeSeconds, copySeconds, pgloaderSeconds }: Measured): string {
  const phases = Object.entries(child.seconds).map(([name, value]) => `${name} ${value.toFixed(1)} s`);
  const copy =
    copySeconds === null
      ? ''
      : `, \\copy ${copySeconds.toFixed(1)} s (×${(wholeSeconds / copySeconds).toFixed(2)})`;
  const loader = pgloaderSeconds === null ? '' : `, pgloader ${pgloaderSeconds.toFixed(1)} s`;
  return `${rows} rows: whole ${wholeSeconds.toFixed(1)} s (${phases.join(', ')}), peak ${child.peakMegabytes} MB${copy}${loader}`;
}

function report(measured: readonly Measured[]): void {
  const table = [Number(flags.small), Number(flags.rows)].map((rows) => {
    const ofSize = measured.filter((each) => each.rows === rows);
    const ratios = ofSize.flatMap((each) =>
      each.copySeconds === null ? [] : [each.wholeSeconds / each.copySeconds],
    );
    const loader = ofSize.find((each) => each.pgloaderSeconds !== null);
    return {
      rows,
      'whole way, s': round(median(ofSize.map((each) => each.wholeSeconds))),
      'rows/s': Math.round(rows / median(ofSize.map((each) => each.wholeSeconds))),
      '× \\copy (min – median – max)':
        ratios.length === 0
          ? 'no psql'
          : [Math.min(...ratios), median(ratios), Math.max(...ratios)].map(round).join(' – '),
      '× pgloader': loader?.pgloaderSeconds
        ? round(loader.wholeSeconds / loader.pgloaderSeconds)
        : 'not installed',
      'peak, MB': Math.max(...ofSize.map((each) => each.child.peakMegabytes)),
    };
  });
  console.table(table);
  const machine = {
    processor: cpus()[0]?.model,
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: loadavg().map(round),
  };
  mkdirSync('artifacts', { recursive: true });
  writeFileSync('artifacts/bench.json', `${JSON.stringify({ machine, measured, table }, null, 2)}\n`);
  console.log(
    `Machine: ${machine.cores} cores, load ${machine.load.join(' ')}. Details: artifacts/bench.json`,
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
