import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The system's Chromium, else the one that Playwright downloaded; null when there is none. */
export async function findChromium(): Promise<string | null> {
  const named = process.env['PRACTICE_MIGRATOR_CHROMIUM'];
  const found = [...(named ? [named] : []), ...systemPaths].find((path) => existsSync(path));
  if (found) return found;
  const { chromium } = await import('playwright');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/** Nothing that reaches a network by itself, no first-run pages, no window until one is asked for. */
const switches = [
  '--headless=new',
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--no-default-browser-check',
  '--no-first-run',
  '--password-store=basic',
  '--use-mock-keychain',
];

export interface RunningChromium {
  readonly process: ChildProcess;
  /** Address of its remote debugging. */
  readonly address: string;
}

/** Starts Chromium without a window and waits until it can be driven. */
export async function startChromium(
  profileFolder: string,
  withoutSandbox: boolean,
): Promise<RunningChromium> {
  const path = await findChromium();
  if (!path) throw new Error('no Chromium was found; PRACTICE_MIGRATOR_CHROMIUM may name one');
  const isRoot = process.getuid?.() === 0;
  const sandbox = withoutSandbox || isRoot ? ['--no-sandbox'] : [];
  const child = spawn(path, [...switches, ...sandbox, `--user-data-dir=${profileFolder}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines = createInterface({ input: child.stderr });
  const address = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1];
      if (found) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Chromium ended before it could be driven')));
  });
  return { process: child, address };
}
