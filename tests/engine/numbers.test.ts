import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isBalanced } from '#contract/reconciliation';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { optixHeader, optixRow, writeCleanExport, writeText } from '../contract/support/exports.ts';
import { goOn, openPractice, passphrase, readAndCheck } from './desk.ts';

let central: FreshCentral;
let folder: string;
beforeAll(async () => {
  central = await freshCentral();
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-numbers-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await central.drop();
});

/** Changes records past every trigger, as only an administrator can. */
function change(sql: string): Promise<unknown> {
  return central.admin(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
}

test('a job says what central holds by the newest verification, and keeps the differences by name', async () => {
  const { tenantId } = await central.addPractice('mill-lane');
  const desk = await openPractice(await central.enrol('mill-lane'));
  const { sourceTableId } = await readAndCheck(desk, writeCleanExport(folder, 'mill-lane.csv', 30));
  const { jobId } = await desk.must('upload.run', { sourceTableId, batchSize: 10, ...goOn });
  const one = (key: string): string => `tenant_id = '${tenantId}' AND external_id = '${key}'`;

  await change(`DELETE FROM central.patients WHERE ${one('P1011')}`);
  await desk.must('verify.run', { jobId });
  const missed = await desk.must('job.get', { jobId });
  expect(missed.state).toBe('uploaded');
  expect(missed.reconciliation).toMatchObject({ accepted: 30, central: 29 });
  expect(missed.verification).toMatchObject({ expected: 30, verified: 29, missing: 1, extra: 0 });
  expect(missed.verification?.differences).toEqual([
    { externalId: 'P1011', rowNo: expect.any(Number) as number, line: 13, what: 'missing' },
  ]);

  // What was edited or altered there is held all the same.
  await central.admin(`UPDATE central.patients SET city = 'Leeds' WHERE ${one('P1003')}`);
  await change(`UPDATE central.patients SET city = 'Ripon' WHERE ${one('P1004')}`);
  await desk.must('verify.run', { jobId });
  const altered = await desk.must('job.get', { jobId });
  expect(altered.reconciliation).toMatchObject({ accepted: 30, central: 29 });
  expect(altered.verification).toMatchObject({ verified: 27, missing: 1, changed: 1, editedSince: 1 });
  expect(await desk.must('job.list', {})).toEqual([altered]);

  await desk.must('workspace.close', {});
  await desk.must('workspace.open', { path: desk.workspaceFile, secret: passphrase });
  expect(await desk.must('job.get', { jobId })).toEqual(altered);

  await desk.must('rollback.run', { jobId });
  const gone = await desk.must('job.get', { jobId });
  expect(gone.reconciliation.central).toBe(gone.rollback?.kept);
});

test('records of which central holds another version are held, counted and named', async () => {
  await central.addPractice('delta-street');
  const first = await openPractice(await central.enrol('delta-street'));
  const rows = ['P1', 'P2', 'P3'].map((key) => optixRow(key));
  const before = writeText(folder, 'before.csv', [optixHeader, ...rows].join('\n'));
  const one = await readAndCheck(first, before);
  const jobOne = await first.must('upload.run', { sourceTableId: one.sourceTableId, ...goOn });
  expect(jobOne.differentRecords).toEqual([]);

  const second = await openPractice(await central.enrol('delta-street'));
  const changed = [optixRow('P1'), optixRow('P2', { firstName: 'Eve' }), optixRow('P3'), optixRow('P4')];
  const after = writeText(folder, 'after.csv', [optixHeader, ...changed].join('\n'));
  const two = await readAndCheck(second, after);
  const jobTwo = await second.must('upload.run', { sourceTableId: two.sourceTableId, ...goOn });
  expect(jobTwo.alreadyThere).toEqual({ unchanged: 2, different: 1 });
  expect(jobTwo.differentRecords).toEqual([
    { externalId: 'P2', rowNo: expect.any(Number) as number, line: 3 },
  ]);
  expect(jobTwo.reconciliation).toMatchObject({ read: 4, accepted: 1, held: 1, skipped: 2, central: 1 });
  expect(isBalanced(jobTwo.reconciliation)).toBe(true);

  await second.must('verify.run', { jobId: jobTwo.jobId });
  const verified = await second.must('job.get', { jobId: jobTwo.jobId });
  expect(verified.state).toBe('verified');
  expect(verified.reconciliation).toEqual(jobTwo.reconciliation);
  expect(verified.differentRecords).toEqual(jobTwo.differentRecords);
});
