import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fault } from '#contract/faults';
import type { Caller, Role } from '#contract/operation';
import { ok } from '#contract/result';
import type { Engine } from '#main/engine/engine';
import { reportBug } from '#main/engine/report-bug';
import { readRendererFile } from '#main/shells/window-files/renderer-file';
import {
  answerFault,
  answerNothingHere,
  answerPerson,
  answerResult,
  readJson,
  redirectToPage,
} from './answer.ts';
import { isJson, listOperations, runOperation, streamEvents } from './api.ts';
import { isForeignPage, isOwnHost, isUnattended, sessionOf } from './guard.ts';
import { IdleLock } from './idle-lock.ts';
import { Sessions } from './sessions.ts';

export interface ServeOptions {
  readonly engine: Engine;
  /** Whoever comes in by the link. The operator's role exists on the command line only. */
  readonly caller: Caller & { readonly role: Exclude<Role, 'operator'> };
  /** Folder of the built screens. */
  readonly rendererFolder: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly nowMs?: () => number;
}

export interface HttpShell {
  readonly port: number;
  /** Makes a new link with a one-time token, good for ten minutes; the link before it is void. */
  newLink(): string;
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** Serves the screens and the operations on this computer's loopback address, to whoever holds the link. */
export async function serve(options: ServeOptions): Promise<HttpShell> {
  const sessions = new Sessions(options.nowMs ?? Date.now);
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const idleLock = new IdleLock({ ...options, sessions });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer({ ...options, sessions, port }, request, response).catch((error: unknown) => {
      reportBug('http', error);
      if (response.headersSent) response.destroy();
      else answerFault(response, fault('app.internal', { operation: 'http' }));
    });
  });
  return {
    port,
    newLink: () => `http://${host}:${port}/start?token=${sessions.newLinkToken()}`,
    close: async () => {
      idleLock.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Site extends ServeOptions {
  readonly sessions: Sessions;
  readonly port: number;
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isOwnHost(request, site.port)) return answerFault(response, fault('app.not_authorised', {}));
  const url = URL.parse(request.url ?? '', `http://${host}`);
  if (!url || !request.url?.startsWith('/')) return answerNothingHere(response);
  if (url.pathname === '/api/session') return openSession(site, request, response);
  if (url.pathname.startsWith('/api/')) return answerApi(site, url.pathname, request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerNothingHere(response);
  if (url.pathname === '/start') return start(site, url.searchParams.get('token') ?? '', request, response);
  return answerFile(site, request, response);
}

async function answerApi(
  { engine, caller, sessions }: Site,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const session = sessionOf(request, sessions);
  if (session === null) return answerFault(response, fault('app.not_authorised', {}));
  const route = `${request.method} ${path}`;
  // Listening is not being there: a page does it for as long as it is open.
  if (route === 'GET /api/events') return streamEvents(engine, session.ended, response);
  if (!isUnattended(request)) session.seen();
  if (route === 'POST /api/presence') return answerResult(response, ok({}));
  if (route === 'GET /api/operations') return listOperations(caller, response);
  const name = /^POST \/api\/operations\/([\w.-]{1,80})$/.exec(route)?.[1];
  if (name !== undefined) return runOperation(engine, caller, name, request, response);
  return answerFault(response, fault('app.unknown_operation', { operation: path.slice(0, 80) }));
}

/** The link of the terminal, for a person's browser. */
function start({ sessions }: Site, token: string, request: IncomingMessage, response: ServerResponse): void {
  // A link checker that only asks for the head must not use the token up.
  const startCode = request.method === 'GET' ? sessions.followLink(token) : null;
  if (startCode === null) return answerPerson(request, response, fault('app.link_used', {}));
  redirectToPage(response, startCode);
}

/** The way in for a page and for a script: the one-time code or token for a session's bearer token. */
async function openSession(
  { sessions }: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isAsked = request.method === 'POST' && isJson(request) && !isForeignPage(request);
  const body = isAsked ? await readJson(request, 1024) : null;
  const value = body?.ok ? body.value : null;
  const token = typeof value === 'object' && value !== null && 'token' in value ? value.token : null;
  const bearer = typeof token === 'string' ? sessions.open(token) : null;
  if (bearer === null) return answerFault(response, fault('app.not_authorised', {}));
  answerResult(response, ok({ bearer }));
}

async function answerFile(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // The raw path: a URL object would already have folded `..` away, and what is refused should be what was sent.
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const file = await readRendererFile(site.rendererFolder, path, "'self'");
  if (!file) return answerNothingHere(response);
  response.writeHead(200, { ...file.headers, 'content-length': file.body.length });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('the server has no port'));
    });
  });
}
