import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDate, yearsBetween } from '#main/model/values/calendar-date';
import { hasNhsCheckDigit } from '#main/model/values/nhs-number';
import { isE164, normalisePhone } from '#main/model/values/phone-number';
import { isUkPostcode, normaliseUkPostcode } from '#main/model/values/postcode';

const nineDigits = fc.integer({ min: 0, max: 999_999_999 }).map((number) => String(number).padStart(9, '0'));

/** The rule as the NHS Data Dictionary words it. */
function checkDigitOf(nine: string): number {
  const sum = nine.split('').reduce((total, digit, position) => total + Number(digit) * (10 - position), 0);
  return 11 - (sum % 11) === 11 ? 0 : 11 - (sum % 11);
}

test('exactly the check digit of the rule is accepted, and none where the rule gives 10', () => {
  fc.assert(
    fc.property(nineDigits, (nine) => {
      const accepted = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => hasNhsCheckDigit(`${nine}${digit}`));
      const digit = checkDigitOf(nine);
      expect(accepted).toEqual(digit === 10 ? [] : [digit]);
    }),
  );
});

test('one wrong digit, or two neighbours swapped, never goes unnoticed', () => {
  const valid = nineDigits
    .filter((nine) => checkDigitOf(nine) < 10)
    .map((nine) => `${nine}${checkDigitOf(nine)}`);
  fc.assert(
    fc.property(valid, fc.nat(9), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const digits = number.split('');
      digits[at] = String((Number(digits[at]) + by) % 10);
      expect(hasNhsCheckDigit(digits.join(''))).toBe(false);
      const swapped = number.split('');
      const next = at === 9 ? 8 : at + 1;
      [swapped[at], swapped[next]] = [swapped[next]!, swapped[at]!];
      expect(hasNhsCheckDigit(swapped.join(''))).toBe(swapped[at] === swapped[next]);
    }),
  );
});

test('a normalised phone number is E.164', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\+?[0-9 ()-]{5,18}$/),
      fc.constantFrom('GB', 'US', undefined),
      (text, country) => {
        const number = normalisePhone(text, country);
        expect(number === null || isE164(number)).toBe(true);
      },
    ),
  );
});

function padded(most: number, width: number): fc.Arbitrary<string> {
  return fc.nat(most).map((number) => String(number).padStart(width, '0'));
}

test('a date that is read is one of the calendar between 1800 and 2200, whatever digits stood there', () => {
  const year = fc.oneof(padded(9999, 4), fc.integer({ min: 1795, max: 2205 }).map(String));
  fc.assert(
    fc.property(
      fc.tuple(padded(32, 2), padded(13, 2), year),
      fc.constantFrom('/', '-', '.'),
      fc.constantFrom('dmy', 'mdy', 'ymd', undefined),
      fc.boolean(),
      (parts, separator, order, yearFirst) => {
        const reading = readDate((yearFirst ? parts.toReversed() : parts).join(separator), order);
        if ('problem' in reading) return;
        expect(reading.iso).toMatch(/^(?:1[89]\d\d|2[01]\d\d|2200)-\d\d-\d\d$/);
        // A day that the calendar does not have would move to the next month.
        expect(new Date(`${reading.iso}T00:00:00Z`).toISOString().slice(0, 10)).toBe(reading.iso);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a normalised UK postcode is one however its case and space were lost', () => {
  const code = fc.stringMatching(/^[A-PR-UWYZ][A-HK-Y][0-9] [0-9][ABD-HJLNP-UW-Z]{2}$/);
  fc.assert(
    fc.property(code, (postcode) => {
      expect(isUkPostcode(postcode)).toBe(true);
      expect(normaliseUkPostcode(postcode.replace(' ', '').toLowerCase())).toBe(postcode);
    }),
  );
});

test.each([
  ['2000-02-29', '2001-02-28', 0],
  ['2000-02-29', '2001-03-01', 1],
  ['1980-06-15', '2026-06-15', 46],
  ['1980-06-15', '2026-06-14', 45],
])('from %s to %s are %d whole years', (from, to, years) => {
  expect(yearsBetween(from, to)).toBe(years);
});
