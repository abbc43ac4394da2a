import { Title } from '@mantine/core';
import type { JobView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { RecordTable } from './record-table.tsx';

/** Held rows whose record central has in another version: which they are, and what a person can do. */
export function DifferentCard({ job }: { job: JobView }) {
  const { s } = useLocale();
  const { different } = job.alreadyThere;
  if (different === 0) return null;
  return (
    <section className="pm-card pm-stack" aria-labelledby="different-title" data-testid="different">
      <div>
        <Title order={2} id="different-title">
          {s.result.differentTitle}
        </Title>
        <p className="result__text">{s.result.differentText(different)}</p>
        <p className="result__text">{s.result.differentAdvice}</p>
      </div>
      <RecordTable title={s.result.differentRecords} records={job.differentRecords} of={different} />
    </section>
  );
}
