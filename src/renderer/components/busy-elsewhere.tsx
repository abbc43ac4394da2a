import type { TaskKind } from '#contract/events';
import { useLocale } from '../app/locale.tsx';
import { hrefOf, type Step } from '../app/route.ts';
import { useRunningTask } from '../app/tasks.ts';
import { Notice } from './notice.tsx';

export const stepOfTask: Readonly<Record<TaskKind, Step>> = {
  'files.survey': 'files',
  'files.stage': 'files',
  'files.reread': 'files',
  'files.remove': 'files',
  'files.profile': 'files',
  'checks.run': 'checks',
  'upload.run': 'upload',
  'verify.run': 'result',
  'rollback.run': 'result',
};

/** Says that another step's long work runs, which is why this step's own cannot start. */
export function BusyElsewhere({ step }: { step: Step }) {
  const { s } = useLocale();
  const running = useRunningTask();
  if (!running || stepOfTask[running.kind] === step) return null;
  return (
    <Notice
      tone="info"
      action={
        <a className="pm-link" href={hrefOf(stepOfTask[running.kind])}>
          {s.tasks.goThere}
        </a>
      }
    >
      {s.tasks.anotherRuns(s.tasks.title[running.kind])}
    </Notice>
  );
}
