import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import { forbiddenControl } from '#main/model/record';
import type { ColumnConversion } from '#main/model/mapping';
import { convertOne } from './convert-one.ts';

const conversions: readonly ColumnConversion[] = [
  {},
  { dateOrder: 'dmy', country: 'GB' },
  { dateOrder: 'mdy', country: 'US' },
];

const pieces = fc.constantFrom(
  ...'0 1 7 9 + - / . ( ) @ : Y n x NO texts example.com SW1A 1AA \r\n \t \u00A0 é e\u0301 '.split(' '),
);
const digit = fc.integer({ min: 0, max: 9 }).map(String);
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(pieces).map((parts) => parts.join('')),
  fc.array(pieces).map((parts) => parts.join(' ')),
  fc.array(digit, { minLength: 6, maxLength: 14 }).map((digits) => `0${digits.join('')}`),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
);

test.each(patient.fields.map(({ name }) => name))('a converted value of %s converts to itself', (field) => {
  fc.assert(
    fc.property(texts, fc.constantFrom(...conversions), (text, conversion) => {
      const once = convertOne(field, text, conversion).value;
      if (once === null) return;
      expect(convertOne(field, once, conversion).value).toBe(once);
    }),
    { numRuns: 150 },
  );
});

test('no value ever has a control character that would make canonical text ambiguous', () => {
  const anything = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(
      anything,
      fc.constantFrom(...patient.fields),
      fc.constantFrom(...conversions),
      (text, field, conversion) => {
        const { value } = convertOne(field.name, text, conversion);
        expect(value !== null && forbiddenControl.test(value)).toBe(false);
      },
    ),
    { numRuns: 2000 },
  );
});

test('every day that is written in a column’s order is read back as itself', () => {
  const days = fc.date({ min: new Date('1900-01-02'), max: new Date('2099-12-31'), noInvalidDate: true });
  const separators = fc.constantFrom('/', '-', '.');
  fc.assert(
    fc.property(days, separators, fc.boolean(), (date, separator, padded) => {
      const iso = date.toISOString().slice(0, 10);
      const [year, month, day] = iso.split('-').map((part) => (padded ? part : String(Number(part))));
      const british = [day, month, year].join(separator);
      const american = [month, day, year].join(separator);
      expect(convertOne('dateOfBirth', british, { dateOrder: 'dmy' })).toEqual({ value: iso, found: [] });
      expect(convertOne('dateOfBirth', american, { dateOrder: 'mdy' })).toEqual({ value: iso, found: [] });
    }),
    { numRuns: 500 },
  );
});
