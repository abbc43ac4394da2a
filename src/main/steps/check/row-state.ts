import type { RowState } from '#contract/reconciliation';
import type { Severity } from '#main/model/issue';

/** The state that the worst finding gives a row. */
const states: Readonly<Record<Severity, RowState>> = {
  reject: 'rejected',
  skip: 'skipped',
  hold: 'held',
  warn: 'accepted',
};

const weight: Readonly<Record<Severity, number>> = { reject: 3, skip: 2, hold: 1, warn: 0 };

/**
 * What becomes of a row with these findings. A row that is left out on purpose is left out whatever else it has:
 * a repetition of a held row needs no second decision.
 */
export function rowStateOf(severities: Iterable<Severity>): RowState {
  let worst: Severity = 'warn';
  for (const severity of severities) if (weight[severity] > weight[worst]) worst = severity;
  return states[worst];
}
