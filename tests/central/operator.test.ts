import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority, openAuthority } from '#main/central/admin/authority';
import { enrolDevice, revokeDevice } from '#main/central/admin/devices';
import { addTenant, listTenants } from '#main/central/admin/tenants';
import { readEnrolmentFile, sealEnrolment } from '#main/central/enrolment-file';
import { findFreePort } from '../../scripts/embedded-central/free-port.ts';
import { dropDatabase } from '../support/central-databases.ts';
import { type FreshCentral, freshCentral, freshDatabase } from '../support/central-server.ts';
import { must } from '../support/must.ts';
import { openJob, refusalOf } from './batches.ts';

let central: FreshCentral;
beforeAll(async () => {
  central = await freshCentral();
});
afterAll(() => central.drop());

test('a practice is added once under its company id, and listed', async () => {
  const added = must(await addTenant(central.operator, { companyId: 'listed', name: 'Listed Opticians' }));
  expect(added).toMatchObject({
    companyId: 'listed',
    name: 'Listed Opticians',
    tenantId: expect.stringMatching(/-/),
  });
  const again = await addTenant(central.operator, { companyId: 'listed', name: 'Others' });
  expect(again).toMatchObject({ ok: false, fault: { code: 'operator.tenant_exists' } });
  expect(must(await listTenants(central.operator))).toContainEqual(added);
});

test('an enrolment file opens with its passphrase alone, and what it holds logs the device in', async () => {
  await central.addPractice('enrolled');
  const { role, expiresAt, fileText } = must(
    await enrolDevice(central.operator, {
      companyId: 'enrolled',
      device: 'Reception PC',
      authorityFolder: central.authorityFolder,
      authorityPassphrase: central.authorityPassphrase,
      filePassphrase: 'three quiet words',
    }),
  );
  expect(role).toMatch(/^d_[0-9a-f]{32}$/);
  expect(fileText).not.toContain(role);
  expect(await readEnrolmentFile(fileText, 'three loud words')).toMatchObject({
    fault: { code: 'central.enrolment_passphrase' },
  });
  const enrolment = must(await readEnrolmentFile(fileText, 'three quiet words'));
  expect(enrolment).toMatchObject({ role, companyId: 'enrolled', certificateExpiresAt: expiresAt });
  const device = await central.connect(enrolment);
  expect((await device.query('SELECT company_id FROM api.whoami()')).rows).toEqual([
    { company_id: 'enrolled' },
  ]);
});

test('a text that is no enrolment file is named as such', async () => {
  for (const text of ['', 'not json', '{}', '{"format":"practice-migrator-enrolment","version":2}']) {
    const result = await readEnrolmentFile(text, 'x', 'some.enrolment');
    expect(result).toMatchObject({
      fault: { code: 'central.enrolment_unreadable', params: { file: 'some.enrolment' } },
    });
  }
});

test('an enrolment file with one altered character does not open', async () => {
  await central.addPractice('altered');
  const text = await sealEnrolment(await central.enrol('altered'), 'a b c');
  const at = text.indexOf('"sealed": "') + 40;
  const altered = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  expect(await readEnrolmentFile(altered, 'a b c')).toMatchObject({
    fault: { code: 'central.enrolment_passphrase' },
  });
});

test('no device is enrolled for an unknown practice, without an authority, or with a wrong passphrase', async () => {
  const request = {
    companyId: 'nobody',
    device: 'PC',
    authorityFolder: central.authorityFolder,
    authorityPassphrase: central.authorityPassphrase,
    filePassphrase: 'x',
  };
  const codes = async (changes: object): Promise<unknown> =>
    enrolDevice(central.operator, { ...request, ...changes });
  expect(await codes({})).toMatchObject({ fault: { code: 'operator.tenant_unknown' } });
  expect(await codes({ authorityFolder: tmpdir() })).toMatchObject({
    fault: { code: 'operator.authority_missing' },
  });
  expect(await codes({ authorityPassphrase: 'wrong' })).toMatchObject({
    fault: { code: 'operator.authority_passphrase' },
  });
});

test('no device is enrolled for a host that the server’s certificate does not name', async () => {
  await central.addPractice('misnamed');
  const result = await enrolDevice(central.operator, {
    companyId: 'misnamed',
    device: 'PC',
    publicHost: 'db.elsewhere.example',
    authorityFolder: central.authorityFolder,
    authorityPassphrase: central.authorityPassphrase,
    filePassphrase: 'x',
  });
  expect(result).toMatchObject({
    fault: { code: 'operator.server_name_missing', params: { host: 'db.elsewhere.example' } },
  });
  const devices = await central.admin(
    `SELECT FROM sec.membership JOIN central.tenants USING (tenant_id) WHERE company_id = 'misnamed'`,
  );
  expect(devices).toEqual([]);
});

test('a revoked device is ended at once and cannot come back', async () => {
  await central.addPractice('revoked');
  const enrolment = await central.enrol('revoked');
  const device = await central.connect(enrolment);
  await openJob(device);
  const revoked = must(await revokeDevice(central.operator, enrolment.role));
  await expect(device.query('SELECT 1')).rejects.toThrow();
  expect(await refusalOf(central.connect(enrolment))).toBe('28000');
  expect(must(await revokeDevice(central.operator, enrolment.role))).toEqual(revoked);
});

test('a session that outlives its revocation is refused at its next statement', async () => {
  await central.addPractice('outlived');
  const enrolment = await central.enrol('outlived');
  const device = await central.connect(enrolment);
  await device.query('BEGIN');
  await openJob(device);
  await central.admin('UPDATE sec.membership SET revoked_at = now() WHERE role_name = $1', [enrolment.role]);
  expect(await refusalOf(device.query('SELECT * FROM api.whoami()'))).toBe('PM001');
});

test('an unknown device cannot be revoked', async () => {
  const result = await revokeDevice(central.operator, `d_${'0'.repeat(32)}`);
  expect(result).toMatchObject({ fault: { code: 'operator.device_unknown' } });
});

test('neither password nor certificate key reaches the server’s log', async () => {
  await central.admin(`ALTER SYSTEM SET log_statement = 'all'`);
  await central.admin('SELECT pg_reload_conf()');
  await central.addPractice('logged');
  const enrolment = await central.enrol('logged');
  await central.admin('ALTER SYSTEM RESET log_statement');
  await central.admin('SELECT pg_reload_conf()');
  const log = await readFile(central.logFile, 'utf8');
  expect(log).toContain(enrolment.role);
  expect(log).not.toContain(enrolment.password);
  expect(log).not.toContain('PRIVATE KEY');
});

test('an authority is never made over another, and its keys are for its owner alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'authority-'));
  try {
    const files = must(await createAuthority(folder, 'a passphrase', ['db.example', '10.0.0.1']));
    const key = await readFile(join(folder, 'ca.key'), 'utf8');
    expect(key).not.toContain('PRIVATE KEY');
    for (const file of [files.serverKeyFile, join(folder, 'ca.key')]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    expect(await createAuthority(folder, 'other', ['x'])).toMatchObject({
      fault: { code: 'operator.authority_exists' },
    });
    expect(await readFile(join(folder, 'ca.key'), 'utf8')).toBe(key);
    expect(await openAuthority(folder, 'a passphrase')).toMatchObject({ ok: true });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('each way in which the operator’s connection fails has its own fault', async () => {
  const list = async (changes: object): Promise<unknown> => listTenants({ ...central.operator, ...changes });
  const nobody = await findFreePort('127.0.0.1');
  expect(await list({ port: nobody })).toMatchObject({ fault: { code: 'operator.database_unreachable' } });
  expect(await list({ password: 'wrong' })).toMatchObject({ fault: { code: 'operator.login_refused' } });
  expect(await list({ database: 'nowhere' })).toMatchObject({ fault: { code: 'operator.database_missing' } });
  expect(await list({ caFile: '/nowhere/ca.crt' })).toMatchObject({ fault: { code: 'read.file_missing' } });
  const folder = await mkdtemp(join(tmpdir(), 'authority-'));
  const { caFile } = must(await createAuthority(folder, 'a passphrase', ['127.0.0.1']));
  expect(await list({ caFile })).toMatchObject({ fault: { code: 'central.untrusted' } });
  await rm(folder, { recursive: true });
  const empty = await freshDatabase(central);
  expect(await listTenants(empty)).toMatchObject({ fault: { code: 'operator.not_migrated' } });
  await dropDatabase(empty);
});
