import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { TaskKind, TaskSnapshot } from '#contract/events';
import { useEngine } from './engine.tsx';
import { invalidate } from './invalidation.ts';
import { isRunning, newestOf } from './task-store.ts';

export function useTasks(): readonly TaskSnapshot[] {
  const { tasks } = useEngine();
  return useSyncExternalStore(tasks.subscribe, tasks.list);
}

/** The newest long work of a kind, running or ended, until its outcome is dismissed. */
export function useTask(kind: TaskKind): TaskSnapshot | null {
  return newestOf(useTasks(), kind);
}

/** The long work that runs now, whichever it is: there is one at a time. */
export function useRunningTask(): TaskSnapshot | null {
  return useTasks().find(isRunning) ?? null;
}

/** Asks for everything again whenever long work ends, in whichever way. */
export function useRefreshWhenTasksEnd(): void {
  const queries = useQueryClient();
  const ended = useTasks().filter((task) => task.finishedAt !== null).length;
  useEffect(() => {
    if (ended > 0) void invalidate(queries, 'workspace');
  }, [ended, queries]);
}
