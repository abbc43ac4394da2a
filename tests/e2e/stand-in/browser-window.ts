import { EventEmitter } from 'node:events';
import { app, PreventableEvent } from './app.ts';
import type { DevTools } from './devtools.ts';
import { StandInWebContents } from './web-contents.ts';

interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly webPreferences?: { readonly preload?: string };
}

const windows = new Set<StandInWindow>();
let devTools: DevTools | undefined;

/** Electron's `BrowserWindow`: a window of Chromium. */
export class StandInWindow extends EventEmitter {
  readonly webContents: StandInWebContents;
  readonly #targetId: Promise<string>;
  readonly #size: { width: number; height: number };
  #isClosed = false;

  constructor({ width = 800, height = 600, webPreferences = {} }: WindowOptions = {}) {
    super();
    if (!devTools) throw new Error('a window can be opened when the app is ready');
    this.#size = { width, height };
    const target = { url: 'about:blank', newWindow: true, width, height } as const;
    this.#targetId = devTools.root.send('Target.createTarget', target).then(({ targetId }) => targetId);
    this.webContents = new StandInWebContents(devTools, this.#targetId, webPreferences.preload, () =>
      this.close(),
    );
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    windows.add(this);
  }

  static getAllWindows(): StandInWindow[] {
    return [...windows];
  }

  static fromWebContents(contents: StandInWebContents): StandInWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  close(): void {
    const event = new PreventableEvent();
    if (!this.#isClosed) this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    windows.delete(this);
    void this.#targetId
      .then((targetId) => devTools?.root.send('Target.closeTarget', { targetId }))
      .catch(() => {});
    this.webContents.destroy();
    this.emit('closed');
    if (windows.size === 0 && !isClosingAll) app.emit('window-all-closed');
  }

  isDestroyed(): boolean {
    return this.#isClosed;
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 0, y: 0, ...this.#size };
  }

  isMaximized(): boolean {
    return false;
  }

  isMinimized(): boolean {
    return false;
  }

  show(): void {}
  focus(): void {}
  maximize(): void {}
  restore(): void {}
}

let isClosingAll = false;

/** Asks every window to close; answers whether all of them did. */
export async function closeAll(): Promise<boolean> {
  isClosingAll = true;
  for (const window of windows) window.close();
  isClosingAll = false;
  return windows.size === 0;
}

/** From here on windows can be opened; pages that a page opens are put before its window-open handler. */
export async function openWindowsIn(connection: DevTools): Promise<void> {
  devTools = connection;
  connection.root.on('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.type !== 'page' || targetInfo.openerId === undefined) return;
    const opener = StandInWebContents.fromDevToolsTargetId(targetInfo.openerId);
    if (opener?.mayOpen(targetInfo.url)) return;
    void connection.root.send('Target.closeTarget', { targetId: targetInfo.targetId });
  });
  await connection.root.send('Target.setDiscoverTargets', { discover: true });
}
