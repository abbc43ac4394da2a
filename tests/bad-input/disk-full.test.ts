import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { exitCodeOf } from '#contract/faults';
import type { WritableDb } from '#main/workspace/database';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { writeCleanExport, writeExport } from '../contract/support/exports.ts';
import { patientsOf, testFolder } from '../contract/support/practice.ts';
import { goOn, openPractice, passphrase, readAndCheck } from '../engine/desk.ts';

/**
 * The disk is a small one in memory where this account may mount it. Elsewhere SQLite is held to a number of pages,
 * which ends in the same SQLITE_FULL; for that the opened workspaces are kept here.
 */
const opened = vi.hoisted(() => [] as unknown[]);
vi.mock('#main/workspace/database', async (original) => {
  const real = await original<typeof import('#main/workspace/database')>();
  const openEncrypted: typeof real.openEncrypted = (path, dataKey) => {
    const db = real.openEncrypted(path, dataKey);
    opened.push(db);
    return db;
  };
  return { ...real, openEncrypted };
});

interface SmallDisk {
  readonly folder: string;
  /** Only removing from it meets its end: a limit of pages allows that. */
  readonly isReal: boolean;
  /** Leaves room for a few transactions, each of which appends its pages to the workspace's log. */
  fill(freeBytes?: number): void;
  makeSpace(): void;
}

const folder = testFolder();
const megabyte = 1024 * 1024;
let central: FreshCentral;
beforeAll(async () => {
  central = await freshCentral();
});
afterAll(() => central.drop());

function smallDisk(name: string): SmallDisk {
  const place = join(folder, name);
  mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'none', place], { stdio: 'ignore' });
  } catch {
    console.log('disk full by a page limit: this account may not mount a small disk');
    return { folder: place, isReal: false, fill: () => limitPages(8), makeSpace: () => limitPages(100_000) };
  }
  onTestFinished(() => void execFileSync('umount', [place]));
  const leave = (freeBytes: number): void => {
    const { blocks, bfree, bsize } = statfsSync(place);
    const size = (blocks - bfree) * bsize + freeBytes;
    execFileSync('mount', ['-o', `remount,size=${size}`, place]);
  };
  return {
    folder: place,
    isReal: true,
    fill: (freeBytes = 1.5 * megabyte) => leave(freeBytes),
    makeSpace: () => leave(60 * megabyte),
  };
}

function limitPages(more: number): void {
  const db = opened.at(-1) as WritableDb;
  const pages = db.pragma('page_count', { simple: true }) as number;
  db.pragma(`max_page_count = ${pages + more}`);
}

const full = { ok: false, fault: { code: 'workspace.disk_full' } };

test('a disk that is full while a file is read leaves the workspace as it was; with space again the file is read', async () => {
  const disk = smallDisk('reading');
  const desk = await openPractice(null, {}, join(disk.folder, 'practice.workspace'));
  // Of all kinds of values: rows that are alike would need next to no room.
  const source = { kind: 'path', path: writeExport(folder, 60_000, 7).file } as const;
  disk.fill();
  expect(await desk.ask('files.stage', { source })).toMatchObject(full);
  expect(exitCodeOf('workspace.disk_full')).toBe(5);
  expect(await desk.must('files.list', {})).toEqual([]);
  disk.makeSpace();
  expect(await desk.must('files.stage', { source })).toMatchObject({ tables: [{ isKept: true }] });
  expect(await desk.must('files.list', {})).toHaveLength(1);
});

/** A table of a file that hardly packs. */
async function stageNoise(disk: SmallDisk) {
  const desk = await openPractice(null, {}, join(disk.folder, 'practice.workspace'));
  const lines = Array.from(
    { length: 4_000 },
    (_, index) => `P${index},${randomBytes(1_000).toString('base64')}`,
  );
  const path = join(folder, 'noise.csv');
  writeFileSync(path, `${['patient_id,note', ...lines].join('\n')}\n`);
  const [table] = (await desk.must('files.stage', { source: { kind: 'path', path } })).tables;
  return { desk, table: table! };
}

test('a disk that is full while a table is read differently leaves it as it was; with space again it is read', async () => {
  const disk = smallDisk('rereading');
  const { desk, table } = await stageNoise(disk);
  const { sourceTableId } = table;
  disk.fill();
  const reread = { sourceTableId, override: { encoding: 'windows-1252' } } as const;
  expect(await desk.ask('files.reread', reread)).toMatchObject(full);
  expect(await desk.must('files.list', {})).toEqual([table]);
  expect(await desk.must('files.profile', { sourceTableId })).toMatchObject({ rows: 4_000 });
  disk.makeSpace();
  const again = await desk.must('files.reread', reread);
  expect(again).toMatchObject({ rowCount: 4_000, layout: { encoding: 'windows-1252' } });
  expect(await desk.must('files.list', {})).toEqual([again]);
});

test('a disk that is full while a browser hands a file over keeps what came; with space again it goes on', async () => {
  const disk = smallDisk('handing-over');
  const desk = await openPractice(null, {}, join(disk.folder, 'practice.workspace'));
  const pieces = Array.from({ length: 4 }, () => randomBytes(megabyte));
  const sizeBytes = pieces.length * megabyte;
  const { spoolId } = await desk.must('files.spool_start', { fileName: 'noise.bin', sizeBytes });
  disk.fill();
  let wasFull = false;
  for (const [sequence, piece] of pieces.entries()) {
    const chunk = { spoolId, sequence, base64: piece.toString('base64') };
    const answer = await desk.ask('files.spool_chunk', chunk);
    if (answer.ok) continue;
    expect(answer).toMatchObject(full);
    wasFull = true;
    disk.makeSpace();
    const receivedBytes = (sequence + 1) * megabyte;
    expect(await desk.must('files.spool_chunk', chunk)).toEqual({ receivedBytes });
  }
  expect(wasFull).toBe(true);
});

test('a disk that is full while a table is removed leaves it as it was, or out of sight and gone with the next opening', async () => {
  const disk = smallDisk('removing');
  if (!disk.isReal) return;
  const { desk, table } = await stageNoise(disk);
  const { sourceTableId } = table;
  const reopen = async (): Promise<void> => {
    await desk.must('workspace.close', {});
    await desk.must('workspace.open', { path: desk.workspaceFile, secret: passphrase });
  };
  // An empty log has no room that could be used again.
  await reopen();
  disk.fill(0);
  expect(await desk.ask('files.remove', { sourceTableId })).toMatchObject(full);
  expect(await desk.must('files.list', {})).toEqual([table]);
  disk.fill(400 * 1024);
  expect(await desk.ask('files.remove', { sourceTableId })).toMatchObject({
    fault: { code: 'files.removal_unfinished', params: { file: 'noise.csv' } },
  });
  expect(await desk.must('files.list', {})).toEqual([]);
  disk.makeSpace();
  await reopen();
  const left = `SELECT (SELECT count(*) FROM source_file), (SELECT count(*) FROM source_chunk),
                       (SELECT count(*) FROM source_table), (SELECT count(*) FROM staged_page)`;
  expect((opened.at(-1) as WritableDb).prepare<[], number[]>(left).raw().get()).toEqual([0, 0, 0, 0]);
});

test('a disk that is full in mid-upload stops it; with space again it ends with 0 lost, 0 duplicate', async () => {
  const { tenantId } = await central.addPractice('small-disk');
  const disk = smallDisk('uploading');
  const path = join(disk.folder, 'practice.workspace');
  const desk = await openPractice(await central.enrol('small-disk'), {}, path);
  const { sourceTableId } = await readAndCheck(desk, writeCleanExport(folder, 'patients.csv', 6_000));
  const upload = { sourceTableId, batchSize: 20, ...goOn };
  disk.fill();
  expect(await desk.ask('upload.run', upload)).toMatchObject(full);
  const part = await patientsOf(central, tenantId);
  expect(part.records).toBeGreaterThan(0);
  expect(part.records).toBeLessThan(6_000);
  const stopped = await desk.ask('upload.run', upload);
  expect(stopped).toMatchObject(full);

  disk.makeSpace();
  const job = await desk.must('upload.run', upload);
  expect(job.reconciliation).toMatchObject({ accepted: 6_000, central: 6_000 });
  expect(await patientsOf(central, tenantId)).toEqual({ records: 6_000, externalIds: 6_000 });
  const verified = await desk.must('verify.run', { jobId: job.jobId });
  expect(verified).toMatchObject({ verified: 6_000, missing: 0, changed: 0, extra: 0 });
});
