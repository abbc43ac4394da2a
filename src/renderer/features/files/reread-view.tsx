import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LayoutOverride } from '#contract/layout';
import type { SourceTableView } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';
import { goTo, hrefOf } from '../../app/route.ts';
import { isRunning } from '../../app/task-store.ts';
import { useRunningTask, useTask } from '../../app/tasks.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import { InspectionView } from './inspection-view.tsx';
import { answersTo } from './survey-tables.ts';

/** Reads a table again from the bytes that were kept of its file, in another way: no guess is final. */
export function RereadView({ table }: { table: SourceTableView }) {
  const { s } = useLocale();
  const { sourceTableId, fileName, decided } = table;
  // What was decided before shows as chosen, and can be given back to recognition like everything else.
  const [override = {}, setOverride] = useState<LayoutOverride | undefined>(decided);
  const [answers, setAnswers] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);
  const input = { sourceTableId, override, anew: true };
  const inspection = useOperation('files.reinspect', input, { keepMs: 0, keepPrevious: true });
  const shown = inspection.data?.outcome === 'recognised' ? inspection.data.tables : [];
  const reread = useOperationMutation('files.reread', { onSuccess: () => goTo('files') });
  const task = useTask('files.reread');
  const busy = useRunningTask() !== null;
  return (
    <>
      <PageHeader title={s.reading.rereadTitle(fileName)} lead={s.reading.rereadLead} />
      {task && isRunning(task) && <TaskProgress task={task} title={s.tasks.title['files.reread']} />}
      <TaskOutcome task={task} />
      {reread.error && <FaultNotice fault={reread.error.fault} />}
      <InspectionView
        inspection={inspection}
        tableName={table.table}
        override={Object.keys(override).length === 0 ? undefined : override}
        answers={answers}
        onOverride={setOverride}
        onAnswers={setAnswers}
        renderActions={(isReadable) => (
          <>
            <Button disabled={busy || !isReadable} onClick={() => setAsking(true)}>
              {s.reading.reread}
            </Button>
            <Button component="a" variant="default" href={hrefOf('files')}>
              {s.reading.leaveAsIs}
            </Button>
          </>
        )}
      />
      {asking && (
        <ConfirmDialog
          title={s.reading.rereadAsk(fileName)}
          action={s.reading.reread}
          onConfirm={() => {
            setAsking(false);
            reread.mutate({ ...input, answers: answersTo(shown, answers) });
          }}
          onClose={() => setAsking(false)}
        >
          <p>{s.reading.rereadText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
