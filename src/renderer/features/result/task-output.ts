import { rollbackView, type RollbackView } from '#contract/operations/upload';
import type { TaskSnapshot } from '#contract/events';

export function rollbackOf(task: TaskSnapshot | null, jobId: string): RollbackView | null {
  if (task?.state !== 'succeeded') return null;
  const { data } = rollbackView.safeParse(task.output);
  return data?.jobId === jobId ? data : null;
}
