import { useIdle } from '@mantine/hooks';
import { useEffect } from 'react';
import { useRunningTask } from './tasks.ts';

export const idleMinutes = 10;

/** Locks when nobody has touched the window for a while, unless long work would be cut off by it. */
export function useIdleLock(lock: () => void): void {
  const idle = useIdle(idleMinutes * 60_000, { initialState: false });
  const running = useRunningTask() !== null;
  useEffect(() => {
    if (idle && !running) lock();
    // `lock` is a new function on each render; only idleness and the end of long work may lock.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [idle, running]);
}
