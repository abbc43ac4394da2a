import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { OperationOutput } from '#contract/operations';
import type { OperatorConnection } from '#contract/operations/operator';
import { openCentral } from '#main/central/connection';
import { readEnrolmentFile } from '#main/central/enrolment-file';
import { dropDatabase } from '../support/central-databases.ts';
import { freshDatabase, operatorConfig, sharedCentral } from '../support/central-server.ts';
import type { SharedCentral } from '../support/central-server-setup.ts';
import { must } from '../support/must.ts';
import {
  authorityPassphrase,
  enrolmentPassphrase,
  jsonOf,
  runCommand,
  type CommandOutcome,
} from './support/command-line.ts';
import { testFolder } from './support/practice.ts';

// The steps of an operator in their order, each with the command line alone: a test builds on the one before.

const folder = testFolder();
const enrolmentFile = join(folder, 'front-desk.enrolment');
let shared: SharedCentral;
let operator: OperatorConnection;
let role: string;

beforeAll(async () => {
  shared = await sharedCentral();
  operator = await freshDatabase(shared);
});
afterAll(() => dropDatabase(operator));

function central(
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): Promise<CommandOutcome> {
  const { host, port, database, user, password } = operator;
  const env = {
    PRACTICE_MIGRATOR_DATA: join(folder, 'data'),
    PRACTICE_MIGRATOR_PGHOST: host,
    PRACTICE_MIGRATOR_PGPORT: String(port),
    PRACTICE_MIGRATOR_PGDATABASE: database,
    PRACTICE_MIGRATOR_PGUSER: user,
    PRACTICE_MIGRATOR_PGPASSWORD: password,
    PRACTICE_MIGRATOR_AUTHORITY_PASSPHRASE: shared.authorityPassphrase,
    PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE: enrolmentPassphrase,
    ...changes,
  };
  return runCommand(['central', ...args], { env, secrets: [password, shared.authorityPassphrase] });
}

async function faultOf(args: readonly string[], changes: Readonly<Record<string, string>> = {}) {
  const ended = await central([...args, '--json'], changes);
  return { exit: ended.code, code: jsonOf(ended).fault.code };
}

const enrol = (out: string): string[] => {
  const authority = ['--authority', shared.authorityFolder];
  return ['enrol', 'Front desk', '--company-id', 'high-street', ...authority, '--out', out];
};

test('an authority is made once and never overwritten', async () => {
  const authority = join(folder, 'authority');
  const args = ['authority', authority, '--server-name', '127.0.0.1', '--server-name', 'central.example'];
  const made = await central(args, { PRACTICE_MIGRATOR_AUTHORITY_PASSPHRASE: authorityPassphrase });
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain(`ssl_cert_file = '${join(authority, 'server.crt')}'`);
  expect(readFileSync(join(authority, 'ca.key'), 'utf8')).not.toContain('PRIVATE KEY');
  expect(await faultOf(args)).toEqual({ exit: 2, code: 'operator.authority_exists' });
  expect(
    await faultOf(['authority', authority, '--server-name', 'x'], {
      PRACTICE_MIGRATOR_AUTHORITY_PASSPHRASE: '',
    }),
  ).toEqual({
    exit: 2,
    code: 'app.secret_missing',
  });
});

test('an empty database has no practices and gets none before it is migrated', async () => {
  expect(await faultOf(['tenant', 'list'])).toEqual({ exit: 6, code: 'operator.not_migrated' });
  const dry = await central(['migrate', '--dry-run']);
  expect(dry.stdout).toMatch(/^pending {2}0010-/m);
  expect(await faultOf(['tenant', 'list'])).toEqual({ exit: 6, code: 'operator.not_migrated' });
});

test('migrate brings it to the schema, and a second time finds nothing to do', async () => {
  const migrated = await central(['migrate', '--json']);
  expect(migrated.code).toBe(0);
  expect((jsonOf(migrated).value as OperationOutput<'operator.migrate'>).applied.length).toBeGreaterThan(5);
  const again = await central(['migrate']);
  expect(again).toMatchObject({ code: 0, stdout: 'The database is up to date.\n' });
});

test('a practice is added once and listed', async () => {
  expect(await central(['tenant', 'list'])).toMatchObject({ code: 0, stdout: 'No practice yet.\n' });
  const args = ['tenant', 'add', 'High Street Opticians', '--company-id', 'high-street'];
  expect(await central(args)).toMatchObject({ code: 0, stderr: '' });
  expect(await faultOf(args)).toEqual({ exit: 2, code: 'operator.tenant_exists' });
  expect(await faultOf(['tenant', 'add', 'X', '--company-id', 'Not Right!'])).toEqual({
    exit: 2,
    code: 'app.invalid_input',
  });
  const listed = await central(['tenant', 'list', '--json']);
  const { value } = jsonOf(listed) as { value: OperationOutput<'operator.tenant_list'> };
  expect(value).toMatchObject([{ companyId: 'high-street', name: 'High Street Opticians' }]);
});

test('a device is enrolled into a sealed file that its owner alone can read, and can then log in', async () => {
  const enrolled = await central([...enrol(enrolmentFile), '--json']);
  expect(enrolled.code).toBe(0);
  role = (jsonOf(enrolled).value as OperationOutput<'operator.enrol'>).role;
  // Windows keeps who may read in other places than the mode.
  if (process.platform !== 'win32') expect(statSync(enrolmentFile).mode & 0o777).toBe(0o600);
  const text = readFileSync(enrolmentFile, 'utf8');
  expect(text).not.toMatch(/PRIVATE KEY|high-street/);
  const enrolment = must(await readEnrolmentFile(text, enrolmentPassphrase));
  const connection = must(await openCentral(enrolment));
  expect(connection.identity).toMatchObject({
    companyId: 'high-street',
    tenantName: 'High Street Opticians',
  });
  await connection.close();
});

test('an enrolment that cannot be written or asked for leaves no login behind', async () => {
  const client = new Client(operatorConfig(operator));
  await client.connect();
  onTestFinished(() => client.end());
  const logins = async (): Promise<unknown> =>
    (
      await client.query(
        `SELECT m.role_name FROM sec.membership AS m JOIN pg_roles ON rolname = m.role_name AND rolcanlogin`,
      )
    ).rows;
  const before = await logins();
  expect(await faultOf(enrol(enrolmentFile))).toEqual({ exit: 2, code: 'operator.file_not_written' });
  const wrong = { PRACTICE_MIGRATOR_AUTHORITY_PASSPHRASE: 'not the right one' };
  const elsewhere = join(folder, 'elsewhere.enrolment');
  expect(await faultOf(enrol(elsewhere), wrong)).toEqual({ exit: 2, code: 'operator.authority_passphrase' });
  const unknown = enrol(elsewhere).map((word) => (word === 'high-street' ? 'low-street' : word));
  expect(await faultOf(unknown)).toEqual({ exit: 2, code: 'operator.tenant_unknown' });
  expect(existsSync(elsewhere)).toBe(false);
  expect(await logins()).toEqual(before);
});

test('revoke takes the access away, and of a device that never was says so', async () => {
  const devices = () => central(['devices', '--company-id', 'high-street']);
  expect((await devices()).stdout).toMatch(
    new RegExp(`^${role}  high-street  Front desk  valid until 20`, 'm'),
  );
  const revoked = await central(['revoke', role]);
  expect(revoked).toMatchObject({ code: 0, stderr: '' });
  expect((await devices()).stdout).toMatch(new RegExp(`^${role}  high-street  Front desk  revoked 20`, 'm'));
  expect(await faultOf(['devices', '--company-id', 'low-street'])).toEqual({
    exit: 2,
    code: 'operator.tenant_unknown',
  });
  const enrolment = must(await readEnrolmentFile(readFileSync(enrolmentFile, 'utf8'), enrolmentPassphrase));
  expect(await openCentral(enrolment)).toMatchObject({ fault: { code: 'central.login_refused' } });
  expect(await faultOf(['revoke', 'd_0123456789abcdef'])).toEqual({
    exit: 2,
    code: 'operator.device_unknown',
  });
  expect(await faultOf(['revoke', 'postgres'])).toEqual({ exit: 2, code: 'app.invalid_input' });
});

test.each<[string, Record<string, string>, string]>([
  ['a wrong password', { PRACTICE_MIGRATOR_PGPASSWORD: 'another' }, 'operator.login_refused'],
  ['a port where nobody listens', { PRACTICE_MIGRATOR_PGPORT: '1' }, 'operator.database_unreachable'],
  ['a database that is not there', { PRACTICE_MIGRATOR_PGDATABASE: 'nowhere' }, 'operator.database_missing'],
])('%s is told: exit code 6', async (_what, changes, code) => {
  expect(await faultOf(['migrate'], changes)).toEqual({ exit: 6, code });
});

test('a passphrase that is too short closes neither an authority nor an enrolment file', async () => {
  const authority = ['authority', join(folder, 'weak'), '--server-name', 'x'];
  const tooShort = { exit: 5, code: 'workspace.passphrase_too_short' };
  expect(await faultOf(authority, { PRACTICE_MIGRATOR_AUTHORITY_PASSPHRASE: 'short' })).toEqual(tooShort);
  const weak = { PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE: 'short' };
  expect(await faultOf(enrol(join(folder, 'weak.enrolment')), weak)).toEqual(tooShort);
  expect(existsSync(join(folder, 'weak'))).toBe(false);
});

test('a password that the server asks for and nobody gave is told as that: exit code 2', async () => {
  expect(await faultOf(['tenant', 'list'], { PRACTICE_MIGRATOR_PGPASSWORD: '' })).toEqual({
    exit: 2,
    code: 'operator.password_missing',
  });
});
