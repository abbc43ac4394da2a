import type { Field, FieldType } from '#main/model/entity';
import { looseKey } from '#main/model/loose-key';
import type { ColumnConversion, DateOrder } from '#main/model/mapping';
import { readDate } from '#main/model/values/calendar-date';
import { isEmailAddress } from '#main/model/values/email-address';
import { hasNhsCheckDigit, isRepeatedDigit } from '#main/model/values/nhs-number';
import { isE164, normalisePhone } from '#main/model/values/phone-number';
import { isZip, normaliseUkPostcode } from '#main/model/values/postcode';

/** A column's sampled values, trimmed, without the empty ones. */
export function sampledValues(samples: readonly (readonly string[])[], column: number): readonly string[] {
  return samples.map((cells) => (cells[column] ?? '').trim()).filter((value) => value !== '');
}

/** How many of a column's values look right for a field, in words that name the kind of value, never a value. */
export interface Evidence {
  readonly right: number;
  readonly of: number;
  readonly sentence: string;
}

/** Null when the field's type says nothing about how its values look, or there is nothing to look at. */
export function contentEvidence(
  field: Field,
  conversion: ColumnConversion,
  values: readonly string[],
): Evidence | null {
  const test = testOf(field.type, conversion);
  if (test === null || values.length === 0) return null;
  const right = values.filter(test.isRight).length;
  const of = values.length;
  return { right, of, sentence: `${right} of ${of} values are ${test.words}` };
}

interface ValueTest {
  readonly isRight: (value: string) => boolean;
  readonly words: string;
}

function testOf(type: FieldType, { dateOrder, country }: ColumnConversion): ValueTest | null {
  switch (type.kind) {
    case 'nhsNumber':
      return { isRight: isNhsNumber, words: 'valid NHS numbers' };
    case 'email':
      return { isRight: isEmailAddress, words: 'email addresses' };
    case 'postcode':
      return country === 'US'
        ? { isRight: isZip, words: 'US ZIP codes' }
        : { isRight: (value) => normaliseUkPostcode(value) !== null, words: 'UK postcodes' };
    case 'phone':
      return { isRight: (value) => normalisePhone(value, country) !== null, words: 'complete phone numbers' };
    case 'date':
      return {
        isRight: (value) => 'iso' in readDate(value, dateOrder),
        words: `dates written ${inWords(dateOrder)}`,
      };
    case 'boolean':
      return { isRight: (value) => booleanSpellings.has(looseKey(value)), words: 'yes or no' };
    case 'code':
    case 'country':
    case 'identifier':
    case 'text':
      return null;
  }
}

const booleanSpellings = new Set(['y', 'n', 'yes', 'no', '1', '0', 'true', 'false', 't', 'f']);

function isNhsNumber(value: string): boolean {
  const digits = value.replace(/[\s-]+/g, '');
  return hasNhsCheckDigit(digits) && !isRepeatedDigit(digits);
}

const orderWords: Readonly<Record<DateOrder, string>> = {
  dmy: 'day/month/year',
  mdy: 'month/day/year',
  ymd: 'year/month/day',
};

export function inWords(order: DateOrder | undefined): string {
  return order === undefined ? 'year-month-day' : orderWords[order];
}

/** How many of a column's dates can only be in one order, because one part is above 12, and how many in either. */
export interface DateOrderCount {
  readonly dmy: number;
  readonly mdy: number;
  readonly either: number;
}

export function countDateOrders(values: readonly string[]): DateOrderCount {
  const count = { dmy: 0, mdy: 0, either: 0 };
  for (const value of values) {
    const match = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(?:\D.*)?$/.exec(value);
    if (!match) continue;
    const first = Number(match[1]);
    const second = Number(match[2]);
    if (first > 12 && first <= 31 && second <= 12) count.dmy += 1;
    else if (second > 12 && second <= 31 && first <= 12) count.mdy += 1;
    else if (first <= 12 && second <= 12) count.either += 1;
  }
  return count;
}

/** The order that the column as a whole decides, or undefined when nothing decides or the values contradict. */
export function inferDateOrder(values: readonly string[]): DateOrder | undefined {
  const { dmy, mdy } = countDateOrders(values);
  if (dmy > 0 && mdy > 0) return undefined;
  return dmy > 0 ? 'dmy' : mdy > 0 ? 'mdy' : undefined;
}

/** Country whose national phone numbers nearly all of the values are, if they are one country's. */
export function inferPhoneCountry(values: readonly string[]): string | undefined {
  const national = values.filter((value) => !isE164(value));
  return ['GB', 'US'].find(
    (country) =>
      national.length > 0 &&
      national.filter((value) => normalisePhone(value, country) !== null).length >= national.length * 0.8,
  );
}
