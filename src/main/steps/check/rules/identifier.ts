import type { IssueKind } from '#main/model/issue';
import { eachField, type Rule } from '../rule.ts';

const identifierRounded: IssueKind = {
  code: 'identifier.rounded',
  severity: 'hold',
  sentence: (field) => `${field} was turned into a rounded number (such as 1.2E+10) by a spreadsheet.`,
  remedy:
    'Export it again as text, without opening the file in a spreadsheet. The lost digits cannot be restored.',
  source: 'DOMAIN §4 Excel (1E+10, 15-digit rounding)',
};

const scientific = /^\d(?:[.,]\d+)?E\+\d{1,3}$/i;

export const identifier: Rule = {
  kinds: [identifierRounded],
  compile: (context) =>
    eachField(context, 'identifier', (value) =>
      value.includes('+') && scientific.test(value) ? identifierRounded : null,
    ),
};
