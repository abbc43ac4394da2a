import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, expect, test } from '@playwright/test';
import { findChromium } from './stand-in/chromium.ts';
import { appRoot } from './support.ts';

const serveMain = join(appRoot, 'src/main/shells/http/serve-main.ts');

test('npm run serve shows the same screens in a browser, within its security policy, and stops on Ctrl-C', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-served-'));
  const server = spawn(process.execPath, [serveMain, '--data-folder', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const lines = createInterface({ input: server.stdout });
  const link = await new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const found = /^Open (http:\S+)$/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });

  const executablePath = await findChromium();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ args, ...(executablePath && { executablePath }) });
  const page = await browser.newPage({ locale: 'en-GB' });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const answered = page.waitForResponse((response) => response.url().includes('/api/operations/'));
  await page.goto(link);
  expect((await answered).status()).toBe(200);
  await expect(page).toHaveTitle(/Practice Migrator$/);
  expect(page.url()).not.toContain('token');
  expect(complaints).toEqual([]);

  const second = await (await browser.newContext()).newPage();
  expect((await second.goto(link))?.status()).toBe(401);

  await browser.close();
  server.kill('SIGINT');
  expect(await ended).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});
