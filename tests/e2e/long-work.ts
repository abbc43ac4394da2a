import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { WorkspaceView } from '#contract/operations/workspace';
import { callFromPage, type OpenWindow } from './support.ts';

export const newPractice = { practiceName: 'North Street Opticians', passphrase: 'correct horse battery' };

/** Creates a workspace and begins to read a file of so many rows; answers when the first of them are read. */
export async function startReading(opened: OpenWindow, rows: number): Promise<WorkspaceView> {
  const created = await callFromPage(opened.page, 'workspace.create', newPractice);
  if (!created.ok) throw new Error(created.fault.code);
  const path = join(opened.folder, 'long.csv');
  // Lines of UTF-8 go by too quickly for anything to happen meanwhile.
  writeFileSync(path, `\uFEFFPatientID,Title\n${'1,Mx\n'.repeat(rows)}`, 'utf16le');
  const started = await callFromPage(opened.page, 'files.stage', { source: { kind: 'path', path } });
  expect(started).toMatchObject({ ok: true });
  const progress = async () => JSON.stringify(await callFromPage(opened.page, 'task.list', {}));
  await expect.poll(progress, { intervals: [50] }).toMatch(/"done":[1-9]/);
  return (created.value as { workspace: WorkspaceView }).workspace;
}
