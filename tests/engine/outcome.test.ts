import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isBalanced, type RowState } from '#contract/reconciliation';
import type { Preset } from '#main/model/mapping';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { writeExport } from '../contract/support/exports.ts';
import { patientsOf } from '../contract/support/practice.ts';
import { appRoot, goOn, openPractice, readAndCheck, type Desk } from './desk.ts';

let central: FreshCentral;
let folder: string;
beforeAll(async () => {
  central = await freshCentral();
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-outcome-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await central.drop();
});

async function countRows(desk: Desk, sourceTableId: number, state: RowState): Promise<number> {
  const { total, rows } = await desk.must('rows.list', { sourceTableId, state, offset: 0, limit: 500 });
  expect(rows.every((row) => row.state === state)).toBe(true);
  expect(rows.every(({ issues }) => issues.length > 0)).toBe(state !== 'accepted' || rows.length === 0);
  return total;
}

test.each(['optix', 'occuco', 'acuity'] as const)(
  'of an %s export every row is accounted for as planted, from reading to rolling back',
  async (vendor) => {
    const { tenantId } = await central.addPractice(`${vendor}-street`);
    const desk = await openPractice(await central.enrol(`${vendor}-street`));
    const { file, expected } = writeExport(folder, 700, 3, vendor);
    const { read, accepted, held, rejected, skipped } = expected;
    const sum = { read, accepted, held, rejected, skipped };
    expect(Math.min(accepted, held, rejected, skipped)).toBeGreaterThan(0);
    expect(isBalanced({ ...sum, central: null })).toBe(true);

    const { sourceTableId, summary } = await readAndCheck(desk, file);
    expect(summary.reconciliation).toEqual({ ...sum, central: null });
    const found = Object.fromEntries(summary.issues.map(({ code }) => [code, 0]));
    for (const { code, rows } of summary.issues) found[code] = (found[code] ?? 0) + rows;
    expect(found).toEqual(expected.issues);
    expect(await desk.must('checks.summary', { sourceTableId })).toEqual(summary);
    for (const state of ['held', 'rejected', 'skipped'] as const) {
      expect(await countRows(desk, sourceTableId, state)).toBe(expected[state]);
    }

    const plan = await desk.must('upload.plan', { sourceTableId, batchSize: 100 });
    expect(plan).toMatchObject({ insert: accepted, setAside: { held, rejected, skipped }, openJob: null });
    const job = await desk.must('upload.run', { sourceTableId, batchSize: 100, ...goOn });
    expect(job.reconciliation).toEqual({ ...sum, central: accepted });
    expect(job.batches).toEqual({
      planned: plan.batches,
      frozen: plan.batches,
      acknowledged: plan.batches,
    });
    expect(await patientsOf(central, tenantId)).toEqual({ records: accepted, externalIds: accepted });

    const verified = await desk.must('verify.run', { jobId: job.jobId });
    expect(verified).toMatchObject({
      expected: accepted,
      verified: accepted,
      missing: 0,
      changed: 0,
      extra: 0,
    });
    const after = await desk.must('job.get', { jobId: job.jobId });
    expect(after.reconciliation).toEqual({ ...sum, central: accepted });

    const rolledBack = await desk.must('rollback.run', { jobId: job.jobId });
    expect(rolledBack).toEqual({ jobId: job.jobId, removed: accepted, kept: 0, keptRecords: [] });
    const gone = await desk.must('job.get', { jobId: job.jobId });
    expect(gone.reconciliation).toEqual({ ...sum, central: 0 });
    expect(await patientsOf(central, tenantId)).toMatchObject({ records: 0 });
  },
);

test('a second delivery adds what is new, leaves what is there, and says how many of each', async () => {
  const { tenantId } = await central.addPractice('delta-street');
  const desk = await openPractice(await central.enrol('delta-street'));
  const [first, second] = [writeExport(folder, 120, 5).file, writeExport(folder, 200, 5).file];
  const one = await readAndCheck(desk, first);
  const jobOne = await desk.must('upload.run', { sourceTableId: one.sourceTableId, ...goOn });
  const before = jobOne.reconciliation.accepted;
  // A preset that somebody changed without a new version is noted and stops nothing: no record depends on it.
  const presets = await central.admin<{ content: Preset }>(
    `SELECT content FROM central.migration_presets WHERE tenant_id = '${tenantId}'`,
  );
  const shipped = join(appRoot, 'presets/ils2/optix/patients.preset.json');
  const { $schema: _notKept, ...preset } = JSON.parse(readFileSync(shipped, 'utf8')) as Preset & {
    $schema: string;
  };
  expect(presets).toEqual([{ content: preset }]);
  await central.admin(`UPDATE central.migration_presets SET content = '{}'`);

  const two = await readAndCheck(desk, second);
  const { accepted } = two.summary.reconciliation;
  const jobTwo = await desk.must('upload.run', { sourceTableId: two.sourceTableId, ...goOn });
  expect(jobTwo.alreadyThere).toEqual({ unchanged: before, different: 0 });
  const noted = await central.admin(`SELECT 1 FROM central.migration_logs WHERE code = 'preset.differs'`);
  expect(noted).toHaveLength(1);
  expect(isBalanced(jobTwo.reconciliation)).toBe(true);
  expect(jobTwo.reconciliation).toMatchObject({ accepted: accepted - before, central: accepted - before });
  expect(await patientsOf(central, tenantId)).toMatchObject({ records: accepted });
  expect(await desk.must('verify.run', { jobId: jobTwo.jobId })).toMatchObject({
    verified: accepted - before,
  });

  await desk.must('rollback.run', { jobId: jobTwo.jobId });
  expect(await patientsOf(central, tenantId)).toMatchObject({ records: before });
  expect(await desk.must('verify.run', { jobId: jobOne.jobId })).toMatchObject({
    verified: before,
    missing: 0,
  });
});
