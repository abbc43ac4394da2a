import { Client as StockClient } from 'pg';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { openCentral } from '#main/central/connection';
import { publicKeyPin } from '#main/central/server-trust';
import { StrictClient } from '#main/central/strict-client';
import type { Enrolment } from '#main/model/enrolment';
import { type Authority, type Identity, issueClient, issueServer, makeAuthority } from '../support/pki.ts';
import { plantedPassword, pretendEnrolment } from './pretend-enrolment.ts';
import {
  type RogueMode,
  type RogueOptions,
  type RogueServer,
  startRogueServer,
} from '../support/rogue-server.ts';

const modes: readonly RogueMode[] = [
  'cleartext password',
  'md5 password',
  'scram without channel binding',
  'scram with one iteration',
  'scram with a forged signature',
  'admits without proof',
  'admits in mid-scram',
  'asks for gss',
  'malformed message',
  'endless message',
];
const plantedStatement = 'SELECT $1::text AS planted_statement';
const plantedData = 'planted-data-93ab41';

let authority: Authority;
let otherAuthority: Authority;
let genuine: Identity;
let client: Identity;
const running: RogueServer[] = [];

beforeAll(async () => {
  [authority, otherAuthority] = await Promise.all([makeAuthority(), makeAuthority()]);
  genuine = await issueServer(authority, ['127.0.0.1', 'localhost']);
  client = await issueClient(authority, 'd_00112233445566778899aabbccddeeff');
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function rogue(options: RogueOptions): Promise<RogueServer> {
  const server = await startRogueServer(options);
  running.push(server);
  return server;
}

function enrolmentFor(server: RogueServer, changes: Partial<Enrolment> = {}): Enrolment {
  return pretendEnrolment({ authority, server: genuine, client, port: server.port }, changes);
}

/** Tries what the program does (open) and what a careless caller might do (a statement queued before the proof). */
async function attack(server: RogueServer, enrolment = enrolmentFor(server)): Promise<string> {
  const careless = new StrictClient(enrolment, {
    connectTimeoutMs: 3_000,
    statementTimeoutMs: 1_000,
    answerMarginMs: 0,
  });
  careless.on('error', () => undefined);
  const queued = careless.query({ text: plantedStatement, values: [plantedData] }).catch(() => undefined);
  await expect(careless.connect()).rejects.toThrow();
  await queued;
  const opened = await openCentral(enrolment, { connectTimeoutMs: 3_000 });
  await server.settled();
  return opened.ok ? 'opened' : opened.fault.code;
}

function expectNothingPlanted(server: RogueServer): void {
  const read = server.bytes().toString('latin1');
  for (const secret of [plantedPassword, plantedData, 'planted_statement', 'whoami'])
    expect(read).not.toContain(secret);
}

test.each(modes)('a server of another authority in mode “%s” gets not one byte', async (mode) => {
  const server = await rogue({ mode, identity: await issueServer(otherAuthority, ['127.0.0.1']) });

  expect(await attack(server)).toBe('central.untrusted');
  expect(server.bytes()).toHaveLength(0);
});

test.each(modes)(
  'a server with a certificate of the right authority and another key in mode “%s” gets not one byte',
  async (mode) => {
    const server = await rogue({ mode, identity: await issueServer(authority, ['127.0.0.1']) });

    expect(await attack(server)).toBe('central.untrusted');
    expect(server.bytes()).toHaveLength(0);
  },
);

test.each([
  ['cleartext password', 'central.weak_authentication'],
  ['md5 password', 'central.weak_authentication'],
  ['scram without channel binding', 'central.weak_authentication'],
  ['admits without proof', 'central.weak_authentication'],
  ['asks for gss', 'central.untrusted'],
  ['malformed message', 'central.untrusted'],
  ['endless message', 'central.untrusted'],
] as const)(
  'even with the stolen key, a server that does “%s” gets no message after the greeting',
  async (mode, code) => {
    const server = await rogue({ mode, identity: genuine });

    expect(await attack(server)).toBe(code);
    expect(server.messages()).toEqual([]);
    expectNothingPlanted(server);
  },
);

test.each([
  ['scram with one iteration', 'central.weak_authentication', 1],
  ['admits in mid-scram', 'central.weak_authentication', 1],
  ['scram with a forged signature', 'central.untrusted', 2],
] as const)(
  'even with the stolen key, “%s” gets SCRAM messages and neither password nor statement',
  async (mode, code, rounds) => {
    const server = await rogue({ mode, identity: genuine });

    expect(await attack(server)).toBe(code);
    const types = server.messages().map((message) => message.type);
    expect(types).toEqual(Array.from({ length: rounds * 2 }, () => 'p'));
    expect(server.messages()[0]?.body.toString('latin1')).toContain('SCRAM-SHA-256-PLUS');
    expectNothingPlanted(server);
  },
);

test.each(modes)('a server without TLS in mode “%s” gets not one byte', async (mode) => {
  const server = await rogue({ mode, identity: null });

  expect(await attack(server)).toBe('central.no_tls');
  expect(server.bytes()).toHaveLength(0);
});

test('a server that speaks TLS 1.2 only gets not one byte', async () => {
  const server = await rogue({ mode: 'cleartext password', identity: genuine, maxVersion: 'TLSv1.2' });

  expect(await attack(server)).toBe('central.no_tls');
  expect(server.bytes()).toHaveLength(0);
});

test('a certificate of the right authority and key for another host gets not one byte', async () => {
  const elsewhere = await issueServer(authority, ['central.example.org']);
  const server = await rogue({ mode: 'cleartext password', identity: elsewhere });
  const enrolment = enrolmentFor(server, { serverKeyPin: publicKeyPin(elsewhere.certificate) });

  expect(await attack(server, enrolment)).toBe('central.untrusted');
  expect(server.bytes()).toHaveLength(0);
});

test('an expired certificate of the right authority gets not one byte', async () => {
  const expired = await issueServer(authority, ['127.0.0.1'], { fromDays: -40, toDays: -1 });
  const server = await rogue({ mode: 'cleartext password', identity: expired });
  const enrolment = enrolmentFor(server, { serverKeyPin: publicKeyPin(expired.certificate) });

  const opened = await openCentral(enrolment);
  await server.settled();
  expect(opened).toMatchObject({
    fault: { code: 'central.certificate_expired', params: { whose: 'the server' } },
  });
  expect(server.bytes()).toHaveLength(0);
});

/** The control: the same rogues against pg's own client with a strict `ssl`. They do get what they are after. */
async function attackStockClient(server: RogueServer): Promise<void> {
  const stock = new StockClient({
    host: '127.0.0.1',
    port: server.port,
    database: 'central',
    user: 'd_00112233445566778899aabbccddeeff',
    password: plantedPassword,
    ssl: { ca: authority.certificate, cert: client.certificate, key: client.key, rejectUnauthorized: true },
    connectionTimeoutMillis: 1_000,
    query_timeout: 500,
  });
  stock.on('error', () => undefined);
  await stock.connect().catch(() => undefined);
  await stock.query(plantedStatement, [plantedData]).catch(() => undefined);
  await stock.end().catch(() => undefined);
}

test('control: the stock client hands its password to a server with any certificate of the authority', async () => {
  const server = await rogue({
    mode: 'cleartext password',
    identity: await issueServer(authority, ['127.0.0.1']),
  });

  await attackStockClient(server);
  expect(server.bytes().toString('latin1')).toContain(plantedPassword);
});

test('control: the stock client hands its hashed password to a server with any certificate of the authority', async () => {
  const server = await rogue({ mode: 'md5 password', identity: await issueServer(authority, ['127.0.0.1']) });

  await attackStockClient(server);
  expect(server.messages()[0]?.body.toString('latin1')).toMatch(/^md5[0-9a-f]{32}/);
});

test('control: the stock client goes on without channel binding', async () => {
  const server = await rogue({ mode: 'scram without channel binding', identity: genuine });

  await attackStockClient(server);
  expect(server.messages()[0]?.body.toString('latin1')).toMatch(/^SCRAM-SHA-256\0/);
});

test('control: the stock client sends its statement and data to a server that proved nothing', async () => {
  const server = await rogue({ mode: 'admits without proof', identity: genuine });

  await attackStockClient(server);
  expect(server.bytes().toString('latin1')).toContain('planted_statement');
  expect(server.bytes().toString('latin1')).toContain(plantedData);
});
