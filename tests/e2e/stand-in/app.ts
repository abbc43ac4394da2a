import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** An event whose listeners can prevent what it announces. */
export class PreventableEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

const args = process.argv.slice(2);

function switchValue(name: string): string {
  const prefix = `--${name}=`;
  return args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length) ?? '';
}

const appPath = resolve(args.find((arg) => !arg.startsWith('--')) ?? '.');
const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as {
  name: string;
  version: string;
  main: string;
};

/** What `app` needs of the windows, which in turn need `app`. */
interface Windows {
  /** Asks every window to close; answers whether all of them did. */
  closeAll(): Promise<boolean>;
}

class StandInApp extends EventEmitter {
  readonly isPackaged = false;
  readonly name = manifest.name;
  readonly commandLine = {
    hasSwitch: (name: string) => args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
    getSwitchValue: switchValue,
    appendSwitch: () => {},
  };
  readonly #userData =
    switchValue('user-data-dir') || mkdtempSync(join(tmpdir(), 'practice-migrator-window-'));
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #windows: Windows | undefined;
  #exiting: ((code: number) => void) | undefined;

  getAppPath(): string {
    return appPath;
  }

  getVersion(): string {
    return manifest.version;
  }

  getName(): string {
    return this.name;
  }

  getPath(name: string): string {
    if (name === 'userData') return this.#userData;
    if (name === 'temp') return tmpdir();
    throw new Error(`the stand-in has no folder “${name}”`);
  }

  requestSingleInstanceLock(): boolean {
    return true;
  }

  enableSandbox(): void {}

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  quit(): void {
    void this.#quit();
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    if (this.#exiting) this.#exiting(code);
    else process.exit(code);
  }

  /** For the stand-in itself: everything is up, the main process may start. */
  becomeReady(windows: Windows, exiting: (code: number) => void): void {
    this.#windows = windows;
    this.#exiting = exiting;
    this.#isReady = true;
    this.emit('ready', {});
    this.#ready.resolve();
  }

  async #quit(): Promise<void> {
    this.emit('before-quit', new PreventableEvent());
    if (!((await this.#windows?.closeAll()) ?? true)) return;
    const event = new PreventableEvent();
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
}

export const app = new StandInApp();

/** The file that package.json names as the main process; null before the window was built. */
export function mainFile(): string | null {
  const file = join(appPath, manifest.main);
  return existsSync(file) ? file : null;
}

export const isSandboxOff = args.includes('--no-sandbox');
export const isDrivenByPlaywright = args.includes('--remote-debugging-port=0');
