import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { issueClientCertificate } from '#main/central/admin/certificates';
import { revokeDevice } from '#main/central/admin/devices';
import { publicKeyPin } from '#main/central/server-trust';
import type { Enrolment } from '#main/model/enrolment';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { must } from '../support/must.ts';
import { issueServer, makeAuthority } from '../support/pki.ts';
import { startRogueServer, type RogueServer } from '../support/rogue-server.ts';
import { jsonOf } from '../contract/support/command-line.ts';
import { writeCleanExport } from '../contract/support/exports.ts';
import { makePractice, patientsOf, testFolder, writeEnrolment } from '../contract/support/practice.ts';

const folder = testFolder();
const file = writeCleanExport(folder, 'patients.csv', 3);
let central: FreshCentral;

beforeAll(async () => {
  central = await freshCentral();
});
afterAll(() => central.drop());

/** Migrates with an enrolment that is not right; then the right one has to work in the same workspace. */
async function migrateWith(companyId: string, change: (genuine: Enrolment) => Promise<Partial<Enrolment>>) {
  const practice = await makePractice(central, folder, companyId);
  const changed = { ...practice.enrolment, ...(await change(practice.enrolment)) };
  await writeEnrolment(practice.enrolmentFile, changed);
  const ended = await practice.migrate(file, '--json');
  expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 0 });
  expect(ended.stderr).not.toContain('bug');

  await writeEnrolment(practice.enrolmentFile, practice.enrolment);
  expect(await practice.migrate(file)).toMatchObject({ code: 0 });
  expect(await patientsOf(central, practice.tenantId)).toEqual({ records: 3, externalIds: 3 });
  return { exit: ended.code, ...jsonOf(ended).fault };
}

async function rogue(validity: {
  toDays: number;
}): Promise<{ server: RogueServer; trust: Partial<Enrolment> }> {
  const authority = await makeAuthority();
  const identity = await issueServer(authority, ['127.0.0.1'], { fromDays: -9, ...validity });
  const server = await startRogueServer({ mode: 'cleartext password', identity });
  onTestFinished(() => server.close());
  const pin = publicKeyPin(identity.certificate);
  const trust = { port: server.port, caCertificate: authority.certificate, serverKeyPin: pin };
  return { server, trust };
}

test('a server of another authority is not trusted: nothing is sent', async () => {
  const fault = await migrateWith('wrong-ca', async () => ({
    caCertificate: (await makeAuthority()).certificate,
  }));
  expect(fault).toMatchObject({ exit: 6, code: 'central.untrusted' });
});

test('an expired certificate of the server is named as the server’s, and nothing is sent', async () => {
  const { server, trust } = await rogue({ toDays: -1 });
  const fault = await migrateWith('old-server', async () => trust);
  expect(fault).toMatchObject({
    exit: 6,
    code: 'central.certificate_expired',
    params: { whose: 'the server' },
  });
  await server.settled();
  expect(server.bytes()).toHaveLength(0);
});

test('an expired certificate of this device is named as the device’s', async () => {
  const longAgo = new Date(Date.now() - 20 * 365 * 86_400_000);
  const fault = await migrateWith('old-device', async ({ role }) => {
    const expired = await issueClientCertificate(central.authority, role, longAgo);
    return { clientCertificate: expired.certificatePem, clientKey: expired.keyPem };
  });
  expect(fault).toMatchObject({
    exit: 6,
    code: 'central.certificate_expired',
    params: { whose: 'this device' },
  });
});

test('a device that was revoked before is refused', async () => {
  const fault = await migrateWith('revoked', async (genuine) => {
    const other = await central.enrol('revoked', 'A lost laptop');
    must(await revokeDevice(central.operator, other.role));
    return { ...other, host: genuine.host };
  });
  expect(fault).toMatchObject({ exit: 6, code: 'central.login_refused' });
});

test('a damaged enrolment file, a wrong passphrase for it and one that is not there are told apart', async () => {
  const practice = await makePractice(central, folder, 'letters');
  const attempt = async (path: string, env = {}) => {
    const args = ['migrate', 'patients', file, '--source-system', 'optix', '--preset', 'optix-patients'];
    const ended = await practice.run([...args, '--enrolment', path, '--json'], { env });
    return { exit: ended.code, code: jsonOf(ended).fault.code };
  };
  const unreadable = { exit: 6, code: 'central.enrolment_unreadable' };
  expect(await attempt(file)).toEqual(unreadable);
  expect(await attempt(`${folder}/nowhere.enrolment`)).toEqual(unreadable);
  const wrong = { PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE: 'not the right one' };
  expect(await attempt(practice.enrolmentFile, wrong)).toEqual({
    exit: 2,
    code: 'central.enrolment_passphrase',
  });
  const none = { PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE: '' };
  expect(await attempt(practice.enrolmentFile, none)).toEqual({ exit: 2, code: 'app.secret_missing' });
});
