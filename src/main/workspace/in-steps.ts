import { setImmediate } from 'node:timers/promises';
import { transact, type WritableDb } from './database.ts';
import { isDiskFull } from './workspace-fault.ts';

/** Small transactions: a removal neither fills the disk with its log nor blocks, and goes on after a kill. */
const maxBytesPerStep = 4 * 1024 * 1024;
const maxPiecesPerStep = 500;

/** Work that is done one transaction at a time; yields the bytes that each took away. */
export type Steps = Generator<number, void, undefined>;

/** Removes piece after piece. `removeOne` answers the bytes of the piece, null when there is none any more. */
export function* inSteps(db: WritableDb, removeOne: () => number | null): Steps {
  for (let more = true; more;) {
    const { bytes, isLast } = transact(db, () => removeSome(removeOne));
    more = !isLast;
    yield bytes;
  }
}

function removeSome(removeOne: () => number | null): { bytes: number; isLast: boolean } {
  let bytes = 0;
  for (let pieces = 0; pieces < maxPiecesPerStep && bytes < maxBytesPerStep; pieces += 1) {
    const removed = removeOne();
    if (removed === null) return { bytes, isLast: true };
    bytes += removed;
  }
  return { bytes, isLast: false };
}

/**
 * Deleting needs room for the log. What is given up is out of sight anyway, so a full disk is left to the next
 * opening of the workspace, and neither hides the fault that led here nor keeps the workspace shut.
 */
export function* unlessFull(steps: Steps): Steps {
  try {
    yield* steps;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
}

/** Lets other work of this process have its turn after each step. */
export async function inTurns(steps: Steps): Promise<void> {
  for (let step = steps.next(); step.done !== true; step = steps.next()) await setImmediate();
}
