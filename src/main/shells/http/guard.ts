import type { IncomingMessage } from 'node:http';
import type { Sessions } from './sessions.ts';

/** Cookies ignore ports: the port in the name keeps two programs on one computer apart. */
export function sessionCookieName(port: number): string {
  return `practice_migrator_${port}`;
}

/** The hosts that this server is known by. A name that somebody's DNS points at 127.0.0.1 is none of them. */
export function isOwnHost(request: IncomingMessage, port: number): boolean {
  return request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;
}

/**
 * Whether the request comes from the server's own page. Browsers set both headers themselves and a page cannot
 * forge them; whichever is there must agree, and one has to be there.
 */
export function isSameOrigin(request: IncomingMessage): boolean {
  const origin = request.headers.origin;
  const site = request.headers['sec-fetch-site'];
  if (origin === undefined && site === undefined) return false;
  const originAgrees = origin === undefined || origin === `http://${request.headers.host}`;
  const siteAgrees = site === undefined || site === 'same-origin';
  return originAgrees && siteAgrees;
}

/**
 * Lets a request to /api in: an API user by a bearer token, which a browser never adds by itself, or a browser by
 * the cookie and only from the server's own page.
 */
export function isAdmitted(request: IncomingMessage, sessions: Sessions, port: number): boolean {
  const bearer = /^Bearer ([\w-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return sessions.isApiSession(bearer);
  const cookie = cookieOf(request, sessionCookieName(port));
  return cookie !== undefined && isSameOrigin(request) && sessions.isBrowserSession(cookie);
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const prefix = `${name}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
}
