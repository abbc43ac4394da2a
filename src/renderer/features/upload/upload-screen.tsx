import { Button } from '@mantine/core';
import type { CheckSummary } from '#contract/operations/checks';
import type { SourceTableView } from '#contract/operations/file-views';
import { countDifferences, type JobView } from '#contract/operations/upload';
import type { WorkspaceView } from '#contract/operations/workspace';
import { useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';
import { hrefOf } from '../../app/route.ts';
import { isRunning } from '../../app/task-store.ts';
import { useTask } from '../../app/tasks.ts';
import { BusyElsewhere } from '../../components/busy-elsewhere.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { CentralCard } from './central-card.tsx';
import { EnrolmentCard } from './enrolment-card.tsx';
import { PlanCard } from './plan-card.tsx';
import { UploadProgress } from './upload-progress.tsx';
import './upload.css';

interface UploadScreenProps {
  readonly table: SourceTableView;
  readonly workspace: WorkspaceView;
}

/** Connects to central, shows what would be sent, and sends it. */
export function UploadScreen({ table, workspace }: UploadScreenProps) {
  const { s } = useLocale();
  const { sourceTableId } = table;
  const jobs = useOperation('job.list', {});
  const checks = useOperation('checks.summary', { sourceTableId });
  const task = useTask('upload.run');
  const job = jobs.data?.find((one) => one.sourceTableId === sourceTableId) ?? null;
  return (
    <>
      <PageHeader title={s.upload.title} lead={s.upload.lead} />
      <BusyElsewhere step="upload" />
      <TaskOutcome task={task} />
      {isRunning(task) && task ? (
        <UploadProgress task={task} job={job} practice={workspace.practiceName} />
      ) : jobs.isPending || checks.isPending ? (
        <LoadingCard lines={6} />
      ) : (
        <Idle table={table} workspace={workspace} job={job} checks={checks.data ?? null} />
      )}
    </>
  );
}

interface IdleProps extends UploadScreenProps {
  readonly job: JobView | null;
  readonly checks: CheckSummary | null;
}

function Idle({ table, workspace, job, checks }: IdleProps) {
  const { s } = useLocale();
  if (job && (job.state === 'uploaded' || job.state === 'verified')) return <Done job={job} />;
  if (job?.state === 'rolling_back') return <TakingBack job={job} />;
  if (!workspace.enrolment) return <EnrolmentCard />;
  return (
    <>
      {job?.state === 'rolled_back' && <Notice tone="info">{s.upload.rolledBack}</Notice>}
      <CentralCard enrolment={workspace.enrolment} />
      <PlanCard table={table} checks={checks} />
    </>
  );
}

function TakingBack({ job }: { job: JobView }) {
  const { s } = useLocale();
  return (
    <Notice
      tone="attention"
      action={
        <Button component="a" href={hrefOf('result', { table: job.sourceTableId })}>
          {s.upload.goToResult}
        </Button>
      }
    >
      <strong>{s.upload.takingBackTitle(job.number ?? s.upload.unnumbered)}</strong>
      <p>{s.upload.takingBackText}</p>
    </Notice>
  );
}

/** What is known of an upload that came to its end: not compared yet, the same, or not the same as what was sent. */
function Done({ job }: { job: JobView }) {
  const { s, f } = useLocale();
  const { verification } = job;
  const number = job.number ?? s.upload.unnumbered;
  const differs = verification !== null && countDifferences(verification) > 0;
  const when = verification && f.dateTime(verification.at);
  return (
    <Notice
      tone={differs ? 'attention' : 'good'}
      action={
        <Button component="a" href={hrefOf('result', { table: job.sourceTableId })}>
          {s.upload.seeResult}
        </Button>
      }
    >
      <strong>{s.upload.doneTitle(job.reconciliation.central ?? 0)}</strong>
      <p>
        {when === null
          ? s.upload.doneText(number)
          : differs
            ? s.upload.doneDiffers(number, when)
            : s.upload.doneVerified(number, when)}
      </p>
    </Notice>
  );
}
