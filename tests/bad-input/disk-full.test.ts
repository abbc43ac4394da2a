import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { exitCodeOf } from '#contract/faults';
import type { WritableDb } from '#main/workspace/database';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { writeCleanExport, writeExport } from '../contract/support/exports.ts';
import { patientsOf, testFolder } from '../contract/support/practice.ts';
import { goOn, openPractice, readAndCheck } from '../engine/desk.ts';

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
  /** Leaves room for a few transactions, each of which appends its pages to the workspace's log. */
  fill(): void;
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
    return { folder: place, fill: () => limitPages(8), makeSpace: () => limitPages(100_000) };
  }
  onTestFinished(() => void execFileSync('umount', [place]));
  const leave = (freeBytes: number): void => {
    const { blocks, bfree, bsize } = statfsSync(place);
    const size = (blocks - bfree) * bsize + freeBytes;
    execFileSync('mount', ['-o', `remount,size=${size}`, place]);
  };
  return { folder: place, fill: () => leave(1.5 * megabyte), makeSpace: () => leave(60 * megabyte) };
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
