import { z } from 'zod';

const count = z.number().int().nonnegative();

/**
 * Where every row of a file went. Always true: read = accepted + held + rejected + skipped.
 * `central` is what the central database holds of it, null before anything was sent.
 */
export const reconciliation = z.object({
  read: count,
  accepted: count,
  held: count,
  rejected: count,
  skipped: count,
  central: count.nullable(),
});
export type Reconciliation = z.infer<typeof reconciliation>;

export const rowStates = ['accepted', 'held', 'rejected', 'skipped'] as const;
export const rowState = z.enum(rowStates);
export type RowState = z.infer<typeof rowState>;

export function isBalanced(sum: Reconciliation): boolean {
  return sum.read === sum.accepted + sum.held + sum.rejected + sum.skipped;
}
