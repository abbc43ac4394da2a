import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeRowPage } from '#main/model/row-page';
import { prepared, transact, type WritableDb } from '#main/workspace/database';
import { openWithDataKey } from '#main/workspace/open-workspace';
import { discardUnfinished, removeSourceTable, sizeOfRemoval } from '#main/workspace/removal';
import {
  appendPiece,
  beginSourceFile,
  getSourceFile,
  keepSourceFile,
  SourceFileReader,
} from '#main/workspace/source-file';
import { beginSourceTable, finishSourceTable, listSourceTables } from '#main/workspace/source-table';
import { appendStagedPages } from '#main/workspace/staged-row';
import { saveIdentity } from '#main/workspace/workspace';
import { must } from '../../support/must.ts';
import {
  contentOf,
  newTable,
  resourcesFolder,
  rowsOf,
  scratchFolder,
  scratchWorkspace,
  stageTable,
  toEnd,
} from './scratch.ts';

const MiB = 1024 * 1024;
const workspaceId = '33333333-3333-4333-8333-333333333333';
const sha256 = 'b'.repeat(64);

/** Keeps a file of so many MiB that do not pack, of whose rows as many do not either. */
function stageLarge(db: WritableDb, mebibytes: number): { sourceTableId: number; content: Buffer } {
  const content = randomBytes(mebibytes * MiB);
  const fileId = beginSourceFile(db, { fileName: 'patients.csv', sizeBytes: content.length });
  for (let at = 0; at < mebibytes; at += 1) {
    appendPiece(db, fileId, at, content.subarray(at * MiB, (at + 1) * MiB));
  }
  const sourceTableId = beginSourceTable(db, newTable);
  for (const row of rowsOf(mebibytes, () => [randomBytes(MiB).toString('base64')])) {
    appendStagedPages(db, sourceTableId, [encodeRowPage([row])]);
  }
  transact(db, () => {
    const sourceFileId = keepSourceFile(db, fileId, sha256);
    finishSourceTable(db, sourceTableId, {
      sourceFileId,
      sha256,
      partSha256: sha256,
      header: ['photo'],
      rowCount: mebibytes,
      rowFaults: {},
      findings: [],
    });
  });
  return { sourceTableId, content };
}

/** What is there for those who look, while it goes and after a kill. */
function look(db: WritableDb): unknown {
  return [
    listSourceTables(db).map((table) => table.sourceTableId),
    prepared<[], number>(db, `SELECT count(*) FROM source_file WHERE state = 'kept'`).pluck().get(),
  ];
}

test('a large table is removed in small steps, and a kill after any of them leaves nothing of it', async () => {
  const folder = scratchFolder();
  const path = join(folder, 'practice.workspace');
  const dataKey = randomBytes(32);
  const db = scratchWorkspace(path, dataKey);
  saveIdentity(db, { workspaceId, practiceName: 'High Street', createdAt: '2026-11-22T00:00:00Z' });
  const other = stageTable(db, rowsOf(3));
  const before = contentOf(db);
  const { sourceTableId } = stageLarge(db, 9);

  const totalBytes = sizeOfRemoval(db, sourceTableId);
  const removed: number[] = [];
  for (const bytes of removeSourceTable(db, sourceTableId)) {
    removed.push(bytes);
    expect(db.inTransaction).toBe(false);
    expect(look(db)).toEqual([[other], 1]);
    const copy = join(folder, `killed-${removed.length}.workspace`);
    for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${copy}${end}`);
    const reopened = must(await openWithDataKey(copy, dataKey, workspaceId, resourcesFolder));
    expect(look(reopened.db)).toEqual([[other], 1]);
    expect(contentOf(reopened.db)).toEqual(before);
    reopened.close();
  }
  expect(contentOf(db)).toEqual(before);
  expect(removed.length).toBeGreaterThan(5);
  expect(Math.max(...removed)).toBeLessThan(5 * MiB + 1);
  expect(removed.reduce((sum, bytes) => sum + bytes, 0)).toBe(totalBytes);
  expect(totalBytes).toBeGreaterThan(18 * MiB);
});

test('the same content is kept anew while the one before is on its way out', () => {
  const db = scratchWorkspace();
  const removal = removeSourceTable(db, stageLarge(db, 6).sourceTableId);
  for (let step = 0; step < 4; step += 1) removal.next();
  const { sourceTableId, content } = stageLarge(db, 6);
  toEnd(discardUnfinished(db));
  const [table, ...others] = listSourceTables(db);
  expect([table?.sourceTableId, others]).toEqual([sourceTableId, []]);
  expect(getSourceFile(db, table!.sourceFileId)).toMatchObject({ state: 'kept', sizeBytes: content.length });
  const bytes = new SourceFileReader(db, table!.sourceFileId).read(0, content.length);
  expect(bytes.equals(content)).toBe(true);
  expect(contentOf(db)['source_file']).toHaveLength(1);
});
