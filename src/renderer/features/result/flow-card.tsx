import { Title } from '@mantine/core';
import { rowStates } from '#contract/reconciliation';
import type { JobView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { FlowPicture } from '../../components/flow-picture.tsx';
import { TableBox } from '../../components/table-box.tsx';

/** The rows' way as a picture, and the same as a table. */
export function FlowCard({ job }: { job: JobView }) {
  const { s, f } = useLocale();
  const sum = job.reconciliation;
  const { unchanged, different } = job.alreadyThere;
  const lines = [
    ...rowStates.map((state) => ({
      name: s.rows.stateTitle[state],
      count: sum[state],
      meaning: s.rows.stateMeaning[state],
    })),
    { name: s.result.flowCentral, count: sum.central ?? 0, meaning: s.result.centralMeaning },
    { name: s.result.alreadyUnchanged, count: unchanged, meaning: s.result.alreadyUnchangedMeaning },
    { name: s.result.alreadyDifferent, count: different, meaning: s.result.alreadyDifferentMeaning },
  ].filter(({ count }, index) => index < 5 || count > 0);
  return (
    <section className="pm-card pm-stack" aria-labelledby="flow-title" data-testid="flow">
      <Title order={2} id="flow-title">
        {s.result.flowTitle}
      </Title>
      <FlowPicture sum={sum} sourceTableId={job.sourceTableId} />
      <details className="result__table">
        <summary>{s.result.flowTable}</summary>
        <TableBox label={s.result.flowTable}>
          <thead>
            <tr>
              <th scope="col">{s.result.where}</th>
              <th scope="col" className="pm-right">
                {s.result.rowsColumn}
              </th>
              <th scope="col">{s.result.meaning}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{s.result.flowRead}</th>
              <td className="pm-right pm-num">{f.number(sum.read)}</td>
              <td>{job.fileName}</td>
            </tr>
            {lines.map(({ name, count, meaning }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="pm-right pm-num">{f.number(count)}</td>
                <td>{meaning}</td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      </details>
    </section>
  );
}
