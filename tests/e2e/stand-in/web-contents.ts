import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { app, PreventableEvent } from './app.ts';
import type { DevTools, DevToolsSession } from './devtools.ts';
import { ipcMain } from './ipc-main.ts';
import { fromLoopback, toLoopback } from './protocol-server.ts';
import { worldSources } from './worlds.ts';

/** The part of a paused function that is needed here. */
interface CallFrame {
  readonly callFrameId: string;
  readonly functionName: string;
}

type WindowOpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

const preloadWorldName = 'preload';
const contentsByTarget = new Map<string, StandInWebContents>();

/** Electron's `webContents`: one page of Chromium, with the preload in a world of its own. */
export class StandInWebContents extends EventEmitter {
  readonly #page: Promise<DevToolsSession>;
  readonly targetId: Promise<string>;
  #preloadContextId: number | undefined;
  /** Addresses that the host itself asked for; any other is the page's own wish. */
  readonly #hostAddresses = new Set<string>();
  #address = '';
  #isDestroyed = false;
  #decideWindowOpen: WindowOpenHandler = () => ({ action: 'allow' });
  readonly #close: () => void;

  constructor(devTools: DevTools, targetId: Promise<string>, preload: string | undefined, close: () => void) {
    super();
    this.#close = close;
    this.targetId = targetId;
    this.#page = targetId.then((id) => {
      contentsByTarget.set(id, this);
      return this.#prepare(devTools, id, preload);
    });
    app.emit('web-contents-created', {}, this);
  }

  static fromDevToolsTargetId(targetId: string): StandInWebContents | undefined {
    return contentsByTarget.get(targetId);
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#decideWindowOpen = handler;
  }

  /** For the stand-in itself: the page wants another window, or has one by a link. */
  mayOpen(url: string): boolean {
    return this.#decideWindowOpen({ url: fromLoopback(url) }).action === 'allow';
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    const address = toLoopback(url);
    this.#hostAddresses.add(address);
    const { errorText } = await page.send('Page.navigate', { url: address });
    if (errorText) throw new Error(`${errorText} loading ${url}`);
  }

  reload(): void {
    void this.#page.then((page) => page.send('Page.reload', {}));
  }

  getURL(): string {
    return fromLoopback(this.#address);
  }

  send(channel: string, ...args: unknown[]): void {
    this.#deliver({ channel, args });
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  close(): void {
    this.#close();
  }

  /** For the stand-in itself: the page is gone. */
  destroy(): void {
    this.#isDestroyed = true;
    this.emit('destroyed');
  }

  async #prepare(
    devTools: DevTools,
    targetId: string,
    preload: string | undefined,
  ): Promise<DevToolsSession> {
    const page = await devTools.attach(targetId);
    page.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === preloadWorldName) this.#preloadContextId = context.id;
    });
    page.on('Runtime.bindingCalled', ({ payload }) => void this.#answer(payload));
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#address = frame.url;
    });
    page.on('Page.loadEventFired', () => this.emit('did-finish-load'));
    page.on('Fetch.requestPaused', ({ requestId, request }) =>
      this.#decideNavigation(page, requestId, request.url),
    );
    page.on('Debugger.paused', ({ callFrames: [frame] }) => {
      if (frame) void answerPause(page, frame, (url) => this.mayOpen(url));
    });
    await page.send('Page.enable', {});
    await page.send('Runtime.enable', {});
    await page.send('Debugger.enable', {});
    await page.send('DOM.enable', {});
    await page.send('Fetch.enable', { patterns: [{ resourceType: 'Document' }] });
    await page.send('Runtime.addBinding', { name: 'standInPost', executionContextName: preloadWorldName });
    if (preload !== undefined) {
      const sources = worldSources(randomBytes(16).toString('hex'), readFileSync(preload, 'utf8'));
      await page.send('Page.addScriptToEvaluateOnNewDocument', { source: sources.page });
      await page.send('Page.addScriptToEvaluateOnNewDocument', {
        source: sources.preload,
        worldName: preloadWorldName,
      });
    }
    return page;
  }

  /** Where a page wants to go by itself, the main process is asked first. */
  #decideNavigation(page: DevToolsSession, requestId: string, address: string): void {
    const isOfHost = this.#hostAddresses.has(address) || address === this.#address;
    const event = Object.assign(new PreventableEvent(), { url: fromLoopback(address), isMainFrame: true });
    if (!isOfHost) {
      this.emit('will-frame-navigate', event);
      this.emit('will-navigate', event, event.url);
    }
    if (event.defaultPrevented) void page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    else void page.send('Fetch.continueRequest', { requestId });
  }

  async #answer(payload: string): Promise<void> {
    const { id, channel, args } = JSON.parse(payload) as { id: number; channel: string; args: unknown[] };
    const frame = { url: this.getURL(), origin: originOf(this.getURL()), parent: null };
    try {
      this.#deliver({
        id,
        args: [await ipcMain.invoke(channel, { sender: this, senderFrame: frame }, args)],
      });
    } catch (error) {
      this.#deliver({ id, args: [], error: String(error) });
    }
  }

  #deliver(message: object): void {
    const contextId = this.#preloadContextId;
    if (contextId === undefined) return;
    const expression = `standInReceive(${JSON.stringify(JSON.stringify(message))})`;
    // The document that asked may be gone by now, as under Electron.
    void this.#page.then((page) => page.send('Runtime.evaluate', { contextId, expression })).catch(() => {});
  }
}

function originOf(address: string): string {
  return /^\w+:\/\/[^/]+/.exec(address)?.[0] ?? 'null';
}

/** A page waits in `standInPathOf(file)` or `standInMayOpen(address)`: fills in the answer and lets it go on. */
async function answerPause(
  page: DevToolsSession,
  frame: CallFrame,
  mayOpen: (url: string) => boolean,
): Promise<void> {
  const { callFrameId, functionName } = frame;
  const evaluate = async (expression: string) =>
    (await page.send('Debugger.evaluateOnCallFrame', { callFrameId, expression })).result;
  try {
    if (functionName === 'standInPathOf') {
      const { objectId, className } = await evaluate('file');
      const isFile = objectId !== undefined && className === 'File';
      const { path } = isFile ? await page.send('DOM.getFileInfo', { objectId }) : { path: '' };
      await evaluate(`found.path = ${JSON.stringify(path)}`);
    } else if (functionName === 'standInMayOpen') {
      const { value } = await evaluate('address');
      await evaluate(`found.isAllowed = ${mayOpen(String(value))}`);
    }
  } finally {
    await page.send('Debugger.resume', {});
  }
}
