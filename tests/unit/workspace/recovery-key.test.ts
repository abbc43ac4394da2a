import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { printRecoveryKey, readRecoveryKey } from '#main/workspace/recovery-key';

const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

test('a printed key is read back, with any case, spaces or kind of dash', () => {
  fc.assert(
    fc.property(
      anyKey,
      fc.constantFrom('', ' ', '-', '–', '\u00A0', ' - '),
      fc.boolean(),
      (key, between, lower) => {
        const printed = printRecoveryKey(key);
        expect(printed).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
        const typed = printed.replaceAll('-', between);
        expect(readRecoveryKey(lower ? typed.toLowerCase() : typed)).toEqual(key);
      },
    ),
  );
});

test('letters that look like digits are taken for them', () => {
  const printed = printRecoveryKey(Buffer.alloc(32));
  expect(printed).toContain('0');
  expect(readRecoveryKey(printed.replaceAll('0', 'o'))).toEqual(Buffer.alloc(32));
  const ones = Array.from({ length: 500 }, () => printRecoveryKey(randomBytes(32))).find((key) =>
    key.includes('1'),
  )!;
  expect(readRecoveryKey(ones.replaceAll('1', 'l'))).toEqual(readRecoveryKey(ones));
});

test('a single mistyped character and two swapped ones are noticed', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const printed = printRecoveryKey(randomBytes(32)).replaceAll('-', '');
  for (let place = 0; place < printed.length; place += 1) {
    const other = alphabet[(alphabet.indexOf(printed[place]!) + 1) % 32]!;
    expect(readRecoveryKey(printed.slice(0, place) + other + printed.slice(place + 1))).toBeNull();
    const next = printed[place + 1];
    if (next === undefined || next === printed[place]) continue;
    const swapped = printed.slice(0, place) + next + printed[place]! + printed.slice(place + 2);
    expect(readRecoveryKey(swapped)).toBeNull();
  }
});

test('a passphrase is no recovery key', () => {
  for (const typed of ['', 'four quiet brown lenses', 'U'.repeat(56), '0'.repeat(57)]) {
    expect(readRecoveryKey(typed)).toBeNull();
  }
});
