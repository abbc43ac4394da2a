import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealEnrolment } from '#main/central/enrolment-file';
import type { Enrolment } from '#main/model/enrolment';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { writeCleanExport } from '../contract/support/exports.ts';
import { patientsOf } from '../contract/support/practice.ts';
import { startRelay } from '../contract/support/relay.ts';
import { goOn, manager, openPractice, passphrase, readAndCheck, type Desk } from './desk.ts';

let production: FreshCentral;
let trial: FreshCentral;
let folder: string;
let file: string;
beforeAll(async () => {
  [production, trial] = [await freshCentral(), await freshCentral()];
  // Databases of the tests are copies of one template; one that was migrated by itself has an id of its own.
  await trial.admin('UPDATE central.identity SET database_id = gen_random_uuid()');
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-other-database-'));
  file = writeCleanExport(folder, 'patients.csv', 60);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await production.drop();
  await trial.drop();
});

/** The same practice, under one tenant id, on both databases. */
async function practiceOnBoth(companyId: string): Promise<string> {
  const { tenantId } = await production.addPractice(companyId);
  await trial.admin(`INSERT INTO central.tenants (tenant_id, company_id, name) VALUES ($1, $2, 'Practice')`, [
    tenantId,
    companyId,
  ]);
  return tenantId;
}

async function enrol(desk: Desk, enrolment: Enrolment): Promise<void> {
  const content = await sealEnrolment(enrolment, passphrase);
  await desk.must('central.enrol', { source: { kind: 'content', fileName: 'other', content }, passphrase });
}

interface Uploaded {
  readonly desk: Desk;
  readonly tenantId: string;
  readonly jobId: string;
  readonly input: { readonly sourceTableId: number; readonly batchSize: number } & typeof goOn;
}

async function uploadAndVerify(enrolment: Enrolment): Promise<Uploaded> {
  const desk = await openPractice(enrolment);
  const { sourceTableId } = await readAndCheck(desk, file);
  const input = { sourceTableId, batchSize: 20, ...goOn };
  const { jobId } = await desk.must('upload.run', input);
  await desk.must('verify.run', { jobId });
  return { desk, tenantId: enrolment.tenantId, jobId, input };
}

async function expectRefused({ desk, jobId, input }: Uploaded, code: string): Promise<void> {
  const before = await desk.must('job.get', { jobId });
  const refusals = [
    await desk.ask('upload.run', input),
    await desk.ask('verify.run', { jobId }),
    await desk.ask('rollback.preview', { jobId }),
    await desk.ask('rollback.run', { jobId }),
  ];
  expect(refusals.map((each) => !each.ok && each.fault.code)).toEqual([code, code, code, code]);
  expect(await desk.must('job.get', { jobId })).toEqual(before);
}

describe('a finished job', () => {
  test('of a trial database is neither finished nor taken back on the real one', async () => {
    const tenantId = await practiceOnBoth('trial-street');
    const uploaded = await uploadAndVerify(await trial.enrol('trial-street'));
    const { desk, jobId } = uploaded;
    await enrol(desk, await production.enrol('trial-street'));
    await expectRefused(uploaded, 'central.other_database');
    expect(await patientsOf(production, tenantId)).toMatchObject({ records: 0 });
    expect(await patientsOf(trial, tenantId)).toMatchObject({ records: 60 });

    await enrol(desk, await trial.enrol('trial-street', 'Another device'));
    expect(await desk.must('rollback.run', { jobId })).toMatchObject({ removed: 60 });
    expect(await patientsOf(trial, tenantId)).toMatchObject({ records: 0 });
    await enrol(desk, await production.enrol('trial-street', 'Another device'));
    const again = await desk.ask('rollback.run', { jobId });
    expect(again).toMatchObject({ fault: { code: 'central.other_database' } });
    const job = await desk.must('upload.run', uploaded.input);
    expect(job).toMatchObject({ state: 'uploaded', reconciliation: { central: 60 } });
  });

  test('that central lost with an older backup is neither finished nor taken back', async () => {
    await production.addPractice('backup-street');
    const uploaded = await uploadAndVerify(await production.enrol('backup-street'));
    await forget(uploaded);
    await production.admin('DELETE FROM central.migration_jobs WHERE job_id = $1', [uploaded.jobId]);
    await expectRefused(uploaded, 'central.job_missing');
  });

  test('of which central lost a batch is not called finished, and can be taken back', async () => {
    await production.addPractice('part-street');
    const uploaded = await uploadAndVerify(await production.enrol('part-street'));
    const { desk, input, jobId } = uploaded;
    await forget(uploaded, 3);
    expect(await desk.ask('upload.run', input)).toMatchObject({
      fault: { code: 'central.batches_missing', params: { held: 2, received: 3 } },
    });
    expect(await desk.must('rollback.run', { jobId })).toMatchObject({ removed: 40, kept: 0 });
    expect(await desk.must('upload.run', input)).toMatchObject({ reconciliation: { central: 60 } });
  });

  test('to which central added a batch that this workspace does not know is not called finished', async () => {
    await production.addPractice('older-street');
    const { desk, input, jobId } = await uploadAndVerify(await production.enrol('older-street'));
    await production.admin(
      `INSERT INTO central.migration_batches (tenant_id, job_id, number, batch_id, content_sha256, record_count, inserted)
       SELECT tenant_id, job_id, 4, batch_id, content_sha256, 2, 2 FROM central.migration_batches
        WHERE job_id = $1 AND number = 3`,
      [jobId],
    );
    expect(await desk.ask('upload.run', input)).toMatchObject({
      fault: { code: 'central.batch_conflict', params: { batch: 4 } },
    });
    // Nor do its records count as those that were sent.
    expect(await desk.must('verify.run', { jobId })).toMatchObject({ verified: 60, extra: 2 });
    expect(await desk.must('job.get', { jobId })).toMatchObject({ state: 'uploaded' });
  });

  test('that was taken back from another copy of the workspace is not called finished', async () => {
    await production.addPractice('copy-street');
    const { desk, input, jobId } = await uploadAndVerify(await production.enrol('copy-street'));
    await production.admin(`UPDATE central.migration_jobs SET state = 'rolled_back' WHERE job_id = $1`, [
      jobId,
    ]);
    expect(await desk.ask('upload.run', input)).toMatchObject({
      fault: { code: 'upload.being_taken_back' },
    });
  });
});

describe('a job that stopped half way', () => {
  test('and that central lost with an older backup is not begun there a second time', async () => {
    const { host, port } = production.operator;
    const relay = await startRelay({ host, port });
    const { tenantId } = await production.addPractice('stopped-street');
    const desk = await openPractice({ ...(await production.enrol('stopped-street')), port: relay.port });
    const { sourceTableId } = await readAndCheck(desk, file);
    const input = { sourceTableId, batchSize: 2, ...goOn };
    const taskId = await desk.start('upload.run', input);
    relay.after(12_000, () => void desk.engine.dispatch('task.cancel', { taskId }, manager));
    expect(await desk.finish(taskId)).toMatchObject({ fault: { code: 'task.cancelled' } });
    const [job] = await desk.must('job.list', {});
    expect(job?.number).not.toBeNull();
    await forget({ jobId: job!.jobId });
    await production.admin('DELETE FROM central.migration_jobs WHERE job_id = $1', [job!.jobId]);
    for (const answer of [
      await desk.ask('upload.run', input),
      await desk.ask('rollback.run', { jobId: job!.jobId }),
    ]) {
      expect(answer).toMatchObject({ fault: { code: 'central.job_missing' } });
    }
    expect(await desk.must('job.get', { jobId: job!.jobId })).toMatchObject({ state: 'paused' });
    expect(await patientsOf(production, tenantId)).toMatchObject({ records: 0 });
    await relay.die();
  });
});

/** Takes a job's batches from number `from` on out of production, as a restored older backup would be without them. */
async function forget({ jobId }: Pick<Uploaded, 'jobId'>, from = 1): Promise<void> {
  await production.admin('DELETE FROM central.patients WHERE job_id = $1 AND batch_number >= $2', [
    jobId,
    from,
  ]);
  await production.admin('DELETE FROM central.migration_batches WHERE job_id = $1 AND number >= $2', [
    jobId,
    from,
  ]);
  if (from > 1) return;
  await production.admin('DELETE FROM central.migration_logs WHERE job_id = $1', [jobId]);
  await production.admin('DELETE FROM central.migration_metrics WHERE job_id = $1', [jobId]);
}
