import { OneTimeSecret } from './one-time-secret.ts';
import { hashOf, isSameHash, newSecret } from './secrets.ts';

const linkLifetimeMs = 10 * 60 * 1000;
/** A page exchanges its code as soon as it has loaded. */
const startCodeLifetimeMs = 60 * 1000;
/** As long as the window waits before it locks by itself (`idleMinutes` of the renderer's idle-lock.ts). */
const idleMs = 10 * 60 * 1000;

/** Somebody who was let in: a page or a script. */
export interface Session {
  /** Told when nobody has asked for anything in its name for too long. */
  readonly ended: AbortSignal;
  /** Somebody is there: the time without a request begins anew. */
  seen(): void;
}

interface OpenSession {
  readonly hash: Buffer;
  readonly ending: AbortController;
  seenAtMs: number;
}

/**
 * Who is let in. The link's token is exchanged for a session, whose secret the holder sends as a bearer token with
 * each request. A cookie would not do: browsers send it to every port of this computer, and so to programs of
 * others. A script exchanges the token itself. A browser's is used up by following the link, which leads to a page
 * with a second one-time code for the same exchange: what the browser's history keeps opens nothing.
 */
export class Sessions {
  readonly #link: OneTimeSecret;
  readonly #startCode: OneTimeSecret;
  readonly #nowMs: () => number;
  #open: readonly OpenSession[] = [];
  #wasUsed = false;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#link = new OneTimeSecret(linkLifetimeMs, nowMs);
    this.#startCode = new OneTimeSecret(startCodeLifetimeMs, nowMs);
  }

  /** Makes the token of a new link; one that was not used before is void from here on. */
  newLinkToken(): string {
    return this.#link.make();
  }

  /** Uses the link's token up for a page's one-time code; null when the token is wrong, used or too old. */
  followLink(token: string): string | null {
    return this.#link.take(token) ? this.#startCode.make() : null;
  }

  /** Answers the secret of a new session for a link's token or a page's code; null when that is not good. */
  open(oneTimeSecret: string): string | null {
    if (!this.#link.take(oneTimeSecret) && !this.#startCode.take(oneTimeSecret)) return null;
    const secret = newSecret();
    const session = { hash: hashOf(secret), ending: new AbortController(), seenAtMs: this.#nowMs() };
    this.#open = [...this.#open, session];
    this.#wasUsed = true;
    return secret;
  }

  find(secret: string): Session | null {
    this.endIdle();
    const session = findHash(this.#open, hashOf(secret));
    return session && { ended: session.ending.signal, seen: () => (session.seenAtMs = this.#nowMs()) };
  }

  /** Ends those in whose name nothing was asked for too long. */
  endIdle(): void {
    const nowMs = this.#nowMs();
    const idle = this.#open.filter(({ seenAtMs }) => nowMs - seenAtMs > idleMs);
    if (idle.length === 0) return;
    this.#open = this.#open.filter((session) => !idle.includes(session));
    for (const { ending } of idle) ending.abort();
  }

  /** Somebody was let in, and nobody is there any more. */
  isDeserted(): boolean {
    return this.#wasUsed && this.#open.length === 0;
  }
}

/** Compares with every one, so that the time taken does not say which. */
function findHash(sessions: readonly OpenSession[], wanted: Buffer): OpenSession | null {
  return sessions.reduce<OpenSession | null>(
    (found, session) => (isSameHash(session.hash, wanted) ? session : found),
    null,
  );
}
