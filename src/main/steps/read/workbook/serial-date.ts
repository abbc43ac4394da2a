/** Days of the date systems of a workbook. */

const dayMs = 86_400_000;
const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?Z?$/;
/** 1900 was no leap year, yet in the 1900 system it has a 29th of February (ECMA-376 part 1, 18.17.4.1). */
const firstDayAfterTheMistake = Date.UTC(1900, 2, 1);

const time = /^T?(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?Z?$/;
const duration = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/;

/** Serial number of a date, a time or a duration in ISO 8601, as cells of type `d` have it; NaN when it is none. */
export function serialOfIsoDate(text: string, date1904: boolean): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = iso.exec(text.trim()) ?? [];
  if (year === undefined) return partOfDay(text.trim());
  const upToMinute = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const ms = upToMinute + Number(second) * 1000;
  if (date1904) return (ms - Date.UTC(1904, 0, 1)) / dayMs;
  return (ms - Date.UTC(1899, 11, ms < firstDayAfterTheMistake ? 31 : 30)) / dayMs;
}

function partOfDay(text: string): number {
  const [whole, hours = '0', minutes = '0', seconds = '0'] = time.exec(text) ?? duration.exec(text) ?? [];
  if (whole === undefined || whole === 'PT') return Number.NaN;
  return ((Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000) / dayMs;
}
