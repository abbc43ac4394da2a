import type { IssueKind } from '#main/model/issue';
import { isEmailAddress } from '#main/model/values/email-address';
import { eachField, type Rule } from '../rule.ts';

const emailInvalid: IssueKind = {
  code: 'email.invalid',
  severity: 'warn',
  sentence: (field) => `${field} cannot be an email address; it is carried over as it is written.`,
  remedy: 'Correct it with the patient, or leave it empty.',
  source: 'RFC 5321 and RFC 5322, narrowed to one @ and a domain with a dot',
};

export const email: Rule = {
  kinds: [emailInvalid],
  compile: (context) => eachField(context, 'email', (value) => (isEmailAddress(value) ? null : emailInvalid)),
};
