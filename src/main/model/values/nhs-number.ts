/**
 * NHS number: ten digits of which the last is a check digit. Weights 10 to 2 on the first nine; 11 − (sum mod 11);
 * 11 counts as 0, and 10 makes the number invalid. Source: NHS Data Dictionary, NHS NUMBER; DOMAIN §1.2.
 */
export function hasNhsCheckDigit(text: string): boolean {
  if (text.length !== 10) return false;
  let sum = 0;
  for (let index = 0; index < 10; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return false;
    // The check digit gets weight 1: then the whole sum is a multiple of 11 exactly when the rule above holds.
    sum += digit * (10 - index);
  }
  return sum % 11 === 0;
}

/** All ten digits alike. Such numbers pass the check digit and are never anyone's number. */
export function isRepeatedDigit(text: string): boolean {
  return text.length === 10 && text === text.charAt(0).repeat(10);
}

/** Numbers that begin with 999 are reserved for tests. */
export function isTestNhsNumber(text: string): boolean {
  return text.startsWith('999');
}

/** Nine digits that are a valid number with a zero in front: a spreadsheet took the zero away. */
export function hasLostZero(text: string): boolean {
  return text.length === 9 && hasNhsCheckDigit(`0${text}`);
}
