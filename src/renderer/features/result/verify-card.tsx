import { Button, Title } from '@mantine/core';
import type { JobView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { isRunning } from '../../app/task-store.ts';
import { useRunningTask, useTask } from '../../app/tasks.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import { RecordTable } from './record-table.tsx';
import { verificationOf } from './task-output.ts';

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
      {last ? <Outcome job={job} /> : <p className="result__text">{s.result.verifyNever}</p>}
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

function Outcome({ job }: { job: JobView }) {
  const { s } = useLocale();
  const detail = verificationOf(useTask('verify.run'), job.jobId);
  const last = job.verification;
  if (!last) return null;
  const good = last.missing + last.changed === 0;
  return (
    <>
      <Notice tone={good ? 'good' : 'attention'}>
        {good ? s.result.verifyGood(last.verified) : s.result.verifyBad(last.missing, last.changed)}
        {detail && detail.editedSince > 0 && ` ${s.result.verifyEdited(detail.editedSince)}`}
        {detail && detail.extra > 0 && ` ${s.result.verifyExtra(detail.extra)}`}
      </Notice>
      {detail && detail.differences.length > 0 && (
        <RecordTable
          title={s.result.differencesTitle}
          records={detail.differences}
          of={detail.missing + detail.changed + detail.editedSince}
        />
      )}
      {!good && !detail && <p className="result__text">{s.result.differencesGone}</p>}
    </>
  );
}
