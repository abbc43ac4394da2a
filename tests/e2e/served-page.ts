import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findChromium } from './stand-in/chromium.ts';
import { appRoot } from './support.ts';

const serveMain = join(appRoot, 'src/main/shells/http/serve-main.ts');

export interface ServedPage {
  /** An empty page of a browser that has not been let in yet. */
  readonly page: Page;
  readonly browser: Browser;
  /** What the program printed: lets one browser in. */
  readonly link: string;
  /** Folder of this program alone, for its workspaces and for files of a test. */
  readonly folder: string;
  /** Ends both as Ctrl-C would; answers the program's exit code. */
  readonly stop: () => Promise<unknown>;
}

/** Starts the program as `npm run serve` does, and a browser beside it. */
export async function serve(): Promise<ServedPage> {
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
  const browser = await launchBrowser();
  // A context of its own, unlike that of `browser.newPage`, can have a second tab.
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  const stop = async () => {
    await browser.close();
    server.kill('SIGINT');
    const exitCode = await ended;
    rmSync(folder, { recursive: true, force: true });
    return exitCode;
  };
  return { page, browser, link, folder, stop };
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ args, ...(executablePath && { executablePath }) });
}
