/**
 * Reading a large .xlsx file against the streaming reader of exceljs, on the same file, each in a process of its own
 * and in turns. exceljs is installed into a temporary folder, unless `--exceljs` names one where it is.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFlags } from '../flags.ts';
import { makeWorkbook } from './make-workbook.ts';
import type { WorkbookReport } from './workbook-child.ts';

const exceljs = 'exceljs@4.4.0';
const flags = readFlags(
  'node scripts/bench/workbook.ts [--rows 500000] [--runs 3] [--unique] [--exceljs folder]',
  {
    rows: { type: 'string', default: '500000' },
    runs: { type: 'string', default: '3' },
    unique: { type: 'boolean', default: false },
    exceljs: { type: 'string' },
  },
);
const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-bench-'));
try {
  const file = join(folder, 'patients.xlsx');
  await makeWorkbook({ file, rows: Number(flags.rows), seed: 7, unique: flags.unique });
  const exceljsFolder = flags.exceljs ?? install();
  console.log(`${flags.rows} rows × 15 columns, ${Math.round(statSync(file).size / 1e6)} MB`);
  const ours: WorkbookReport[] = [];
  const theirs: WorkbookReport[] = [];
  for (let run = 1; run <= Number(flags.runs); run += 1) {
    ours.push(readInChild('ours', [file]));
    theirs.push(readInChild('exceljs', [file, exceljsFolder]));
  }
  report(ours, theirs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function install(): string {
  const into = join(folder, 'exceljs');
  mkdirSync(into);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const orders = ['install', '--prefix', into, '--no-audit', '--no-fund', exceljs];
  const { status } = spawnSync(npm, orders, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${exceljs} could not be installed`);
  return into;
}

function readInChild(name: string, orders: readonly string[]): WorkbookReport {
  const script = join(import.meta.dirname, 'workbook-child.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...orders], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`reading failed:\n${stderr}`);
  const report = JSON.parse(stdout) as WorkbookReport;
  console.log(
    `${name}: ${report.seconds.toFixed(1)} s, peak ${report.peakMegabytes} MB, ${report.rows} rows`,
  );
  return report;
}

function seconds(reports: readonly WorkbookReport[]): number {
  return median(reports.map((each) => each.seconds));
}

function peak(reports: readonly WorkbookReport[]): number {
  return Math.max(...reports.map((each) => each.peakMegabytes));
}

function report(ours: readonly WorkbookReport[], theirs: readonly WorkbookReport[]): void {
  if (
    ours.some(({ rows, filledCells }) => rows !== theirs[0]!.rows || filledCells !== theirs[0]!.filledCells)
  ) {
    throw new Error('the two readers did not find the same cells');
  }
  const table = {
    'ours, s': round(seconds(ours)),
    'exceljs, s': round(seconds(theirs)),
    'times as fast': round(seconds(theirs) / seconds(ours)),
    'peak of ours, MB': peak(ours),
    'peak of exceljs, MB': peak(theirs),
  };
  console.table([table]);
  mkdirSync('artifacts', { recursive: true });
  const machine = {
    processor: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    load: loadavg(),
  };
  writeFileSync(
    'artifacts/bench-workbook.json',
    `${JSON.stringify({ machine, ours, theirs, table }, null, 2)}\n`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
