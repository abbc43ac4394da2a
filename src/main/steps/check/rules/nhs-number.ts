import type { IssueKind } from '#main/model/issue';
import {
  hasLostZero,
  hasNhsCheckDigit,
  isRepeatedDigit,
  isTestNhsNumber,
} from '#main/model/values/nhs-number';
import { eachField, type Rule } from '../rule.ts';

const source = 'NHS Data Dictionary, NHS NUMBER; DOMAIN §1.2';

const nhsNumberInvalid: IssueKind = {
  code: 'nhs_number.invalid',
  severity: 'hold',
  sentence: (field) => `${field} is not ten digits with the right check digit.`,
  remedy: 'Look for swapped or missing digits and correct it, or leave it empty and trace it later.',
  source,
};

const nhsNumberLostZero: IssueKind = {
  code: 'nhs_number.lost_zero',
  severity: 'hold',
  sentence: (field) =>
    `${field} has nine digits and is right with a zero in front, which a spreadsheet takes away.`,
  remedy: 'Compare it with the old system and put the zero back.',
  source: 'DOMAIN §4 Excel (zero-padded only if the check digit passes)',
};

const nhsNumberRepeated: IssueKind = {
  code: 'nhs_number.repeated_digit',
  severity: 'hold',
  sentence: (field) => `${field} is one digit ten times over, which is nobody’s number.`,
  remedy: 'Leave it empty, or enter the patient’s own number.',
  source: 'DOMAIN §1.2 (repeated digits pass the check digit: reject them separately)',
};

const nhsNumberTest: IssueKind = {
  code: 'nhs_number.test_range',
  severity: 'warn',
  sentence: (field) => `${field} begins with 999, which is kept for tests.`,
  remedy: 'Check whether this is a real patient. Test patients are better left behind.',
  source: 'DOMAIN §1.2 (999… range is test data)',
};

export const nhsNumber: Rule = {
  kinds: [nhsNumberInvalid, nhsNumberLostZero, nhsNumberRepeated, nhsNumberTest],
  compile: (context) => eachField(context, 'nhsNumber', judgeNhsNumber),
};

function judgeNhsNumber(value: string): IssueKind | null {
  if (!hasNhsCheckDigit(value)) return hasLostZero(value) ? nhsNumberLostZero : nhsNumberInvalid;
  if (isRepeatedDigit(value)) return nhsNumberRepeated;
  return isTestNhsNumber(value) ? nhsNumberTest : null;
}
