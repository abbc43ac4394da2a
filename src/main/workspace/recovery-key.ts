import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that a printed key is read back without doubt. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keyBytes = 32;
const checkBytes = 3;
const printedLength = ((keyBytes + checkBytes) * 8) / 5;
const groupLength = 4;

/** 32 bytes and a 24-bit check as 56 characters in 14 groups, such as `7K2M-…-9QXD`. */
export function printRecoveryKey(key: Buffer): string {
  if (key.length !== keyBytes) throw new Error('a recovery key has 32 bytes');
  const bits = BigInt(`0x${Buffer.concat([key, checkOf(key)]).toString('hex')}`);
  const groups: string[] = [];
  let group = '';
  for (let place = printedLength - 1; place >= 0; place -= 1) {
    group += alphabet[Number((bits >> BigInt(place * 5)) & 31n)]!;
    if (group.length === groupLength) {
      groups.push(group);
      group = '';
    }
  }
  return groups.join('-');
}

/** The 32 bytes of a key as a person typed it (case, spaces and dashes are free), null when it is none. */
export function readRecoveryKey(typed: string): Buffer | null {
  const characters = typed
    .toUpperCase()
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (characters.length !== printedLength) return null;
  let bits = 0n;
  for (const character of characters) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return null;
    bits = (bits << 5n) | BigInt(digit);
  }
  const bytes = Buffer.from(bits.toString(16).padStart((keyBytes + checkBytes) * 2, '0'), 'hex');
  const key = bytes.subarray(0, keyBytes);
  return bytes.subarray(keyBytes).equals(checkOf(key)) ? key : null;
}

function checkOf(key: Buffer): Buffer {
  return createHash('sha256').update('recovery key check').update(key).digest().subarray(0, checkBytes);
}
