import type { IssueKind } from '../issue.ts';

/** What converting a cell can find. A value that cannot be carried over safely is left empty, never guessed. */

export const forbiddenCharacter: IssueKind = {
  code: 'text.forbidden_character',
  severity: 'hold',
  sentence: (field) => `${field} contains control characters that no text should have.`,
  remedy: 'Type the text again without them in the old system. They usually come from a damaged export.',
  source: 'Canonical text of a record (model/record); PostgreSQL refuses NUL in text',
};

export const replacementCharacter: IssueKind = {
  code: 'text.replacement_character',
  severity: 'warn',
  sentence: (field) => `${field} contains the mark � where another program could not read a character.`,
  remedy: 'Look the text up in the old system and type the missing character.',
  source: 'Unicode 16, section 23.8 (U+FFFD); DOMAIN §4 Text',
};

export const invisibleInIdentifier: IssueKind = {
  code: 'identifier.invisible_character',
  severity: 'hold',
  sentence: (field) => `${field} contains characters that cannot be seen, so it may look like another one.`,
  remedy: 'Type it again in the old system, or remove them there, and export again.',
  source: 'Unicode 16, general category Cf and C1 controls; UTS #39 (confusable identifiers)',
};

export const invisibleCharacter: IssueKind = {
  code: 'text.invisible_character',
  severity: 'warn',
  sentence: (field) => `${field} contains characters that cannot be seen; they are carried over.`,
  remedy: 'Look at it in the old system. Typed again it is free of them.',
  source: 'Unicode 16, general category Cf and C1 controls',
};

export const linesJoined: IssueKind = {
  code: 'text.lines_joined',
  severity: 'warn',
  sentence: (field) => `${field} had more than one line; they are carried over as one, with spaces.`,
  remedy: 'Nothing to do, unless the lines are different things, such as two parts of an address.',
  source: 'Our decision: the field has one line; the file as read keeps them',
};

export const dateImpossible: IssueKind = {
  code: 'date.impossible',
  severity: 'hold',
  sentence: (field) => `${field} is a day that the calendar does not have.`,
  remedy:
    'Correct it from the paper record or with the patient. If day and month are swapped, check the date order.',
  source: 'ISO 8601; DOMAIN §2.4 (never guess)',
};

export const dateTwoDigitYear: IssueKind = {
  code: 'date.two_digit_year',
  severity: 'hold',
  sentence: (field) => `${field} has a year of two digits, so the century is not certain.`,
  remedy: 'Type the year with four digits, or export the date again with four.',
  source: 'DOMAIN §4 Excel (two-digit years)',
};

export const dateOrderUnknown: IssueKind = {
  code: 'date.order_unknown',
  severity: 'hold',
  sentence: (field) => `${field} may be day/month or month/day, and nothing says which.`,
  remedy: 'Choose the preset of the system that wrote the file, or export dates as year-month-day.',
  source: 'DOMAIN §2.4 and §4 Dates (never guess from one value)',
};

export const dateWithZone: IssueKind = {
  code: 'date.time_zone',
  severity: 'hold',
  sentence: (field) => `${field} has a time with a time zone, which may have moved it to another day.`,
  remedy: 'Compare the day with the old system’s own screen and type the date without a time.',
  source: 'ISO 8601; our decision',
};

export const dateTimeLeftOut: IssueKind = {
  code: 'date.time_left_out',
  severity: 'warn',
  sentence: (field) => `${field} had a time of day, which is not carried over.`,
  remedy: 'Nothing to do, unless the time matters. It stays in the file as read.',
  source: 'Our decision: the field is a calendar date',
};

export const datePlaceholder: IssueKind = {
  code: 'date.placeholder',
  severity: 'warn',
  sentence: (field) => `${field} is a date that programs write for “not known”, so it is left empty.`,
  remedy: 'Ask the patient at the next visit and enter the real date.',
  source: 'DOMAIN §1.2 DOB (01/01/1900) and §4 Excel (99/99/9999)',
};

export const dateNotRecognised: IssueKind = {
  code: 'date.not_recognised',
  severity: 'hold',
  sentence: (field) => `${field} is not written as a date.`,
  remedy: 'Correct it. A bare number of five digits is a spreadsheet’s date: export it again as text.',
  source: 'DOMAIN §4 Excel (serial dates)',
};

export const booleanNotRecognised: IssueKind = {
  code: 'boolean.not_recognised',
  severity: 'hold',
  sentence: (field) => `${field} is neither yes nor no.`,
  remedy: 'Set it to Y or N, or leave it empty if it is not known.',
  source: 'DOMAIN §4 Structure (unknown is not true)',
};

export const codeNotRecognised: IssueKind = {
  code: 'code.not_recognised',
  severity: 'hold',
  sentence: (field) => `${field} has a code that is not known here.`,
  remedy: 'Replace it by one of the field’s values, or have the code added to the preset.',
  source: 'DOMAIN §1.2 (coded fields)',
};

export const countryNotRecognised: IssueKind = {
  code: 'country.not_recognised',
  severity: 'hold',
  sentence: (field) => `${field} is not a country that is known by this name.`,
  remedy: 'Write the two-letter code, such as GB, US or IE.',
  source: 'ISO 3166-1',
};

export const phoneNotRecognised: IssueKind = {
  code: 'phone.not_recognised',
  severity: 'warn',
  sentence: (field) => `${field} is not a complete phone number; it is carried over as it is written.`,
  remedy: 'Correct it, with the area code, or with + and the country code if it is abroad.',
  source: 'ITU-T E.164; our decision: losing the number would be worse',
};

export const phoneWithWords: IssueKind = {
  code: 'phone.with_instruction',
  severity: 'warn',
  sentence: (field) =>
    `${field} holds words or an instruction (such as not to text) beside the number; only the number is carried over.`,
  remedy: 'Read the words, and set the patient’s agreement to texts and calls, or the notes, by hand.',
  source: 'DOMAIN §2.3 (staff are told to type “NO texts” before the number) and §4 Structure',
};

export const conversionKinds: readonly IssueKind[] = [
  forbiddenCharacter,
  replacementCharacter,
  invisibleInIdentifier,
  invisibleCharacter,
  linesJoined,
  dateImpossible,
  dateTwoDigitYear,
  dateOrderUnknown,
  dateWithZone,
  dateTimeLeftOut,
  datePlaceholder,
  dateNotRecognised,
  booleanNotRecognised,
  codeNotRecognised,
  countryNotRecognised,
  phoneNotRecognised,
  phoneWithWords,
];
