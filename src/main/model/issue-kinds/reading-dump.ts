import type { IssueKind } from '../issue.ts';

/** What reading a database dump can find in a cell. */

const sqlExpression: IssueKind = {
  code: 'cell.sql_expression',
  severity: 'hold',
  sentence: (field) =>
    `${field} is not a value but a calculation that only the old database can carry out. It is shown as it stands in the file.`,
  remedy:
    'Look the value up in the old system and enter it by hand after the upload, or ask for a dump made without --inserts.',
  source: 'Our decision: nothing is calculated in place of the old database',
};

const oddEscape: IssueKind = {
  code: 'cell.odd_escape',
  severity: 'warn',
  sentence: (field) =>
    `${field} has a backslash where none is expected; it is left out, as Postgres would. The text as it stands in the file is kept beside it.`,
  remedy: 'Compare the text with the old system.',
  source: 'PostgreSQL 18 documentation, COPY, “Text Format”',
};

export const readingDumpKinds: readonly IssueKind[] = [sqlExpression, oddEscape];
