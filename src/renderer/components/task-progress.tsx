import { Button, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TaskSnapshot } from '#contract/events';
import { useLocale } from '../app/locale.tsx';
import { useOperationMutation } from '../app/operations.ts';
import { FaultNotice } from './fault-notice.tsx';
import { Status } from './status.tsx';
import { useSlowly } from './use-slowly.ts';
import './task-progress.css';

interface TaskProgressProps {
  readonly task: TaskSnapshot;
  readonly title: string;
  /** More that is known of this work, such as its batches. */
  readonly detail?: ReactNode;
  /** Replaces the plain cancel button where stopping needs a question first. */
  readonly stop?: ReactNode;
}

function shareOf(task: TaskSnapshot): { part: number; whole: number } | null {
  if (task.total !== null) return { part: task.done, whole: task.total };
  if (task.bytes !== null && task.totalBytes !== null) return { part: task.bytes, whole: task.totalBytes };
  return null;
}

/** Long work as it goes: how far, how fast, how long still, and a way to stop it. */
export function TaskProgress({ task, title, detail, stop }: TaskProgressProps) {
  const { s, f } = useLocale();
  const cancel = useOperationMutation('task.cancel');
  const share = shareOf(task);
  const percent = share ? f.percent(share.part, share.whole) : null;
  const stopping = task.state === 'cancelling';
  const said = useSlowly(percent === null ? title : s.tasks.announce(title, percent), 10_000);
  const facts = [
    task.total !== null ? s.tasks.rowsOf(task.done, task.total) : null,
    // A removal knows bytes only.
    task.total === null && (task.done > 0 || !share) ? s.tasks.rows(task.done) : null,
    task.total === null && share ? s.tasks.bytesOf(share.part, share.whole) : null,
    task.rowsPerSecond === null ? null : s.tasks.rate(task.rowsPerSecond),
    task.secondsLeft === null || stopping ? null : s.tasks.timeLeft(task.secondsLeft),
  ].filter((fact) => fact !== null);
  return (
    <section className="pm-card progress" aria-label={title} data-testid="progress">
      <div className="progress__head">
        <h2>{stopping ? s.tasks.cancelling : title}</h2>
        {percent && <span className="progress__percent pm-num">{percent}</span>}
      </div>
      <Progress.Root size={8}>
        <Progress.Section
          value={share ? (100 * share.part) / Math.max(share.whole, 1) : 100}
          animated={!share}
          striped={!share}
          aria-label={title}
        />
      </Progress.Root>
      <p className="progress__facts pm-num">{facts.join('  ·  ')}</p>
      {task.waiting && <p className="progress__facts">{s.tasks.waiting}</p>}
      {detail}
      <Status className="pm-visually-hidden">
        {stopping ? s.tasks.cancelling : task.waiting ? s.tasks.waiting : said}
      </Status>
      {cancel.error && <FaultNotice fault={cancel.error.fault} />}
      <div>
        {stop ?? (
          <Button
            variant="default"
            loading={cancel.isPending || stopping}
            onClick={() => cancel.mutate({ taskId: task.taskId })}
          >
            {s.shared.cancel}
          </Button>
        )}
      </div>
    </section>
  );
}
