import { hashOf, isSameHash, newSecret } from './secrets.ts';

const linkLifetimeMs = 10 * 60 * 1000;

interface Link {
  readonly hash: Buffer;
  readonly expiresAtMs: number;
}

/**
 * Who is let in. A link's token is good once and for ten minutes; it is exchanged for a session, which lives as
 * long as the program. A session is either a browser's (cookie) or an API user's (bearer token), never both, so
 * that a token which a script may read opens nothing as a cookie and the other way round.
 */
export class Sessions {
  #link: Link | null = null;
  readonly #browser: Buffer[] = [];
  readonly #api: Buffer[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Makes the token of a new link; one that was not used before is void from here on. */
  newLinkToken(): string {
    const token = newSecret();
    this.#link = { hash: hashOf(token), expiresAtMs: this.#nowMs() + linkLifetimeMs };
    return token;
  }

  /** Answers the session's secret, or null when the token is wrong, used or too old. */
  openBrowserSession(token: string): string | null {
    return this.#exchange(token, this.#browser);
  }

  /** As `openBrowserSession`, for an API user. */
  openApiSession(token: string): string | null {
    return this.#exchange(token, this.#api);
  }

  isBrowserSession(secret: string): boolean {
    return includesHash(this.#browser, hashOf(secret));
  }

  isApiSession(secret: string): boolean {
    return includesHash(this.#api, hashOf(secret));
  }

  #exchange(token: string, sessions: Buffer[]): string | null {
    const link = this.#link;
    if (!link || !isSameHash(link.hash, hashOf(token))) return null;
    this.#link = null;
    if (this.#nowMs() > link.expiresAtMs) return null;
    const secret = newSecret();
    sessions.push(hashOf(secret));
    return secret;
  }
}

/** Compares with every one, so that the time taken does not say which. */
function includesHash(hashes: readonly Buffer[], wanted: Buffer): boolean {
  return hashes.reduce((found, hash) => isSameHash(hash, wanted) || found, false);
}
