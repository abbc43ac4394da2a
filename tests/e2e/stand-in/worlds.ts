/**
 * The two programs that the stand-in puts into a page, as Electron does: the preload with `require('electron')`
 * in a world of its own, and in the page's world what the preload exposes. Classes and functions here are sent to
 * Chromium as text, so they use nothing from outside but what `worldSources` puts beside them.
 */
import { BridgeEnd } from './world-bridge.ts';

type Listener = (event: object, ...args: unknown[]) => void;

interface Received {
  readonly id?: number;
  readonly channel?: string;
  readonly args: readonly unknown[];
  readonly error?: string;
}

/** `ipcRenderer`: speaks by a function that Chromium added to the preload's world, hears by one that it calls. */
class IpcRenderer {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  constructor() {
    Object.assign(globalThis, { standInReceive: (message: string) => this.#receive(JSON.parse(message)) });
  }

  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    this.#lastId += 1;
    const promise = Promise.withResolvers<unknown>();
    this.#pending.set(this.#lastId, promise);
    const host = globalThis as unknown as { standInPost(message: string): void };
    host.standInPost(JSON.stringify({ id: this.#lastId, channel, args }));
    return promise.promise;
  }

  on(channel: string, listener: Listener): void {
    this.#listeners.set(channel, (this.#listeners.get(channel) ?? new Set()).add(listener));
  }

  off(channel: string, listener: Listener): void {
    this.#listeners.get(channel)?.delete(listener);
  }

  #receive({ id, channel, args, error }: Received): void {
    if (id === undefined) {
      for (const listener of this.#listeners.get(channel ?? '') ?? []) listener({}, ...args);
      return;
    }
    const promise = this.#pending.get(id);
    this.#pending.delete(id);
    if (error === undefined) promise?.resolve(args[0]);
    else promise?.reject(new Error(error));
  }
}

/*
 * A pause is the one synchronous way from a page to its host: the host sees the function that paused, reads its
 * argument, fills in its answer and lets it go on.
 */

/** Chromium tells the host which path a file has. */
function standInPathOf(file: unknown): string {
  const found = { path: file instanceof File ? '' : '?' };
  // oxlint-disable-next-line no-debugger -- see above
  debugger;
  return found.path;
}

/** The main process decides whether a page may open a window; it then never comes to be. */
function standInMayOpen(address: string): boolean {
  const found = { isAllowed: address === '' };
  // oxlint-disable-next-line no-debugger -- see above
  debugger;
  return found.isAllowed;
}

function runPreload(end: BridgeEnd, ipcRenderer: IpcRenderer, preload: (require: unknown) => void): void {
  const electron = {
    contextBridge: { exposeInMainWorld: (key: string, value: unknown) => end.expose(key, value) },
    ipcRenderer,
    webUtils: { getPathForFile: standInPathOf },
  };
  preload((name: string) => {
    if (name === 'electron') return electron;
    throw new Error(`a sandboxed preload cannot load ${name}`);
  });
}

function preparePage(end: BridgeEnd): void {
  end.onExpose = (key, value) => {
    Object.defineProperty(window, key, { value, enumerable: true });
  };
  const open = window.open.bind(window);
  window.open = (url = 'about:blank', ...rest) =>
    standInMayOpen(new URL(url, document.baseURI).href) ? open(url, ...rest) : null;
}

/** The texts of both programs for one window; `secret` keeps the page from guessing the events' names. */
export function worldSources(secret: string, preloadSource: string): { page: string; preload: string } {
  const names = (heard: string, spoken: string): string => `'${secret}-${heard}', '${secret}-${spoken}'`;
  const parts = [BridgeEnd, IpcRenderer, standInPathOf].map(String).join('\n');
  const preload = `(require) => { const module = { exports: {} }; const { exports } = module;\n${preloadSource}\n}`;
  return {
    page: `if (window.top === window) {
      ${[BridgeEnd, standInMayOpen].map(String).join('\n')}
      (${preparePage.toString()})(new BridgeEnd(${names('page', 'preload')}));
    }`,
    preload: `if (window.top === window) {
      ${parts}
      (${runPreload.toString()})(new BridgeEnd(${names('preload', 'page')}), new IpcRenderer(), ${preload});
    }`,
  };
}
