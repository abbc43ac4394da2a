import { Button, Title } from '@mantine/core';
import { countDifferences, countGone, type JobView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { isRunning } from '../../app/task-store.ts';
import { useRunningTask, useTask } from '../../app/tasks.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import { RecordTable } from './record-table.tsx';

/** The proof: every record compared with what was sent. */
export function VerifyCard({ job }: { job: JobView }) {
  const { s, f } = useLocale();
  const run = useOperationMutation('verify.run');
  const task = useTask('verify.run');
  const running = useRunningTask() !== null;
  if (isRunning(task) && task) {
    return <TaskProgress task={task} title={s.tasks.title['verify.run']} />;
  }
  const last = job.verification;
  return (
    <section className="pm-card pm-stack" aria-labelledby="verify-title" data-testid="verify">
      <div className="pm-card__head">
        <Title order={2} id="verify-title">
          {s.result.verifyTitle}
        </Title>
        {last && <span className="pm-muted">{s.result.verifiedAt(f.dateTime(last.at))}</span>}
      </div>
      <TaskOutcome task={task} />
      {last ? <Outcome last={last} /> : <p className="result__text">{s.result.verifyNever}</p>}
      {run.error && <FaultNotice fault={run.error.fault} />}
      <div>
        <Button
          variant={last ? 'default' : 'filled'}
          loading={run.isPending}
          disabled={running}
          onClick={() => run.mutate({ jobId: job.jobId })}
        >
          {last ? s.result.verifyAgain : s.result.verify}
        </Button>
      </div>
    </section>
  );
}

type Verification = NonNullable<JobView['verification']>;

/** The newest comparison as the workspace keeps it, so that it is still there after opening it again. */
function Outcome({ last }: { last: Verification }) {
  const { s } = useLocale();
  const good = countDifferences(last) === 0;
  const gone = countGone(last.unchanged);
  const same = last.verified + last.unchanged.verified;
  const all = last.expected + last.unchanged.expected;
  const editedSince = last.editedSince + last.unchanged.editedSince;
  return (
    <>
      <Notice tone={good ? 'good' : 'attention'}>
        {good ? s.result.verifyGood(same, all) : s.result.verifyBad(last.missing + gone, last.changed)}
        {editedSince > 0 && ` ${s.result.verifyEdited(editedSince)}`}
        {last.extra > 0 && ` ${s.result.verifyExtra(last.extra)}`}
        {gone > 0 && ` ${s.result.verifyGone(gone)}`}
      </Notice>
      {last.differences.length > 0 && (
        <RecordTable
          title={s.result.differencesTitle}
          records={last.differences}
          of={last.missing + last.changed + editedSince + gone}
        />
      )}
    </>
  );
}
