import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type BatchToSend, putBatch } from '#main/central/api';
import type { RetryPolicy } from '#main/central/retry';
import { CentralSession, type SessionOptions } from '#main/central/session';
import { type FaultPlan, type FaultProxy, seededPlan, startFaultProxy } from '../support/fault-proxy.ts';
import { type PretendCentral, startPretendCentral } from './pretend-central.ts';

/** Bytes that a client sends until it has asked for its identity lie below this; a batch alone is far above. */
const handshakeBytes = 8_000;
/** Made once: a session may send the same call again, so it must be the very same. */
const job = randomUUID();
const batch = batchOf(1);
const quick: RetryPolicy = { firstDelayMs: 1, longestDelayMs: 5, maxAttempts: 200, maxElapsedMs: 60_000 };

let central: PretendCentral;
let proxy: FaultProxy | undefined;
let session: CentralSession | undefined;

beforeAll(async () => {
  central = await startPretendCentral();
});

afterEach(async () => {
  await session?.close();
  await proxy?.close();
  await central.admin('TRUNCATE ledger');
});

afterAll(() => central.stop());

async function sessionThrough(plan: FaultPlan, options: SessionOptions = {}): Promise<CentralSession> {
  proxy = await startFaultProxy({ target: { host: '127.0.0.1', port: central.enrolment.port }, plan });
  const timeouts = { connectTimeoutMs: 500, statementTimeoutMs: 500, answerMarginMs: 100, policy: quick };
  session = new CentralSession({ ...central.enrolment, port: proxy.port }, { ...timeouts, ...options });
  return session;
}

function batchOf(number: number): BatchToSend {
  const payload = 'x'.repeat(50_000);
  const contentSha256 = createHash('sha256').update(payload).digest();
  return { number, batchId: randomUUID(), contentSha256, recordCount: 10, payload };
}

const ledger = () =>
  central.admin<{ number: number; batch: string; attempts: number }>(
    'SELECT number, batch, attempts FROM ledger ORDER BY number',
  );

test('a batch whose answer was lost is sent again as it was and is told from a first one', async () => {
  const lane = await sessionThrough((connection) =>
    connection === 0 ? { kind: 'swallow the answer', afterClientBytes: handshakeBytes } : { kind: 'none' },
  );
  const receipt = await lane.call((connection) => putBatch(connection, job, batch));

  expect(receipt).toEqual({
    ok: true,
    value: { outcome: 'duplicate', inserted: 10, unchanged: [], different: [batch.batchId] },
  });
  expect(await ledger()).toEqual([{ number: 1, batch: batch.batchId, attempts: 2 }]);
});

test('a batch that never reached the server is sent again and applied once', async () => {
  const lane = await sessionThrough((connection) =>
    connection === 0
      ? { kind: 'reset before forwarding', afterClientBytes: handshakeBytes }
      : { kind: 'none' },
  );
  const receipt = await lane.call((connection) => putBatch(connection, job, batch));

  expect(receipt).toMatchObject({ value: { outcome: 'applied' } });
  expect(await ledger()).toMatchObject([{ number: 1, attempts: 1 }]);
});

test('thirty batches through a network that breaks most connections all arrive, none twice', async () => {
  const breaking = seededPlan(20_26, { clientBytes: 150_000, serverBytes: 5_000 });
  const lane = await sessionThrough((connection) => breaking(connection), { connectTimeoutMs: 300 });
  const sent = Array.from({ length: 30 }, (_, index) => batchOf(index + 1));
  for (const one of sent) {
    const receipt = await lane.call((connection) => putBatch(connection, job, one));
    expect(receipt).toMatchObject({ ok: true });
  }
  expect((await ledger()).map((row) => row.batch)).toEqual(sent.map((one) => one.batchId));
  expect(proxy?.counts.total).toBeGreaterThan(10);
});

test('a server that stays away is reported after the allowed attempts', async () => {
  const waits: number[] = [];
  const lane = await sessionThrough(() => ({ kind: 'reset before forwarding', afterClientBytes: 0 }), {
    policy: { ...quick, maxAttempts: 4 },
    onWait: (_fault, attempt) => waits.push(attempt),
  });
  const outcome = await lane.call((connection) => putBatch(connection, job, batch));

  expect(outcome).toMatchObject({ fault: { code: 'central.unreachable' } });
  expect(waits).toEqual([1, 2, 3]);
});

test('a cancel ends a call that gets no answer, after its grace and long before the timeout', async () => {
  const cancel = new AbortController();
  const lane = await sessionThrough(() => ({ kind: 'black hole', afterClientBytes: handshakeBytes }), {
    statementTimeoutMs: 600_000,
    cancelGraceMs: 50,
  });
  const outcome = lane.call(
    (connection) => {
      setTimeout(() => cancel.abort(), 50);
      return putBatch(connection, job, batch);
    },
    { signal: cancel.signal },
  );

  expect(await outcome).toMatchObject({ fault: { code: 'task.cancelled' } });
});

test('a cancel leaves a call its grace, and an answer within it counts', async () => {
  const cancel = new AbortController();
  const lane = await sessionThrough(() => ({ kind: 'delay', delayMs: 5 }));
  const outcome = await lane.call(
    (connection) => {
      cancel.abort();
      return putBatch(connection, job, batch);
    },
    { signal: cancel.signal },
  );

  expect(outcome).toMatchObject({ ok: true, value: { outcome: 'applied' } });
});

test.each([0, 8, 1_000])(
  'a cancel ends an opening that stands still after %i bytes',
  async (afterClientBytes) => {
    const cancel = new AbortController();
    const lane = await sessionThrough(() => ({ kind: 'black hole', afterClientBytes }), {
      connectTimeoutMs: 600_000,
    });
    setTimeout(() => cancel.abort(), 50);
    const outcome = await lane.call((connection) => putBatch(connection, job, batch), {
      signal: cancel.signal,
    });

    expect(outcome).toMatchObject({ fault: { code: 'task.cancelled' } });
  },
);

test('calls of one session run one after another on one connection', async () => {
  const lane = await sessionThrough(() => ({ kind: 'none' }));
  const receipts = await Promise.all(
    [1, 2, 3].map((number) => lane.call((connection) => putBatch(connection, job, batchOf(number)))),
  );

  expect(receipts.map((receipt) => receipt.ok)).toEqual([true, true, true]);
  expect(proxy?.counts.connections).toBe(1);
});

test('a session opens a new connection after its own was ended while idle', async () => {
  const lane = await sessionThrough(() => ({ kind: 'none' }));
  await lane.call((connection) => putBatch(connection, job, batchOf(1)));
  await central.admin(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '${central.enrolment.role}'`,
  );
  expect(await lane.call((connection) => putBatch(connection, job, batchOf(2)))).toMatchObject({ ok: true });
  expect(proxy?.counts.connections).toBe(2);
});
