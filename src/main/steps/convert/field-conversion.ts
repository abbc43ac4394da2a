import type { Code, Field, RecordValues } from '#main/model/entity';
import * as found from '#main/model/issue-kinds/conversion';
import type { IssueKind, Report } from '#main/model/issue';
import type { ColumnConversion, DateOrder } from '#main/model/mapping';
import { readDate, type DateProblem } from '#main/model/values/calendar-date';
import { normaliseCountry } from '#main/model/values/country';
import { normaliseUkPostcode } from '#main/model/values/postcode';
import { convertPhone } from './phone.ts';
import { cleanIdentifier, cleanLine, cleanLines } from './text.ts';

/** One cell that is not empty → its canonical value. `values` holds what was converted of the record before it. */
export type ConvertCell = (
  text: string,
  report: Report,
  field: number,
  values: Readonly<RecordValues>,
) => string | null;

/**
 * The conversion of one column into one field, chosen once, before any row is read. `countryIndex` is the entity's
 * country field, -1 when it has none.
 */
export function compileField(field: Field, conversion: ColumnConversion, countryIndex: number): ConvertCell {
  const convert = compileType(field, conversion, countryIndex);
  return conversion.valueMap === undefined ? convert : translateFirst(conversion.valueMap, convert);
}

function compileType(field: Field, conversion: ColumnConversion, countryIndex: number): ConvertCell {
  switch (field.type.kind) {
    case 'text':
      return field.type.multiline === true ? cleanLines : cleanLine;
    case 'identifier':
      return cleanIdentifier;
    case 'date':
      return dateConversion(conversion.dateOrder);
    case 'boolean':
      return lookUp(booleans, found.booleanNotRecognised);
    case 'code':
      return lookUp(spellingsOf(field.type.codes), found.codeNotRecognised);
    case 'email':
      return convertEmail;
    case 'phone':
      return phoneConversion(conversion.country, countryIndex);
    case 'country':
      return convertCountry;
    case 'postcode':
      return postcodeConversion(conversion.country, countryIndex);
    case 'nhsNumber':
      return convertNhsNumber;
  }
}

/** The vendor's coded values first; what the map does not name goes the field's usual way. An empty value means none. */
function translateFirst(valueMap: Readonly<Record<string, string>>, convert: ConvertCell): ConvertCell {
  const translations = new Map(Object.entries(valueMap).map(([from, to]) => [codeKey(from), to]));
  return (text, report, field, values) => {
    const translated = translations.get(codeKey(text));
    return translated === undefined ? convert(text, report, field, values) : translated || null;
  };
}

const dateFindings: Readonly<Record<DateProblem, IssueKind>> = {
  impossible: found.dateImpossible,
  two_digit_year: found.dateTwoDigitYear,
  order_unknown: found.dateOrderUnknown,
  zoned: found.dateWithZone,
  placeholder: found.datePlaceholder,
  not_a_date: found.dateNotRecognised,
};

function dateConversion(order: DateOrder | undefined): ConvertCell {
  return (text, report, field) => {
    const line = cleanLine(text, report, field);
    if (line === null) return null;
    const reading = readDate(line, order);
    if ('problem' in reading) {
      report(dateFindings[reading.problem], field);
      return null;
    }
    if (reading.timeLeftOut) report(found.dateTimeLeftOut, field);
    return reading.iso;
  };
}

/** Coded values tolerate case and blanks around them and nothing else: `Y?` is a doubt, not a yes. */
function codeKey(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

const booleans = new Map([
  ...['y', 'yes', '1', 'true', 't'].map((spelling) => [spelling, 'true'] as const),
  ...['n', 'no', '0', 'false', 'f'].map((spelling) => [spelling, 'false'] as const),
]);

function spellingsOf(codes: readonly Code[]): ReadonlyMap<string, string> {
  const spellings = codes.flatMap(({ code, label, synonyms }) =>
    [...synonyms, label, code].map((spelling) => [codeKey(spelling), code] as const),
  );
  return new Map(spellings);
}

/** Exact spellings are remembered as they come, a few at most, so that a column of codes costs one look-up a cell. */
function lookUp(known: ReadonlyMap<string, string>, kind: IssueKind): ConvertCell {
  const seen = new Map<string, string>();
  return (text, report, field) => {
    const before = seen.get(text);
    if (before !== undefined) return before;
    const line = cleanLine(text, report, field);
    if (line === null) return null;
    const value = known.get(codeKey(line));
    if (value === undefined) {
      report(kind, field);
      return null;
    }
    if (seen.size < 100) seen.set(text, value);
    return value;
  };
}

/** Lower-case domain (RFC 5321 §2.4: the part before the @ belongs to its host and is left as it is). */
function convertEmail(text: string, report: Report, field: number): string | null {
  const line = cleanLine(text, report, field);
  if (line === null) return null;
  const at = line.lastIndexOf('@');
  return at < 0 ? line : line.slice(0, at) + line.slice(at).toLowerCase();
}

/** A national number is one of the country that the record itself names, else of the column's. */
function phoneConversion(country: string | undefined, countryIndex: number): ConvertCell {
  return (text, report, field, values) => {
    const line = cleanLine(text, report, field);
    if (line === null) return null;
    const own = (countryIndex < 0 ? null : values[countryIndex]) ?? country;
    return convertPhone(line, own, report, field);
  };
}

function convertCountry(text: string, report: Report, field: number): string | null {
  const line = cleanLine(text, report, field);
  if (line === null) return null;
  const code = normaliseCountry(line);
  if (code === null) report(found.countryNotRecognised, field);
  return code;
}

/** A UK postcode gets its capitals and its space; any other postal code stays as it is written. */
function postcodeConversion(country: string | undefined, countryIndex: number): ConvertCell {
  return (text, report, field, values) => {
    const line = cleanLine(text, report, field);
    if (line === null) return null;
    const own = (countryIndex < 0 ? null : values[countryIndex]) ?? country;
    return own === undefined || own === 'GB' ? (normaliseUkPostcode(line) ?? line) : line;
  };
}

/** Only the spaces and hyphens between the digits go; whether it is a number of the NHS is a check. */
function convertNhsNumber(text: string, report: Report, field: number): string | null {
  const line = cleanLine(text, report, field);
  return line === null ? null : line.replace(/[\s-]+/g, '') || null;
}
