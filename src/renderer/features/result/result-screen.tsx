import { Button, Select } from '@mantine/core';
import { IconReportAnalytics } from '@tabler/icons-react';
import type { SourceTableView } from '#contract/operations/file-views';
import type { WorkspaceView } from '#contract/operations/workspace';
import { countDifferences, type JobView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';
import { goTo, hrefOf, useRoute } from '../../app/route.ts';
import { isRunning } from '../../app/task-store.ts';
import { useTask } from '../../app/tasks.ts';
import { BusyElsewhere } from '../../components/busy-elsewhere.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { DifferentCard } from './different-card.tsx';
import { FlowCard } from './flow-card.tsx';
import { UndoCard } from './undo-card.tsx';
import { VerifyCard } from './verify-card.tsx';
import './result.css';

interface ResultScreenProps {
  readonly table: SourceTableView;
  readonly workspace: WorkspaceView;
}

/** Where every row went, the proof of it, and the way back. */
export function ResultScreen({ table, workspace }: ResultScreenProps) {
  const { s } = useLocale();
  const { params } = useRoute();
  const jobs = useOperation('job.list', {});
  const practice = workspace.enrolment?.tenantName ?? workspace.practiceName;
  const own = jobs.data?.filter(({ sourceTableId }) => sourceTableId === table.sourceTableId) ?? [];
  const job = own.find(({ jobId }) => jobId === params.get('job')) ?? own[0] ?? null;
  return (
    <>
      <PageHeader title={s.result.title} lead={s.result.lead} />
      <BusyElsewhere step="result" />
      {jobs.isPending && <LoadingCard lines={8} />}
      {jobs.isError && <FaultNotice fault={jobs.error.fault} onRetry={() => void jobs.refetch()} />}
      {jobs.isSuccess && !job && (
        <EmptyState icon={IconReportAnalytics} title={s.result.noneTitle} text={s.result.noneText}>
          <Button component="a" href={hrefOf('upload', { table: table.sourceTableId })}>
            {s.result.goToUpload}
          </Button>
        </EmptyState>
      )}
      {job && <JobResult key={job.jobId} job={job} jobs={own} practice={practice} />}
    </>
  );
}

const toneOf: Readonly<Record<JobView['state'], Tone>> = {
  uploading: 'accent',
  paused: 'held',
  uploaded: 'held',
  verified: 'accepted',
  rolling_back: 'held',
  rolled_back: 'skipped',
};

/** The state in words; a comparison that found differences is louder than the state. */
function JobTag({ job }: { job: JobView }) {
  const { s } = useLocale();
  const { verification, state } = job;
  const takingBack = isRunning(useTask('rollback.run'));
  const differs = verification !== null && countDifferences(verification) > 0;
  if (state === 'uploaded' && differs) return <Tag tone="rejected">{s.result.stateDiffers}</Tag>;
  if (state === 'rolling_back' && !takingBack) return <Tag tone="held">{s.result.takingBackStopped}</Tag>;
  return <Tag tone={toneOf[state]}>{s.result.state[state]}</Tag>;
}

interface JobResultProps {
  readonly job: JobView;
  readonly jobs: readonly JobView[];
  readonly practice: string;
}

function JobResult({ job, jobs, practice }: JobResultProps) {
  const { s, f } = useLocale();
  const table = job.sourceTableId;
  const open = job.state === 'paused' || job.state === 'uploading';
  return (
    <>
      <div className="pm-row">
        {jobs.length > 1 ? (
          <Select
            aria-label={s.result.job}
            data={jobs.map((one) => ({
              value: one.jobId,
              label: s.result.jobOption(
                one.number ?? s.result.unnumbered,
                one.fileName,
                f.dateTime(one.startedAt),
              ),
            }))}
            value={job.jobId}
            allowDeselect={false}
            w={420}
            maw="100%"
            onChange={(chosen) => goTo('result', { table, job: chosen })}
          />
        ) : (
          <strong data-testid="job-number">{job.number ?? s.result.unnumbered}</strong>
        )}
        <JobTag job={job} />
        <span className="pm-muted">
          {job.state === 'rolled_back' && job.rollback
            ? s.result.takenBackAt(f.dateTime(job.rollback.at), f.dateTime(job.startedAt), job.startedBy)
            : s.result.startedBy(f.dateTime(job.startedAt), job.startedBy)}
        </span>
      </div>
      {open && (
        <Notice
          tone="attention"
          action={
            <Button component="a" href={hrefOf('upload', { table })}>
              {s.result.continueIt}
            </Button>
          }
        >
          {s.result.paused}
        </Notice>
      )}
      <FlowCard job={job} />
      <DifferentCard job={job} />
      {job.state !== 'rolled_back' && job.state !== 'rolling_back' && !open && <VerifyCard job={job} />}
      <UndoCard job={job} practice={practice} isNewest={job === jobs[0]} />
    </>
  );
}
