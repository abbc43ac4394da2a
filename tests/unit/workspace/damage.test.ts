import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEncrypted, useWriteAheadLog } from '#main/workspace/database';
import { openWithDataKey } from '#main/workspace/open-workspace';
import { saveIdentity } from '#main/workspace/workspace';
import { walkStagedRows } from '#main/workspace/staged-row';
import { workspaceFaultOf } from '#main/workspace/workspace-fault';
import { resourcesFolder, rowsOf, scratchFolder, scratchWorkspace, stageTable } from './scratch.ts';

const workspaceId = '33333333-3333-4333-8333-333333333333';

function storedWorkspace(): { path: string; dataKey: Buffer; bytes: Buffer; tableId: number } {
  const path = join(scratchFolder(), 'practice.workspace');
  const dataKey = randomBytes(32);
  const db = scratchWorkspace(path, dataKey);
  saveIdentity(db, { workspaceId, practiceName: 'High Street', createdAt: '2026-11-22T00:00:00Z' });
  const tableId = stageTable(
    db,
    rowsOf(4_000, (rowNo) => [`K${rowNo}`, 'some words to fill the pages'.repeat(4)]),
  );
  db.close();
  return { path, dataKey, bytes: readFileSync(path), tableId };
}

/** Opens the workspace and reads every page of it; answers the code of the fault that this meets. */
async function readInFull({
  path,
  dataKey,
  tableId,
}: {
  path: string;
  dataKey: Buffer;
  tableId: number;
}): Promise<string> {
  const opened = await openWithDataKey(path, dataKey, workspaceId, resourcesFolder);
  if (!opened.ok) return opened.fault.code;
  const { db } = opened.value;
  try {
    let rows = 0;
    for (const page of walkStagedRows(db, tableId)) rows += page.length;
    const verdict = db.pragma('integrity_check', { simple: true });
    return verdict === 'ok' ? `${rows} rows` : 'workspace.corrupted';
  } catch (error) {
    return workspaceFaultOf(error, path)?.code ?? 'unexpected';
  } finally {
    db.close();
  }
}

test('an intact workspace reads in full', async () => {
  expect(await readInFull(storedWorkspace())).toBe('4000 rows');
});

test('an older copy put back beside the log of a killed program is refused, and nothing is changed', async () => {
  const { path, dataKey, bytes } = storedWorkspace();
  const db = openEncrypted(path, dataKey);
  useWriteAheadLog(db);
  // The first is long enough that the log is moved into the file and begun anew, the second is in the log alone.
  stageTable(
    db,
    rowsOf(6_000, (rowNo) => [`L${rowNo}`, randomBytes(4_000).toString('base64')]),
  );
  stageTable(
    db,
    rowsOf(300, (rowNo) => [`M${rowNo}`, randomBytes(200).toString('hex')]),
  );
  const killed = { file: readFileSync(path), log: readFileSync(`${path}-wal`) };
  db.close();

  const opening = async (file: Buffer): Promise<string> => {
    writeFileSync(path, file);
    writeFileSync(`${path}-wal`, killed.log);
    const opened = await openWithDataKey(path, dataKey, workspaceId, resourcesFolder);
    if (!opened.ok) return opened.fault.code;
    opened.value.close();
    return 'opened';
  };
  expect(await opening(bytes)).toBe('workspace.log_differs');
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(readFileSync(`${path}-wal`).equals(killed.log)).toBe(true);
  expect(await opening(killed.file)).toBe('opened');
});

test('one altered bit is noticed wherever it lies: 60 places spread over the file', async () => {
  const stored = storedWorkspace();
  const { bytes, path } = stored;
  const unnoticed: number[] = [];
  for (let index = 0; index < 60; index += 1) {
    const place = Math.floor(((index + 0.5) * bytes.length) / 60);
    const altered = Buffer.from(bytes);
    altered[place]! ^= 1 << (index % 8);
    writeFileSync(path, altered);
    if ((await readInFull(stored)) !== 'workspace.corrupted') unnoticed.push(place);
  }
  expect(unnoticed).toEqual([]);
});

test.each([
  ['its first 16 bytes altered', (bytes: Buffer) => Buffer.concat([randomBytes(16), bytes.subarray(16)])],
  ['its last page gone', (bytes: Buffer) => bytes.subarray(0, bytes.length - 16_384)],
  ['half a page gone', (bytes: Buffer) => bytes.subarray(0, bytes.length - 8_192)],
  ['only its first page left', (bytes: Buffer) => bytes.subarray(0, 16_384)],
  ['a cut first page', (bytes: Buffer) => bytes.subarray(0, 1_000)],
  ['no bytes', () => Buffer.alloc(0)],
  ['zeros in place of its content', (bytes: Buffer) => Buffer.alloc(bytes.length)],
  ['the content of a text file', () => Buffer.from('not a workspace')],
])('a workspace with %s is not opened', async (_what, damage) => {
  const stored = storedWorkspace();
  writeFileSync(stored.path, damage(stored.bytes));
  const opened = await openWithDataKey(stored.path, stored.dataKey, workspaceId, resourcesFolder);
  expect(opened).toMatchObject({ ok: false, fault: { code: 'workspace.corrupted' } });
});

test('an encrypted file that is no workspace is not opened', async () => {
  const stored = storedWorkspace();
  const db = openEncrypted(stored.path, stored.dataKey);
  db.exec('DROP TABLE schema_migration');
  db.close();
  const opened = await openWithDataKey(stored.path, stored.dataKey, workspaceId, resourcesFolder);
  expect(opened).toMatchObject({ ok: false, fault: { code: 'workspace.corrupted' } });
});
