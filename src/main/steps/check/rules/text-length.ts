import type { FieldType } from '#main/model/entity';
import type { IssueKind } from '#main/model/issue';
import { filledFields, type Rule } from '../rule.ts';

const textTooLong: IssueKind = {
  code: 'text.too_long',
  severity: 'hold',
  sentence: (field) => `${field} is longer than its place in the central database.`,
  remedy: 'Shorten it, or move part of it to the notes. It is never cut without you.',
  source: 'DOMAIN §1.1 (phones 50, postcode 20, customer number 20); RFC 5321 (email 254); model/entities',
};

/** Limits of the types that carry none of their own, in characters (UTF-16 units). */
const limits: Partial<Record<FieldType['kind'], number>> = { email: 254, phone: 50, postcode: 20 };

function limitOf(type: FieldType): number {
  return 'maxLength' in type ? type.maxLength : (limits[type.kind] ?? Infinity);
}

export const textLength: Rule = {
  kinds: [textTooLong],
  compile: (context) => {
    const indices = filledFields(context, (type) => limitOf(type) < Infinity);
    const longest = indices.map((index) => limitOf(context.entity.fields[index]!.type));
    if (indices.length === 0) return null;
    return (values, report) => {
      for (let position = 0; position < indices.length; position += 1) {
        const value = values[indices[position]!];
        if (value !== null && value !== undefined && value.length > longest[position]!) {
          report(textTooLong, indices[position]!);
        }
      }
    };
  },
};
