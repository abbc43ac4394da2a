import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TaskSnapshot } from '#contract/events';
import type { JobView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';

interface UploadProgressProps {
  readonly task: TaskSnapshot;
  readonly job: JobView | null;
  readonly practice: string;
}

/** The upload as it goes. Stopping says what it leaves behind before it is done. */
export function UploadProgress({ task, job, practice }: UploadProgressProps) {
  const { s } = useLocale();
  const [asking, setAsking] = useState(false);
  const cancel = useOperationMutation('task.cancel', { onSuccess: () => setAsking(false) });
  const stopping = task.state === 'cancelling';
  const batches = job && job.batches.planned > 0 ? job.batches : null;
  return (
    <>
      <TaskProgress
        task={task}
        title={`${s.tasks.title['upload.run']}: ${practice}`}
        detail={
          <p className="pm-muted pm-num">
            {batches && `${s.upload.batchesReceived(batches.acknowledged, batches.planned)}  ·  `}
            {s.upload.leaveHint}
          </p>
        }
        stop={
          <Button variant="default" loading={stopping} onClick={() => setAsking(true)}>
            {s.upload.stop}
          </Button>
        }
      />
      {asking && !stopping && (
        <ConfirmDialog
          title={s.upload.stopTitle}
          action={s.upload.stopAction}
          keep={s.upload.keepGoing}
          busy={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate({ taskId: task.taskId })}
          onClose={() => setAsking(false)}
        >
          {s.upload.stopText}
        </ConfirmDialog>
      )}
    </>
  );
}
