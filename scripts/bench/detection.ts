/**
 * How well damaged files are recognised and read: makes the corpus of scripts/damaged-corpus, reads every file of it
 * and compares with what is true of it. Exits with 1 when a file is wrong and nothing says so, when reading throws
 * what is no fault, or when a kind falls below its recorded floor.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openFileSource } from '#main/steps/read/file-source';
import { type CorpusFile, generateCorpus } from '../damaged-corpus/generate.ts';
import { judge, type Judgement } from '../damaged-corpus/judge.ts';
import { readCorpusFile } from '../damaged-corpus/read-corpus-file.ts';
import { readFlags } from '../flags.ts';

const flags = readFlags(
  'npm run bench:detection -- [--seed 1] [--kind part-of-a-name] [--per-kind n] [--max-rows n] [--record]',
  {
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    'per-kind': { type: 'string' },
    'max-rows': { type: 'string' },
    record: { type: 'boolean', default: false },
  },
);
const isWhole = [flags.kind, flags['per-kind'], flags['max-rows']].every((flag) => flag === undefined);
const floorsFile = join(import.meta.dirname, '../damaged-corpus/floors.json');

interface Judged extends Partial<Judgement> {
  readonly file: string;
  readonly kind: string;
  readonly seed: number;
  readonly crashed: string | null;
}

/** Of a kind's files, in percent. */
interface Floor {
  readonly detected: number;
  readonly rows: number;
}

const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-corpus-'));
const judged: Judged[] = [];
try {
  const wish = {
    seed: Number(flags.seed),
    kind: flags.kind ?? '',
    perKind: Number(flags['per-kind'] ?? Infinity),
    maxRows: Number(flags['max-rows'] ?? Infinity),
  };
  for await (const file of generateCorpus(wish)) judged.push(await judgeFile(file));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

async function judgeFile({ bytes, truth }: CorpusFile): Promise<Judged> {
  const { file, kind, seed } = truth;
  const path = join(folder, basename(file));
  writeFileSync(path, bytes);
  try {
    const source = await openFileSource(path);
    if (!source.ok) throw new Error(source.fault.code);
    return { file, kind, seed, crashed: null, ...judge(truth, await readCorpusFile(source.value)) };
  } catch (error) {
    // Its first line: an error of the program, which may quote a value further on.
    return {
      file,
      kind,
      seed,
      crashed: error instanceof Error ? error.stack!.split('\n', 2).join(' ') : 'unknown',
    };
  } finally {
    rmSync(path, { force: true });
  }
}

function report(): void {
  const kinds = Map.groupBy(judged, ({ kind }) => kind);
  console.table(Object.fromEntries([...kinds].map(([kind, files]) => [kind, counts(files)])));
  console.table({ all: counts(judged) });
  const failures = [...belowFloor(kinds), ...bad('silent'), ...bad('crashed')];
  mkdirSync('artifacts', { recursive: true });
  writeFileSync('artifacts/detection.json', `${JSON.stringify({ seed: flags.seed, judged }, null, 1)}\n`);
  if (flags.record) writeFileSync(floorsFile, `${JSON.stringify(measured(kinds), null, 2)}\n`);
  for (const failure of failures) console.error(failure);
  console.log(`${judged.length} files of ${kinds.size} kinds; each file is in artifacts/detection.json.`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function counts(files: readonly Judged[]): Record<string, string | number> {
  const share = (key: keyof Judgement): string => {
    const asked = files.filter((file) => typeof file[key] === 'boolean');
    return asked.length === 0 ? '–' : `${asked.filter((file) => file[key] === true).length}/${asked.length}`;
  };
  return {
    files: files.length,
    format: share('format'),
    encoding: share('encoding'),
    delimiter: share('delimiter'),
    header: share('header'),
    rows: share('rows'),
    asked: share('asked'),
    told: share('told'),
    'asked without need': files.filter(({ askedWithoutNeed }) => askedWithoutNeed === true).length,
    'wrong and silent': files.filter(({ silent }) => silent === true).length,
    crashed: files.filter(({ crashed }) => crashed !== null).length,
  };
}

function isDetected({ format, encoding, delimiter, header, asked }: Judged): boolean {
  return format === true && [encoding, delimiter, header, asked].every((right) => right !== false);
}

function measured(kinds: ReadonlyMap<string, readonly Judged[]>): Record<string, Floor> {
  const percent = (files: readonly Judged[], isRight: (file: Judged) => boolean): number =>
    Math.floor((100 * files.filter(isRight).length) / files.length);
  return Object.fromEntries(
    [...kinds].map(([kind, files]) => [
      kind,
      {
        detected: percent(files, isDetected),
        rows: percent(files, ({ rows, crashed }) => rows !== false && crashed === null),
      },
    ]),
  );
}

function belowFloor(kinds: ReadonlyMap<string, readonly Judged[]>): string[] {
  if (!isWhole || flags.record) return [];
  const floors = JSON.parse(readFileSync(floorsFile, 'utf8')) as Record<string, Floor>;
  const now = measured(kinds);
  return Object.entries(floors).flatMap(([kind, floor]) => {
    const { detected, rows } = now[kind] ?? { detected: 0, rows: 0 };
    if (detected >= floor.detected && rows >= floor.rows) return [];
    return [
      `${kind}: ${detected} % detected (floor ${floor.detected}), rows right in ${rows} % (floor ${floor.rows})`,
    ];
  });
}

function bad(key: 'silent' | 'crashed'): string[] {
  const files = judged.filter((file) => file[key] !== false && file[key] !== null && file[key] !== undefined);
  return files.map((file) => `${key}: ${file.file} ${file.crashed ?? file.notes ?? ''}`);
}
