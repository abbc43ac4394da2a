import { conversionKinds } from '#main/model/issue-kinds/conversion';
import { readingDumpKinds } from '#main/model/issue-kinds/reading-dump';
import { readingTextKinds } from '#main/model/issue-kinds/reading-text';
import { readingWorkbookKinds } from '#main/model/issue-kinds/reading-workbook';
import { readingRecordsKinds } from '#main/model/issue-kinds/reading-records';
import type { IssueKind } from '#main/model/issue';
import { duplicateKinds } from './duplicate-rows.ts';
import { rowFaultKinds } from './row-faults.ts';
import type { Rule } from './rule.ts';
import { dateOfBirth } from './rules/date-of-birth.ts';
import { email } from './rules/email.ts';
import { identifier } from './rules/identifier.ts';
import { nhsNumber } from './rules/nhs-number.ts';
import { orderOfDates } from './rules/order-of-dates.ts';
import { postcode } from './rules/postcode.ts';
import { requiredField } from './rules/required-field.ts';
import { textLength } from './rules/text-length.ts';

/** Every rule for a record's values. A new check is a file in rules/ and its name here. */
export const rules: readonly Rule[] = [
  requiredField,
  textLength,
  identifier,
  dateOfBirth,
  orderOfDates,
  nhsNumber,
  email,
  postcode,
];

/** Every kind of finding that a row can have, from reading, converting, checking and comparing. */
export const issueKinds: readonly IssueKind[] = [
  ...rowFaultKinds,
  ...readingDumpKinds,
  ...readingTextKinds,
  ...readingWorkbookKinds,
  ...readingRecordsKinds,
  ...conversionKinds,
  ...rules.flatMap((rule) => rule.kinds),
  ...duplicateKinds,
];

const byCode = new Map(issueKinds.map((kind) => [kind.code, kind]));

export function findIssueKind(code: string): IssueKind | undefined {
  return byCode.get(code);
}
