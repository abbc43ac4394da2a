import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StagedTables, Survey } from '#contract/operations/file-views';
import { pack } from '../unit/read/archive/zips.ts';
import { jsonOf, passphrase, runCommand, type CommandOutcome } from './support/command-line.ts';
import { optixHeader, optixRow, writeText } from './support/exports.ts';
import { migration, testFolder } from './support/practice.ts';

const folder = testFolder();
const env = { PRACTICE_MIGRATOR_DATA: join(folder, 'data'), PRACTICE_MIGRATOR_PASSPHRASE: passphrase };
const run = (...args: string[]): Promise<CommandOutcome> => runCommand([...args, '--json'], { env });
const stage = (company: string, path: string): Promise<CommandOutcome> =>
  run('stage', path, '--company-id', company);
const rows = Array.from({ length: 12 }, (_, index) => optixRow(`P${100 + index}`));
const csv = [optixHeader, ...rows, ''].join('\r\n');
/** Nothing tells whether its first line names the columns. */
const bare = `${rows.join('\r\n')}\r\n`;
let zip: string;
let onlyDamaged: string;

beforeAll(async () => {
  mkdirSync(env.PRACTICE_MIGRATOR_DATA);
  const cutOff = (await pack({ 'exams.csv': csv })).subarray(0, 60);
  zip = writeText(folder, 'export.zip', await pack({ 'patients.csv': csv, 'exams.zip': cutOff }));
  onlyDamaged = writeText(folder, 'damaged.zip', await pack({ 'exams.zip': cutOff }));
});

function folderOf(name: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(folder, name));
  for (const [file, content] of Object.entries(files)) writeText(join(folder, name), file, content);
  return join(folder, name);
}

describe('what is done in part is no success to a script, and what was done is told', () => {
  test('stage of a zip with a damaged file', async () => {
    const staged = await stage('zip', zip);
    expect(staged.code).toBe(8);
    expect(jsonOf(staged)).toMatchObject({
      ok: false,
      fault: { code: 'read.in_part', params: { read: 1, notRead: 1 } },
    });
    const { tables, leftOut } = jsonOf(staged).value as StagedTables;
    expect(tables).toMatchObject([{ part: 'patients.csv', rowCount: 12 }]);
    expect(leftOut).toMatchObject([{ part: 'exams.zip', why: 'unreadable' }]);
  });

  test('stage of a folder with a link, or with a table that needs an answer', async () => {
    const linked = folderOf('linked', { 'patients.csv': csv });
    symlinkSync(join(folder, 'export.zip'), join(linked, 'more.zip'));
    const withLink = await stage('linked', linked);
    expect(withLink.code).toBe(8);
    expect((jsonOf(withLink).value as StagedTables).leftOut).toMatchObject([
      { part: 'more.zip', why: 'refused' },
    ]);
    const asked = await stage('asked', folderOf('asked', { 'patients.csv': csv, 'bare.csv': bare }));
    expect(asked.code).toBe(8);
    expect((jsonOf(asked).value as StagedTables).leftOut).toMatchObject([
      { part: 'bare.csv', why: 'undecided' },
    ]);
  });

  test('inspect of a zip with a damaged file shows the others', async () => {
    const looked = await run('inspect', zip);
    expect(looked.code).toBe(8);
    expect(jsonOf(looked).fault).toMatchObject({ code: 'read.unreadable_parts', params: { files: 1 } });
    const { parts } = jsonOf(looked).value as Survey;
    expect(Object.fromEntries(parts.map(({ part, outcome }) => [part, outcome]))).toEqual({
      'exams.zip': 'unreadable',
      'patients.csv': 'recognised',
    });
  });
});

describe('nothing at all that could be read', () => {
  test('is a fault of the file', async () => {
    const looked = await run('inspect', onlyDamaged);
    expect(looked.code).toBe(3);
    expect(jsonOf(looked).fault.code).toBe('read.nothing_to_read');
    expect((await stage('damaged', onlyDamaged)).code).toBe(3);
  });

  test('is a question, where an answer makes something readable', async () => {
    const letters = { 'a-letter.pdf': '%PDF-1.7\n', 'bare.csv': bare };
    const asked = await stage('question', folderOf('question', letters));
    expect(asked.code).toBe(4);
    expect(jsonOf(asked).fault).toMatchObject({ code: 'read.unanswered', params: { file: 'bare.csv' } });
  });
});

test('migrate uploads nothing of a zip with a damaged file until somebody says which is meant', async () => {
  const ended = await run(...migration(zip), '--company-id', 'migrated');
  expect(ended.code).toBe(4);
  expect(jsonOf(ended).fault).toMatchObject({
    code: 'files.others_unreadable',
    params: { file: 'export.zip', names: '“exams.zip”' },
  });
  expect(jsonOf(await run('files', '--company-id', 'migrated')).value).toEqual([]);
});
