import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { writeCleanExport } from '../contract/support/exports.ts';
import { patientsOf } from '../contract/support/practice.ts';
import { goOn, openPractice, readAndCheck, type Desk } from './desk.ts';

let central: FreshCentral;
let folder: string;
beforeAll(async () => {
  central = await freshCentral();
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-shared-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await central.drop();
});

async function upload(desk: Desk, rows: number, name: string): Promise<string> {
  const { sourceTableId } = await readAndCheck(desk, writeCleanExport(folder, name, rows));
  const { jobId } = await desk.must('upload.run', { sourceTableId, batchSize: 50, ...goOn });
  await desk.must('verify.run', { jobId });
  return jobId;
}

async function january(companyId: string) {
  const { tenantId } = await central.addPractice(companyId);
  const desk = await openPractice(await central.enrol(companyId));
  const first = await upload(desk, 300, `${companyId}-january.csv`);
  const second = await upload(desk, 320, `${companyId}-february.csv`);
  return { tenantId, desk, first, second };
}

test('taking back January leaves what February sent, too; taking back both leaves nothing', async () => {
  const { tenantId, desk, first, second } = await january('two-exports');
  const preview = await desk.must('rollback.preview', { jobId: first });
  expect(preview).toMatchObject({ removable: 0, kept: 300 });
  expect(preview.keptRecords).toHaveLength(200);
  expect(new Set(preview.keptRecords.map(({ reason }) => reason))).toEqual(new Set(['shared']));

  const taken = await desk.must('rollback.run', { jobId: first });
  expect(taken).toMatchObject({ removed: 0, kept: 300 });
  expect(taken.keptRecords).toEqual(preview.keptRecords);
  expect(await patientsOf(central, tenantId)).toMatchObject({ records: 320 });
  expect(await desk.must('verify.run', { jobId: second })).toMatchObject({
    verified: 20,
    unchanged: { expected: 300, verified: 300 },
  });
  expect(await desk.must('job.get', { jobId: second })).toMatchObject({ state: 'verified' });

  expect(await desk.must('rollback.preview', { jobId: second })).toMatchObject({ removable: 320, kept: 0 });
  for (let times = 0; times < 2; times += 1) {
    expect(await desk.must('rollback.run', { jobId: second })).toMatchObject({ removed: 320, kept: 0 });
  }
  expect(await patientsOf(central, tenantId)).toMatchObject({ records: 0 });
});

test('what was edited since is named as edited, by whichever job goes last', async () => {
  const { tenantId, desk, first, second } = await january('edited-exports');
  const [row] = await central.admin<{ external_id: string }>(
    `UPDATE central.patients SET city = 'Ripon' WHERE id = (
       SELECT id FROM central.patients WHERE tenant_id = $1 AND job_id = $2 ORDER BY id LIMIT 1)
     RETURNING external_id`,
    [tenantId, first],
  );
  await desk.must('rollback.run', { jobId: first });
  const last = await desk.must('rollback.run', { jobId: second });
  expect(last).toMatchObject({ removed: 319, kept: 1 });
  expect(last.keptRecords).toMatchObject([{ externalId: row?.external_id, reason: 'edited' }]);
  expect(await patientsOf(central, tenantId)).toMatchObject({ records: 1 });
});
