import type { IssueGroup } from '#contract/operations/checks';
import type { Tone } from '../../components/tag.tsx';

/** What needs a person first, then what somebody should look at, then what needs nothing. */
export const severityOrder: readonly IssueGroup['severity'][] = ['reject', 'hold', 'warn', 'skip'];

/** The colour that goes with a severity's words: that of where such a row ends up. */
export const toneOfSeverity: Readonly<Record<IssueGroup['severity'], Tone>> = {
  reject: 'rejected',
  hold: 'held',
  warn: 'accent',
  skip: 'skipped',
};
