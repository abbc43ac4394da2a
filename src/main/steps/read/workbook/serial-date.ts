/** Days of the date systems of a workbook. */

const dayMs = 86_400_000;
const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?Z?$/;
/** 1900 was no leap year, yet in the 1900 system it has a 29th of February (ECMA-376 part 1, 18.17.4.1). */
const firstDayAfterTheMistake = Date.UTC(1900, 2, 1);

/** Serial number of a date in ISO 8601, as cells of type `d` have it; NaN when it is none. */
export function serialOfIsoDate(text: string, date1904: boolean): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = iso.exec(text.trim()) ?? [];
  if (year === undefined) return Number.NaN;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const ms = time + Number(second) * 1000;
  if (date1904) return (ms - Date.UTC(1904, 0, 1)) / dayMs;
  return (ms - Date.UTC(1899, 11, ms < firstDayAfterTheMistake ? 31 : 30)) / dayMs;
}
