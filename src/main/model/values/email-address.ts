/**
 * A practical form of an address, stricter than RFC 5322: one @, no spaces, a domain with a dot. It tells typing
 * mistakes apart; whether a mailbox exists is not known from its spelling.
 */
const pattern = /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\".]+(?:\.[^\s@,;:<>()[\]\\".]+)+$/;

export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && pattern.test(text) && !text.includes('..') && !text.startsWith('.');
}
