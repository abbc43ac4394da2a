import { Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CheckSummary, IssueGroup } from '#contract/operations/checks';
import { useLocale } from '../../app/locale.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TableBox } from '../../components/table-box.tsx';
import { Tag } from '../../components/tag.tsx';
import { severityOrder, toneOfSeverity } from './severity-tone.ts';
import type { RowChoice } from './use-row-choice.ts';
import type { SentenceOf } from './use-sentence.ts';

interface IssueGroupsProps {
  readonly summary: CheckSummary;
  readonly choice: RowChoice;
  readonly sentenceOf: SentenceOf;
  readonly again: ReactNode;
}

const rank = ({ severity }: IssueGroup): number => severityOrder.indexOf(severity);

/** What was found, by kind: a table whose bars make the big ones stand out. */
export function IssueGroups({ summary, choice, sentenceOf, again }: IssueGroupsProps) {
  const { s, f } = useLocale();
  const most = Math.max(1, ...summary.issues.map(({ rows }) => rows));
  const issues = summary.issues.toSorted((a, b) => rank(a) - rank(b) || b.rows - a.rows);
  const head = (
    <div className="pm-card__head">
      <Title order={2} id="issues-title">
        {s.checks.issuesTitle}
      </Title>
      <span className="pm-row">
        <span className="pm-muted">
          {s.checks.checkedAt(f.dateTime(summary.checkedAt))}
          {summary.warnedRows > 0 && ` · ${s.checks.warned(summary.warnedRows)}`}
        </span>
        {again}
      </span>
    </div>
  );
  if (summary.issues.length === 0) {
    return (
      <>
        {head}
        <EmptyState icon={IconCircleCheck} title={s.checks.noIssuesTitle} text={s.checks.noIssuesText} />
      </>
    );
  }
  return (
    <section className="pm-card pm-card--flush" aria-labelledby="issues-title" data-testid="issues">
      {head}
      <TableBox label={s.checks.issuesTitle}>
        <thead>
          <tr>
            <th scope="col">{s.checks.kind}</th>
            <th scope="col">{s.checks.severity}</th>
            <th scope="col" className="pm-right">
              {s.checks.rows}
            </th>
            <th scope="col">{s.checks.remedy}</th>
          </tr>
        </thead>
        <tbody>
          {issues.map((issue) => (
            <tr key={`${issue.code} ${issue.field}`} data-issue={issue.code}>
              <th scope="row" className="issues__sentence">
                {sentenceOf(issue)}
              </th>
              <td>
                <Tag tone={toneOfSeverity[issue.severity]}>{s.rows.severity[issue.severity]}</Tag>
              </td>
              <td className="issues__count">
                <a
                  className="pm-link pm-num"
                  href={choice.hrefOfIssue(issue)}
                  aria-label={s.checks.showNamed(issue.rows, sentenceOf(issue))}
                  aria-current={choice.issue === issue ? 'true' : undefined}
                  onClick={() => document.getElementById('rows')?.scrollIntoView()}
                >
                  {f.number(issue.rows)}
                </a>
                <svg className="issues__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
                  <rect width="100" height="6" rx="3" />
                  <rect
                    className={`issues__share issues__share--${toneOfSeverity[issue.severity]}`}
                    width={Math.max(2, (100 * issue.rows) / most)}
                    height="6"
                    rx="3"
                  />
                </svg>
              </td>
              <td className="issues__remedy">{issue.remedy}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  );
}
