import { z } from 'zod';
import { defineOperation, practiceRoles } from '../operation.ts';
import { reconciliation, rowState } from '../reconciliation.ts';

export const severities = ['reject', 'hold', 'warn', 'skip'] as const;
export const severity = z.enum(severities);

export const issueGroup = z.object({
  code: z.string(),
  severity,
  field: z.string().nullable(),
  fieldLabel: z.string().nullable(),
  rows: z.number().int(),
  /** What was found, as a sentence. */
  sentence: z.string(),
  /** What to do about it. */
  remedy: z.string(),
});
export type IssueGroup = z.infer<typeof issueGroup>;

export const checkSummary = z.object({
  checkRunId: z.number().int(),
  mappingId: z.number().int(),
  sourceTableId: z.number().int(),
  checkedAt: z.string(),
  reconciliation,
  warnedRows: z.number().int(),
  /** Rows that repeat an earlier row exactly (part of `skipped`). */
  duplicates: z.number().int(),
  issues: z.array(issueGroup),
});
export type CheckSummary = z.infer<typeof checkSummary>;

export const rowView = z.object({
  rowNo: z.number().int(),
  line: z.number().int(),
  state: rowState,
  cells: z.array(z.string()),
  issues: z.array(
    z.object({
      code: z.string(),
      severity,
      field: z.string().nullable(),
      column: z.number().int().nullable(),
      sentence: z.string(),
      remedy: z.string(),
    }),
  ),
});
export type RowView = z.infer<typeof rowView>;

export const checkOperations = [
  defineOperation({
    name: 'checks.run',
    summary: 'Converts and checks every row under the approved mapping; nothing leaves this computer.',
    effect: 'task',
    roles: practiceRoles,
    input: z.strictObject({ mappingId: z.number().int() }),
    output: checkSummary,
  }),
  defineOperation({
    name: 'checks.summary',
    summary: 'The newest check of a file, or null.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({ sourceTableId: z.number().int() }),
    output: checkSummary.nullable(),
  }),
  defineOperation({
    name: 'rows.list',
    summary: 'Rows of a file by state or by issue, a page at a time.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({
      sourceTableId: z.number().int(),
      state: rowState.optional(),
      issue: z.strictObject({ code: z.string(), field: z.string().nullable() }).optional(),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({ total: z.number().int(), rows: z.array(rowView) }),
  }),
] as const;
