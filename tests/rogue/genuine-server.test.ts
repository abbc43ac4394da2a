import { randomUUID } from 'node:crypto';
import { defaults as pgDefaults } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { FaultCode } from '#contract/faults';
import { type CentralConnection, type CentralOptions, openCentral } from '#main/central/connection';
import type { Enrolment } from '#main/model/enrolment';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { issueClient, makeAuthority } from '../support/pki.ts';
import { type PretendCentral, startPretendCentral } from './pretend-central.ts';

let central: PretendCentral;
const open: CentralConnection[] = [];

beforeAll(async () => {
  central = await startPretendCentral();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

afterAll(() => central.stop());

async function opened(options: CentralOptions = {}): Promise<CentralConnection> {
  const result = await openCentral(central.enrolment, options);
  if (!result.ok) throw new Error(`Not opened: ${result.fault.code}`);
  open.push(result.value);
  return result.value;
}

async function refusal(
  changes: Partial<Enrolment>,
  options: CentralOptions = {},
): Promise<FaultCode | 'opened'> {
  const result = await openCentral({ ...central.enrolment, ...changes }, options);
  if (!result.ok) return result.fault.code;
  open.push(result.value);
  return 'opened';
}

async function identified(column: string, value: string, code: FaultCode): Promise<void> {
  const [before] = await central.admin('SELECT * FROM identity');
  await central.admin(`UPDATE identity SET ${column} = '${value}'`);
  try {
    expect(await refusal({})).toBe(code);
  } finally {
    const old: unknown = before?.[column];
    await central.admin(`UPDATE identity SET ${column} = ${typeof old === 'string' ? `'${old}'` : 'NULL'}`);
  }
}

test('the genuine server is reached over TLS 1.3 by its address and by its name', async () => {
  const connection = await opened();
  expect(connection.identity).toMatchObject({
    tenantId: central.enrolment.tenantId,
    companyId: 'test-practice',
  });
  expect(await refusal({ host: 'localhost' })).toBe('opened');

  const sessions = await central.admin(
    `SELECT DISTINCT s.version, a.application_name FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
      WHERE a.usename = '${central.enrolment.role}'`,
  );
  expect(sessions).toEqual([{ version: 'TLSv1.3', application_name: 'practice-migrator' }]);
});

test('no environment variable and no default of pg changes where, as whom or how the client connects', async () => {
  const misleading = {
    PGHOST: '192.0.2.1',
    PGPORT: '1',
    PGUSER: 'postgres',
    PGPASSWORD: 'wrong',
    PGDATABASE: 'postgres',
    PGSSLMODE: 'disable',
    PGSSLNEGOTIATION: 'direct',
    PGOPTIONS: '-c default_transaction_read_only=on',
    PGREPLICATION: 'database',
    PGAPPNAME: 'somebody',
    PGCLIENT_ENCODING: 'LATIN1',
    PGPASSFILE: '/nowhere',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  };
  for (const [name, value] of Object.entries(misleading)) vi.stubEnv(name, value);
  const defaults = { ...pgDefaults };
  Object.assign(pgDefaults, {
    ssl: false,
    password: 'wrong',
    options: '-c default_transaction_read_only=on',
  });
  try {
    const connection = await opened();
    const answer = await connection.call<Record<string, string>>(
      `SELECT current_setting('default_transaction_read_only') AS read_only,
              current_setting('application_name') AS application,
              current_setting('client_encoding') AS encoding, current_database() AS database`,
      [],
    );
    expect(answer).toMatchObject({
      value: [{ read_only: 'off', application: 'practice-migrator', encoding: 'UTF8', database: 'central' }],
    });
    const other = await makeAuthority();
    expect(await refusal({ caCertificate: other.certificate })).toBe('central.untrusted');
  } finally {
    Object.assign(pgDefaults, defaults);
  }
});

test.each(['host', 'database', 'role', 'password', 'caCertificate', 'clientKey'] as const)(
  'an enrolment without %s is refused and not completed from the environment',
  async (field) => {
    vi.stubEnv('PGHOST', '127.0.0.1');
    vi.stubEnv('PGDATABASE', 'central');
    vi.stubEnv('PGUSER', central.enrolment.role);
    vi.stubEnv('PGPASSWORD', central.enrolment.password);
    expect(await refusal({ [field]: '' })).toBe('central.enrolment_unreadable');
  },
);

test('a path to a local socket is not taken for a host', async () => {
  expect(await refusal({ host: '/tmp' })).toBe('central.enrolment_unreadable');
});

test('the pin is checked on the genuine server too', async () => {
  expect(await refusal({ serverKeyPin: Buffer.alloc(32).toString('base64') })).toBe('central.untrusted');
});

test('a wrong password, an unknown role and a certificate of another device are refused logins', async () => {
  const other = await issueClient(central.authority, 'd_ffffffffffffffffffffffffffffffff');
  expect(await refusal({ password: 'another' })).toBe('central.login_refused');
  expect(await refusal({ role: 'd_ffffffffffffffffffffffffffffffff' })).toBe('central.login_refused');
  const stolen = { clientCertificate: other.certificate, clientKey: other.key };
  expect(await refusal(stolen)).toBe('central.login_refused');
});

test('a device certificate of another authority is a refused login', async () => {
  const foreign = await issueClient(await makeAuthority(), central.enrolment.role);
  const changes = { clientCertificate: foreign.certificate, clientKey: foreign.key };
  expect(await refusal(changes)).toBe('central.login_refused');
});

test('an expired device certificate is named as this device’s', async () => {
  const expired = await issueClient(central.authority, central.enrolment.role, { fromDays: -9, toDays: -1 });
  const result = await openCentral({
    ...central.enrolment,
    clientCertificate: expired.certificate,
    clientKey: expired.key,
  });
  expect(result).toMatchObject({
    fault: { code: 'central.certificate_expired', params: { whose: 'this device' } },
  });
});

test('a reset in place of the alert is explained by the device’s expired certificate, and only by that', async () => {
  const target = { host: '127.0.0.1', port: central.enrolment.port };
  // 8 bytes ask for TLS; what follows the hello carries the certificate.
  const proxy = await startFaultProxy({
    target,
    plan: () => ({ kind: 'reset before forwarding', afterClientBytes: 8 }),
  });
  const expired = await issueClient(central.authority, central.enrolment.role, { fromDays: -9, toDays: -1 });
  const changes = { port: proxy.port, clientCertificate: expired.certificate, clientKey: expired.key };
  expect(await refusal(changes)).toBe('central.certificate_expired');
  expect(await refusal({ port: proxy.port })).toBe('central.unreachable');
  await proxy.close();
});

test('a key that does not belong to the certificate is a damaged enrolment', async () => {
  const other = await issueClient(central.authority, central.enrolment.role);
  expect(await refusal({ clientKey: other.key })).toBe('central.enrolment_unreadable');
  expect(await refusal({ clientKey: 'no key' })).toBe('central.enrolment_unreadable');
  expect(await refusal({ caCertificate: 'no certificate' })).toBe('central.untrusted');
});

test('another practice, another schema, a revoked device and a suspended practice are told apart', async () => {
  await identified('tenant_id', randomUUID(), 'central.wrong_tenant');
  await identified('schema_version', '0.9', 'central.wrong_version');
  await identified('refusal', 'PM001', 'central.device_revoked');
  await identified('refusal', 'PM002', 'central.tenant_suspended');
  expect(await refusal({})).toBe('opened');
});

test('a workspace of another practice does not even connect', async () => {
  expect(await refusal({ port: 1 }, { expectedTenantId: randomUUID() })).toBe('central.wrong_tenant');
});

test('the fourth connection of a device is refused as one too many', async () => {
  await Promise.all([opened(), opened(), opened()]);
  expect(await refusal({})).toBe('central.too_many_connections');
});

test('a port where nobody listens, a name that does not exist and a database that does not exist are told apart', async () => {
  expect(await refusal({ port: 1 })).toBe('central.unreachable');
  expect(await refusal({ host: 'central.invalid' })).toBe('central.unreachable');
  expect(await refusal({ database: 'elsewhere' })).toBe('central.refused');
});

test('a statement that takes too long is cancelled by the server and the connection stays usable', async () => {
  const connection = await opened({ statementTimeoutMs: 200 });
  expect(await connection.call('SELECT pg_sleep(30)', [])).toMatchObject({
    fault: { code: 'central.timed_out' },
  });
  expect(await connection.call('SELECT 1 AS one', [])).toEqual({ ok: true, value: [{ one: 1 }] });
});

test('a connection ended by the administrator while idle is known to be lost and does not end the process', async () => {
  const connection = await opened();
  await central.admin(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '${central.enrolment.role}'`,
  );
  await vi.waitUntil(() => connection.isLost);
  expect(await connection.call('SELECT 1', [])).toMatchObject({ fault: { code: 'central.connection_lost' } });
});
