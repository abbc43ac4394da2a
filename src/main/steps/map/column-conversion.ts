import type { Field } from '#main/model/entity';
import type { ColumnConversion, DateOrder, Preset } from '#main/model/mapping';
import { isZip } from '#main/model/values/postcode';
import { inferDateOrder, inferPhoneCountry, inWords } from './evidence.ts';

/** How a column that the preset does not describe is converted into a field: as the vendor's other columns are. */
export function conversionFor(
  field: Field,
  preset: Preset | null,
  values: readonly string[],
): ColumnConversion {
  const { kind } = field.type;
  if (kind === 'date') return given('dateOrder', vendorDateOrder(preset) ?? inferDateOrder(values));
  if (kind === 'phone') return given('country', vendorCountry(preset) ?? inferPhoneCountry(values));
  if (kind === 'postcode') return given('country', vendorCountry(preset) ?? inferPostcodeCountry(values));
  return {};
}

function given<Key extends 'dateOrder' | 'country'>(
  key: Key,
  value: ColumnConversion[Key],
): ColumnConversion {
  return value === undefined ? {} : { [key]: value };
}

function vendorDateOrder(preset: Preset | null): DateOrder | undefined {
  return preset?.columns.find((column) => column.conversion?.dateOrder !== undefined)?.conversion?.dateOrder;
}

function vendorCountry(preset: Preset | null): string | undefined {
  const constant = preset?.constants?.find(({ field }) => field === 'country')?.value;
  return (
    constant ??
    preset?.columns.find((column) => column.conversion?.country !== undefined)?.conversion?.country
  );
}

function inferPostcodeCountry(values: readonly string[]): string | undefined {
  return values.length > 0 && values.filter(isZip).length >= values.length * 0.8 ? 'US' : undefined;
}

const callingCodes: Readonly<Record<string, string>> = { GB: 'UK numbers (+44)', US: 'US numbers (+1)' };

/** What happens to a column's values on the way into a field, as a sentence, or null when they are only trimmed. */
export function describeConversion(field: Field, conversion: ColumnConversion): string | null {
  const { dateOrder, country, valueMap } = conversion;
  const sentences: string[] = [];
  if (valueMap !== undefined) sentences.push('The vendor’s codes are translated.');
  switch (field.type.kind) {
    case 'date':
      sentences.push(`Dates are read as ${inWords(dateOrder)} and kept as year-month-day.`);
      break;
    case 'phone':
      sentences.push(
        country === undefined
          ? 'Only numbers with a country code are recognised; others stay as they are written.'
          : `Numbers without a country code are taken as ${callingCodes[country] ?? `numbers of ${country}`}.`,
      );
      break;
    case 'postcode':
      sentences.push(
        country === undefined || country === 'GB'
          ? 'UK postcodes get capitals and one space; others stay as they are written.'
          : 'Kept as it is written.',
      );
      break;
    case 'email':
      sentences.push('The part after the @ is written in small letters.');
      break;
    case 'nhsNumber':
      sentences.push('Spaces and hyphens between the digits are removed.');
      break;
    case 'boolean':
      sentences.push('Y, yes, true, T and 1 become yes; N, no, false, F and 0 become no.');
      break;
    case 'country':
      sentences.push('Names of countries become their two-letter codes.');
      break;
    case 'code':
      sentences.push(`Becomes one of: ${field.type.codes.map(({ label }) => label).join(', ')}.`);
      break;
    case 'text':
    case 'identifier':
      break;
  }
  return sentences.length === 0 ? null : sentences.join(' ');
}
