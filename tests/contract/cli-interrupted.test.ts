import type { ChildProcess } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SourceTableView } from '#contract/operations/file-views';
import { jsonOf, passphrase, runCommand, type CommandOutcome } from './support/command-line.ts';
import { writeCleanExport } from './support/exports.ts';
import { testFolder } from './support/practice.ts';

const folder = testFolder();
const env = { PRACTICE_MIGRATOR_DATA: join(folder, 'data'), PRACTICE_MIGRATOR_PASSPHRASE: passphrase };
const company = ['--company-id', 'high-street'];
const log = join(env.PRACTICE_MIGRATOR_DATA, 'workspaces', 'high-street.workspace-wal');
const lateBytes = 100_000;

/** Interrupts as a terminal does: the whole group gets the signal, the process that reads as well. */
function interrupted(times: number, ...args: string[]): Promise<CommandOutcome> {
  const onStart = (child: ChildProcess): void => void interrupt(child, times);
  return runCommand([...args, ...company], { env, ownGroup: true, onStart });
}

/** As soon as rows are on their way into the workspace: its log has grown. What ended before was not interrupted. */
async function interrupt(child: ChildProcess, times: number): Promise<void> {
  while ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) < lateBytes) {
    if (child.exitCode !== null) return;
    await wait(5);
  }
  for (let sent = 0; sent < times; sent += 1) process.kill(-child.pid!, 'SIGINT');
}

async function listed(): Promise<SourceTableView[]> {
  return jsonOf(await runCommand(['files', ...company, '--json'], { env })).value as SourceTableView[];
}

test('Ctrl-C while a large file is read, the first time or again, leaves the workspace as it was', async () => {
  mkdirSync(env.PRACTICE_MIGRATOR_DATA);
  const file = writeCleanExport(folder, 'large.csv', 200_000);
  const stopped = await interrupted(1, 'stage', file);
  expect(stopped).toMatchObject({ code: 130, stdout: '' });
  expect(stopped.stderr).toContain('Stopping at the next safe point');
  expect(stopped.stderr).toContain('(task.cancelled)');
  expect(await listed()).toEqual([]);

  const staged = await runCommand(['stage', file, ...company], { env });
  expect(staged.code).toBe(0);
  const before = await listed();
  expect(before).toMatchObject([{ rowCount: 200_000 }]);
  const reread = ['reread', String(before[0]!.sourceTableId), '--header-lines', '0'];
  expect(await interrupted(1, ...reread)).toMatchObject({ code: 130, stdout: '' });
  expect(await listed()).toEqual(before);
  // Who presses it again does not wait for a safe point.
  expect(await interrupted(2, ...reread)).toMatchObject({ code: 130, stdout: '' });
  expect(await listed()).toEqual(before);
  expect(await runCommand([...reread, ...company], { env })).toMatchObject({ code: 0, stderr: '' });
  expect(await listed()).toMatchObject([{ rowCount: 200_001 }]);
}, 600_000);
