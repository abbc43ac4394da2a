// Playwright carries the protocol's types, but does not export them.
import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';

type Commands = Protocol.CommandParameters;
type Replies = Protocol.CommandReturnValues;
type Events = Protocol.Events;
type Listener = (params: never) => void;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A connection to Chromium's remote debugging, beside the one that Playwright has. */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, Pending>();
  readonly #sessions = new Map<string, DevToolsSession>();
  /** The browser itself. */
  readonly root = new DevToolsSession(this, undefined);
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data)) as Message));
    socket.addEventListener('close', () => {
      for (const { reject } of this.#pending.values()) reject(new Error('Chromium is gone'));
      this.#pending.clear();
    });
  }

  static async connect(address: string): Promise<DevTools> {
    const socket = new WebSocket(address);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error('no connection to Chromium')), { once: true });
    });
    return new DevTools(socket);
  }

  async attach(targetId: string): Promise<DevToolsSession> {
    const { sessionId } = await this.root.send('Target.attachToTarget', { targetId, flatten: true });
    const session = new DevToolsSession(this, sessionId);
    this.#sessions.set(sessionId, session);
    return session;
  }

  post(method: string, params: unknown, sessionId: string | undefined): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  #receive({ id, method, params, result, error, sessionId }: Message): void {
    if (id === undefined) {
      const session = sessionId === undefined ? this.root : this.#sessions.get(sessionId);
      if (method !== undefined) session?.hear(method, params);
      return;
    }
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) pending?.reject(new Error(error.message));
    else pending?.resolve(result);
  }
}

/** The part of the connection that concerns one page, or the browser. */
export class DevToolsSession {
  readonly #connection: DevTools;
  readonly #sessionId: string | undefined;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(connection: DevTools, sessionId: string | undefined) {
    this.#connection = connection;
    this.#sessionId = sessionId;
  }

  async send<Method extends keyof Commands & keyof Replies>(
    method: Method,
    params: Commands[Method],
  ): Promise<Replies[Method]> {
    return (await this.#connection.post(method, params, this.#sessionId)) as Replies[Method];
  }

  on<Name extends keyof Events>(name: Name, listener: (params: Events[Name]) => void): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  hear(name: string, params: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(params as never);
  }
}
