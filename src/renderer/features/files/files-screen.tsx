import { Button } from '@mantine/core';
import { useState } from 'react';
import type { FileSource } from '#contract/operations/file-views';
import { useEngine } from '../../app/engine.tsx';
import { useCurrentTable } from '../../app/current-table.ts';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { goTo, hrefOf } from '../../app/route.ts';
import { isRunning } from '../../app/task-store.ts';
import { useTask } from '../../app/tasks.ts';
import { BusyElsewhere } from '../../components/busy-elsewhere.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import { DropZone } from './drop-zone.tsx';
import { HandingOver } from './handing-over.tsx';
import { InspectionView } from './inspection-view.tsx';
import { ReadFiles } from './read-files.tsx';
import { useHandOver } from './use-hand-over.ts';

/** Takes a file over, shows what it is, and reads it into the workspace. */
export function FilesScreen() {
  const { s } = useLocale();
  const { tasks } = useEngine();
  const task = useTask('files.stage');
  const { handOver, progress, error, take, cancel, reset } = useHandOver();
  const [reading, setReading] = useState<FileSource | null>(null);
  const stage = useOperationMutation('files.stage', {
    onSuccess: (_started, { source }) => {
      setReading(source);
      // The file that is being read is the one that the steps will be about.
      goTo('files');
    },
  });
  const { table } = useCurrentTable();
  const busy = isRunning(task);
  const done = task?.state === 'succeeded';
  // The task may be heard of, and even end, before the engine has answered that it began.
  const begun = handOver === reading || (stage.isPending && task !== null);
  const inspecting = handOver && !begun && !busy;
  const onFile = (file: File) => {
    // What became of the file before is no news once another is at hand.
    if (task) tasks.dismiss(task.taskId);
    stage.reset();
    void take(file);
  };
  return (
    <>
      <PageHeader
        title={s.files.title}
        lead={s.files.lead}
        action={
          table &&
          !busy &&
          !inspecting && (
            <Button component="a" href={hrefOf('mapping', { table: table.sourceTableId })}>
              {s.files.goOn}
            </Button>
          )
        }
      />
      <BusyElsewhere step="files" />
      {busy && task && <TaskProgress task={task} title={s.tasks.title['files.stage']} />}
      <TaskOutcome task={task} />
      {done && !inspecting && <ReadDone taskId={task.taskId} />}
      {error && <FaultNotice fault={error.fault} />}
      {stage.error && inspecting && <FaultNotice fault={stage.error.fault} />}
      {progress && <HandingOver progress={progress} onCancel={cancel} />}
      {inspecting ? (
        <InspectionView
          source={handOver}
          starting={stage.isPending}
          onRead={stage.mutate}
          onAnother={reset}
        />
      ) : (
        !busy && !progress && <DropZone isFirst={table === null} onFile={onFile} />
      )}
      <ReadFiles />
    </>
  );
}

function ReadDone({ taskId }: { taskId: string }) {
  const { s } = useLocale();
  const { tasks } = useEngine();
  const { table } = useCurrentTable();
  if (!table) return null;
  return (
    <Notice tone="good" onDismiss={() => tasks.dismiss(taskId)}>
      {s.files.readDone(table.rowCount, table.fileName)}
    </Notice>
  );
}
