import type { CheckSummary, IssueGroup } from '#contract/operations/checks';
import { rowStates, type RowState } from '#contract/reconciliation';
import { hrefOf, useRoute } from '../../app/route.ts';

export interface RowChoice {
  readonly state: RowState | null;
  readonly issue: IssueGroup | null;
  readonly hrefOfState: (state: RowState | null) => string;
  readonly hrefOfIssue: (issue: IssueGroup) => string;
}

/** Which rows are shown: all, those of a state, or those with a finding. It is in the address, so links can say it. */
export function useRowChoice(table: number, summary: CheckSummary): RowChoice {
  const { params } = useRoute();
  const code = params.get('issue');
  const field = params.get('field');
  return {
    state: rowStates.find((state) => state === params.get('state')) ?? null,
    issue: summary.issues.find((issue) => issue.code === code && issue.field === field) ?? null,
    hrefOfState: (state) => hrefOf('checks', { table, state }),
    hrefOfIssue: (issue) => hrefOf('checks', { table, issue: issue.code, field: issue.field }),
  };
}
