import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { Result } from '#contract/result';
import { findHost } from './host.ts';

export const appRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface OpenWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Everything that the page's console said, the security policy's refusals included. */
  readonly consoleLines: readonly string[];
  /** This window's folder, for files of a test; gone after `close` if it is its own. */
  readonly folder: string;
  /** Where it keeps its workspaces. */
  readonly dataFolder: string;
  /** Resolves with the program's exit code when it has ended, by whatever cause. */
  readonly ended: Promise<number | null>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly colorScheme?: 'light' | 'dark';
  /** A folder of an earlier window, to find what that one left; without it the window gets one of its own. */
  readonly folder?: string;
  /** Further variables for the program's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the program as a new user would find it, with folders of its own, and waits for its window. */
export async function launchWindow(options: LaunchOptions = {}): Promise<OpenWindow> {
  const host = await findHost();
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'practice-migrator-e2e-'));
  const dataFolder = join(folder, 'data');
  const app = await _electron.launch({
    executablePath: host.executableIn(folder),
    args: [appRoot, `--user-data-dir=${join(folder, 'profile')}`, `--data-folder=${dataFolder}`],
    env: { ...definedVariables(process.env), ...options.env },
    colorScheme: options.colorScheme ?? 'light',
    locale: 'en-GB',
  });
  const program = app.process();
  const ended = new Promise<number | null>((resolve) => program.once('exit', resolve));
  const page = await app.firstWindow();
  const consoleLines: string[] = [];
  page.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => consoleLines.push(`error: ${error.message}`));
  await page.waitForFunction(() => 'practiceMigrator' in window && document.readyState === 'complete');
  const close = async (): Promise<void> => {
    if (program.exitCode === null) await app.close();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { app, page, consoleLines, folder, dataFolder, ended, close };
}

function definedVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Asks the engine as the page would; any name may be tried. */
export function callFromPage(page: Page, name: string, input: unknown): Promise<Result<unknown>> {
  return page.evaluate(
    ([name, input]) => {
      const bridge = Reflect.get(globalThis, 'practiceMigrator') as {
        call(name: unknown, input: unknown): Promise<Result<unknown>>;
      };
      return bridge.call(name, input);
    },
    [name, input] as const,
  );
}
