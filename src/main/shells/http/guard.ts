import type { IncomingMessage } from 'node:http';
import type { Session, Sessions } from './sessions.ts';

/** The hosts that this server is known by. A name that somebody's DNS points at 127.0.0.1 is none of them. */
export function isOwnHost(request: IncomingMessage, port: number): boolean {
  return request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;
}

/**
 * Whether a page from elsewhere asks. Browsers set both headers themselves and a page cannot forge them; a script
 * sends neither, and its own word would prove nothing.
 */
export function isForeignPage(request: IncomingMessage): boolean {
  const origin = request.headers.origin;
  const site = request.headers['sec-fetch-site'];
  const originDiffers = origin !== undefined && origin !== `http://${request.headers.host}`;
  const siteDiffers = site !== undefined && site !== 'same-origin';
  return originDiffers || siteDiffers;
}

/** The session in whose name a request to /api comes: by its bearer token, which no browser adds by itself. */
export function sessionOf(request: IncomingMessage, sessions: Sessions): Session | null {
  if (isForeignPage(request)) return null;
  const secret = /^Bearer ([\w-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1];
  return secret === undefined ? null : sessions.find(secret);
}

/**
 * A page says of itself that it asks on its own account (an event of the engine came) with nobody touching it.
 * Saying so only shortens its session.
 */
export function isUnattended(request: IncomingMessage): boolean {
  return request.headers['x-unattended'] !== undefined;
}
