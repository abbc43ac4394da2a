import { expect, test } from '@playwright/test';
import { newPractice, startReading } from './long-work.ts';
import { callFromPage, launchWindow, type OpenWindow } from './support.ts';

let opened: OpenWindow;
test.beforeEach(async () => {
  opened = await launchWindow();
});
test.afterEach(async () => {
  await opened.close();
});

type PowerEvent = 'lock-screen' | 'unlock-screen' | 'suspend';

function tellOf(event: PowerEvent): Promise<boolean> {
  return opened.app.evaluate(({ powerMonitor }, event) => powerMonitor.emit(event), event);
}

const workspaceNow = () => callFromPage(opened.page, 'workspace.status', {});
const taskNow = async () => JSON.stringify(await callFromPage(opened.page, 'task.list', {}));
const closed = { ok: true, value: null };

for (const event of ['lock-screen', 'suspend'] as const) {
  test(`the workspace closes when the computer says ${event}`, async () => {
    expect(await callFromPage(opened.page, 'workspace.create', newPractice)).toMatchObject({ ok: true });
    await tellOf(event);
    await expect.poll(workspaceNow).toEqual(closed);
  });
}

test('work that runs while the computer is locked comes to its end, and the workspace closes then', async () => {
  await startReading(opened, 1_000_000);
  await tellOf('lock-screen');
  expect(await workspaceNow()).not.toEqual(closed);
  await expect.poll(taskNow, { timeout: 40_000 }).toContain('"state":"succeeded"');
  await expect.poll(workspaceNow).toEqual(closed);
});

test('a person who is back before the work ends finds the workspace open', async () => {
  await startReading(opened, 1_000_000);
  await tellOf('lock-screen');
  await tellOf('unlock-screen');
  await expect.poll(taskNow, { timeout: 40_000 }).toContain('"state":"succeeded"');
  expect(await workspaceNow()).toMatchObject({ ok: true, value: { practiceName: newPractice.practiceName } });
});
