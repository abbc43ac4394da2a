/**
 * One reading into a new encrypted workspace, or one bare parse of the same file, in a process of its own: prints
 * seconds and the peak resident memory (its own and its reader's) as one line of JSON.
 */
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { OperationInput } from '#contract/operations';
import { createOutput } from '#main/shells/cli/output';
import { startRunner } from '#main/shells/cli/runner';

export interface StagingOrders {
  /** `look`: how long the preview takes to answer under one setting after another. */
  readonly what: 'stage' | 'parse' | 'look';
  readonly file: string;
  readonly workspace: string;
}

export interface StagingReport {
  readonly rows: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

const { what, file, workspace } = JSON.parse(process.argv[2] ?? '{}') as StagingOrders;
process.stdout.write(JSON.stringify(await { parse, stage, look }[what]()));

async function stage(): Promise<StagingReport> {
  const runner = startRunner(createOutput(true), 'consultant', { name: 'bench' });
  const created = await runner.run('workspace.create', {
    practiceName: 'bench',
    passphrase: 'bench passphrase, not secret',
    path: workspace,
  });
  if (!created.ok) throw new Error(created.fault.message);
  const limits = { maxFileBytes: 64 * 1024 ** 3 };
  // Whoever reads a file has looked at it before: the reader's process is there.
  await runner.run('files.inspect', { source: { kind: 'path', path: file }, limits });
  const startedMs = performance.now();
  const staged = await runner.run('files.stage', { source: { kind: 'path', path: file }, limits });
  const seconds = (performance.now() - startedMs) / 1000;
  const peakMegabytes = Math.round((peakKilobytes('self') + peakOfChildren()) / 1024);
  await runner.close();
  if (!staged.ok) throw new Error(staged.fault.message);
  return { rows: staged.value.tables[0]!.rowCount, seconds, peakMegabytes };
}

/** `seconds`: of the slowest answer but the first, which starts the reader's process. */
async function look(): Promise<StagingReport> {
  const runner = startRunner(createOutput(true), 'consultant', { name: 'bench' });
  const source = { kind: 'path' as const, path: file };
  const limits = { maxFileBytes: 64 * 1024 ** 3 };
  const settings = [
    {},
    {},
    { encoding: 'windows-1252' },
    { delimiter: ';' },
    { headerLines: 0 },
    { quote: '' },
    {},
  ];
  const seconds: number[] = [];
  let rows = 0;
  for (const override of settings as OperationInput<'files.inspect'>['override'][]) {
    const startedMs = performance.now();
    const looked = await runner.run('files.inspect', { source, override, limits });
    seconds.push((performance.now() - startedMs) / 1000);
    if (!looked.ok) throw new Error(looked.fault.message);
    if (looked.value.outcome === 'recognised') rows = looked.value.tables[0]!.rowsEstimate ?? 0;
  }
  await runner.close();
  return { rows, seconds: Math.max(...seconds.slice(1)), peakMegabytes: 0 };
}

/** The quickest that papaparse has: rows of each chunk are counted and forgotten. */
async function parse(): Promise<StagingReport> {
  const startedMs = performance.now();
  let rows = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  Papa.parse(createReadStream(file, { encoding: 'utf8', highWaterMark: 2 * 1024 * 1024 }), {
    chunk: ({ data }) => void (rows += data.length),
    complete: () => resolve(),
    error: reject,
  });
  await promise;
  const seconds = (performance.now() - startedMs) / 1000;
  return { rows, seconds, peakMegabytes: Math.round(peakKilobytes('self') / 1024) };
}

/** VmHWM of a process; 0 where the system does not say. */
function peakKilobytes(pid: string): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function peakOfChildren(): number {
  if (process.platform !== 'linux') return 0;
  const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isChild(pid));
  return children.reduce((total, pid) => total + peakKilobytes(pid), 0);
}

function isChild(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
  } catch {
    return false;
  }
}
