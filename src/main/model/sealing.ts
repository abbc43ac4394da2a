import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

/**
 * A secret closed with a passphrase (scrypt) or with a recovery key of full strength (HKDF), then AES-256-GCM.
 * `context` names what it belongs to and is authenticated, so that a box cannot be moved to another place.
 */
export interface SealedBox {
  readonly method: 'passphrase' | 'recovery';
  readonly salt: string;
  readonly nonce: string;
  readonly sealed: string;
  /** scrypt cost, stored so that it can be raised later; 0 for a recovery key. */
  readonly cost: number;
}

/** A box that a passphrase closes, as it stands in a JSON file. */
export const passphraseBox = z.object({
  method: z.literal('passphrase'),
  salt: z.string(),
  nonce: z.string(),
  sealed: z.string(),
  cost: z.number().int(),
});

/** N=2^17, r=8, p=1: about 0.4 s and 134 MB on a clinic PC. */
const scryptCost = 17;
const maxScryptCost = 20;
const tagBytes = 16;

export async function sealWithPassphrase(
  secret: Buffer,
  passphrase: string,
  context: string,
): Promise<SealedBox> {
  const salt = randomBytes(32);
  return close('passphrase', secret, await stretch(passphrase, salt, scryptCost), salt, context, scryptCost);
}

export function sealWithRecoveryKey(secret: Buffer, recoveryKey: Buffer, context: string): SealedBox {
  const salt = randomBytes(32);
  return close('recovery', secret, derive(recoveryKey, salt), salt, context, 0);
}

/** The secret, or null when the passphrase or key is not the right one or the box was altered. */
export async function openWithPassphrase(
  box: SealedBox,
  passphrase: string,
  context: string,
): Promise<Buffer | null> {
  if (box.method !== 'passphrase' || box.cost < 14 || box.cost > maxScryptCost) return null;
  return open(box, await stretch(passphrase, Buffer.from(box.salt, 'base64'), box.cost), context);
}

export function openWithRecoveryKey(box: SealedBox, recoveryKey: Buffer, context: string): Buffer | null {
  if (box.method !== 'recovery') return null;
  return open(box, derive(recoveryKey, Buffer.from(box.salt, 'base64')), context);
}

function stretch(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const limits = { N: 2 ** cost, r: 8, p: 1, maxmem: 2 ** cost * 1024 * 2 };
    scrypt(passphrase.normalize('NFC'), salt, 32, limits, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function derive(recoveryKey: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', recoveryKey, salt, 'practice-migrator recovery key', 32));
}

function close(
  method: SealedBox['method'],
  secret: Buffer,
  key: Buffer,
  salt: Buffer,
  context: string,
  cost: number,
): SealedBox {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  key.fill(0);
  return {
    method,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
    cost,
  };
}

function open(box: SealedBox, key: Buffer, context: string): Buffer | null {
  const sealed = Buffer.from(box.sealed, 'base64');
  if (sealed.length < tagBytes) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(box.nonce, 'base64'))
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return null;
  } finally {
    key.fill(0);
  }
}
