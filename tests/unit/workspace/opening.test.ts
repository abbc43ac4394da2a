import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace } from '#main/workspace/create-workspace';
import { prepared } from '#main/workspace/database';
import { openWorkspace } from '#main/workspace/open-workspace';
import type { Workspace } from '#main/workspace/workspace';
import { passphrase, resourcesFolder, scratchFolder } from './scratch.ts';

async function created(path: string): Promise<{ workspace: Workspace; recoveryKey: string }> {
  const result = await createWorkspace({ path, practiceName: 'High Street', passphrase, resourcesFolder });
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}

async function codeOf(opening: Promise<{ ok: boolean; fault?: { code: string } }>): Promise<string> {
  const result = await opening;
  return result.ok ? 'opened' : result.fault!.code;
}

const open = (path: string, secret = passphrase) => openWorkspace({ path, secret, resourcesFolder });

test('a workspace opens with its passphrase and with its recovery key, however that is typed', async () => {
  const path = join(scratchFolder(), 'practice.workspace');
  const { workspace, recoveryKey } = await created(path);
  const view = workspace.view();
  expect(view).toMatchObject({ path, practiceName: 'High Street', workspaceId: workspace.workspaceId });
  workspace.close();

  for (const secret of [passphrase, recoveryKey, ` ${recoveryKey.toLowerCase().replaceAll('-', ' ')} `]) {
    const opened = await open(path, secret);
    expect(opened.ok && opened.value.view()).toEqual(view);
    if (opened.ok) opened.value.close();
  }
  expect(await codeOf(open(path, 'four quiet brown glasses'))).toBe('workspace.wrong_key');
  expect(
    await codeOf(
      open(
        path,
        recoveryKey.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
      ),
    ),
  ).toBe('workspace.wrong_key');
});

test('an open workspace keeps the settings that its safety rests on', async () => {
  const { workspace } = await created(join(scratchFolder(), 'practice.workspace'));
  const settings = [
    'journal_mode',
    'synchronous',
    'temp_store',
    'mmap_size',
    'page_size',
    'cache_size',
    'foreign_keys',
    'trusted_schema',
    'secure_delete',
    'locking_mode',
    'cipher',
  ].map((name) => [name, workspace.db.pragma(name, { simple: true })]);
  workspace.close();
  expect(Object.fromEntries(settings)).toEqual({
    journal_mode: 'wal',
    synchronous: 2,
    temp_store: 2,
    mmap_size: 0,
    page_size: 16_384,
    cache_size: -16_384,
    foreign_keys: 1,
    trusted_schema: 0,
    secure_delete: 1,
    locking_mode: 'exclusive',
    cipher: 'sqlcipher',
  });
});

test('files are readable by their owner alone, and closing leaves no log behind', async () => {
  const path = join(scratchFolder(), 'practice.workspace');
  const { workspace } = await created(path);
  prepared<[]>(workspace.db, `UPDATE workspace SET practice_name = 'Low Street'`).run();
  const modes = [path, `${path}.keys`, `${path}-wal`].map((file) => statSync(file).mode & 0o777);
  workspace.close();
  if (process.platform !== 'win32') expect(modes).toEqual([0o600, 0o600, 0o600]);
  expect(
    ['-wal', '-shm', '-journal', '.new', '.creating'].filter((ending) => existsSync(path + ending)),
  ).toEqual([]);
});

test('a passphrase of eleven characters is refused and one of twelve is taken', async () => {
  const path = join(scratchFolder(), 'practice.workspace');
  const request = { path, practiceName: 'High Street', resourcesFolder };
  const short = await createWorkspace({ ...request, passphrase: 'eleven char' });
  expect(short).toMatchObject({
    ok: false,
    fault: { code: 'workspace.passphrase_too_short', params: { least: 12 } },
  });
  expect(existsSync(path)).toBe(false);
  const enough = await createWorkspace({ ...request, passphrase: 'twelve chars' });
  expect(enough.ok).toBe(true);
  if (enough.ok) enough.value.workspace.close();
});

test('creating where a workspace is, or where the keys of one lie, is refused and changes nothing', async () => {
  const path = join(scratchFolder(), 'practice.workspace');
  const { workspace } = await created(path);
  workspace.close();
  const before = [readFileSync(path), readFileSync(`${path}.keys`)];
  const create = () => createWorkspace({ path, practiceName: 'Other', passphrase, resourcesFolder });
  expect(await codeOf(create())).toBe('workspace.exists');
  expect([readFileSync(path), readFileSync(`${path}.keys`)]).toEqual(before);

  rmSync(path);
  expect(await create()).toMatchObject({
    ok: false,
    fault: { code: 'workspace.exists', params: { file: `${path}.keys` } },
  });
  expect(readFileSync(`${path}.keys`)).toEqual(before[1]);
});

test('two creations at once make one workspace', async () => {
  const path = join(scratchFolder(), 'practice.workspace');
  const attempt = () => createWorkspace({ path, practiceName: 'High Street', passphrase, resourcesFolder });
  const results = await Promise.all([attempt(), attempt()]);
  const codes = results.map((result) => (result.ok ? 'created' : result.fault.code)).toSorted();
  for (const result of results) if (result.ok) result.value.workspace.close();
  expect(codes).toEqual(['created', 'workspace.exists']);
  expect(await codeOf(open(path))).toBe('opened');
});

test('what is missing or not writable is told apart', async () => {
  const folder = scratchFolder();
  const path = join(folder, 'practice.workspace');
  expect(await codeOf(open(path))).toBe('workspace.missing');
  mkdirSync(join(folder, 'a-folder'));
  expect(await codeOf(open(join(folder, 'a-folder')))).toBe('workspace.missing');

  const { workspace } = await created(path);
  workspace.close();
  const keys = readFileSync(`${path}.keys`, 'utf8');
  for (const damaged of ['', '{}', keys.slice(0, -20), JSON.stringify({ ...JSON.parse(keys), wraps: [] })]) {
    writeFileSync(`${path}.keys`, damaged);
    expect(await codeOf(open(path))).toBe('workspace.key_file_missing');
  }
  rmSync(`${path}.keys`);
  expect(await codeOf(open(path))).toBe('workspace.key_file_missing');

  const below = join(path, 'inside-a-file.workspace');
  const blocked = createWorkspace({ path: below, practiceName: 'Other', passphrase, resourcesFolder });
  expect(await codeOf(blocked)).toBe('workspace.not_permitted');
});

test('a damaged wrap does not keep the other one from opening', async () => {
  const path = join(scratchFolder(), 'practice.workspace');
  const { workspace, recoveryKey } = await created(path);
  workspace.close();
  const keys = JSON.parse(readFileSync(`${path}.keys`, 'utf8')) as { wraps: { sealed: string }[] };
  keys.wraps[0]!.sealed = Buffer.alloc(48).toString('base64');
  writeFileSync(`${path}.keys`, JSON.stringify(keys));
  expect(await codeOf(open(path))).toBe('workspace.wrong_key');
  expect(await codeOf(open(path, recoveryKey))).toBe('opened');
});

test('the key file of another workspace does not open this one', async () => {
  const folder = scratchFolder();
  const [one, other] = [join(folder, 'one.workspace'), join(folder, 'other.workspace')];
  (await created(one)).workspace.close();
  (await created(other)).workspace.close();
  copyFileSync(`${other}.keys`, `${one}.keys`);
  expect(await codeOf(open(one))).toBe('workspace.corrupted');
});

test('a workspace that is open elsewhere is in use, and free again when that process is killed', async () => {
  const path = join(scratchFolder(), 'practice.workspace');
  const { workspace } = await created(path);
  expect(await codeOf(open(path))).toBe('workspace.in_use');
  workspace.close();

  const child = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { openWorkspace } from '#main/workspace/open-workspace';
     const [path, secret, resourcesFolder] = process.argv.slice(1);
     const opened = await openWorkspace({ path, secret, resourcesFolder });
     opened.value.db.exec("UPDATE workspace SET practice_name = 'Kept'");
     console.log('open');
     setInterval(() => {}, 1000);`,
    path,
    passphrase,
    resourcesFolder,
  ]);
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the other process ended with ${code}`)));
  });
  expect(await codeOf(open(path))).toBe('workspace.in_use');
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.removeAllListeners('exit');
  child.kill('SIGKILL');
  await ended;
  const reopened = await open(path);
  expect(reopened.ok && reopened.value.view().practiceName).toBe('Kept');
  if (reopened.ok) reopened.value.close();
});
