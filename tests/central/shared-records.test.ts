import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshCentral, freshCentral } from '../support/central-server.ts';
import { makeBatch, openJob, patientValues, putBatch, type TestBatch } from './batches.ts';

let central: FreshCentral;
let tenantId: string;
let device: pg.Client;
let other: pg.Client;

beforeAll(async () => {
  central = await freshCentral();
  ({ tenantId } = await central.addPractice('north-street'));
  const enrolment = await central.enrol('north-street');
  device = await central.connect(enrolment);
  other = await central.connect(enrolment);
});
afterAll(() => central.drop());

/** A job of one batch with these patients. */
async function jobOf(...names: readonly string[]): Promise<TestBatch> {
  const { job } = await openJob(device);
  const rows = names.map((name) => patientValues(name));
  const batch = makeBatch(tenantId, job, 1, rows);
  await putBatch(device, batch);
  return batch;
}

const rollBack = async ({ job }: TestBatch, client = device): Promise<unknown> => {
  const { rows } = await client.query('SELECT * FROM api.rollback_batch($1, 1)', [job]);
  return rows[0];
};
const finish = ({ job }: TestBatch): Promise<unknown> =>
  device.query('SELECT api.finish_rollback($1)', [job]);
const previewOf = async ({ job }: TestBatch): Promise<unknown> =>
  (await device.query('SELECT * FROM api.rollback_preview($1)', [job])).rows[0];
const keptOf = async ({ job }: TestBatch): Promise<unknown[]> =>
  (await device.query('SELECT * FROM api.rollback_kept($1, 10)', [job])).rows;
const heldOf = async (prefix: string): Promise<string[]> =>
  (
    await central.admin<{ external_id: string }>(
      `SELECT external_id FROM central.patients WHERE external_id LIKE $1 ORDER BY 1`,
      [`${prefix}-%`],
    )
  ).map((row) => row.external_id);
const edit = (name: string): Promise<unknown> =>
  central.admin(`UPDATE central.patients SET city = 'Whitby' WHERE external_id = $1`, [name]);

test('a record that a later job met unchanged stays until that job is rolled back, too', async () => {
  const january = await jobOf('two-1', 'two-2');
  const february = await jobOf('two-2', 'two-3');
  const shared = january.records[1]!.id;
  expect(await previewOf(january)).toEqual({ removable: '1', kept: '1' });
  expect(await keptOf(january)).toEqual([{ id: shared, batch_number: 1, reason: 'shared' }]);
  expect(await rollBack(january)).toEqual({ removed: 1, kept: [shared], reasons: ['shared'] });
  await finish(january);
  expect(await previewOf(january)).toEqual({ removable: '0', kept: '1' });
  expect(await rollBack(january)).toEqual({ removed: 1, kept: [shared], reasons: ['shared'] });
  expect(await heldOf('two')).toEqual(['two-2', 'two-3']);

  expect(await previewOf(february)).toEqual({ removable: '2', kept: '0' });
  expect(await rollBack(february)).toEqual({ removed: 2, kept: [], reasons: [] });
  await finish(february);
  expect(await heldOf('two')).toEqual([]);
  // Nothing is left, and repeated both answer the total.
  expect(await rollBack(january)).toEqual({ removed: 1, kept: [], reasons: [] });
  expect(await rollBack(february)).toEqual({ removed: 2, kept: [], reasons: [] });
});

test('whichever of three jobs goes last takes the record with it', async () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  for (const [place, order] of orders.entries()) {
    const name = `three${place}-1`;
    const jobs = [await jobOf(name), await jobOf(name), await jobOf(name)] as const;
    for (const step of order) {
      expect(await heldOf(`three${place}`)).toEqual([name]);
      await rollBack(jobs[step]);
      await finish(jobs[step]);
      expect(await previewOf(jobs[step])).toMatchObject({ removable: '0' });
    }
    expect(await heldOf(`three${place}`)).toEqual([]);
  }
});

test('the last job keeps what was edited after the first was rolled back, and says so', async () => {
  const first = await jobOf('late-1', 'late-2');
  const second = await jobOf('late-1', 'late-2');
  await rollBack(first);
  await edit('late-1');
  const [edited] = second.records;
  expect(await previewOf(second)).toEqual({ removable: '1', kept: '1' });
  expect(await rollBack(second)).toEqual({ removed: 1, kept: [edited?.id], reasons: ['edited'] });
  expect(await heldOf('late')).toEqual(['late-1']);
  expect(await keptOf(first)).toMatchObject([{ id: edited?.id, reason: 'edited' }]);
});

test('a job that met a record with other content does not hold it', async () => {
  const first = await jobOf('other-1');
  const { job } = await openJob(device);
  await putBatch(device, makeBatch(tenantId, job, 1, [patientValues('other-1', { city: 'Hull' })]));
  expect(await rollBack(first)).toEqual({ removed: 1, kept: [], reasons: [] });
});

test('another practice that sends the same patients holds nothing of this one', async () => {
  const { tenantId: theirs } = await central.addPractice('south-street');
  const stranger = await central.connect(await central.enrol('south-street'));
  const mine = await jobOf('apart-1');
  for (let time = 0; time < 2; time += 1) {
    const { job } = await openJob(stranger);
    await putBatch(stranger, makeBatch(theirs, job, 1, [patientValues('apart-1')]));
  }
  expect(await rollBack(mine)).toEqual({ removed: 1, kept: [], reasons: [] });
  expect(await heldOf('apart')).toEqual(['apart-1']);
});

/** Resolves when a session of this database waits for a lock. */
async function untilOneWaits(): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const waiting = await central.admin(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
    await setTimeout(10);
  }
  throw new Error('nobody waits for a lock');
}

test('two rollbacks at the same time leave nothing behind', async () => {
  const first = await jobOf('race-1');
  const second = await jobOf('race-1');
  await device.query('BEGIN');
  expect(await rollBack(first)).toMatchObject({ removed: 0, reasons: ['shared'] });
  const later = rollBack(second, other);
  await untilOneWaits();
  await device.query('COMMIT');
  expect(await later).toEqual({ removed: 1, kept: [], reasons: [] });
  expect(await heldOf('race')).toEqual([]);
});

test('a rollback waits for an upload that is meeting its records, and then keeps them', async () => {
  const first = await jobOf('meet-1');
  const { job } = await openJob(device);
  await device.query('BEGIN');
  await putBatch(device, makeBatch(tenantId, job, 1, [patientValues('meet-1')]));
  const rolledBack = rollBack(first, other);
  await untilOneWaits();
  await device.query('COMMIT');
  expect(await rolledBack).toMatchObject({ removed: 0, reasons: ['shared'] });
  expect(await heldOf('meet')).toEqual(['meet-1']);
});

test('an upload that meets a rollback waits for it, and then adds the record itself', async () => {
  const first = await jobOf('gone-1');
  const { job } = await openJob(device);
  await other.query('BEGIN');
  expect(await rollBack(first, other)).toEqual({ removed: 1, kept: [], reasons: [] });
  const put = putBatch(
    device,
    makeBatch(tenantId, job, 1, [patientValues('gone-1'), patientValues('gone-2')]),
  );
  await untilOneWaits();
  await other.query('COMMIT');
  expect(await put).toMatchObject({ outcome: 'applied', inserted: 2 });
  expect(await heldOf('gone')).toEqual(['gone-1', 'gone-2']);
});

test('a record that one job met in two batches goes with the job', async () => {
  const first = await jobOf('double-1');
  const { job } = await openJob(device);
  for (const number of [1, 2]) {
    await putBatch(device, makeBatch(tenantId, job, number, [patientValues('double-1')]));
  }
  await rollBack(first);
  expect((await device.query('SELECT * FROM api.rollback_preview($1)', [job])).rows).toEqual([
    { removable: '1', kept: '0' },
  ]);
  await device.query('SELECT * FROM api.rollback_batch($1, 2)', [job]);
  await device.query('SELECT * FROM api.rollback_batch($1, 1)', [job]);
  expect(await heldOf('double')).toEqual([]);
});
