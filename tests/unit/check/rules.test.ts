import { expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import { fieldIndex, type RecordValues } from '#main/model/entity';
import { compileChecks } from '#main/steps/check/compile-checks';
import { mappingOf } from '../convert/convert-one.ts';

const today = '2026-11-22';

/** Codes found on an otherwise sound record with these canonical values; only the fields named are mapped. */
function found(given: Record<string, string | null>, country?: string): string[] {
  const record = { externalId: '1', lastName: 'Smith', ...given };
  const values: RecordValues = patient.fields.map(() => null);
  for (const [field, value] of Object.entries(record)) values[fieldIndex(patient, field)] = value;
  const conversion = country === undefined ? {} : { country };
  const mapping = mappingOf(Object.keys(record).map((field) => [field, conversion]));
  const codes: string[] = [];
  compileChecks(patient, mapping, { today })(values, (kind, index) => {
    codes.push(`${kind.severity} ${kind.code} ${patient.fields[index]!.name}`);
  });
  return codes;
}

test('a sound record has no findings', () => {
  expect(found({ dateOfBirth: '1980-02-29', nhsNumber: '9434765919', email: 'a@example.com' })).toEqual([]);
});

test('external id and last name are required (DOMAIN §1.1)', () => {
  expect(found({ externalId: null })).toEqual(['hold field.required_empty externalId']);
  expect(found({ lastName: null })).toEqual(['hold field.required_empty lastName']);
  expect(found({ firstName: null })).toEqual([]);
});

test.each([
  ['today', '2026-11-22', []],
  ['tomorrow', '2026-11-23', ['hold patient.date_of_birth_in_future dateOfBirth']],
  ['110 years ago', '1916-11-22', []],
  ['a day short of 111 years ago', '1915-11-23', []],
  ['111 years ago', '1915-11-22', ['warn patient.older_than_110 dateOfBirth']],
  ['the first day of 1900', '1900-01-02', ['warn patient.older_than_110 dateOfBirth']],
  ['the last day of 1899', '1899-12-29', ['warn patient.date_of_birth_before_1900 dateOfBirth']],
  ['nothing', null, ['warn patient.date_of_birth_missing dateOfBirth']],
])('a date of birth of %s (DOMAIN §1.2 DOB)', (_what, dateOfBirth, codes) => {
  expect(found({ dateOfBirth })).toEqual(codes);
});

test('a date of birth equal to the registration date is pointed out (DOMAIN §1.2 DOB)', () => {
  const code = 'warn patient.date_of_birth_is_registration_date dateOfBirth';
  expect(found({ dateOfBirth: '2001-05-05', registrationDate: '2001-05-05' })).toEqual([code]);
  expect(found({ dateOfBirth: '2001-05-05', registrationDate: '2001-05-06' })).toEqual([]);
});

test('an age is counted to the date of death', () => {
  expect(found({ dateOfBirth: '1910-01-01', dateOfDeath: '1990-01-01' })).toEqual([]);
});

test.each([
  ['9434765919', []],
  ['4010232137', []],
  ['9434765918', ['hold nhs_number.invalid nhsNumber']],
  ['943476591', ['hold nhs_number.invalid nhsNumber']],
  ['94347659190', ['hold nhs_number.invalid nhsNumber']],
  ['943476591X', ['hold nhs_number.invalid nhsNumber']],
  ['0', ['hold nhs_number.invalid nhsNumber']],
  ['1111111111', ['hold nhs_number.repeated_digit nhsNumber']],
  ['0000000000', ['hold nhs_number.repeated_digit nhsNumber']],
  ['9990000018', ['warn nhs_number.test_range nhsNumber']],
  [null, []],
])('the NHS number %s (DOMAIN §1.2 NHS number)', (nhsNumber, codes) => {
  expect(found({ nhsNumber })).toEqual(codes);
});

test('nine digits that are valid with a zero in front are held, not repaired (DOMAIN §4 Excel)', () => {
  expect(found({ nhsNumber: '101010100' })).toEqual(['hold nhs_number.invalid nhsNumber']);
  expect(found({ nhsNumber: '150680007' })).toEqual(['hold nhs_number.lost_zero nhsNumber']);
});

test.each([
  ['a@example.com', true],
  ["o'neill+x@sub.example.co.uk", true],
  ['a.example.com', false],
  ['a@b@example.com', false],
  ['a@example', false],
  ['a b@example.com', false],
  ['a..b@example.com', false],
  ['a@example.com, b@example.com', false],
  [`${'a'.repeat(242)}@example.com`, true],
])('the email address %s is doubtful or not', (email, valid) => {
  expect(found({ email })).toEqual(valid ? [] : ['warn email.invalid email']);
});

test.each(['SW1A 1AA', 'M1 1AE', 'B33 8TH', 'CR2 6XH', 'DN55 1PT', 'W1A 0AX', 'EC1A 1BB', 'GIR 0AA'])(
  'the postcode %s is right (DOMAIN §1.2 postcode pattern)',
  (postcode) => {
    expect(found({ postcode })).toEqual([]);
  },
);

test.each(['junk SW1A 1AA', 'SW1A1AA', 'QW1 1AA', 'SW1A 1AC', 'YO1', '12345', 'sw1a 1aa'])(
  'the postcode %s is doubtful, and nobody is held for it (DOMAIN §1.2 postcode pattern)',
  (postcode) => {
    expect(found({ postcode })).toEqual(['warn postcode.invalid postcode']);
  },
);

test.each(['BFPO 1', 'BFPO 1234', 'ZZ99 3VZ'])('the special code %s is allowed (DOMAIN §1.2)', (postcode) => {
  expect(found({ postcode })).toEqual(['warn postcode.special postcode']);
});

test('the pattern of a postal code follows the record’s country, then the column’s (DOMAIN §2.4)', () => {
  expect(found({ postcode: '02134', country: 'US' })).toEqual([]);
  expect(found({ postcode: '02134-1234' }, 'US')).toEqual([]);
  expect(found({ postcode: '2134', country: 'US' })).toEqual(['warn zip.invalid postcode']);
  expect(found({ postcode: 'SW1A 1AA', country: 'US' })).toEqual(['warn zip.invalid postcode']);
  expect(found({ postcode: 'SW1A 1AA', country: 'GB' }, 'US')).toEqual([]);
  expect(found({ postcode: 'D02 X285', country: 'IE' })).toEqual([]);
});

test.each([
  ['customerNumber', 20],
  ['phone', 50],
  ['postcode', 20],
  ['email', 254],
  ['medicalHistory', 50_000],
])('%s may have %d characters and not one more (DOMAIN §1.1)', (field, longest) => {
  const tooLong = `hold text.too_long ${field}`;
  expect(found({ [field]: 'x'.repeat(longest) })).not.toContain(tooLong);
  expect(found({ [field]: 'x'.repeat(longest + 1) })).toContain(tooLong);
});

test('an identifier that a spreadsheet rounded is held (DOMAIN §4 Excel)', () => {
  expect(found({ externalId: '1.23457E+11' })).toEqual(['hold identifier.rounded externalId']);
  expect(found({ externalId: '12E45' })).toEqual([]);
});

test('dates before birth are held, past dates in the future are doubtful (DOMAIN §4 Dates)', () => {
  const dateOfBirth = '2000-06-01';
  expect(found({ dateOfBirth, lastExaminationDate: '2000-05-31' })).toEqual([
    'hold patient.date_before_birth lastExaminationDate',
  ]);
  expect(found({ dateOfBirth, lastExaminationDate: '2000-06-01' })).toEqual([]);
  expect(found({ dateOfBirth, dateOfDeath: '1999-01-01' })).toContain(
    'hold patient.date_before_birth dateOfDeath',
  );
  expect(found({ lastExaminationDate: '2026-11-23' })).toEqual([
    'warn patient.past_date_in_future lastExaminationDate',
  ]);
  expect(found({ lastExaminationDate: '2026-11-22' })).toEqual([]);
});

test('a recall before the last examination is doubtful, and one in the past alone is not', () => {
  const lastExaminationDate = '2025-03-01';
  expect(found({ lastExaminationDate, nextExaminationDue: '2025-02-28' })).toEqual([
    'warn patient.next_examination_before_last nextExaminationDue',
  ]);
  expect(found({ lastExaminationDate, nextExaminationDue: '2025-03-01' })).toEqual([]);
  expect(found({ nextExaminationDue: '2020-01-01' })).toEqual([]);
});
