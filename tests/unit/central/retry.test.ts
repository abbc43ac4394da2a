import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { retry, type RetryClock, type RetryPolicy, systemClock } from '#main/central/retry';

const policy: RetryPolicy = {
  firstDelayMs: 100,
  longestDelayMs: 1_000,
  maxAttempts: 6,
  maxElapsedMs: 60_000,
};
const lost = failed(fault('central.connection_lost', {}));

/** A clock that jumps; every wait is noted. */
function pretendClock(random = 1): RetryClock & { readonly waits: number[]; advance(ms: number): void } {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    advance: (ms) => (now += ms),
    now: () => now,
    random: () => random,
    wait: (delayMs) => {
      waits.push(delayMs);
      now += delayMs;
      return Promise.resolve();
    },
  };
}

function failingTimes(times: number): {
  attempt: (number: number) => Promise<Result<number>>;
  calls: () => number;
} {
  let calls = 0;
  return {
    calls: () => calls,
    attempt: (number) => {
      calls += 1;
      return Promise.resolve(calls > times ? ok(number) : lost);
    },
  };
}

test('an attempt that succeeds is not repeated', async () => {
  const clock = pretendClock();
  const source = failingTimes(0);
  expect(await retry(source.attempt, { policy, clock, mayRetry: () => true })).toEqual(ok(1));
  expect(clock.waits).toEqual([]);
});

test('waits double up to the longest and each failure is told before its wait', async () => {
  const clock = pretendClock(1);
  const told: number[] = [];
  const source = failingTimes(5);
  const outcome = await retry(source.attempt, {
    policy,
    clock,
    mayRetry: () => true,
    onWait: (_fault, attempt) => told.push(attempt),
  });
  expect(outcome).toEqual(ok(6));
  expect(clock.waits).toEqual([100, 200, 400, 800, 1_000]);
  expect(told).toEqual([1, 2, 3, 4, 5]);
});

test('after the last attempt its fault is the answer', async () => {
  const source = failingTimes(100);
  expect(await retry(source.attempt, { policy, clock: pretendClock(), mayRetry: () => true })).toEqual(lost);
  expect(source.calls()).toBe(policy.maxAttempts);
});

test('no attempt begins after the allowed time', async () => {
  const clock = pretendClock(0.5);
  let calls = 0;
  const slow = () => {
    calls += 1;
    clock.advance(40_000);
    return Promise.resolve(lost);
  };
  await retry(slow, { policy, clock, mayRetry: () => true });
  expect(calls).toBe(2);
});

test('a final fault is not tried again', async () => {
  const source = failingTimes(100);
  await retry(source.attempt, { policy, clock: pretendClock(), mayRetry: () => false });
  expect(source.calls()).toBe(1);
});

test('every wait lies between nothing and the doubling bound', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 12 }),
      async (random, maxAttempts) => {
        const clock = pretendClock(random);
        const unbounded = { ...policy, maxAttempts, maxElapsedMs: Infinity };
        await retry(failingTimes(100).attempt, { policy: unbounded, clock, mayRetry: () => true });
        expect(clock.waits).toHaveLength(maxAttempts - 1);
        clock.waits.forEach((wait, index) => {
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(Math.min(1_000, 100 * 2 ** index));
        });
      },
    ),
  );
});

test('a cancel ends a wait at once and nothing is tried after it', async () => {
  const cancel = new AbortController();
  const endless = { ...policy, firstDelayMs: 3_600_000, longestDelayMs: 3_600_000, maxElapsedMs: Infinity };
  const source = failingTimes(100);
  const outcome = await retry(source.attempt, {
    policy: endless,
    clock: { ...systemClock, random: () => 0.9 },
    signal: cancel.signal,
    mayRetry: () => true,
    onWait: () => setImmediate(() => cancel.abort()),
  });
  expect(outcome).toMatchObject({ fault: { code: 'task.cancelled' } });
  expect(source.calls()).toBe(1);
});

test('what was cancelled before it began is not tried', async () => {
  const source = failingTimes(0);
  const signal = AbortSignal.abort();
  const outcome = await retry(source.attempt, {
    policy,
    clock: pretendClock(),
    signal,
    mayRetry: () => true,
  });
  expect(outcome).toMatchObject({ fault: { code: 'task.cancelled' } });
  expect(source.calls()).toBe(0);
});
