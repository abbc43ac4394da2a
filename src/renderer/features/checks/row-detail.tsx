import { useEffect, useRef } from 'react';
import type { RowView } from '#contract/operations/checks';
import { useLocale } from '../../app/locale.tsx';
import { Status } from '../../components/status.tsx';
import { Tag } from '../../components/tag.tsx';
import { toneOfSeverity } from './severity-tone.ts';
import type { SentenceOf } from './use-sentence.ts';

interface RowDetailProps {
  readonly row: RowView | null;
  readonly sentenceOf: SentenceOf;
}

/** What was found in the row that has the focus, and what to do about it. */
export function RowDetail({ row, sentenceOf }: RowDetailProps) {
  const { s } = useLocale();
  const end = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (row) end.current?.scrollIntoView({ block: 'nearest' });
  }, [row]);
  return (
    <>
      <Status className={row ? 'row-detail row-detail--chosen' : 'row-detail'} testId="row-detail">
        {!row && <p className="pm-muted">{s.checks.rowDetailHint}</p>}
        {row && (
          <>
            <strong>{s.checks.rowDetail(row.line)}</strong>
            {row.issues.length === 0 && <p>{s.checks.rowClean}</p>}
            <ul>
              {row.issues.map((issue) => (
                <li key={`${issue.code} ${issue.field}`}>
                  <Tag tone={toneOfSeverity[issue.severity]}>{s.rows.severity[issue.severity]}</Tag>{' '}
                  {sentenceOf(issue)} <span className="pm-muted">{issue.remedy}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Status>
      <span ref={end} className="row-detail__end" />
    </>
  );
}
