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

test('every phone number and postal code without a zero is suspect, and no price or hotel is taken for one', () => {
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
