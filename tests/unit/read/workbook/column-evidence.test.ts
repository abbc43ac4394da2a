import { expect, test } from 'vitest';
import { cellKind } from '#main/steps/read/workbook/cell-kind';
import { ColumnEvidence } from '#main/steps/read/workbook/column-evidence';

function numbersWithoutZeros(
  name: string,
  numbers: readonly string[],
  texts: readonly string[] = [],
): number {
  const column = new ColumnEvidence(name);
  for (const text of texts) column.see(cellKind.text, text);
  for (const number of numbers) column.see(cellKind.number, number);
  return column.numbersWithoutZeros;
}

test.each(['NHS Number', 'nhs_number', 'NHSNo', 'NHS', 'CHI number'])(
  'of numbers that are all ten digits long, only the shorter ones have lost a zero: %s',
  (name) => {
    expect(numbersWithoutZeros(name, ['4857773456', '9434765919'])).toBe(0);
    expect(numbersWithoutZeros(name, ['4857773456', '101751234'])).toBe(1);
  },
);

test('telephone numbers of North America begin with no zero, and none of them has lost one', () => {
  const american = ['4155550100', '2125550143', '7135550188', '9175550101', '3105550122'];
  expect(numbersWithoutZeros('Phone', american)).toBe(0);
  expect(numbersWithoutZeros('Cell phone', [...american, '14155550100', '5550100'])).toBe(0);
  expect(numbersWithoutZeros('Tel', ['415-555-0100', '212 555 0143'])).toBe(0);
});

test('those of the United Kingdom have, beside others with their zero and where none has it', () => {
  expect(numbersWithoutZeros('Phone', ['7700900456', '2079460958'], ['07700900457'])).toBe(2);
  expect(numbersWithoutZeros('Mobile', ['7700900456', '7911123456', '7400123456'])).toBe(3);
  expect(numbersWithoutZeros('Tel', ['2079460958', '1632960123', '2890123456'])).toBe(3);
  expect(numbersWithoutZeros('Home phone', ['2476123456', '2866123456', '2837123456'])).toBe(3);
  // With the code of the country nothing is missing.
  expect(numbersWithoutZeros('Mobile', ['447700900456', '7700900456'])).toBe(1);
});

test('numbers that are counted up, and codes of one length, have lost nothing', () => {
  const counted = ['1', '12', '345', '12000'];
  expect(numbersWithoutZeros('id', counted)).toBe(0);
  expect(numbersWithoutZeros('Patient no', counted)).toBe(0);
  expect(numbersWithoutZeros('Zip', ['90210', '10001', '902101234'])).toBe(0);
  expect(numbersWithoutZeros('Postal code', ['80331', '10115'])).toBe(0);
  expect(numbersWithoutZeros('Postal code', ['80331', '1067'])).toBe(1);
  expect(numbersWithoutZeros('Postcode', ['150', '580', '5003'])).toBe(2);
  expect(numbersWithoutZeros('Barcode', ['1', '12', '999'])).toBe(0);
});

test('a phone number that may have begun with a zero is suspect, and no price or hotel is taken for one', () => {
  expect(numbersWithoutZeros('Zip', ['7306', '21391234'])).toBe(2);
  expect(numbersWithoutZeros('Phone', ['1612 345678'])).toBe(1);
  expect(numbersWithoutZeros('NHS No', ['94 347 6591', '943-476-5919'])).toBe(1);
  expect(numbersWithoutZeros('Home phone', ['1632960123', '7700900456'])).toBe(2);
  expect(numbersWithoutZeros('Tel', ['1632960123'])).toBe(1);
  expect(numbersWithoutZeros('Hotel', ['12'])).toBe(0);
  expect(numbersWithoutZeros('Price', ['12', '12.5'])).toBe(0);
});

test('in a column without a telling name, numbers shorter than the texts with zeros have lost them', () => {
  expect(numbersWithoutZeros('id', ['12', '1234', '12345'], ['0007', '0120'])).toBe(1);
  expect(numbersWithoutZeros('SSN', ['12345678', '123456789'])).toBe(1);
});
