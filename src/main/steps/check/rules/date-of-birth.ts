import type { IssueKind } from '#main/model/issue';
import { yearsBetween } from '#main/model/values/calendar-date';
import { filledField, type Rule } from '../rule.ts';

const dateOfBirthInFuture: IssueKind = {
  code: 'patient.date_of_birth_in_future',
  severity: 'hold',
  sentence: (field) => `${field} lies in the future.`,
  remedy: 'Correct it. If many rows show this, check the date order of the column.',
  source: 'DOMAIN §1.2 DOB (reject future)',
};

const dateOfBirthBefore1900: IssueKind = {
  code: 'patient.date_of_birth_before_1900',
  severity: 'warn',
  sentence: (field) => `${field} is before 1900.`,
  remedy: 'Check the century with the old system.',
  source: 'DOMAIN §1.2 DOB [D]',
};

const olderThan110: IssueKind = {
  code: 'patient.older_than_110',
  severity: 'warn',
  sentence: (field) => `${field} makes the patient older than 110 years.`,
  remedy: 'Check the year, and whether the record should be marked as deceased.',
  source: 'DOMAIN §1.2 DOB [D]',
};

const dateOfBirthIsRegistration: IssueKind = {
  code: 'patient.date_of_birth_is_registration_date',
  severity: 'warn',
  sentence: (field) => `${field} is the day on which the patient was registered.`,
  remedy: 'Check it: the registration date may have been typed in its place.',
  source: 'DOMAIN §1.2 DOB [D]',
};

const dateOfBirthMissing: IssueKind = {
  code: 'patient.date_of_birth_missing',
  severity: 'warn',
  sentence: (field) => `${field} is empty or could not be used.`,
  remedy: 'Ask the patient at the next visit. Without it, records of one person are hard to tell apart.',
  source: 'DOMAIN §4 Duplicates (records are matched by it)',
};

export const dateOfBirth: Rule = {
  kinds: [
    dateOfBirthInFuture,
    dateOfBirthBefore1900,
    olderThan110,
    dateOfBirthIsRegistration,
    dateOfBirthMissing,
  ],
  compile: (context) => {
    const birth = filledField(context, 'dateOfBirth');
    if (birth < 0) return null;
    const registration = filledField(context, 'registrationDate');
    const death = filledField(context, 'dateOfDeath');
    const { today } = context;
    return (values, report) => {
      const date = values[birth];
      if (date === null || date === undefined) return report(dateOfBirthMissing, birth);
      if (date > today) return report(dateOfBirthInFuture, birth);
      if (date < '1900-01-01') report(dateOfBirthBefore1900, birth);
      else if (yearsBetween(date, (death < 0 ? null : values[death]) ?? today) > 110)
        report(olderThan110, birth);
      if (registration >= 0 && values[registration] === date) report(dateOfBirthIsRegistration, birth);
    };
  },
};
