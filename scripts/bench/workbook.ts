/**
 * Reading a large .xlsx file against the streaming reader of exceljs, on the same file, each in a process of its own
 * and in turns; with `--compare`, every cell against SheetJS's reading before. exceljs is installed into a temporary folder, unless `--exceljs` names one where it is.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readerFlags } from '#main/engine/reading/start-node-reader';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { readFlags } from '../flags.ts';
import { makeWorkbook } from './make-workbook.ts';
import type { WorkbookReport } from './workbook-child.ts';
import type { WorkbookComparison } from './workbook-compare.ts';

const exceljs = 'exceljs@4.4.0';
const flags = readFlags(
  'node scripts/bench/workbook.ts [--rows 500000] [--runs 3] [--unique] [--compare] [--exceljs folder]',
  {
    rows: { type: 'string', default: '500000' },
    runs: { type: 'string', default: '3' },
    unique: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    exceljs: { type: 'string' },
  },
);
const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-bench-'));
try {
  const file = join(folder, 'patients.xlsx');
  await makeWorkbook({ file, rows: Number(flags.rows), seed: 7, unique: flags.unique });
  console.log(`${flags.rows} rows × 15 columns, ${Math.round(statSync(file).size / 1e6)} MB`);
  if (flags.compare) compare(file);
  if (Number(flags.runs) > 0) race(file);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function race(file: string): void {
  const exceljsFolder = flags.exceljs ?? install();
  const ours: WorkbookReport[] = [];
  const theirs: WorkbookReport[] = [];
  for (let run = 1; run <= Number(flags.runs); run += 1) {
    // As the program starts the process that reads.
    ours.push(readInChild('ours', [file], readerFlags(defaultReadLimits.maxReaderMegabytes)));
    theirs.push(readInChild('exceljs', [file, exceljsFolder]));
  }
  report(ours, theirs);
}

/** SheetJS holds all of it: half a million rows take several gigabytes. */
function compare(file: string): void {
  const child = join(import.meta.dirname, 'workbook-compare.ts');
  const orders = ['--max-old-space-size=12000', child, file];
  const { status, stdout, stderr } = spawnSync(process.execPath, orders, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`comparing failed:\n${stderr}`);
  const { rows, cells, filledCells, differences, places } = JSON.parse(stdout) as WorkbookComparison;
  console.log(
    `${rows} rows, ${cells} cells, ${filledCells} of them filled: ${differences} differ from SheetJS`,
  );
  if (differences > 0) throw new Error(`they differ at ${places.join('; ')}`);
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

function readInChild(
  name: string,
  orders: readonly string[],
  nodeFlags: readonly string[] = [],
): WorkbookReport {
  const script = join(import.meta.dirname, 'workbook-child.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeFlags, script, ...orders], {
    encoding: 'utf8',
  });
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
