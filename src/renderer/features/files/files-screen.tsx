import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { OperationInput } from '#contract/operations';
import { useEngine } from '../../app/engine.tsx';
import { useCurrentTable } from '../../app/current-table.ts';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { goTo, hrefOf, useRoute } from '../../app/route.ts';
import { isRunning } from '../../app/task-store.ts';
import { useTask, useTasks } from '../../app/tasks.ts';
import { BusyElsewhere } from '../../components/busy-elsewhere.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import { ColumnsView } from './columns-view.tsx';
import { DropZone } from './drop-zone.tsx';
import { useHanded } from './handed.ts';
import { HandingOver } from './handing-over.tsx';
import { LookAtHanded } from './look-at-handed.tsx';
import { ReadDone } from './read-done.tsx';
import { ReadFiles } from './read-files.tsx';
import { RereadView } from './reread-view.tsx';
import { surveyOf } from './survey-tables.ts';
import { useHandOver } from './use-hand-over.ts';

/** Takes files over, shows what they are, and reads them into the workspace; or shows one that was read. */
export function FilesScreen() {
  const { params } = useRoute();
  const { tables } = useCurrentTable();
  const tableOf = (name: string) =>
    tables.find(({ sourceTableId }) => sourceTableId === Number(params.get(name)));
  const columnsOf = tableOf('columns');
  if (columnsOf) return <ColumnsView table={columnsOf} />;
  const rereading = tableOf('reread');
  return rereading ? <RereadView table={rereading} /> : <TakeFiles />;
}

function TakeFiles() {
  const { s } = useLocale();
  const { tasks } = useEngine();
  const { table } = useCurrentTable();
  const { handed, begin, change, look, end } = useHanded();
  const survey = useOperationMutation('files.survey', {
    onSuccess: ({ taskId }, { source }) => begin(source, taskId),
  });
  const stage = useOperationMutation('files.stage', {
    onSuccess: ({ taskId }) => {
      change({ stageTaskId: taskId });
      // The file that is being read is the one that the steps will be about.
      goTo('files');
    },
  });
  const { progress, error, take, cancel } = useHandOver((source) => survey.mutate({ source }));
  const staging = useTask('files.stage');
  const all = useTasks();
  const looking = all.find(({ taskId }) => taskId === handed?.surveyTaskId) ?? null;
  const read = all.find(({ taskId }) => taskId === handed?.stageTaskId);
  // The task may be heard of, and even end, before the engine has answered that it began.
  const begun = stage.isPending && staging !== null;
  const found = begun || handed?.stageTaskId ? null : surveyOf(looking);
  // What was decided is kept until all of it is read: reading may be stopped, or come to nothing.
  useEffect(() => {
    if (read === undefined || isRunning(read)) return;
    if (read.state === 'succeeded') end();
    else change({ stageTaskId: null });
  }, [read, end, change]);
  const rereading = useTask('files.reread');
  const ours = [staging, looking, rereading, useTask('files.remove')].filter((task) => task !== null);
  const running = ours.find(isRunning);
  const busy = running !== undefined || survey.isPending;
  const onFiles = (files: readonly File[]) => {
    // What became of files before is no news once others are at hand.
    for (const task of ours) tasks.dismiss(task.taskId);
    stage.reset();
    survey.reset();
    end();
    void take(files);
  };
  const onRead = (input: OperationInput<'files.stage'>) => {
    if (staging) tasks.dismiss(staging.taskId);
    stage.mutate(input);
  };
  const onAnother = () => {
    if (looking) tasks.dismiss(looking.taskId);
    stage.reset();
    end();
  };
  return (
    <>
      <PageHeader
        title={s.files.title}
        lead={s.files.lead}
        action={
          table &&
          !busy &&
          !found && (
            <Button component="a" href={hrefOf('mapping', { table: table.sourceTableId })}>
              {s.files.goOn}
            </Button>
          )
        }
      />
      <BusyElsewhere step="files" />
      {running && <TaskProgress task={running} title={s.tasks.title[running.kind]} />}
      {ours.map((task) => (
        <TaskOutcome key={task.taskId} task={task} />
      ))}
      {staging?.state === 'succeeded' && !found && <ReadDone task={staging} />}
      {rereading?.state === 'succeeded' && !found && (
        <Notice tone="good" onDismiss={() => tasks.dismiss(rereading.taskId)}>
          {s.reading.rereadDone}
        </Notice>
      )}
      {error && <FaultNotice fault={error.fault} />}
      {survey.error && <FaultNotice fault={survey.error.fault} />}
      {stage.error && found && <FaultNotice fault={stage.error.fault} />}
      {progress && <HandingOver progress={progress} onCancel={cancel} />}
      {handed && found ? (
        <LookAtHanded
          survey={found}
          handed={handed}
          starting={stage.isPending}
          onChange={change}
          onLook={look}
          onRead={onRead}
          onAnother={onAnother}
        />
      ) : (
        !busy && !progress && <DropZone isFirst={table === null} onFiles={onFiles} />
      )}
      <ReadFiles />
    </>
  );
}
