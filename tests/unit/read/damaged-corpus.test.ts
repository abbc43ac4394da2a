import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type CorpusFile,
  type CorpusWish,
  generateCorpus,
} from '../../../scripts/damaged-corpus/generate.ts';
import { judge } from '../../../scripts/damaged-corpus/judge.ts';
import { kinds } from '../../../scripts/damaged-corpus/kinds/all.ts';
import { memorySource } from '../../../scripts/damaged-corpus/memory-source.ts';
import type { FileTruth } from '../../../scripts/damaged-corpus/truth.ts';
import { type FileRead, readCorpusFile } from '../../../scripts/damaged-corpus/read-corpus-file.ts';

type Rows = FileRead['tables'][number]['rows'];

const small = { seed: 1, perKind: 2, maxRows: 40 };

async function allOf(wish: CorpusWish): Promise<CorpusFile[]> {
  const files: CorpusFile[] = [];
  for await (const file of generateCorpus(wish)) files.push(file);
  return files;
}

async function firstOf(kind: string): Promise<CorpusFile> {
  for await (const file of generateCorpus({ ...small, kind })) return file;
  throw new Error(`no file of the kind ${kind}`);
}

test('the corpus has more than 600 files of more than 36 kinds, each kind once', () => {
  expect(kinds.reduce((sum, { files }) => sum + files, 0)).toBeGreaterThan(600);
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
  expect(kinds.length).toBeGreaterThan(36);
});

test('the README names every kind, in order', () => {
  const readme = readFileSync(new URL('../../../scripts/damaged-corpus/README.md', import.meta.url), 'utf8');
  const named = [...readme.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
  expect(named).toEqual(kinds.map(({ name }) => name));
});

test('the same seed makes the same bytes and the same truth', async () => {
  const one = await allOf({ ...small, perKind: 1 });
  const again = await allOf({ ...small, perKind: 1 });
  expect(again.map(({ truth }) => truth)).toEqual(one.map(({ truth }) => truth));
  expect(again.every(({ bytes }, index) => Buffer.compare(bytes, one[index]!.bytes) === 0)).toBe(true);
  const other = await allOf({ ...small, perKind: 1, seed: 2 });
  expect(other[0]!.truth.tables).not.toEqual(one[0]!.truth.tables);
});

test('every file of the small corpus is read to an end, none is wrong in silence, and what the reader promises about intact ones holds', async () => {
  const exact: string[] = [];
  const silent: string[] = [];
  for await (const { bytes, truth } of generateCorpus(small)) {
    const read = await readCorpusFile(memorySource(truth.file, bytes));
    const { rows, header, silent: isSilent } = judge(truth, read);
    if (isSilent) silent.push(truth.file);
    if (rows === true && header === true) exact.push(truth.kind);
  }
  expect(silent).toEqual([]);
  for (const kind of [
    'delimiter-comma',
    'delimiter-tab',
    'quoted-line-ends',
    'ragged-long',
    'workbook-formats',
  ]) {
    expect(exact.filter((each) => each === kind)).toHaveLength(2);
  }
});

async function readFirst(kind: string): Promise<{ truth: FileTruth; read: FileRead }> {
  const { bytes, truth } = await firstOf(kind);
  return { truth, read: await readCorpusFile(memorySource(truth.file, bytes)) };
}

function withRows(read: FileRead, change: (rows: Rows) => Rows): FileRead {
  return { ...read, tables: read.tables.map((table) => ({ ...table, rows: change(table.rows) })) };
}

test.each([
  ['a lost row', (rows: Rows) => rows.slice(1)],
  ['a repeated row', (rows: Rows) => [...rows, rows[0]!]],
  ['rows out of order', (rows: Rows) => rows.toReversed()],
  ['a changed cell', (rows: Rows) => rows.with(3, { ...rows[3]!, cells: rows[3]!.cells.with(1, 'Other') })],
])('the judge calls %s that nobody is told of wrong and silent', async (_what, change) => {
  const { truth, read } = await readFirst('delimiter-comma');
  expect(judge(truth, read)).toMatchObject({ rows: true, silent: false });
  expect(judge(truth, withRows(read, change))).toMatchObject({ rows: false, silent: true });
});

test('a row that is doubted though it is intact is not right, but it is not silent', async () => {
  const { truth, read } = await readFirst('delimiter-comma');
  const doubting = withRows(read, (rows) => rows.with(0, { ...rows[0]!, fault: 'row.malformed_quote' }));
  expect(judge(truth, doubting)).toMatchObject({ rows: false, silent: false });
});
