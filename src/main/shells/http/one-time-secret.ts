import { hashOf, isSameHash, newSecret } from './secrets.ts';

/** A secret that is good once and for a while; making a new one voids the one before. */
export class OneTimeSecret {
  readonly #lifetimeMs: number;
  readonly #nowMs: () => number;
  #current: { readonly hash: Buffer; readonly expiresAtMs: number } | null = null;

  constructor(lifetimeMs: number, nowMs: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#nowMs = nowMs;
  }

  make(): string {
    const secret = newSecret();
    this.#current = { hash: hashOf(secret), expiresAtMs: this.#nowMs() + this.#lifetimeMs };
    return secret;
  }

  /** Whether it is the current one and in time; it is used up then. A wrong one uses nothing up. */
  take(secret: string): boolean {
    const current = this.#current;
    if (!current || !isSameHash(current.hash, hashOf(secret))) return false;
    this.#current = null;
    return this.#nowMs() <= current.expiresAtMs;
  }
}
