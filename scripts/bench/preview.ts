/**
 * How long the preview of a large file takes to answer: the first look, and each later one under other settings, for
 * every format. The reader's process is started before, on a small file, as it is when a person has handed one over.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationInput } from '#contract/operations';
import { createOutput } from '#main/shells/cli/output';
import { startRunner, type Runner } from '#main/shells/cli/runner';
import { readFlags } from '../flags.ts';
import {
  makeText,
  makeWholeWorkbook,
  packAsGzip,
  packAsZip,
  textFormats,
  type TextFormat,
} from './make-export.ts';
import { makeWorkbook } from './make-workbook.ts';

type Override = NonNullable<OperationInput<'files.inspect'>['override']>;

const flags = readFlags(
  'node scripts/bench/preview.ts [--megabytes 1000] [--rows 500000] [--whole-rows 20000] [--only csv,zip,…]',
  {
    megabytes: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '500000' },
    'whole-rows': { type: 'string', default: '20000' },
    only: { type: 'string' },
  },
);
const leastBytes = Number(flags.megabytes) * 1e6;
const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-bench-'));
const limits = { maxFileBytes: 64 * 1024 ** 3, maxInflatedBytes: 64 * 1024 ** 3 };

const ofText: Override[] = [
  { encoding: 'windows-1252' },
  { encoding: 'macintosh' },
  { encoding: 'cp850' },
  {},
];
const ofDelimited: Override[] = [{ delimiter: ';' }, { headerLines: 0 }, { quote: '' }, { firstLine: 3 }];
const ofSheets: Override[] = [{ headerLines: 0 }, { firstLine: 2 }, { firstLine: 3 }, {}];

interface Case {
  readonly name: string;
  readonly part?: string;
  readonly settings: readonly Override[];
  readonly make: (file: string) => Promise<void> | void;
}

const packed = (
  name: string,
  pack: (file: string, content: string) => Promise<void>,
  part: string,
): Case => ({
  name,
  part,
  settings: [...ofText, ...ofDelimited],
  make: async (file) => {
    const content = `${file}.csv`;
    await makeText(content, 'csv', leastBytes);
    await pack(file, content);
    rmSync(content);
  },
});

const cases: readonly Case[] = [
  ...textFormats.map((format: TextFormat) => ({
    name: format,
    settings: format === 'csv' ? [...ofText, ...ofDelimited] : ofText,
    make: (file: string) => makeText(file, format, leastBytes),
  })),
  packed('zip', (file, content) => packAsZip(file, content, 'patients.csv'), 'patients.csv'),
  packed('csv.gz', packAsGzip, 'large.csv'),
  {
    name: 'xlsx',
    settings: ofSheets,
    make: (file) => makeWorkbook({ file, rows: Number(flags.rows), seed: 7, unique: false }),
  },
  ...(['xls', 'xlsb', 'ods'] as const).map((container) => ({
    name: container,
    settings: ofSheets,
    make: (file: string) => makeWholeWorkbook(file, Number(flags['whole-rows']), container),
  })),
];

async function look(runner: Runner, path: string, part = '', override: Override = {}): Promise<number> {
  const startedMs = performance.now();
  const looked = await runner.run('files.inspect', {
    source: { kind: 'path', path },
    part,
    override,
    limits,
  });
  const ms = performance.now() - startedMs;
  if (!looked.ok) throw new Error(looked.fault.message);
  if (looked.value.outcome !== 'recognised') throw new Error(JSON.stringify(looked.value));
  return ms;
}

async function measure({ name, part, settings, make }: Case): Promise<void> {
  const file = join(folder, `large.${name}`);
  await make(file);
  const runner = startRunner(createOutput(true), 'consultant', { name: 'bench' });
  await look(runner, small);
  const firstMs = await look(runner, file, part);
  const later: number[] = [];
  for (const override of settings) later.push(await look(runner, file, part, override));
  await runner.close();
  const megabytes = Math.round(statSync(file).size / 1e6);
  const each = later.map((ms) => ms.toFixed(0)).join(', ');
  console.log(`${name}, ${megabytes} MB: first look ${firstMs.toFixed(0)} ms; later ones ${each} ms`);
  rmSync(file);
}

const small = join(folder, 'small.csv');
try {
  writeFileSync(small, 'id,name\n1,Test\n');
  const wanted = flags.only?.split(',');
  console.log(`${cpus().length} CPUs, load ${loadavg()[0]!.toFixed(1)}`);
  for (const one of cases) if (wanted?.includes(one.name) ?? true) await measure(one);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
