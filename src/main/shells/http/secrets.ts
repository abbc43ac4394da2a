import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits in an alphabet that needs no escaping in a URL or a header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Only the hash of a secret is kept, and hashes have one length, which a constant-time comparison needs. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function isSameHash(left: Buffer, right: Buffer): boolean {
  return timingSafeEqual(left, right);
}
