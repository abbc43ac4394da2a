import { expect, test } from 'vitest';
import { convertOne } from './convert-one.ts';

const uk = { dateOrder: 'dmy' } as const;
const us = { dateOrder: 'mdy' } as const;

test.each([
  ['31/12/1999', uk, '1999-12-31'],
  ['1/2/1980', uk, '1980-02-01'],
  ['01-02-1980', uk, '1980-02-01'],
  ['01.02.1980', uk, '1980-02-01'],
  ['02/01/1980', us, '1980-02-01'],
  ['12/31/1999', us, '1999-12-31'],
  ['1980/02/01', uk, '1980-02-01'],
  ['1980-02-01', us, '1980-02-01'],
  ['1980-02-01', {}, '1980-02-01'],
  ['1980-02-01T00:00:00', {}, '1980-02-01'],
  ['01/02/1980 00:00', uk, '1980-02-01'],
  ['01/02/1980 12:00:00 AM', us, '1980-01-02'],
  ['29/02/2000', uk, '2000-02-29'],
  ['12 March 1980', {}, '1980-03-12'],
  ['12-Mar-1980', us, '1980-03-12'],
  ['01/01/1800', uk, '1800-01-01'],
  ['31/12/2200', uk, '2200-12-31'],
])('the date %s is read in its column’s order (DOMAIN §2.4)', (text, conversion, iso) => {
  expect(convertOne('dateOfBirth', text, conversion)).toEqual({ value: iso, found: [] });
});

test.each([
  ['31/02/1980', uk, 'date.impossible'],
  ['29/02/1900', uk, 'date.impossible'],
  ['31/04/1980', uk, 'date.impossible'],
  ['12/31/1999', uk, 'date.impossible'],
  ['31/12/1999', us, 'date.impossible'],
  ['00/01/1980', uk, 'date.impossible'],
  ['05/05/0000', uk, 'date.impossible'],
  ['0000-05-05', {}, 'date.impossible'],
  ['05/05/0202', uk, 'date.impossible'],
  ['31/12/1799', uk, 'date.impossible'],
  ['01/01/2201', uk, 'date.impossible'],
  ['05-May-0000', uk, 'date.impossible'],
  ['31/12/9998', uk, 'date.impossible'],
  ['01/02/80', uk, 'date.two_digit_year'],
  ['12-Mar-80', uk, 'date.two_digit_year'],
  ['01/02/1980', {}, 'date.order_unknown'],
  ['13/02/1980', {}, 'date.order_unknown'],
  ['1980-05-31T23:00:00Z', uk, 'date.time_zone'],
  ['29221', uk, 'date.not_recognised'],
  ['1/2', uk, 'date.not_recognised'],
  ['about 1950', uk, 'date.not_recognised'],
  ['1980-02-01 later', uk, 'date.not_recognised'],
  ['١٢/٠٣/١٩٨٠', uk, 'date.not_recognised'],
])('the date %s is left empty and held, never guessed (DOMAIN §4 Dates, Excel)', (text, conversion, code) => {
  expect(convertOne('dateOfBirth', text, conversion)).toEqual({ value: null, found: [code] });
});

test.each([
  '01/01/1900',
  '1900-01-01',
  '99/99/9999',
  '00/00/0000',
  '0000-00-00',
  '31/12/1899',
  '31/12/9999',
  '01/01/0001',
])('the placeholder %s is left empty with a warning (DOMAIN §1.2 DOB, §4 Excel)', (text) => {
  expect(convertOne('dateOfBirth', text, uk)).toEqual({ value: null, found: ['date.placeholder'] });
});

test('a day beside a placeholder is kept', () => {
  expect(convertOne('dateOfBirth', '02/01/1900', uk)).toEqual({ value: '1900-01-02', found: [] });
});

test('a time of day is left out with a warning', () => {
  const converted = convertOne('lastExaminationDate', '01/02/2020 14:30', uk);
  expect(converted).toEqual({ value: '2020-02-01', found: ['date.time_left_out'] });
});
