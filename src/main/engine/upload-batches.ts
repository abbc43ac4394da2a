import { fault, type Fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { putBatch } from '#main/central/api';
import type { CentralSession } from '#main/central/session';
import type { FrozenBatch, Receipt } from '#main/model/batch';

/** A frozen batch with the bytes to send; the bytes are kept only until the answer came. */
export interface OutgoingBatch {
  readonly batch: FrozenBatch;
  readonly payload: string;
}

export interface Acknowledgement {
  readonly batch: FrozenBatch;
  readonly receipt: Receipt;
}

/** Where batches come from and where their receipts go: the workspace's side of an upload. */
export interface Outbox {
  /**
   * The next batches, frozen and flushed to disk before they are handed out, and with them the receipts that came
   * since: one flush for both. Empty when everything was handed out.
   */
  next(receipts: readonly Acknowledgement[]): Result<OutgoingBatch[]>;
  /** Writes the last receipts. */
  settle(receipts: readonly Acknowledgement[]): void;
}

/**
 * Sends every batch of the outbox over the lanes, each batch exactly once: repeating one after a break is decided
 * by the ledger in the central database. Ends at the first fault or cancel, after the batches under way are settled.
 * A receipt that was not written yet when the program dies is asked for again by sending its batch again.
 */
export async function sendAll(
  jobId: string,
  lanes: readonly CentralSession[],
  outbox: Outbox,
  signal: AbortSignal,
  onReceipt: (acknowledged: Acknowledgement) => void,
): Promise<Result<void>> {
  const queue: OutgoingBatch[] = [];
  let receipts: Acknowledgement[] = [];
  let drained = false;
  let problem: Fault | null = null;
  /** What the outbox threw, such as a full disk. It has lost its place by then and is not asked again. */
  let broken: { readonly error: unknown } | null = null;

  function refill(): void {
    if (drained || problem !== null || broken !== null || queue.length >= lanes.length) return;
    const settled = receipts;
    receipts = [];
    try {
      const more = outbox.next(settled);
      if (!more.ok) problem ??= more.fault;
      else if (more.value.length === 0) drained = true;
      else queue.push(...more.value);
    } catch (error) {
      broken = { error };
      receipts = [...settled, ...receipts];
    }
  }

  async function run(lane: CentralSession): Promise<void> {
    for (;;) {
      if (queue.length === 0) refill();
      const mayGoOn = problem === null && broken === null && !signal.aborted;
      const outgoing = mayGoOn ? queue.shift() : undefined;
      if (outgoing === undefined) return;
      const sending = lane.call(
        (central) => putBatch(central, jobId, { ...outgoing.batch, payload: outgoing.payload }),
        { signal },
      );
      // The server works on this batch now: a good moment to make the next ones.
      refill();
      const answer = await sending;
      if (!answer.ok) {
        problem ??= answer.fault;
        return;
      }
      const acknowledged = { batch: outgoing.batch, receipt: answer.value };
      receipts.push(acknowledged);
      onReceipt(acknowledged);
    }
  }

  const outcomes = await Promise.allSettled(lanes.map((lane) => run(lane)));
  outbox.settle(receipts);
  throwIfBroken(broken);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  if (problem !== null) return failed(problem);
  return signal.aborted ? failed(fault('task.cancelled', {})) : ok(undefined);
}

function throwIfBroken(broken: { readonly error: unknown } | null): void {
  if (broken !== null) throw broken.error;
}
