import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { createEngine, type Engine } from '#main/engine/engine';
import { serve, type HttpShell } from '#main/shells/http/server';
import { launchBrowser } from './served-page.ts';
import { appRoot } from './support.ts';

/** The server is in this process, so that its clock can be set; the page’s own is that of the browser. */
const caller = { name: 'manager', role: 'manager' } as const;
const idleMs = 10 * 60 * 1000;
let nowMs: number;
let folder: string;
let engine: Engine;
let shell: HttpShell;
let browser: Browser;
let page: Page;

test.beforeEach(async () => {
  nowMs = Date.now();
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-idle-'));
  engine = createEngine({ appRoot, dataFolder: folder, host: 'http', version: '0' });
  const rendererFolder = join(appRoot, 'out/renderer');
  shell = await serve({ engine, caller, rendererFolder, nowMs: () => nowMs });
  browser = await launchBrowser();
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await page.clock.install();
  await page.goto(shell.newLink());
  const made = { practiceName: 'Mill Lane Opticians', passphrase: 'three plain words' };
  expect(await engine.dispatch('workspace.create', made, caller)).toMatchObject({ ok: true });
  await page.goto(`http://127.0.0.1:${shell.port}/#/files`);
  await expect(heading()).toBeVisible();
});
test.afterEach(async () => {
  await browser.close();
  await shell.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const heading = () => page.getByRole('heading', { name: 'Files', level: 1 });
const workspaceNow = () => engine.dispatch('workspace.status', {}, caller);

test('a page that was left alone is shut out, shows nothing of the practice, and the workspace is closed', async () => {
  nowMs += idleMs + 1;
  await expect(page.locator('[data-fault="app.not_authorised"]')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Mill Lane');
  await expect.poll(workspaceNow).toEqual({ ok: true, value: null });
});

test('a person who only moves the mouse is there', async () => {
  nowMs += idleMs - 1000;
  const told = page.waitForResponse('**/api/presence');
  await page.clock.fastForward(31_000);
  await page.mouse.move(200, 300);
  expect((await told).status()).toBe(200);
  nowMs += idleMs - 1000;
  await page.mouse.move(210, 310);
  expect(await workspaceNow()).toMatchObject({ ok: true, value: { practiceName: 'Mill Lane Opticians' } });
  await page.reload();
  await expect(heading()).toBeVisible();
});

test('what the page asks by itself, after an event, with nobody at it, is marked so', async () => {
  await page.clock.fastForward(61_000);
  const asked = page.waitForRequest('**/api/operations/workspace.status');
  const status = await workspaceNow();
  const { path } = (status as { value: { path: string } }).value;
  await engine.dispatch('workspace.open', { path, secret: 'three plain words' }, caller);
  await page.clock.fastForward(1000);
  expect((await asked).headers()).toMatchObject({ 'x-unattended': '1' });
});
