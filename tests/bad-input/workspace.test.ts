import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { jsonOf } from '../contract/support/command-line.ts';
import { writeCleanExport } from '../contract/support/exports.ts';
import { makePractice, migration, testFolder, type Practice } from '../contract/support/practice.ts';
import { openDesk } from '../engine/desk.ts';
import { passphrase } from '../contract/support/command-line.ts';

const folder = testFolder();
let central: FreshCentral;
let practice: Practice;
let file: string;
let keyFile: string;

beforeAll(async () => {
  central = await freshCentral();
  practice = await makePractice(central, folder, 'high-street');
  expect(await practice.migrate(writeCleanExport(folder, 'patients.csv', 400))).toMatchObject({ code: 0 });
  file = practice.workspaceFile;
  keyFile = `${file}.keys`;
  for (const each of [file, keyFile]) copyFileSync(each, `${each}.copy`);
});
afterAll(() => central.drop());
beforeEach(() => {
  for (const each of [file, keyFile]) copyFileSync(`${each}.copy`, each);
});

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Runs a command that must be refused and must leave the workspace as it is, byte for byte. */
async function refusal(args: readonly string[] = ['status'], env: Record<string, string> = {}) {
  const before = [file, keyFile].map((each) => statSync(each, { throwIfNoEntry: false }) && hashOf(each));
  const ended = await practice.run([...args, '--json'], { env });
  const after = [file, keyFile].map((each) => statSync(each, { throwIfNoEntry: false }) && hashOf(each));
  expect(after).toEqual(before);
  const { fault } = jsonOf(ended);
  return { exit: ended.code, code: fault.code };
}

const damaged = { exit: 5, code: 'workspace.corrupted' };

test('a wrong passphrase opens nothing: exit code 5', async () => {
  const wrong = { PRACTICE_MIGRATOR_PASSPHRASE: 'four loud brown lenses' };
  expect(await refusal(['status'], wrong)).toEqual({ exit: 5, code: 'workspace.wrong_key' });
  expect(await practice.run(['status'])).toMatchObject({ code: 0 });
});

test('a passphrase that is too short for a new workspace is refused before anything is made', async () => {
  const args = ['--workspace', `${folder}/new.workspace`, '--json'];
  const ended = await practice.run([...migration(`${folder}/patients.csv`), ...args], {
    env: { PRACTICE_MIGRATOR_PASSPHRASE: 'short' },
  });
  expect({ exit: ended.code, code: jsonOf(ended).fault.code }).toEqual({
    exit: 5,
    code: 'workspace.passphrase_too_short',
  });
  expect(statSync(`${folder}/new.workspace`, { throwIfNoEntry: false })).toBeUndefined();
});

test('a workspace that is not there is not made by a question', async () => {
  const elsewhere = ['--workspace', `${folder}/nowhere.workspace`];
  expect(await refusal(['status', ...elsewhere])).toEqual({ exit: 5, code: 'workspace.missing' });
});

describe('a damaged workspace is refused, left as it is for support, and works again from its copy', () => {
  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['its first bytes altered', (bytes) => Buffer.concat([Buffer.alloc(16, 7), bytes.subarray(16)])],
    ['its end cut off', (bytes) => bytes.subarray(0, bytes.length - 16_384)],
    ['half of it gone', (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2) + 5)],
    ['no bytes left', () => Buffer.alloc(0)],
    ['a text in its place', () => Buffer.from('not a workspace')],
  ])('%s', async (_what, damage) => {
    writeFileSync(file, damage(readFileSync(file)));
    expect(await refusal()).toEqual(damaged);
  });

  test('a bit altered on every page but the first', async () => {
    const bytes = readFileSync(file);
    for (let page = 16_384; page < bytes.length; page += 16_384) bytes[page + 5_000]! ^= 4;
    writeFileSync(file, bytes);
    const ended = await practice.run(['status', '--json']);
    expect({ exit: ended.code, code: jsonOf(ended).fault.code }).toEqual(damaged);
    expect(ended.stderr).toBe('');
  });

  test('its key file missing, and its key file damaged', async () => {
    rmSync(keyFile);
    expect(await refusal()).toEqual({ exit: 5, code: 'workspace.key_file_missing' });
    writeFileSync(keyFile, '{"format":"something else"}');
    expect(await refusal()).toEqual({ exit: 5, code: 'workspace.key_file_missing' });
    copyFileSync(`${keyFile}.copy`, keyFile);
    expect(await practice.run(['verify'])).toMatchObject({ code: 0 });
  });
});

test('a workspace that is open elsewhere is refused and not disturbed', async () => {
  const desk = openDesk();
  await desk.must('workspace.open', { path: file, secret: passphrase });
  const ended = await practice.run(['status', '--json']);
  expect({ exit: ended.code, code: jsonOf(ended).fault.code }).toEqual({ exit: 5, code: 'workspace.in_use' });
  expect(await desk.must('job.list', {})).toHaveLength(1);
});

test('a workspace whose place is taken by a folder is refused', async () => {
  renameSync(file, `${file}.aside`);
  const elsewhere = ['--workspace', folder];
  expect(await refusal(['status', ...elsewhere])).toEqual({ exit: 5, code: 'workspace.missing' });
  renameSync(`${file}.aside`, file);
});
