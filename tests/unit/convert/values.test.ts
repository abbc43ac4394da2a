import { expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import { compileConversion } from '#main/steps/convert/compile-conversion';
import { convertOne, mappingOf } from './convert-one.ts';

const gb = { country: 'GB' };
const us = { country: 'US' };

test.each([
  ['07700 900123', gb, '+447700900123'],
  ['(01632) 960-123', gb, '+441632960123'],
  ['+44 (0)1632 960123', gb, '+441632960123'],
  ['0044 7700 900123', gb, '+447700900123'],
  ['+44 07700 900123', gb, '+447700900123'],
  ['447700900123', gb, '+447700900123'],
  ['44 (0)1632 960123', gb, '+441632960123'],
  ['01204 61234', gb, '+44120461234'],
  ['016977 2345', gb, '+44169772345'],
  ['01768 88234', gb, '+44176888234'],
  ['0800 123456', gb, '+44800123456'],
  ['+353 1 234 5678', gb, '+35312345678'],
  ['(617) 555-0123', us, '+16175550123'],
  ['1-617-555-0123', us, '+16175550123'],
  ['+44 7700 900123', us, '+447700900123'],
  ['+1 617 555 0123', {}, '+16175550123'],
])('the phone number %s becomes E.164 (DOMAIN §1.2 phone)', (text, conversion, value) => {
  expect(convertOne('mobilePhone', text, conversion)).toEqual({ value, found: [] });
});

test.each([
  ['7700900123', gb],
  ['077009001234', gb],
  ['01904-12345', gb],
  ['+44 1904 12345', gb],
  ['01204 71234', gb],
  ['01768 88534', gb],
  ['0845 123456', gb],
  ['44770090012', gb],
  ['447700900123', us],
  ['447700900123', {}],
  ['555-0123', us],
  ['117 555 0123', us],
  ['07700900123', {}],
  ['01632 960123 / 07700 900123', gb],
  ['01632 960123 ext 4', gb],
  ['617 555 0123 x99', us],
  ['n/a', gb],
])('the phone number %s is kept as written with a warning, since losing it is worse', (text, conversion) => {
  expect(convertOne('phone', text, conversion)).toEqual({ value: text, found: ['phone.not_recognised'] });
});

test.each(['NO texts 07700 900123', 'No texts! 07700900123', '07700 900123 (daughter)'])(
  'only the number of “%s” is carried over, and the words are pointed out (DOMAIN §2.3)',
  (text) => {
    expect(convertOne('mobilePhone', text, gb)).toEqual({
      value: '+447700900123',
      found: ['phone.with_instruction'],
    });
  },
);

test('words beside a number that is not complete keep the whole text', () => {
  const text = 'NO texts 7700 9001';
  expect(convertOne('mobilePhone', text, gb)).toEqual({ value: text, found: ['phone.not_recognised'] });
});

test.each([
  ['Y', 'true'],
  ['yes', 'true'],
  ['1', 'true'],
  ['TRUE', 'true'],
  ['t', 'true'],
  ['N', 'false'],
  [' No ', 'false'],
  ['0', 'false'],
  ['False', 'false'],
  ['F', 'false'],
])('%s is read as %s', (text, value) => {
  expect(convertOne('contactLensWearer', text)).toEqual({ value, found: [] });
});

test('a text that is neither yes nor no is held (unknown is not true, DOMAIN §4 Structure)', () => {
  const held = { value: null, found: ['boolean.not_recognised'] };
  expect(convertOne('contactLensWearer', 'sometimes')).toEqual(held);
  expect(convertOne('dataSharingConsent', 'unknown')).toEqual(held);
});

test.each([
  ['1', 'male'],
  ['2', 'female'],
  ['9', 'indeterminate'],
  ['X', 'unknown'],
  ['M', 'male'],
  ['Female', 'female'],
])('sex %s is the NHS code for %s (DOMAIN §1.2 sex)', (text, value) => {
  expect(convertOne('sex', text)).toEqual({ value, found: [] });
});

test('sex is never inferred from a title', () => {
  expect(convertOne('sex', 'Mrs')).toEqual({ value: null, found: ['code.not_recognised'] });
  const values = compileConversion(patient, mappingOf([['title'], ['sex']]))(['Mrs', ''], () => undefined);
  expect(values[patient.fields.findIndex(({ name }) => name === 'sex')]).toBeNull();
});

test('the preset’s codes are translated before the usual ones, and may stand for no value', () => {
  const valueMap = { 'CL-SOFT': 'true', '-': '', '1': 'false' };
  expect(convertOne('contactLensWearer', ' cl-Soft ', { valueMap }).value).toBe('true');
  expect(convertOne('contactLensWearer', '1', { valueMap }).value).toBe('false');
  expect(convertOne('contactLensWearer', 'Y', { valueMap }).value).toBe('true');
});

test.each([
  ['contactLensWearer', 'Y?', 'boolean.not_recognised'],
  ['contactLensWearer', '?Y', 'boolean.not_recognised'],
  ['sex', 'M?', 'code.not_recognised'],
  ['sex', '(F)', 'code.not_recognised'],
])('a doubt beside a code of %s is held, never taken for the code: %s', (field, text, code) => {
  expect(convertOne(field, text)).toEqual({ value: null, found: [code] });
});

test.each(['10\u200B01', '\u202D1001\u202C', '10\u00AD01', '1001\u0085'])(
  'an identifier with characters that cannot be seen is held (%j)',
  (text) => {
    expect(convertOne('externalId', text).found).toEqual(['identifier.invisible_character']);
  },
);

test('elsewhere they are carried over, with a warning; lines made one are named too', () => {
  expect(convertOne('lastName', 'O\u00ADBrien')).toEqual({
    value: 'O\u00ADBrien',
    found: ['text.invisible_character'],
  });
  expect(convertOne('addressLine1', 'Flat 2\n12 High Street\n')).toEqual({
    value: 'Flat 2 12 High Street',
    found: ['text.lines_joined'],
  });
});

test.each([
  ['DE', '0171 1234567', '0171 1234567', ['phone.not_recognised']],
  ['KR', '010-2345-6789', '010-2345-6789', ['phone.not_recognised']],
  ['US', '(202) 555-0143', '+12025550143', []],
  ['GB', '07700 900123', '+447700900123', []],
  ['', '07700 900123', '+447700900123', []],
])('a national number is one of the record’s own country (%s)', (country, text, value, codes) => {
  const found: string[] = [];
  const convert = compileConversion(patient, mappingOf([['mobilePhone', gb], ['country']]));
  const values = convert([text, country], (kind) => found.push(kind.code));
  expect(values[patient.fields.findIndex(({ name }) => name === 'mobilePhone')]).toBe(value);
  expect(found).toEqual(codes);
});

test('an Italian number keeps its zero', () => {
  expect(convertOne('mobilePhone', '+39 (0)6 1234 5678').value).toBe('+390612345678');
  expect(convertOne('mobilePhone', '+44 (0)7700 900123').value).toBe('+447700900123');
});

test('an email keeps its first part and gets a small-letter domain', () => {
  expect(convertOne('email', ' A.Patient@Example.COM ')).toEqual({
    value: 'A.Patient@example.com',
    found: [],
  });
});

test.each([
  ['sw1a1aa', gb, 'SW1A 1AA'],
  [' Yo1  6nP', gb, 'YO1 6NP'],
  ['gir0aa', gb, 'GIR 0AA'],
  ['bfpo12', gb, 'BFPO 12'],
  ['zz993vz', gb, 'ZZ99 3VZ'],
  ['not one', gb, 'not one'],
  ['02134', us, '02134'],
  ['021341234', us, '021341234'],
  ['yo16np', us, 'yo16np'],
])('the postal code %s is written as its country does (DOMAIN §1.2, §2.4)', (text, conversion, value) => {
  expect(convertOne('postcode', text, conversion)).toEqual({ value, found: [] });
});

test('the record’s own country decides how its postal code is written, wherever its column stands', () => {
  const convert = compileConversion(patient, mappingOf([['postcode', gb], ['country']]));
  const postcodeOf = (cells: string[]) => convert(cells, () => undefined)[22];
  expect(patient.fields[22]!.name).toBe('postcode');
  expect(postcodeOf(['yo16np', 'USA'])).toBe('yo16np');
  expect(postcodeOf(['yo16np', ''])).toBe('YO1 6NP');
});

test('an NHS number loses its spaces and hyphens and nothing else', () => {
  expect(convertOne('nhsNumber', '943 476-5919').value).toBe('9434765919');
  expect(convertOne('nhsNumber', '943476591').value).toBe('943476591');
});

test('countries become two letters, and unknown ones are held', () => {
  expect(convertOne('country', 'united kingdom').value).toBe('GB');
  expect(convertOne('country', 'us').value).toBe('US');
  expect(convertOne('country', 'Atlantis')).toEqual({ value: null, found: ['country.not_recognised'] });
});

test('identifiers keep their leading zeros (DOMAIN §1.2 external ids)', () => {
  expect(convertOne('externalId', ' 00042 ')).toEqual({ value: '00042', found: [] });
});

test('text of one line is trimmed, its white space made single, and composed', () => {
  expect(convertOne('city', '  Zoe\u0308 \t\u00A0 town\r\n').value).toBe('Zoë town');
});

test('text of many lines keeps its inside and gets plain line ends', () => {
  expect(convertOne('medicalHistory', '\r\nA  b\r\n\tc\rd\n').value).toBe('A  b\n\tc\nd');
});

test('words of the vendor’s country stay as they are in free text (DOMAIN §2.4)', () => {
  const text = 'OD: color vision ok, new eyeglasses, see PCP';
  expect(convertOne('medicalHistory', text, us)).toEqual({ value: text, found: [] });
});

test.each(['\u0000', '\u0002', '\u001E', '\u001F', '\u007F', '\u000B'])(
  'control character %j is held and not carried over',
  (character) => {
    const converted = convertOne('occupation', `a${character}b`);
    expect(converted).toEqual({ value: null, found: ['text.forbidden_character'] });
  },
);

test('the mark of an unreadable character is pointed out', () => {
  expect(convertOne('lastName', 'Nu\uFFFDez')).toEqual({
    value: 'Nu\uFFFDez',
    found: ['text.replacement_character'],
  });
});

test('empty and blank cells become no value, and a value does not stay for the next row', () => {
  const convert = compileConversion(patient, mappingOf([['externalId'], ['lastName']]));
  expect(convert(['1', 'Smith'], () => undefined)[6]).toBe('Smith');
  expect(convert(['2', '  '], () => undefined)[6]).toBeNull();
  expect(convert(['3'], () => undefined)[6]).toBeNull();
});

test('constants are in every record', () => {
  const convert = compileConversion(
    patient,
    mappingOf([['externalId']], [{ field: 'country', value: 'US' }]),
  );
  convert(['1'], () => undefined);
  expect(convert(['2'], () => undefined)[23]).toBe('US');
});
