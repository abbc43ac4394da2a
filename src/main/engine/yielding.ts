import { setImmediate } from 'node:timers/promises';

/**
 * Lets other work of this process (events, cancels, other requests) have a turn. Rows are handled in pages of
 * synchronous work, and a page is short; without a turn between pages nobody could cancel.
 */
export async function takeTurns(): Promise<void> {
  await setImmediate();
}
