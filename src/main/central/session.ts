import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { Enrolment } from '#main/model/enrolment';
import { type CentralConnection, type CentralOptions, openCentral } from './connection.ts';
import { retryKindOf } from './faults.ts';
import {
  patientPolicy,
  retry,
  type RetryClock,
  type RetryOptions,
  type RetryPolicy,
  systemClock,
} from './retry.ts';

export interface SessionOptions extends Omit<CentralOptions, 'signal'> {
  readonly policy?: RetryPolicy;
  readonly clock?: RetryClock;
  readonly onWait?: RetryOptions['onWait'];
  /** How long a call under way may still answer after a cancel, before its connection is dropped. */
  readonly cancelGraceMs?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** One question to the central database: an api function of api.ts with its arguments bound. */
export type CentralCall<Value> = (connection: CentralConnection) => Promise<Result<Value>>;

const defaultGraceMs = 5_000;

/**
 * One lane to the central database: one enrolment, at most one connection, opened when first needed and opened again
 * when it broke, with the server, the practice and the schema proved anew each time. Calls run one after another.
 *
 * A call that ends in an ambiguous error (the connection broke, or no answer came) is sent again, exactly as it was.
 * That is safe because every api function gives the same end state however often it is applied: `put_batch` is
 * decided by the primary key of the batch ledger and answers `duplicate` with the first receipt's figures, `open_job`,
 * `put_preset`, `finish_job` and `finish_rollback` find set what they would set, `rollback_batch` finds nothing more
 * to remove and answers the total, and the rest only read. `log_event` and `record_metric` append: a repeat can leave
 * one line twice, and nothing is counted from those lines. Never pass a function that sends something else when it
 * is run again: ids and content are made before, once.
 */
export class CentralSession {
  readonly #enrolment: Enrolment;
  readonly #options: SessionOptions;
  #connection: CentralConnection | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(enrolment: Enrolment, options: SessionOptions = {}) {
    this.#enrolment = enrolment;
    this.#options = options;
  }

  /**
   * Runs a call, again after every ambiguous or passing fault, within the retry policy. A cancel ends it with
   * `task.cancelled` before the next attempt; a call under way may still answer within the grace, and its answer
   * then counts. After `task.cancelled` the last attempt may have been applied: the same call settles it later.
   */
  call<Value>(call: CentralCall<Value>, options: CallOptions = {}): Promise<Result<Value>> {
    const outcome = this.#turn.then(() =>
      retry(() => this.#attempt(call, options.signal), {
        policy: this.#options.policy ?? patientPolicy,
        clock: this.#options.clock ?? systemClock,
        signal: options.signal,
        mayRetry: (value) => retryKindOf(value) !== 'final',
        onWait: this.#options.onWait,
      }),
    );
    this.#turn = outcome.catch(() => undefined);
    return outcome;
  }

  /** Closes after the calls under way. The session can be used again; it then opens a new connection. */
  async close(): Promise<void> {
    await this.#turn;
    const connection = this.#connection;
    this.#connection = null;
    await connection?.close();
  }

  async #attempt<Value>(call: CentralCall<Value>, signal?: AbortSignal): Promise<Result<Value>> {
    const opened = await this.#connected(signal);
    if (!opened.ok) return opened;
    const connection = opened.value;
    const outcome = await withGrace(connection, () => call(connection), this.#graceMs(), signal);
    if (!outcome.ok && retryKindOf(outcome.fault) === 'ambiguous') {
      connection.drop();
      this.#connection = null;
      if (signal?.aborted) return failed(fault('task.cancelled', {}));
    }
    return outcome;
  }

  async #connected(signal?: AbortSignal): Promise<Result<CentralConnection>> {
    if (this.#connection && !this.#connection.isLost) return ok(this.#connection);
    this.#connection = null;
    const opened = await openCentral(this.#enrolment, { ...this.#options, ...(signal && { signal }) });
    if (opened.ok) this.#connection = opened.value;
    return opened;
  }

  #graceMs(): number {
    return this.#options.cancelGraceMs ?? defaultGraceMs;
  }
}

async function withGrace<Value>(
  connection: CentralConnection,
  run: () => Promise<Value>,
  graceMs: number,
  signal?: AbortSignal,
): Promise<Value> {
  let impatience: NodeJS.Timeout | undefined;
  const onAbort = () => {
    impatience = setTimeout(() => connection.drop(), graceMs);
  };
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await run();
  } finally {
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(impatience);
  }
}
