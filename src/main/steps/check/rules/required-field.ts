import type { IssueKind } from '#main/model/issue';
import type { Rule } from '../rule.ts';

const requiredFieldEmpty: IssueKind = {
  code: 'field.required_empty',
  severity: 'hold',
  sentence: (field) => `${field} is empty or could not be used, and a record cannot be kept without it.`,
  remedy: 'Fill it in from the old system. If the whole column is empty, check the mapping.',
  source: 'DOMAIN §1.1 (NOT NULL in the target) and §1.2 external ids, names',
};

export const requiredField: Rule = {
  kinds: [requiredFieldEmpty],
  compile: ({ entity }) => {
    const indices = entity.fields.flatMap((field, index) => (field.required === true ? [index] : []));
    return (values, report) => {
      for (let position = 0; position < indices.length; position += 1) {
        if (values[indices[position]!] === null) report(requiredFieldEmpty, indices[position]!);
      }
    };
  },
};
