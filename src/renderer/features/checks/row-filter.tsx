import { Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { CheckSummary } from '#contract/operations/checks';
import { rowStates } from '#contract/reconciliation';
import { useLocale } from '../../app/locale.tsx';
import type { RowChoice } from './use-row-choice.ts';
import type { SentenceOf } from './use-sentence.ts';

interface RowFilterProps {
  readonly choice: RowChoice;
  readonly summary: CheckSummary;
  readonly sentenceOf: SentenceOf;
}

/** Which rows the list shows. */
export function RowFilter({ choice, summary, sentenceOf }: RowFilterProps) {
  const { s, f } = useLocale();
  const sum = summary.reconciliation;
  const all = choice.state === null && choice.issue === null;
  return (
    <div className="row-filter">
      <Title order={2} id="rows-title">
        {s.checks.rowsTitle}
      </Title>
      <nav aria-label={s.checks.filter} className="row-filter__choices">
        <a href={choice.hrefOfState(null)} aria-current={all ? 'true' : undefined}>
          {s.checks.all} <b className="pm-num">{f.number(sum.read)}</b>
        </a>
        {rowStates.map((state) => (
          <a
            key={state}
            href={choice.hrefOfState(state)}
            aria-current={choice.state === state ? 'true' : undefined}
            title={s.rows.stateMeaning[state]}
          >
            {s.rows.stateTitle[state]} <b className="pm-num">{f.number(sum[state])}</b>
          </a>
        ))}
      </nav>
      {choice.issue && (
        <a
          className="row-filter__issue"
          href={choice.hrefOfState(null)}
          aria-label={`${s.checks.filteredBy(sentenceOf(choice.issue))} – ${s.checks.hide}`}
        >
          {s.checks.filteredBy(sentenceOf(choice.issue))} <IconX size={15} aria-hidden />
        </a>
      )}
    </div>
  );
}
