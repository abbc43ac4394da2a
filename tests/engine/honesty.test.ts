import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { optixHeader, optixRow, writeCleanExport, writeText } from '../contract/support/exports.ts';
import { patientsOf } from '../contract/support/practice.ts';
import { goOn, manager, openPractice, passphrase, readAndCheck, type Desk } from './desk.ts';

/** Nothing is called done, verified or removed that is not. */

let central: FreshCentral;
let folder: string;
beforeAll(async () => {
  central = await freshCentral();
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-honesty-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await central.drop();
});

const rows = 300;

async function practice(companyId: string) {
  const { tenantId } = await central.addPractice(companyId);
  return { tenantId, desk: await openPractice(await central.enrol(companyId)) };
}

async function upload(desk: Desk, file: string): Promise<{ jobId: string; sourceTableId: number }> {
  const { sourceTableId } = await readAndCheck(desk, file);
  const { jobId } = await desk.must('upload.run', { sourceTableId, batchSize: 50, ...goOn });
  return { jobId, sourceTableId };
}

test('an upload that was cancelled before it sent anything is never verified, and continues', async () => {
  const { tenantId, desk } = await practice('cancelled-early');
  const { sourceTableId } = await readAndCheck(desk, writeCleanExport(folder, 'early.csv', rows));
  const taskId = await desk.start('upload.run', { sourceTableId, ...goOn });
  await desk.engine.dispatch('task.cancel', { taskId }, manager);
  expect(await desk.finish(taskId)).toMatchObject({ ok: false, fault: { code: 'task.cancelled' } });
  const [job] = await desk.must('job.list', {});
  expect(job).toMatchObject({ state: 'paused' });
  const verified = await desk.ask('verify.run', { jobId: job!.jobId });
  expect(verified).toMatchObject({ ok: false, fault: { code: 'upload.not_finished' } });
  const done = await desk.must('upload.run', { sourceTableId, ...goOn });
  expect(done).toMatchObject({ state: 'uploaded', reconciliation: { accepted: rows, central: rows } });
  expect((await patientsOf(central, tenantId)).records).toBe(rows);
});

test('two rows whose keys are the same only after cleaning are held both, and the rest goes on', async () => {
  const { tenantId, desk } = await practice('same-after-cleaning');
  const lines = [
    optixHeader,
    optixRow('P 1'),
    optixRow('P  1', { firstName: 'Grace' }),
    optixRow('P\u00A01', { firstName: 'Mary' }),
    optixRow('P2'),
  ];
  const file = writeText(folder, 'keys.csv', lines.join('\r\n') + '\r\n');
  const { summary, sourceTableId } = await readAndCheck(desk, file);
  expect(summary.reconciliation).toMatchObject({ read: 4, accepted: 1, held: 3 });
  await desk.must('upload.run', { sourceTableId, ...goOn });
  expect((await patientsOf(central, tenantId)).records).toBe(1);
});

test('records that were there before are verified too, and named when they are gone', async () => {
  const { tenantId, desk: first } = await practice('shared-records');
  const file = writeCleanExport(folder, 'shared.csv', rows);
  await upload(first, file);
  const second = await openPractice(await central.enrol('shared-records', 'second device'));
  const { jobId } = await upload(second, file);
  const before = await second.must('verify.run', { jobId });
  expect(before).toMatchObject({ expected: 0, unchanged: { expected: rows, verified: rows }, missing: 0 });
  await central.admin('DELETE FROM central.patients WHERE tenant_id = $1 AND external_id = $2', [
    tenantId,
    'P1007',
  ]);
  const after = await second.must('verify.run', { jobId });
  expect(after.unchanged).toEqual({ expected: rows, verified: rows - 1, editedSince: 0 });
  expect(after.differences).toMatchObject([{ what: 'missing', externalId: 'P1007' }]);
  expect(await second.must('job.get', { jobId })).toMatchObject({ state: 'uploaded' });
});

test('an older copy of a workspace does not continue where central is ahead of it, and takes all of it out', async () => {
  const { tenantId, desk } = await practice('older-copy');
  const { sourceTableId } = await readAndCheck(desk, writeCleanExport(folder, 'older.csv', rows));
  const taskId = await desk.start('upload.run', { sourceTableId, batchSize: 10, ...goOn });
  await desk.engine.dispatch('task.cancel', { taskId }, manager);
  await desk.finish(taskId);
  await desk.must('workspace.close', {});
  const copy = `${desk.workspaceFile}.copy`;
  copyFileSync(desk.workspaceFile, copy);
  await desk.must('workspace.open', { path: desk.workspaceFile, secret: passphrase });
  const { jobId } = await desk.must('upload.run', { sourceTableId, batchSize: 10, ...goOn });
  await desk.must('workspace.close', {});

  copyFileSync(copy, desk.workspaceFile);
  await desk.must('workspace.open', { path: desk.workspaceFile, secret: passphrase });
  const resumed = await desk.ask('upload.run', { sourceTableId, ...goOn });
  expect(resumed).toMatchObject({ ok: false, fault: { code: 'central.batch_conflict' } });
  expect(await desk.must('rollback.preview', { jobId })).toMatchObject({ removable: rows, kept: 0 });
  expect(await desk.must('rollback.run', { jobId })).toMatchObject({ removed: rows, kept: 0 });
  expect((await patientsOf(central, tenantId)).records).toBe(0);
});

test('rolling back a job again, after its file was uploaded by another one, touches nothing', async () => {
  const { tenantId, desk } = await practice('rolled-back-twice');
  const { jobId, sourceTableId } = await upload(desk, writeCleanExport(folder, 'twice.csv', rows));
  await desk.must('rollback.run', { jobId });
  await desk.must('upload.run', { sourceTableId, ...goOn });
  expect(await desk.must('rollback.run', { jobId })).toMatchObject({ removed: rows, kept: 0 });
  expect((await patientsOf(central, tenantId)).records).toBe(rows);
});

test('a lost quotation mark hides no patient behind a note that begins with a line break', async () => {
  const desk = await openPractice();
  const lines = [
    'patient_id,first_name,last_name,dob,postcode,medical_history',
    '1001,Ann,Lee,01/02/1980,SW1A 1AA,"Diabetic, see letter',
    '1002,Bob,Ray,03/04/1975,SW1A 1AA,"',
    'Glaucoma in family"',
    '1003,Cat,Fox,03/04/1976,SW1A 1AA,none',
  ];
  const file = writeText(folder, 'lost.csv', `${lines.join('\r\n')}\r\n`);
  const { summary, sourceTableId } = await readAndCheck(desk, file);
  expect(summary.reconciliation).toMatchObject({ read: 4, accepted: 1, rejected: 3 });
  const rejected = await desk.must('rows.list', { sourceTableId, state: 'rejected', offset: 0, limit: 10 });
  expect(rejected.rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [2, '1001'],
    [3, '1002'],
    [4, 'Glaucoma in family"'],
  ]);
});

test('a stray quotation mark hides no patient: every line is counted, and what it swallowed is rejected', async () => {
  const desk = await openPractice();
  const lines = Array.from({ length: 5 }, (_, index) => optixRow(`P${index + 1}`).split(','));
  lines[0]![12] = '"Asthma';
  lines[3]![12] = 'Hayfever"';
  const text = [optixHeader, ...lines.map((cells) => cells.join(','))].join('\r\n') + '\r\n';
  const { summary, sourceTableId } = await readAndCheck(desk, writeText(folder, 'stray.csv', text));
  expect(summary.reconciliation).toMatchObject({ read: 5, accepted: 1, rejected: 4 });
  const rejected = await desk.must('rows.list', { sourceTableId, state: 'rejected', offset: 0, limit: 10 });
  expect(rejected.rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [2, 'P1'],
    [3, 'P2'],
    [4, 'P3'],
    [5, 'P4'],
  ]);
});
