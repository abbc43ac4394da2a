import type { IssueKind } from '../issue.ts';

/** What reading a record of JSON or XML can find in one of its values. */

export const markupNotRead: IssueKind = {
  code: 'text.markup_not_read',
  severity: 'hold',
  sentence: (field) =>
    `${field} contains “&” as part of an abbreviation, such as &nbsp;. Only those of XML itself are resolved, never those that a file defines. It is kept as it is written.`,
  remedy: 'Type the text as it should be, or correct it in the old system and export again.',
  source: 'XML 1.0 §4.1; our decision: names that a document defines itself are never resolved',
};

export const readingRecordsKinds: readonly IssueKind[] = [markupNotRead];
