import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobView, RollbackView, VerificationView } from '#contract/operations/upload';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { jsonOf, runCommand } from './support/command-line.ts';
import { optixHeader, optixRow, writeCleanExport, writeExport, writeText } from './support/exports.ts';
import { makePractice, migration, patientsOf, testFolder, type Practice } from './support/practice.ts';

interface Migrated {
  readonly job: JobView;
  readonly verification: VerificationView;
}

const folder = testFolder();
let central: FreshCentral;

beforeAll(async () => {
  central = await freshCentral();
});
afterAll(() => central.drop());

describe('a first migration of a realistic export', () => {
  const sample = writeExport(folder, 700, 3);
  const { accepted, held, rejected, skipped, read } = sample.expected;
  const both = ['--skip-duplicates', '--continue-on-error'];
  let practice: Practice;
  let jobId: string;

  beforeAll(async () => {
    practice = await makePractice(central, folder, 'high-street');
  });

  test('stops with exit code 4 and sends nothing while rows are held and nobody chose to go on', async () => {
    expect(Math.min(held, rejected, skipped)).toBeGreaterThan(0);
    const stopped = await practice.migrate(sample.file, '--skip-duplicates', '--json');
    expect(stopped.code).toBe(4);
    expect(jsonOf(stopped).fault).toMatchObject({
      code: 'checks.rows_set_aside',
      params: { held, rejected },
    });
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 0 });
    expect(await central.admin('SELECT 1 FROM central.migration_jobs')).toEqual([]);
  });

  test('stops the same way while rows are repeated and nobody chose to skip them', async () => {
    const stopped = await practice.migrate(sample.file, '--continue-on-error');
    expect(stopped.code).toBe(4);
    expect(stopped.stderr).toContain('(checks.duplicates)');
    expect(await central.admin('SELECT 1 FROM central.migration_jobs')).toEqual([]);
  });

  test('stops when the file was read before in another way than is asked for, and sends nothing', async () => {
    const otherwise = ['--encoding', 'macintosh', '--answer', 'text.unicode_misread'];
    const stopped = await practice.migrate(sample.file, ...both, ...otherwise);
    expect(stopped.code).toBe(3);
    expect(stopped.stderr).toContain('(files.read_otherwise)');
    expect(await central.admin('SELECT 1 FROM central.migration_jobs')).toEqual([]);
  });

  test('uploads every accepted row once, and its JSON is one object and all of standard output', async () => {
    const done = await practice.migrate(sample.file, ...both, '--json');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const { ok, value } = jsonOf(done) as { ok: boolean; value: Migrated };
    jobId = value.job.jobId;
    expect(ok).toBe(true);
    expect(value.job).toMatchObject({
      state: 'verified',
      number: expect.stringMatching(/^MIG-001-\d{4}$/) as string,
      batchSize: 25,
      reconciliation: { read, accepted, held, rejected, skipped, central: accepted },
    });
    expect(value.verification).toMatchObject({
      expected: accepted,
      verified: accepted,
      missing: 0,
      changed: 0,
    });
    const there = await patientsOf(central, practice.tenantId);
    expect(there).toEqual({ records: accepted, externalIds: accepted });
  });

  test('run again, it finds its job and sends nothing twice', async () => {
    const again = await practice.run([...migration(sample.file), ...both, '--json']);
    expect(again.code).toBe(0);
    expect((jsonOf(again).value as Migrated).job.jobId).toBe(jobId);
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: accepted });
    const jobs = await central.admin('SELECT 1 FROM central.migration_jobs');
    expect(jobs).toHaveLength(1);
  });

  test('status says where it stands in words, and status of a job that is not there is an error', async () => {
    const status = await practice.run(['status']);
    expect(status.code).toBe(0);
    expect(status.stdout).toMatch(/^MIG-001-\d{4} {2}optix-700-3\.csv {2}uploaded and verified$/m);
    expect(status.stdout).toContain(`read ${read} = accepted ${accepted} + held ${held}`);
    const unknown = await practice.run(['status', 'MIG-002-1999', '--json']);
    expect(unknown.code).toBe(2);
    expect(jsonOf(unknown).fault.code).toBe('upload.not_found');
  });

  test('rolled back it leaves nothing, and the same command uploads it again under the next number', async () => {
    const preview = await practice.run(['rollback', '--preview']);
    expect(preview.code).toBe(0);
    expect(preview.stdout).toContain(`would remove ${accepted} records and keep 0`);
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: accepted });

    const rolledBack = await practice.run(['rollback', jobId, '--json']);
    expect(rolledBack).toMatchObject({ code: 0, stderr: '' });
    expect(jsonOf(rolledBack).value as RollbackView).toEqual({
      jobId,
      removed: accepted,
      kept: 0,
      keptRecords: [],
    });
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 0 });

    const verified = await practice.run(['verify', jobId, '--json']);
    expect(verified.code).toBe(4);
    expect(jsonOf(verified).fault.code).toBe('upload.taken_back');
    const status = await practice.run(['status', jobId]);
    expect(status.stdout).toContain(`${accepted} records removed, 0 kept`);
    expect(status.stdout).not.toContain('the same');

    const again = await practice.run([...migration(sample.file), ...both, '--json']);
    expect(again.code).toBe(0);
    expect((jsonOf(again).value as Migrated).job.number).toMatch(/^MIG-002-/);
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: accepted });
  });
});

/** Changes records past every trigger. */
function change(sql: string): Promise<unknown> {
  return central.admin(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
}

describe('what others did in the central database meanwhile', () => {
  let practice: Practice;

  beforeAll(async () => {
    practice = await makePractice(central, folder, 'mill-lane');
    const file = writeCleanExport(folder, 'mill-lane.csv', 60);
    expect(await practice.migrate(file)).toMatchObject({ code: 0 });
  });

  const one = (key: string): string => `tenant_id = '${practice.tenantId}' AND external_id = '${key}'`;

  test('is nothing as long as nobody changed anything', async () => {
    const verified = await practice.run(['verify']);
    expect(verified).toMatchObject({ code: 0, stderr: '' });
    expect(verified.stdout).toContain('60 of 60 records are the same');
  });

  test('a record altered past every rule is found and named: exit code 7', async () => {
    await change(`UPDATE central.patients SET city = 'Elsewhere' WHERE ${one('P1007')}`);
    const verified = await practice.run(['verify']);
    expect(verified.code).toBe(7);
    expect(verified.stdout).toContain('changed: P1007 (line 9)');
    expect(verified.stderr).toContain('0 missing, 1 different, 0 unexpected');
    const asJson = await practice.run(['verify', '--json']);
    expect(asJson.code).toBe(7);
    expect(jsonOf(asJson).fault).toMatchObject({
      code: 'verify.mismatch',
      params: { missing: 0, changed: 1 },
    });
    await change(`UPDATE central.patients SET city = 'London' WHERE ${one('P1007')}`);
  });

  test('a record deleted by the administrator is missed and named: exit code 7, then the job is not verified', async () => {
    await change(`DELETE FROM central.patients WHERE ${one('P1011')}`);
    const verified = await practice.run(['verify']);
    expect(verified.code).toBe(7);
    expect(verified.stdout).toContain('missing: P1011 (line 13)');
    const status = await practice.run(['status']);
    expect(status.stdout).toContain('uploaded, not verified yet');
  });

  test('a record edited properly stays in a rollback, and is named: exit code 8', async () => {
    await central.admin(`UPDATE central.patients SET city = 'Leeds' WHERE ${one('P1020')}`);
    const preview = await practice.run(['rollback', '--preview']);
    expect(preview.stdout).toContain('would remove 58 records and keep 1.');
    expect(preview.stdout).toContain('kept, edited since: P1020 (line 22)');
    const rolledBack = await practice.run(['rollback']);
    expect(rolledBack.code).toBe(8);
    expect(rolledBack.stdout).toContain('58 records were removed');
    expect(rolledBack.stdout).toContain('kept, edited since: P1020 (line 22)');
    expect(rolledBack.stderr).toContain('(rollback.kept)');
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 1 });
    const again = await practice.run(['rollback']);
    expect(again.code).toBe(8);
    expect(again.stdout).toMatch(/already rolled back at \S+: 58 records were removed then/);
  });
});

describe('an enrolment of another practice', () => {
  test('is refused before anything is sent or kept, and the right one still works afterwards', async () => {
    const [mine, other] = [
      await makePractice(central, folder, 'north-road'),
      await makePractice(central, folder, 'south-road'),
    ];
    const file = writeCleanExport(folder, 'north-road.csv', 3);
    const wrong = await mine.run([...migration(file), '--enrolment', other.enrolmentFile, '--json']);
    expect(wrong.code).toBe(6);
    expect(jsonOf(wrong).fault.code).toBe('central.wrong_tenant');
    expect(await patientsOf(central, other.tenantId)).toMatchObject({ records: 0 });

    expect(await mine.migrate(file)).toMatchObject({ code: 0 });
    expect(await patientsOf(central, mine.tenantId)).toMatchObject({ records: 3 });

    const elsewhere = ['--workspace', mine.workspaceFile, '--company-id', 'south-road', '--json'];
    const named = await runCommand([...migration(file), ...elsewhere], { env: mine.env });
    expect(named.code).toBe(6);
    expect(jsonOf(named).fault.code).toBe('central.wrong_tenant');
    expect(await patientsOf(central, other.tenantId)).toMatchObject({ records: 0 });
  });
});

test('held rows are listed by kind and number, not by content', async () => {
  const practice = await makePractice(central, folder, 'short-street');
  const rows = [optixRow('P1'), optixRow('P2', { dob: '31/02/1980' }), optixRow('P3', { dob: '01/02/80' })];
  const file = writeText(folder, 'short-street.csv', [optixHeader, ...rows].join('\n'));
  const stopped = await practice.migrate(file, '--confirm-column', 'dob');
  expect(stopped.code).toBe(4);
  expect(stopped.stdout).toContain('read 3 = accepted 1 + held 2 + rejected 0 + skipped 0');
  expect(stopped.stderr).toContain('(held: 2, rejected: 0)');
});
