import type { IssueKind } from '#main/model/issue';
import { filledField, type Rule } from '../rule.ts';

const beforeBirth: IssueKind = {
  code: 'patient.date_before_birth',
  severity: 'hold',
  sentence: (field) => `${field} is before the date of birth.`,
  remedy: 'One of the two dates is wrong: correct it.',
  source: 'DOMAIN §4 Dates (reject exam before DOB)',
};

const inFuture: IssueKind = {
  code: 'patient.past_date_in_future',
  severity: 'warn',
  sentence: (field) => `${field} lies in the future, though it names something that has happened.`,
  remedy: 'Check it. If many rows show this, check the date order of the column.',
  source: 'DOMAIN §4 Dates; our decision',
};

const dueBeforeLast: IssueKind = {
  code: 'patient.next_examination_before_last',
  severity: 'warn',
  sentence: (field) => `${field} is before the last examination.`,
  remedy: 'The recall was probably not renewed after that visit: set a new one.',
  source: 'DOMAIN §1.1 recall columns; §4 Structure (future recalls in the past)',
};

const pastDates = ['registrationDate', 'lastExaminationDate', 'dateOfDeath'];

export const orderOfDates: Rule = {
  kinds: [beforeBirth, inFuture, dueBeforeLast],
  compile: (context) => {
    const birth = filledField(context, 'dateOfBirth');
    const last = filledField(context, 'lastExaminationDate');
    const next = filledField(context, 'nextExaminationDue');
    const past = pastDates.map((name) => filledField(context, name)).filter((index) => index >= 0);
    const { today } = context;
    if (past.length === 0 && next < 0) return null;
    return (values, report) => {
      const born = birth < 0 ? null : values[birth];
      for (let position = 0; position < past.length; position += 1) {
        const date = values[past[position]!];
        if (date === null || date === undefined) continue;
        if (date > today) report(inFuture, past[position]!);
        if (typeof born === 'string' && date < born) report(beforeBirth, past[position]!);
      }
      const due = next < 0 ? null : values[next];
      const seen = last < 0 ? null : values[last];
      if (typeof due === 'string' && typeof seen === 'string' && due < seen) report(dueBeforeLast, next);
    };
  },
};
