import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  open,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ByteSource } from '#main/steps/read/byte-source';
import { openFileSource } from '#main/steps/read/file-source';
import { faultOf, readAll } from './byte-sources.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function sourceWith(content: string): Promise<ByteSource> {
  const path = join(folder, 'patients.csv');
  await writeFile(path, content);
  const source = await openFileSource(path);
  if (!source.ok) throw new Error(source.fault.message);
  return source.value;
}

async function refusal(path: string): Promise<string> {
  const source = await openFileSource(path);
  return source.ok ? 'opened' : source.fault.code;
}

test('gives a file byte for byte, as often as asked', async () => {
  const content = `id,name\n${'1,é\n'.repeat(200_000)}`;
  const source = await sourceWith(content);
  expect(source).toMatchObject({ fileName: 'patients.csv', sizeBytes: Buffer.byteLength(content) });
  for (let time = 0; time < 2; time += 1) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.open()) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString('utf8') === content).toBe(true);
    expect(chunks.length).toBeGreaterThan(3);
  }
  expect(await source.changed?.()).toBe(false);
});

test('refuses what is not there', async () => {
  expect(await refusal(join(folder, 'nowhere.csv'))).toBe('read.file_missing');
  await writeFile(join(folder, 'file'), 'x');
  expect(await refusal(join(folder, 'file', 'inside.csv'))).toBe('read.file_missing');
});

test('refuses a folder and a link, whatever the link points to', async () => {
  await writeFile(join(folder, 'real.csv'), 'id,name\n1,x\n');
  await mkdir(join(folder, 'inner'));
  await symlink(join(folder, 'real.csv'), join(folder, 'link.csv'));
  expect(await refusal(join(folder, 'inner'))).toBe('read.not_a_file');
  expect(await refusal(join(folder, 'link.csv'))).toBe('read.is_a_link');
});

if (process.platform !== 'win32') {
  test('refuses a device', async () => {
    expect(await refusal('/dev/zero')).toBe('read.not_a_file');
  });

  test('refuses a file that this user may not read', async () => {
    const path = join(folder, 'closed.csv');
    await writeFile(path, 'id,name\n1,x\n');
    await chmod(folder, 0o755);
    await chmod(path, 0o000);
    expect(await asOrdinaryUser(() => refusal(path))).toBe('read.not_permitted');
  });
}

/** The superuser may read everything, so it steps down for the time of one action. */
async function asOrdinaryUser<Value>(action: () => Promise<Value>): Promise<Value> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

test('a fault names the path as it was given, then the file’s name, and a folder’s file by its place alone', async () => {
  const path = join(folder, 'patients.csv');
  expect(await openFileSource(path)).toMatchObject({ fault: { params: { file: path } } });
  expect(await openFileSource(path, 'north/patients.csv')).toMatchObject({
    fault: { code: 'read.file_missing', params: { file: 'north/patients.csv' } },
  });
  await writeFile(path, 'id,name\n1,x\n');
  const alone = await openFileSource(path);
  const inFolder = await openFileSource(path, 'north/patients.csv');
  if (!alone.ok || !inFolder.ok) throw new Error('a file that is there was not opened');
  const named = async (): Promise<unknown[]> =>
    Promise.all([alone, inFolder].map(async ({ value }) => (await faultOf(readAll(value))).params));
  const names = [{ file: 'patients.csv' }, { file: 'north/patients.csv' }];
  await appendFile(path, 'more\n');
  expect(await named()).toEqual(names);
  await rm(path);
  expect(await named()).toEqual(names);
});

test('a file that is no longer there when it is read is a fault', async () => {
  const source = await sourceWith('id,name\n1,x\n');
  await rm(join(folder, 'patients.csv'));
  expect(await faultOf(readAll(source))).toMatchObject({ code: 'read.file_missing' });
  expect(await source.changed?.()).toBe(true);
});

test('a file that grew, was touched or was replaced since it was chosen is refused before anything is read', async () => {
  const path = join(folder, 'patients.csv');
  const content = 'id,name\n1,x\n';
  const changes = [
    () => appendFile(path, '2,y\n'),
    () => utimes(path, new Date(), new Date(Date.now() + 5_000)),
    async () => {
      await writeFile(join(folder, 'other.csv'), content);
      await rename(join(folder, 'other.csv'), path);
    },
  ];
  for (const change of changes) {
    const source = await sourceWith(content);
    await change();
    expect(await faultOf(readAll(source))).toMatchObject({ code: 'read.changed' });
  }
});

test('a file that is written to while it is read is refused in the end', async () => {
  const source = await sourceWith(`id,name\n${'1,x\n'.repeat(300_000)}`);
  const chunks = source.open()[Symbol.asyncIterator]();
  await chunks.next();
  await appendFile(join(folder, 'patients.csv'), '2,y\n');
  const rest: ByteSource = { ...source, open: () => ({ [Symbol.asyncIterator]: () => chunks }) };
  expect(await faultOf(readAll(rest))).toMatchObject({ code: 'read.changed' });
});

test('a file that is cut while it is read is refused', async () => {
  const source = await sourceWith(`id,name\n${'1,x\n'.repeat(300_000)}`);
  const chunks = source.open()[Symbol.asyncIterator]();
  await chunks.next();
  await writeFile(join(folder, 'patients.csv'), 'id,name\n');
  await expect(chunks.next()).rejects.toMatchObject({ fault: { code: 'read.changed' } });
});

test('a disk that fails half way is a fault that names the file', async () => {
  const source = await sourceWith(`id,name\n${'1,x\n'.repeat(300_000)}`);
  const handle = await open(join(folder, 'patients.csv'));
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const chunks = source.open()[Symbol.asyncIterator]();
  await chunks.next();
  vi.spyOn(prototype, 'read').mockRejectedValueOnce(Object.assign(new Error('i/o error'), { code: 'EIO' }));
  await expect(chunks.next()).rejects.toMatchObject({
    fault: { code: 'read.interrupted', params: { file: 'patients.csv' } },
  });
});
