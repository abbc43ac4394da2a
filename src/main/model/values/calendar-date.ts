import type { DateOrder } from '../mapping.ts';

/** Why a text is not a date that can be carried over. */
export type DateProblem =
  'impossible' | 'two_digit_year' | 'order_unknown' | 'zoned' | 'placeholder' | 'not_a_date';

/** `timeLeftOut`: a time of day other than midnight stood behind the date. */
export type DateReading =
  { readonly iso: string; readonly timeLeftOut: boolean } | { readonly problem: DateProblem };

const parts = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T ](.+))?$/;
const withMonthName = /^(\d{1,2})[-/. ]?([a-z]{3,9})\.?,?[-/. ]?(\d{4}|\d{2})$/i;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([ap])\.?m\.?)?( ?Z| ?[+-]\d{2}:?\d{2})?$/i;
const months = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** Dates that programs write for “none”: SQL Server, .NET, Excel, Unix of the far future, and typed nines and noughts. */
const placeholders = new Set([
  '1900-01-01',
  '1899-12-30',
  '1899-12-31',
  '1753-01-01',
  '0001-01-01',
  '9999-12-31',
]);
/**
 * No patient, visit or appointment of a practice lies outside these years: a year before or after them is a slip of
 * the keyboard, and some of them (year 0) are no date to a database either.
 */
const firstYear = 1800;
const lastYear = 2200;
const placeholderText = /^(?:0{1,4}[-/.]0{1,2}[-/.]0{1,4}|9{2,4}[-/.]9{2}[-/.]9{2,4}|0?1[-/.]0?0[-/.]1900)$/;

/**
 * Reads a calendar date as YYYY-MM-DD. ISO dates are taken in any column; others only in the column's declared order,
 * never guessed from one value (DOMAIN §2.4, §4). Two-digit years are never completed. Years outside 1800–2200 are
 * impossible dates, unless the date is one that programs write for “none”.
 */
export function readDate(text: string, order: DateOrder | undefined): DateReading {
  return readUsual(text, order) ?? readUnusual(text, order);
}

/** `31/12/1999` and the like, ten characters: nearly every date of an export, read without a pattern for speed. */
function readUsual(text: string, order: DateOrder | undefined): DateReading | null {
  if (text.length !== 10 || order === undefined || order === 'ymd' || !isSeparator(text.charCodeAt(2)))
    return null;
  const first = twoDigits(text, 0);
  const second = twoDigits(text, 3);
  const year = twoDigits(text, 6) * 100 + twoDigits(text, 8);
  const day = order === 'dmy' ? first : second;
  const month = order === 'dmy' ? second : first;
  // NaN, from a character that is no digit, fails every comparison.
  const certain = isSeparator(text.charCodeAt(5)) && day > 0 && day <= 28 && month > 0 && month <= 12;
  if (!certain || !(year > 1900 && year <= lastYear)) return null;
  const dayAt = order === 'dmy' ? 0 : 3;
  const monthAt = 3 - dayAt;
  const iso = `${text.slice(6)}-${text.slice(monthAt, monthAt + 2)}-${text.slice(dayAt, dayAt + 2)}`;
  return { iso, timeLeftOut: false };
}

function isSeparator(unit: number): boolean {
  return unit >= 0x2d && unit <= 0x2f;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function readUnusual(text: string, order: DateOrder | undefined): DateReading {
  const match = parts.exec(text);
  if (!match) return readNamedMonth(text);
  const [, first, second, third, time] = match as unknown as [
    string,
    string,
    string,
    string,
    string | undefined,
  ];
  const midnight = time === undefined ? true : clockOf(time);
  if (midnight === 'not_a_clock') return { problem: 'not_a_date' };
  if (midnight === 'zoned') return { problem: 'zoned' };
  if (placeholderText.test(text.slice(0, first.length + second.length + third.length + 2))) {
    return { problem: 'placeholder' };
  }
  if (first.length === 4)
    return third.length > 2 ? { problem: 'not_a_date' } : build(first, second, third, !midnight);
  if (first.length > 2 || third.length === 1 || third.length === 3) return { problem: 'not_a_date' };
  if (third.length === 2) return { problem: 'two_digit_year' };
  if (order === 'dmy') return build(third, second, first, !midnight);
  if (order === 'mdy') return build(third, first, second, !midnight);
  return { problem: 'order_unknown' };
}

function readNamedMonth(text: string): DateReading {
  const match = withMonthName.exec(text);
  if (!match) return { problem: 'not_a_date' };
  const [, day, name, year] = match as unknown as [string, string, string, string];
  const month = months.findIndex(
    (full) => full === name.toLowerCase() || full.slice(0, 3) === name.toLowerCase(),
  );
  if (month < 0) return { problem: 'not_a_date' };
  return year.length === 2 ? { problem: 'two_digit_year' } : build(year, String(month + 1), day, false);
}

/** True for midnight, false for another local time. A time zone may have moved the day, so it is told apart. */
function clockOf(text: string): boolean | 'zoned' | 'not_a_clock' {
  const match = clock.exec(text);
  if (!match) return 'not_a_clock';
  const [, hour, minute, second = '0', half, zone] = match;
  const midnight =
    (Number(hour) === 0 || (Number(hour) === 12 && half?.toLowerCase() === 'a')) &&
    Number(minute) === 0 &&
    Number(second) === 0;
  return zone !== undefined && !midnight ? 'zoned' : midnight;
}

function build(yearText: string, monthText: string, dayText: string, timeLeftOut: boolean): DateReading {
  const year = Number(yearText);
  const month = Number(monthText);
  const day = Number(dayText);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return { problem: 'impossible' };
  const iso = `${yearText}-${month < 10 ? `0${month}` : month}-${day < 10 ? `0${day}` : day}`;
  if (placeholders.has(iso)) return { problem: 'placeholder' };
  return year < firstYear || year > lastYear ? { problem: 'impossible' } : { iso, timeLeftOut };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whole years between two dates in YYYY-MM-DD. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}
