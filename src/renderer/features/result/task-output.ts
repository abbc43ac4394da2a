import {
  verificationView,
  rollbackView,
  type RollbackView,
  type VerificationView,
} from '#contract/operations/upload';
import type { TaskSnapshot } from '#contract/events';

/** The comparison's own answer, while this session still has it; null for another job's or an older one. */
export function verificationOf(task: TaskSnapshot | null, jobId: string): VerificationView | null {
  if (task?.state !== 'succeeded') return null;
  const { data } = verificationView.safeParse(task.output);
  return data?.jobId === jobId ? data : null;
}

export function rollbackOf(task: TaskSnapshot | null, jobId: string): RollbackView | null {
  if (task?.state !== 'succeeded') return null;
  const { data } = rollbackView.safeParse(task.output);
  return data?.jobId === jobId ? data : null;
}
