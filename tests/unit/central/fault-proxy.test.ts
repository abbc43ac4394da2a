import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  breakingKinds,
  type ConnectionFault,
  type FaultProxy,
  seededPlan,
  startFaultProxy,
} from '../../support/fault-proxy.ts';

const request = Buffer.alloc(1_000, 'q');
const reply = Buffer.alloc(100_000, 'r');
const heard: Buffer[] = [];
const accepted = new Set<Socket>();
let server: Server;
let proxy: FaultProxy | undefined;

/** Answers each whole request with one reply. */
beforeAll(async () => {
  server = createServer((socket) => {
    let unanswered = 0;
    accepted.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => accepted.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk);
      unanswered += chunk.length;
      for (; unanswered >= request.length; unanswered -= request.length) socket.write(reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
  heard.length = 0;
});

afterAll(async () => {
  server.close();
  await once(server, 'close');
});

interface Outcome {
  readonly received: number;
  readonly end: 'closed' | 'reset' | 'open';
}

/** Sends `requests` requests, each after the last reply, and tells how it ended. */
async function talk(planned: ConnectionFault, requests = 2): Promise<Outcome> {
  proxy = await startFaultProxy({
    target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    plan: () => planned,
  });
  const socket = connect(proxy.port, '127.0.0.1');
  let received = 0;
  let sent = 1;
  socket.write(request);
  return new Promise((resolve) => {
    const finish = (end: Outcome['end']) => {
      socket.destroy();
      resolve({ received, end });
    };
    socket.setTimeout(300, () => finish('open'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ECONNRESET' ? 'reset' : 'closed'),
    );
    socket.on('close', () => finish('closed'));
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received % reply.length !== 0 || sent >= requests) return;
      sent += 1;
      socket.write(request);
    });
  });
}

const bytesHeard = () => Buffer.concat(heard).length;

test('without a fault all bytes pass in both directions', async () => {
  expect(await talk({ kind: 'none' })).toEqual({ received: 2 * reply.length, end: 'open' });
  expect(Buffer.concat(heard)).toEqual(Buffer.concat([request, request]));
  expect(proxy?.counts).toMatchObject({ connections: 1, none: 1, total: 0 });
});

test('a delay keeps every byte and their order', async () => {
  expect(await talk({ kind: 'delay', delayMs: 5 })).toEqual({ received: 2 * reply.length, end: 'open' });
});

test('a reset before forwarding keeps the request from the server', async () => {
  const outcome = await talk({ kind: 'reset before forwarding', afterClientBytes: 1_500 });
  expect(outcome).toEqual({ received: reply.length, end: 'reset' });
  expect(bytesHeard()).toBe(request.length);
});

test('a reset after server bytes cuts the reply at exactly that byte or before', async () => {
  const outcome = await talk({ kind: 'reset after server bytes', afterServerBytes: 130_000 });
  expect(outcome.end).toBe('reset');
  expect(outcome.received).toBeLessThanOrEqual(130_000);
  expect(bytesHeard()).toBe(2 * request.length);
});

test('a swallowed answer reaches nobody although the server has worked', async () => {
  const outcome = await talk({ kind: 'swallow the answer', afterClientBytes: 1_500 });
  expect(outcome).toEqual({ received: reply.length, end: 'reset' });
  expect(bytesHeard()).toBe(2 * request.length);
});

test('half a reply is followed by a clean close', async () => {
  const outcome = await talk({ kind: 'half reply', afterClientBytes: 1_500 });
  expect(outcome.end).toBe('closed');
  expect(outcome.received).toBeGreaterThan(reply.length);
  expect(outcome.received).toBeLessThan(2 * reply.length);
});

test('a black hole leaves both sides open and silent', async () => {
  const outcome = await talk({ kind: 'black hole', afterClientBytes: 1_500 });
  expect(outcome).toEqual({ received: reply.length, end: 'open' });
  expect(bytesHeard()).toBe(request.length);
  expect(proxy?.counts).toMatchObject({ 'black hole': 1, total: 1 });
});

test('closing the proxy leaves no connection to the server behind', async () => {
  await talk({ kind: 'black hole', afterClientBytes: 0 });
  await proxy?.close();
  proxy = undefined;
  await Promise.all([...accepted].map((socket) => once(socket, 'close')));
  expect(accepted.size).toBe(0);
});

test('a changed plan holds for the next connection', async () => {
  await talk({ kind: 'none' }, 1);
  proxy?.setPlan(() => ({ kind: 'reset before forwarding', afterClientBytes: 0 }));
  const next = connect(proxy?.port ?? 0, '127.0.0.1');
  next.write(request);
  const [error] = (await once(next, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');
});

const planned = (seed: number) =>
  Array.from({ length: 60 }, (_, number) =>
    seededPlan(seed, { clientBytes: 9_000, serverBytes: 3_000 })(number),
  );

test('the same seed plans the same faults, and every kind of fault comes up', () => {
  expect(planned(7)).toEqual(planned(7));
  expect(planned(7)).not.toEqual(planned(8));
  expect(new Set(planned(7).map((one) => one.kind))).toEqual(new Set(breakingKinds));
});
