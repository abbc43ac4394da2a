import type { IssueKind } from '#main/model/issue';
import { isUkPostcode, isUkSpecialPostcode, isZip } from '#main/model/values/postcode';
import { filledField, filledFields, type CheckContext, type Rule } from '../rule.ts';

/** A warning, not a hold: to lose a patient over a postcode is worse than to carry a doubtful one. */
const postcodeInvalid: IssueKind = {
  code: 'postcode.invalid',
  severity: 'warn',
  sentence: (field) => `${field} is not a UK postcode; it is carried over as it is written.`,
  remedy: 'Correct it, or enter the country if the address is abroad.',
  source: 'DOMAIN §1.2 postcode pattern',
};

const postcodeSpecial: IssueKind = {
  code: 'postcode.special',
  severity: 'warn',
  sentence: (field) => `${field} is a forces (BFPO) or pseudo (ZZ99) code.`,
  remedy: 'Nothing to do if that is meant.',
  source: 'DOMAIN §1.2 (BFPO and ZZ99 allowed with a warning)',
};

const zipInvalid: IssueKind = {
  code: 'zip.invalid',
  severity: 'warn',
  sentence: (field) =>
    `${field} is not a US ZIP code of five or nine digits; it is carried over as it is written.`,
  remedy: 'Correct it. Four digits usually mean that a spreadsheet took the leading zero away.',
  source: 'DOMAIN §1.2 ZIP pattern (zeros are restored only when the state agrees)',
};

export const postcode: Rule = {
  kinds: [postcodeInvalid, postcodeSpecial, zipInvalid],
  compile: (context) => {
    const index = filledFields(context, (type) => type.kind === 'postcode')[0] ?? -1;
    if (index < 0) return null;
    const country = filledField(context, 'country');
    const usual = columnCountry(context, context.entity.fields[index]!.name);
    return (values, report) => {
      const value = values[index];
      if (value === null || value === undefined) return;
      const found = judgePostcode(value, (country < 0 ? null : values[country]) ?? usual);
      if (found !== null) report(found, index);
    };
  },
};

/** Country of the codes when the record itself names none: what the mapping says, else the UK. */
function columnCountry({ mapping }: CheckContext, field: string): string {
  return mapping.columns.find((column) => column.field === field)?.conversion.country ?? 'GB';
}

function judgePostcode(value: string, country: string): IssueKind | null {
  if (country === 'US') return isZip(value) ? null : zipInvalid;
  if (country !== 'GB' || isUkPostcode(value)) return null;
  return isUkSpecialPostcode(value) ? postcodeSpecial : postcodeInvalid;
}
