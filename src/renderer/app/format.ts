export const locales = ['en-GB', 'en-US'] as const;
export type Locale = (typeof locales)[number];

export interface Format {
  readonly locale: Locale;
  /** 10,412 */
  readonly number: (count: number) => string;
  /** 1 row, 10,412 rows */
  readonly count: (count: number, one: string, many: string) => string;
  readonly bytes: (size: number) => string;
  readonly date: (iso: string) => string;
  readonly dateTime: (iso: string) => string;
  /** about 3 min, in words that fit a progress line */
  readonly duration: (seconds: number) => string;
  readonly percent: (part: number, whole: number) => string;
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function formatBytes(locale: Locale, size: number): string {
  const power = size < 1 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), byteUnits.length - 1);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: byteUnits[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power > 0 ? 1 : 0,
  }).format(size / 1000 ** power);
}

function formatDuration(locale: Locale, seconds: number): string {
  const unit = seconds < 90 ? 'second' : seconds < 5_400 ? 'minute' : 'hour';
  const size = { second: 1, minute: 60, hour: 3_600 }[unit];
  const value = Math.max(1, Math.round(seconds / size));
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Numbers, sizes, dates and spans of time as people of a place write them. */
export function createFormat(locale: Locale): Format {
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    locale,
    number: (count) => numbers.format(count),
    count: (count, one, many) => `${numbers.format(count)} ${count === 1 ? one : many}`,
    bytes: (size) => formatBytes(locale, size),
    date: (iso) => dates.format(new Date(iso)),
    dateTime: (iso) => dateTimes.format(new Date(iso)),
    duration: (seconds) => formatDuration(locale, seconds),
    // Never 100 % before the end: a bar that says so and goes on is a lie.
    percent: (part, whole) =>
      percents.format(whole === 0 ? 1 : part < whole ? Math.min(part / whole, 0.99) : 1),
  };
}
