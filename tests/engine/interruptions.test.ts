import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { TaskSnapshot } from '#contract/events';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { writeCleanExport } from '../contract/support/exports.ts';
import { patientsOf } from '../contract/support/practice.ts';
import { startRelay, type Relay } from '../contract/support/relay.ts';
import { goOn, manager, openDesk, openPractice, passphrase, readAndCheck, type Desk } from './desk.ts';

let central: FreshCentral;
let folder: string;
let small: string;
beforeAll(async () => {
  central = await freshCentral();
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-interruptions-'));
  small = writeCleanExport(folder, 'small.csv', 300);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await central.drop();
});

async function practiceOverRelay(companyId: string): Promise<{ desk: Desk; relay: Relay; tenantId: string }> {
  const { host, port } = central.operator;
  const relay = await startRelay({ host, port });
  const { tenantId } = await central.addPractice(companyId);
  const desk = await openPractice({ ...(await central.enrol(companyId)), port: relay.port });
  onTestFinished(() => relay.die().catch(() => undefined));
  return { desk, relay, tenantId };
}

/** Cancels the first piece of long work as soon as it tells of progress. */
function cancelAtFirstProgress(desk: Desk): Promise<TaskSnapshot> {
  return new Promise((resolve) => {
    const stop = desk.engine.on('task.progress', (snapshot) => {
      if (snapshot.state !== 'running' || snapshot.done === 0) return;
      stop();
      resolve(snapshot);
      void desk.engine.dispatch('task.cancel', { taskId: snapshot.taskId }, manager);
    });
  });
}

describe('a cancel', () => {
  test('while a file is read leaves the workspace as it was, and the file can be read again', async () => {
    const desk = await openPractice();
    const file = writeCleanExport(folder, 'large.csv', 60_000);
    const cancelled = cancelAtFirstProgress(desk);
    const staged = await desk.ask('files.stage', { source: { kind: 'path', path: file } });
    expect(staged).toMatchObject({ ok: false, fault: { code: 'task.cancelled' } });
    expect((await cancelled).done).toBeLessThan(60_000);
    expect(await desk.must('files.list', {})).toEqual([]);
    const again = await desk.must('files.stage', { source: { kind: 'path', path: small } });
    expect(await desk.must('files.list', {})).toEqual(again.tables);
  });

  test('while rows are checked leaves the check before it in place', async () => {
    const desk = await openPractice();
    const { mappingId, sourceTableId, summary } = await readAndCheck(
      desk,
      writeCleanExport(folder, 'checked.csv', 8_000),
    );
    const taskId = await desk.start('checks.run', { mappingId });
    await desk.must('task.cancel', { taskId });
    expect(await desk.finish(taskId)).toMatchObject({ ok: false, fault: { code: 'task.cancelled' } });
    expect(await desk.must('checks.summary', { sourceTableId })).toEqual(summary);
  });

  test('during an upload stops it between two batches; continued, every record is there once', async () => {
    const { desk, relay, tenantId } = await practiceOverRelay('cancel-street');
    const { sourceTableId } = await readAndCheck(desk, small);
    const input = { sourceTableId, batchSize: 10, ...goOn };
    const taskId = await desk.start('upload.run', input);
    relay.after(30_000, () => void desk.engine.dispatch('task.cancel', { taskId }, manager));
    expect(await desk.finish(taskId)).toMatchObject({ ok: false, fault: { code: 'task.cancelled' } });
    const part = await patientsOf(central, tenantId);
    expect(part.records % 10).toBe(0);
    expect(part.records).toBeGreaterThan(0);
    expect(part.records).toBeLessThan(300);

    const [paused] = await desk.must('job.list', {});
    expect(paused?.state).toBe('paused');
    const { openJob } = await desk.must('upload.plan', { sourceTableId });
    expect(openJob?.jobId).toBe(paused?.jobId);
    const done = await desk.must('upload.run', input);
    expect(done).toMatchObject({ jobId: paused?.jobId, state: 'uploaded' });
    expect(await patientsOf(central, tenantId)).toEqual({ records: 300, externalIds: 300 });
  });

  test('during a rollback keeps what is removed, and continued it says how many that were in all', async () => {
    const { desk, relay, tenantId } = await practiceOverRelay('back-street');
    const { sourceTableId } = await readAndCheck(desk, small);
    const { jobId } = await desk.must('upload.run', { sourceTableId, batchSize: 10, ...goOn });
    const taskId = await desk.start('rollback.run', { jobId });
    relay.after(6_000, () => void desk.engine.dispatch('task.cancel', { taskId }, manager));
    expect(await desk.finish(taskId)).toMatchObject({ ok: false, fault: { code: 'task.cancelled' } });
    const { records } = await patientsOf(central, tenantId);
    expect(records).toBeGreaterThan(0);
    expect(records).toBeLessThan(300);
    const stopped = await desk.must('job.get', { jobId });
    expect(stopped).toMatchObject({ state: 'rolling_back', reconciliation: { central: records } });

    const uploading = await desk.ask('upload.run', { sourceTableId, ...goOn });
    expect(uploading).toMatchObject({ ok: false, fault: { code: 'upload.being_taken_back' } });
    const verifying = await desk.ask('verify.run', { jobId });
    expect(verifying).toMatchObject({ ok: false, fault: { code: 'upload.being_taken_back' } });
    expect(await desk.must('rollback.run', { jobId })).toMatchObject({ removed: 300, kept: 0 });
    expect(await patientsOf(central, tenantId)).toMatchObject({ records: 0 });
    expect(await desk.must('rollback.run', { jobId })).toMatchObject({ removed: 300, kept: 0 });
  });
});

test('an upload whose server is gone says that it waits, and can be stopped', async () => {
  const { desk, relay } = await practiceOverRelay('waiting-street');
  const { sourceTableId } = await readAndCheck(desk, small);
  const waiting = new Promise<TaskSnapshot>((resolve) => {
    desk.engine.on('task.progress', (snapshot) => snapshot.waiting && resolve(snapshot));
  });
  const taskId = await desk.start('upload.run', { sourceTableId, batchSize: 10, ...goOn });
  relay.after(30_000, () => void relay.die());
  expect(await waiting).toMatchObject({ taskId, state: 'running', secondsLeft: null });
  await desk.must('task.cancel', { taskId });
  expect(await desk.finish(taskId)).toMatchObject({ ok: false, fault: { code: 'task.cancelled' } });
  const { value } = (await desk.ask('task.list', {})) as { value: TaskSnapshot[] };
  expect(value.find((task) => task.taskId === taskId)).toMatchObject({ waiting: false });
});

test('closing the program in mid-upload stops it at a safe point, and the next start continues', async () => {
  const { desk, relay, tenantId } = await practiceOverRelay('closing-street');
  const { sourceTableId } = await readAndCheck(desk, small);
  const input = { sourceTableId, batchSize: 10, ...goOn };
  await desk.start('upload.run', input);
  await new Promise<void>((resolve) => relay.after(30_000, resolve));
  await desk.engine.close();
  const next = openDesk();
  const path = join(desk.folder, 'practice.workspace');
  await next.must('workspace.open', { path, secret: passphrase });
  await next.must('upload.run', input);
  expect(await patientsOf(central, tenantId)).toEqual({ records: 300, externalIds: 300 });
});

describe('one hand at a time', () => {
  test('a second opening of the same workspace is refused until the first is closed', async () => {
    const first = await openPractice();
    const second = openDesk();
    const open = { path: first.workspaceFile, secret: passphrase };
    expect(await second.ask('workspace.open', open)).toMatchObject({ fault: { code: 'workspace.in_use' } });
    expect(await second.must('workspace.status', {})).toBeNull();
    expect(await first.must('files.list', {})).toEqual([]);
    await first.must('workspace.close', {});
    expect(await second.must('workspace.open', open)).toMatchObject({ practiceName: 'High Street' });
  });

  test('a second piece of long work is refused while one runs, and does not disturb it', async () => {
    const desk = await openPractice();
    const file = writeCleanExport(folder, 'busy.csv', 20_000);
    const taskId = await desk.start('files.stage', { source: { kind: 'path', path: file } });
    const other = await desk.ask('files.stage', { source: { kind: 'path', path: small } });
    expect(other).toMatchObject({ ok: false, fault: { code: 'task.busy', params: { kind: 'files.stage' } } });
    expect(await desk.finish(taskId)).toMatchObject({ ok: true, value: { tables: [{ rowCount: 20_000 }] } });
    expect(await desk.must('files.list', {})).toHaveLength(1);
  });
});

test('a list of recent workspaces that cannot be written costs nobody the recovery key', async () => {
  const desk = openDesk();
  mkdirSync(join(desk.folder, 'recent-workspaces.json'));
  const path = join(desk.folder, 'practice.workspace');
  const created = await desk.must('workspace.create', { practiceName: 'High Street', passphrase, path });
  await desk.must('workspace.close', {});
  await desk.must('workspace.open', { path, secret: created.recoveryKey });
  expect(await desk.must('workspace.recent', {})).toEqual([]);
});

test('a workspace in a place that cannot be made names that place', async () => {
  const desk = openDesk();
  const path = join(small, 'practice.workspace');
  const refused = await desk.ask('workspace.create', { practiceName: 'High Street', passphrase, path });
  expect(refused).toMatchObject({ fault: { code: 'workspace.not_permitted', params: { file: path } } });
});
