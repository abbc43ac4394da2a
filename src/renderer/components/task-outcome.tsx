import type { TaskSnapshot } from '#contract/events';
import { useEngine } from '../app/engine.tsx';
import { useLocale } from '../app/locale.tsx';
import { isRunning } from '../app/task-store.ts';
import { FaultNotice } from './fault-notice.tsx';
import { Notice } from './notice.tsx';

/** How long work ended when it did not succeed: stopped as asked, or with a fault. Shown until it is dismissed. */
export function TaskOutcome({ task }: { task: TaskSnapshot | null }) {
  const { s } = useLocale();
  const { tasks } = useEngine();
  if (!task || isRunning(task) || task.state === 'succeeded') return null;
  if (task.state === 'cancelled') {
    return (
      <Notice tone="info" onDismiss={() => tasks.dismiss(task.taskId)}>
        {s.tasks.stopped[task.kind]}
      </Notice>
    );
  }
  return task.fault && <FaultNotice fault={task.fault} title={s.tasks.title[task.kind]} />;
}
