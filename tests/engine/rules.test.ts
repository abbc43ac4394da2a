import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '#contract/operations';
import { sealEnrolment } from '#main/central/enrolment-file';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { writeCleanExport } from '../contract/support/exports.ts';
import { patientsOf } from '../contract/support/practice.ts';
import { goOn, openDesk, openPractice, passphrase, readAndCheck, stage } from './desk.ts';

let central: FreshCentral;
let folder: string;
let file: string;
beforeAll(async () => {
  central = await freshCentral();
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-rules-'));
  file = writeCleanExport(folder, 'patients.csv', 30);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await central.drop();
});

describe('while a job of a file is live', () => {
  test('its mapping, its checks and the file itself stay as they are; rolled back, all can be done anew', async () => {
    const { tenantId } = await central.addPractice('live-street');
    const desk = await openPractice(await central.enrol('live-street'));
    const { sourceTableId, mappingId } = await readAndCheck(desk, file);
    const { jobId, number } = await desk.must('upload.run', { sourceTableId, ...goOn });

    const uploaded = { fault: { code: 'upload.already_uploaded', params: { job: number } } };
    expect(await desk.ask('mapping.revise', { mappingId })).toMatchObject(uploaded);
    expect(await desk.ask('mapping.propose', { sourceTableId })).toMatchObject(uploaded);
    expect(await desk.ask('checks.run', { mappingId })).toMatchObject(uploaded);
    const inUse = { fault: { code: 'files.in_use' } };
    expect(await desk.ask('files.remove', { sourceTableId })).toMatchObject(inUse);
    await central.addPractice('next-street');
    const content = await sealEnrolment(await central.enrol('next-street'), passphrase);
    const source = { kind: 'content', fileName: 'test', content } as const;
    const wrongTenant = { fault: { code: 'central.wrong_tenant', params: { expected: tenantId } } };
    expect(await desk.ask('central.enrol', { source, passphrase })).toMatchObject(wrongTenant);
    const staged = await desk.ask('files.stage', { source: { kind: 'path', path: file } });
    expect(staged).toMatchObject({
      fault: { code: 'files.already_staged', params: { table: sourceTableId } },
    });

    await desk.must('rollback.run', { jobId });
    const again = await desk.must('upload.run', { sourceTableId, ...goOn });
    expect(again.jobId).not.toBe(jobId);
    expect(await patientsOf(central, tenantId)).toEqual({ records: 30, externalIds: 30 });

    await desk.must('rollback.run', { jobId: again.jobId });
    const revised = await desk.must('mapping.revise', { mappingId });
    expect(revised).toMatchObject({ version: 2, state: 'draft' });
    await desk.must('files.remove', { sourceTableId });
    expect(await desk.must('files.list', {})).toEqual([]);
    expect(await desk.must('job.list', {})).toMatchObject([
      { state: 'rolled_back' },
      { state: 'rolled_back' },
    ]);
    await readAndCheck(desk, file);
  });
});

describe('an upload waits for a person', () => {
  test('until the mapping is approved and the rows are checked under it', async () => {
    await central.addPractice('wait-street');
    const desk = await openPractice(await central.enrol('wait-street'));
    const sourceTableId = await stage(desk, file);
    const upload = { sourceTableId, ...goOn };
    expect(await desk.ask('upload.run', upload)).toMatchObject({ fault: { code: 'mapping.not_approved' } });
    const { mappingId } = await desk.must('mapping.propose', { sourceTableId });
    expect(await desk.ask('checks.run', { mappingId })).toMatchObject({
      fault: { code: 'mapping.not_approved' },
    });
    await desk.must('mapping.approve', { mappingId, approvedBy: 'tester' });
    expect(await desk.ask('upload.run', upload)).toMatchObject({ fault: { code: 'checks.not_run' } });
    await desk.must('checks.run', { mappingId });
    expect(await desk.must('upload.run', upload)).toMatchObject({ state: 'uploaded' });
  });

  test('and again after the mapping was revised: an older check is not uploaded', async () => {
    const { tenantId } = await central.addPractice('revise-street');
    const desk = await openPractice(await central.enrol('revise-street'));
    const { sourceTableId, mappingId } = await readAndCheck(desk, file);
    const revised = await desk.must('mapping.revise', { mappingId });
    const upload = { sourceTableId, ...goOn };
    const unapproved = { fault: { code: 'mapping.not_approved' } };
    expect(await desk.ask('upload.run', upload)).toMatchObject(unapproved);
    expect(await desk.ask('upload.plan', { sourceTableId })).toMatchObject(unapproved);
    expect(await patientsOf(central, tenantId)).toMatchObject({ records: 0 });
    await desk.must('mapping.approve', { mappingId: revised.mappingId, approvedBy: 'tester' });
    expect(await desk.ask('upload.run', upload)).toMatchObject({ fault: { code: 'checks.not_run' } });
    await desk.must('checks.run', { mappingId: revised.mappingId });
    const job = await desk.must('upload.run', upload);
    expect(job.mappingId).toBe(revised.mappingId);
  });

  test('and for an enrolment: without one nothing is sent, and one of another practice is not taken', async () => {
    await central.addPractice('other-street');
    const desk = await openPractice();
    const content = await sealEnrolment(await central.enrol('other-street'), passphrase);
    const source = { kind: 'content', fileName: 'test', content } as const;
    const wrong = await desk.ask('central.enrol', { source, passphrase, companyId: 'this-street' });
    expect(wrong).toMatchObject({
      fault: { code: 'central.wrong_tenant', params: { expected: 'this-street' } },
    });
    const { sourceTableId } = await readAndCheck(desk, file);
    expect(await desk.ask('upload.run', { sourceTableId })).toMatchObject({
      fault: { code: 'central.not_enrolled' },
    });
    expect(await desk.ask('central.probe', {})).toMatchObject({ fault: { code: 'central.not_enrolled' } });
  });
});

describe('who may do what', () => {
  test('a support reviewer is let at nothing that shows or sends patients’ data', async () => {
    const { engine } = openDesk();
    const refused: string[] = [];
    for (const { name } of operations) {
      const reply = await engine.dispatch(name, {}, { name: 'reviewer', role: 'support' });
      if (!reply.ok && reply.fault.code === 'app.not_permitted') refused.push(name);
    }
    const allowed = operations.map(({ name }) => name).filter((name) => !refused.includes(name));
    expect(allowed.sort()).toEqual([
      'app.info',
      'task.cancel',
      'task.get',
      'task.list',
      'workspace.close',
      'workspace.open',
      'workspace.recent',
      'workspace.status',
    ]);
  });

  test.each(['manager', 'consultant', 'support'] as const)(
    'the operator’s work is refused for a %s',
    async (role) => {
      const { engine } = openDesk();
      const operatorNames = operations.map(({ name }) => name).filter((name) => name.startsWith('operator.'));
      expect(operatorNames).toHaveLength(7);
      for (const name of operatorNames) {
        expect(await engine.dispatch(name, {}, { name: 'someone', role })).toMatchObject({
          fault: { code: 'app.not_permitted', params: { operation: name, role } },
        });
      }
    },
  );

  test('an operator is let at nothing of a practice', async () => {
    const { engine } = openDesk();
    for (const { name } of operations.filter((operation) => !operation.name.startsWith('operator.'))) {
      expect(await engine.dispatch(name, {}, { name: 'operator', role: 'operator' })).toMatchObject({
        fault: { code: 'app.not_permitted' },
      });
    }
  });
});

test('every operation on a workspace says that none is open', async () => {
  const desk = openDesk();
  const closed = { ok: false, fault: { code: 'workspace.not_open' } };
  expect(await desk.ask('files.list', {})).toMatchObject(closed);
  expect(await desk.ask('files.stage', { source: { kind: 'path', path: file } })).toMatchObject(closed);
  expect(await desk.ask('mapping.get', { sourceTableId: 1 })).toMatchObject(closed);
  expect(await desk.ask('checks.run', { mappingId: 1 })).toMatchObject(closed);
  expect(await desk.ask('upload.run', { sourceTableId: 1 })).toMatchObject(closed);
  expect(await desk.ask('job.list', {})).toMatchObject(closed);
});
