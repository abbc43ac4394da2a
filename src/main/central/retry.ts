import { setTimeout as wait } from 'node:timers/promises';
import { type Fault, fault } from '#contract/faults';
import { failed, type Result } from '#contract/result';

export interface RetryPolicy {
  /** Upper bound of the first wait; it doubles with each further one up to `longestDelayMs`. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  readonly maxAttempts: number;
  /** No further attempt begins after this much time since the first. */
  readonly maxElapsedMs: number;
}

/** Time and chance, injected so that tests need neither. `random` gives [0, 1). */
export interface RetryClock {
  now(): number;
  random(): number;
  /** Resolves early, never rejects, when the signal is aborted. */
  wait(delayMs: number, signal?: AbortSignal): Promise<void>;
}

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly clock: RetryClock;
  readonly signal?: AbortSignal | undefined;
  readonly mayRetry: (fault: Fault) => boolean;
  /** Told before each wait, for a progress line such as “reconnecting”. */
  readonly onWait?: ((fault: Fault, attempt: number, delayMs: number) => void) | undefined;
}

/** About two minutes: long enough for a restart of Postgres or of a router, short enough for someone watching. */
export const patientPolicy: RetryPolicy = {
  firstDelayMs: 200,
  longestDelayMs: 15_000,
  maxAttempts: 20,
  maxElapsedMs: 120_000,
};

export const systemClock: RetryClock = {
  now: () => performance.now(),
  random: () => Math.random(),
  wait: (delayMs, signal) =>
    wait(delayMs, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    }),
};

/**
 * Repeats an attempt until it succeeds, fails for good, or the policy's attempts or time are used up; then the last
 * fault is the answer. Waits with full jitter (uniform between 0 and the doubling bound), so that many devices that
 * lost the same server do not come back in step (Brooker, “Exponential Backoff and Jitter”, 2015).
 * An aborted signal ends it before the next attempt with `task.cancelled`.
 */
export async function retry<Value>(
  attempt: (number: number) => Promise<Result<Value>>,
  options: RetryOptions,
): Promise<Result<Value>> {
  const { policy, clock, signal } = options;
  const startedAt = clock.now();
  for (let number = 1; ; number += 1) {
    if (signal?.aborted) return failed(fault('task.cancelled', {}));
    const outcome = await attempt(number);
    if (outcome.ok || !options.mayRetry(outcome.fault) || number >= policy.maxAttempts) return outcome;
    const delayMs = clock.random() * Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** (number - 1));
    if (clock.now() - startedAt + delayMs > policy.maxElapsedMs) return outcome;
    if (signal?.aborted) return failed(fault('task.cancelled', {}));
    options.onWait?.(outcome.fault, number, delayMs);
    await clock.wait(delayMs, signal);
  }
}
