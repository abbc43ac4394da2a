import { Button, Title } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { JobView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { hrefOf } from '../../app/route.ts';
import { isRunning } from '../../app/task-store.ts';
import { useRunningTask, useTask } from '../../app/tasks.ts';
import { Notice } from '../../components/notice.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import { RecordTable } from './record-table.tsx';
import { rollbackOf } from './task-output.ts';
import { UndoDialog } from './undo-dialog.tsx';

interface UndoCardProps {
  readonly job: JobView;
  readonly practice: string;
  /** It is the file's newest upload, so that another one may follow it. */
  readonly isNewest: boolean;
}

/** The way back, apart from everything else, in words with numbers. */
export function UndoCard({ job, practice, isNewest }: UndoCardProps) {
  const { s } = useLocale();
  const task = useTask('rollback.run');
  const running = useRunningTask() !== null;
  const [asking, setAsking] = useState(false);
  if (isRunning(task) && task) {
    return <TaskProgress task={task} title={s.tasks.title['rollback.run']} />;
  }
  if (job.state === 'rolled_back') return <Undone job={job} isNewest={isNewest} />;
  const count = job.reconciliation.central ?? 0;
  return (
    <section className="pm-card pm-stack result__undo" aria-labelledby="undo-title" data-testid="undo">
      <div>
        <Title order={2} id="undo-title">
          {s.result.undoTitle}
        </Title>
        <p className="result__text">{s.result.undoText}</p>
      </div>
      <TaskOutcome task={task} />
      <div>
        <Button
          variant="default"
          className="result__danger"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          disabled={running}
          onClick={() => setAsking(true)}
        >
          {job.state === 'rolling_back' ? s.result.undoAgain : s.result.undo(count)}
        </Button>
      </div>
      {asking && <UndoDialog job={job} practice={practice} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Undone({ job, isNewest }: Omit<UndoCardProps, 'practice'>) {
  const { s } = useLocale();
  const detail = rollbackOf(useTask('rollback.run'), job.jobId);
  const { removed, kept } = job.rollback ?? { removed: 0, kept: 0 };
  return (
    <section className="pm-stack" aria-label={s.result.undoTitle} data-testid="undone">
      <Notice
        tone={kept > 0 ? 'attention' : 'good'}
        action={
          isNewest && (
            <Button component="a" variant="default" href={hrefOf('upload', { table: job.sourceTableId })}>
              {s.result.uploadAgain}
            </Button>
          )
        }
      >
        {s.result.undone(removed)} {kept > 0 ? s.result.undoneKept(kept) : s.result.undoneAll}
      </Notice>
      {detail && detail.keptRecords.length > 0 && (
        <div className="pm-card">
          <RecordTable title={s.result.keptTitle} records={detail.keptRecords} of={detail.kept} />
        </div>
      )}
    </section>
  );
}
