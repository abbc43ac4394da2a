import type { RowView } from '#contract/operations/checks';
import { useLocale } from '../../app/locale.tsx';
import { Status } from '../../components/status.tsx';
import { Tag } from '../../components/tag.tsx';
import { toneOfSeverity } from './severity-tone.ts';

/** What was found in the row that has the focus, and what to do about it. */
export function RowDetail({ row }: { row: RowView | null }) {
  const { s } = useLocale();
  return (
    <Status className="row-detail" testId="row-detail">
      {!row && <p className="pm-muted">{s.checks.rowDetailHint}</p>}
      {row && (
        <>
          <strong>{s.checks.rowDetail(row.line)}</strong>
          {row.issues.length === 0 && <p>{s.checks.rowClean}</p>}
          <ul>
            {row.issues.map((issue) => (
              <li key={`${issue.code} ${issue.field}`}>
                <Tag tone={toneOfSeverity[issue.severity]}>{s.rows.severity[issue.severity]}</Tag>{' '}
                {issue.sentence} <span className="pm-muted">{issue.remedy}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Status>
  );
}
