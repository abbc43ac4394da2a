import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const installLimitMs = 300_000;

/**
 * A Chromium for the window's tests: the one named by PRACTICE_MIGRATOR_CHROMIUM, the system's, Playwright's own
 * (downloaded if it can be), or the system package manager's where this user may install. Answers its path, or a
 * sentence that says what is missing.
 */
export function provideChromium(): { path: string } | { missing: string } {
  const named = process.env['PRACTICE_MIGRATOR_CHROMIUM'];
  if (named)
    return existsSync(named)
      ? { path: named }
      : { missing: `PRACTICE_MIGRATOR_CHROMIUM names ${named}, which is not there.` };
  const found = findSystemChromium() ?? findPlaywrightChromium();
  if (found) return { path: found };

  console.log('No Chromium found. Trying Playwright’s download …');
  run('npx', ['playwright', 'install', 'chromium']);
  const downloaded = findPlaywrightChromium();
  if (downloaded) return { path: downloaded };

  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get')) {
    console.log('Trying the system package manager …');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    const installed = findSystemChromium();
    if (installed) return { path: installed };
  }
  return {
    missing:
      'The tests of the window need a Chromium and none could be found or installed. Install the package “chromium” ' +
      'or Google Chrome, or set PRACTICE_MIGRATOR_CHROMIUM to the program’s path.',
  };
}

function findSystemChromium(): string | undefined {
  for (const name of systemNames) {
    const path = onPath(name);
    if (path) return path;
  }
  const places =
    process.platform === 'darwin'
      ? [
          '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
          '/Applications/Chromium.app/Contents/MacOS/Chromium',
        ]
      : process.platform === 'win32'
        ? ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((folder) =>
            join(process.env[folder] ?? '', 'Google/Chrome/Application/chrome.exe'),
          )
        : [];
  return places.find((path) => existsSync(path));
}

function findPlaywrightChromium(): string | undefined {
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function onPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder; look in the next.
    }
  }
  return undefined;
}

function run(command: string, args: string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(command, args, {
    stdio: 'ignore',
    timeout: installLimitMs,
    env: environment,
    shell: process.platform === 'win32',
  });
}
