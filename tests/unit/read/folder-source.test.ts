import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { isFolder, listFolder } from '#main/steps/read/folder-source';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(place: string, content = 'x'): void {
  const path = join(root, place);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
}

async function list(limits: Partial<typeof defaultReadLimits> = {}, path = root) {
  const listed = await listFolder(path, { ...defaultReadLimits, ...limits });
  if (!listed.ok) return listed.fault.code;
  const { files, excluded } = listed.value;
  return { files: files.map(({ name }) => name), excluded: excluded.map(({ part }) => part) };
}

test('files of all folders are listed in the order of their names', async () => {
  for (const place of ['b.csv', 'a/z.csv', 'a/b/c.csv', 'a.csv', 'B.csv']) put(place);
  expect(await list()).toEqual({ files: ['B.csv', 'a.csv', 'a/b/c.csv', 'a/z.csv', 'b.csv'], excluded: [] });
});

test('a listed file is read as it was when it was listed', async () => {
  put('a/patients.csv', 'id,name\n');
  const listed = await listFolder(root, defaultReadLimits);
  const { source } = listed.ok ? listed.value.files[0]! : expect.fail('not listed');
  expect(source.fileName).toBe('patients.csv');
  expect(Buffer.from(await source.read(0, 100)).toString()).toBe('id,name\n');
  // A folder on the way becomes a link to another one with a file of the same name.
  put('elsewhere/patients.csv', 'other,x\n');
  renameSync(join(root, 'a'), join(root, 'was'));
  symlinkSync(join(root, 'elsewhere'), join(root, 'a'));
  await expect(source.read(0, 100)).rejects.toMatchObject({ fault: { code: 'read.changed' } });
});

test('links are named and not followed: to files, to folders, in circles, into nothing', async () => {
  put('inner/a.csv');
  symlinkSync(join(root, 'inner/a.csv'), join(root, 'file.csv'));
  symlinkSync('/etc', join(root, 'etc'));
  symlinkSync(root, join(root, 'inner/round'));
  symlinkSync(join(root, 'nowhere'), join(root, 'gone.csv'));
  expect(await list()).toEqual({
    files: ['inner/a.csv'],
    excluded: ['etc', 'file.csv', 'gone.csv', 'inner/round'],
  });
});

test('a link to a folder is no folder', async () => {
  mkdirSync(join(root, 'real'));
  symlinkSync(join(root, 'real'), join(root, 'link'));
  expect(await isFolder(join(root, 'real'))).toBe(true);
  expect(await isFolder(join(root, 'link'))).toBe(false);
  expect(await isFolder(join(root, 'nowhere'))).toBe(false);
  expect(await list({}, join(root, 'link'))).toBe('read.folder_unreadable');
});

test.skipIf(process.platform === 'win32')('pipes and sockets are named and never opened', async () => {
  put('a.csv');
  execFileSync('mkfifo', [join(root, 'pipe.csv')]);
  const server = createServer();
  await new Promise<void>((listening) => void server.listen(join(root, 'socket'), listening));
  expect(await list()).toEqual({ files: ['a.csv'], excluded: ['pipe.csv', 'socket'] });
  server.close();
});

test('hidden files, system files and shortcuts are named with their sizes', async () => {
  put('a.csv');
  put('.hidden.csv', '12345');
  put('.git/config');
  put('Thumbs.db');
  put('desktop.ini');
  put('~$book.xlsx');
  put('old.csv.lnk');
  const listed = await listFolder(root, defaultReadLimits);
  const { files, excluded } = listed.ok ? listed.value : expect.fail('not listed');
  expect(files.map(({ name }) => name)).toEqual(['a.csv']);
  expect(excluded.map(({ part, sizeBytes }) => [part, sizeBytes])).toEqual([
    ['.git/config', 1],
    ['.hidden.csv', 5],
    ['Thumbs.db', 1],
    ['desktop.ini', 1],
    ['old.csv.lnk', 1],
    ['~$book.xlsx', 1],
  ]);
  expect(excluded.every(({ sentence }) => sentence.length > 20)).toBe(true);
});

test.skipIf(process.platform === 'win32')('names that could deceive are shown as what they are', async () => {
  put('a\u202Efdp.csv');
  put('line\nend.csv');
  put('back\\slash.csv');
  expect(await list()).toEqual({
    files: ['a<U+202E>fdp.csv', 'back\\slash.csv', 'line<U+000A>end.csv'],
    excluded: [],
  });
});

test('more files than the limit are a fault, folders counted too', async () => {
  for (const place of ['a.csv', 'b.csv', 'c/d.csv']) put(place);
  expect(await list({ maxFolderFiles: 4 })).toMatchObject({ files: ['a.csv', 'b.csv', 'c/d.csv'] });
  expect(await list({ maxFolderFiles: 3 })).toBe('read.folder_too_many');
});

test('a folder without files is a fault', async () => {
  mkdirSync(join(root, 'empty/also'), { recursive: true });
  expect(await list()).toBe('read.folder_empty');
});

test.skipIf(process.platform === 'win32' || process.getuid?.() !== 0)(
  'folders and files that may not be read are named, and what was left of them is not',
  async () => {
    put('a.csv');
    put('locked/b.csv');
    put('locked.csv');
    chmodSync(join(root, 'locked'), 0);
    chmodSync(join(root, 'locked.csv'), 0);
    chmodSync(root, 0o755);
    process.seteuid!(65_534);
    try {
      expect(await list()).toEqual({ files: ['a.csv'], excluded: ['locked', 'locked.csv'] });
    } finally {
      process.seteuid!(0);
    }
  },
);
