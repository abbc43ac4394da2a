import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentHash, uuidBytes } from '#main/model/record';
import { type FreshCentral, freshCentral } from '../support/central-server.ts';
import { makeBatch, openJob, patientValues, putBatch, refusalOf, type TestBatch } from './batches.ts';

let central: FreshCentral;
let tenantId: string;
let device: pg.Client;

beforeAll(async () => {
  central = await freshCentral();
  ({ tenantId } = await central.addPractice('north-street'));
  device = await central.connect(await central.enrol('north-street'));
});
afterAll(() => central.drop());

/** A job of two batches with three records each, under names of their own. */
async function uploadedJob(name: string): Promise<{ job: string; batches: TestBatch[] }> {
  const { job } = await openJob(device);
  const batches = [1, 2].map((number) =>
    makeBatch(
      tenantId,
      job,
      number,
      [1, 2, 3].map((index) => patientValues(`${name}-${number}-${index}`)),
    ),
  );
  for (const batch of batches) await putBatch(device, batch);
  return { job, batches };
}

/** What api.verify_batches has to answer for a batch that is as it was sent. */
function digestOf(batch: TestBatch): string {
  const records = batch.records.map(({ id, canonical }) =>
    Buffer.concat([uuidBytes(id), contentHash(canonical)]),
  );
  return createHash('sha256')
    .update(Buffer.concat(records.sort((a, b) => a.compare(b))))
    .digest('hex');
}

async function verify(job: string): Promise<{ records: number; digest: string; edited: number }[]> {
  const { rows } = await device.query('SELECT * FROM api.verify_batches($1, 1, 9)', [job]);
  return rows.map((row) => ({
    records: Number(row.records),
    digest: row.digest.toString('hex'),
    edited: Number(row.edited),
  }));
}

const rollback = async (
  job: string,
  number: number,
): Promise<{ removed: number; kept: string[]; reasons: string[] }> =>
  (await device.query('SELECT * FROM api.rollback_batch($1, $2)', [job, number])).rows[0];
const stateOf = async (job: string): Promise<string> =>
  (await device.query('SELECT state FROM api.job_state($1)', [job])).rows[0].state;

test('a job as it was sent verifies by count and digest', async () => {
  const { job, batches } = await uploadedJob('intact');
  expect(await verify(job)).toEqual(
    batches.map((batch) => ({ records: 3, digest: digestOf(batch), edited: 0 })),
  );
});

test('one changed character, and one missing record, change the digest of their batch alone', async () => {
  const { job, batches } = await uploadedJob('touched');
  await central.admin(
    `UPDATE central.patients SET last_name = last_name || '.' WHERE external_id = 'touched-1-2'`,
  );
  const afterEdit = await verify(job);
  expect(afterEdit[0]).toMatchObject({ records: 3, edited: 1 });
  expect(afterEdit[0]?.digest).not.toBe(digestOf(batches[0]!));
  expect(afterEdit[1]?.digest).toBe(digestOf(batches[1]!));
  await central.admin(`DELETE FROM central.patients WHERE external_id = 'touched-2-1'`);
  const afterDelete = await verify(job);
  expect(afterDelete[1]).toMatchObject({ records: 2, edited: 0 });
  expect(afterDelete[1]?.digest).not.toBe(digestOf(batches[1]!));
  const { rows } = await device.query(
    'SELECT id, row_version FROM api.record_hashes($1, 1) WHERE row_version > 1',
    [job],
  );
  expect(rows).toEqual([{ id: batches[0]?.records[1]?.id, row_version: 2 }]);
});

test('a change behind the back of the stored hash is found', async () => {
  const { job, batches } = await uploadedJob('behind');
  await central.admin('ALTER TABLE central.patients DISABLE TRIGGER bump_row_version');
  await central.admin(`UPDATE central.patients SET city = 'Selby' WHERE external_id = 'behind-1-1'`);
  await central.admin('ALTER TABLE central.patients ENABLE TRIGGER bump_row_version');
  const [first] = await verify(job);
  expect(first).toMatchObject({ records: 3, edited: 0 });
  expect(first?.digest).not.toBe(digestOf(batches[0]!));
});

const byId = async (client: pg.Client, wanted: readonly string[]): Promise<unknown[]> =>
  (await client.query(`SELECT * FROM api.hashes_by_id('patient', $1)`, [wanted])).rows;

test('records are hashed by id, whichever job brought them, and only those of the own practice', async () => {
  const { batches } = await uploadedJob('by-id');
  const sent = batches.flatMap(({ records }) => records).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const ids = [...sent.map(({ id }) => id), randomUUID()];
  const expected = sent.map(({ id, canonical }) => ({ id, hash: contentHash(canonical), row_version: 1 }));
  expect(await byId(device, [...ids, ...ids])).toEqual(expected);
  expect(await byId(device, [])).toEqual([]);
  await central.admin(`UPDATE central.patients SET city = 'Goole' WHERE id = $1`, [ids[0]]);
  const [edited, ...others] = (await byId(device, ids)) as { hash: Buffer; row_version: number }[];
  expect(others).toEqual(expected.slice(1));
  expect(edited).toMatchObject({ row_version: 2 });
  expect(edited?.hash).not.toEqual(expected[0]?.hash);

  await central.addPractice('south-street');
  const stranger = await central.connect(await central.enrol('south-street'));
  expect(await byId(stranger, ids)).toEqual([]);
});

const askForHashes = (entity: string | null, ids: string): Promise<unknown> =>
  device.query(`SELECT * FROM api.hashes_by_id($1, ${ids})`, [entity]);
const manyIds = (count: number): string => `array_fill(gen_random_uuid(), ARRAY[${count}])`;

test('hashes are given for at most 20,000 ids of a known entity', async () => {
  expect(await refusalOf(askForHashes('patient', manyIds(20_000)))).toBe('not refused');
  expect(await refusalOf(askForHashes('patient', manyIds(20_001)))).toBe('PM016');
  expect(await refusalOf(askForHashes('patient', 'NULL'))).toBe('PM016');
  expect(await refusalOf(askForHashes('tenants', manyIds(1)))).toBe('PM016');
  expect(await refusalOf(askForHashes(null, manyIds(1)))).toBe('PM016');
});

test('a device whose settings write dates and times otherwise gets the same digests', async () => {
  const { job } = await openJob(device);
  const batch = makeBatch(tenantId, job, 1, [patientValues('dates', { dateOfBirth: '1990-03-04' })]);
  await device.query(
    `SET datestyle = 'SQL, DMY'; SET timezone = 'Pacific/Kiritimati'; SET transform_null_equals = on`,
  );
  await putBatch(device, batch);
  expect(await verify(job)).toEqual([{ records: 1, digest: digestOf(batch), edited: 0 }]);
  await device.query('RESET ALL');
});

test('a rollback removes what is untouched, keeps what was edited, and names it', async () => {
  const { job, batches } = await uploadedJob('undone');
  const edited = batches[0]?.records[1]?.id;
  await central.admin(`UPDATE central.patients SET city = 'Whitby' WHERE id = $1`, [edited]);
  const preview = await device.query('SELECT * FROM api.rollback_preview($1)', [job]);
  expect(preview.rows).toEqual([{ removable: '5', kept: '1' }]);
  const kept = await device.query('SELECT * FROM api.rollback_kept($1, 10)', [job]);
  expect(kept.rows).toEqual([{ id: edited, batch_number: 1, reason: 'edited' }]);
  expect(await rollback(job, 1)).toEqual({ removed: 2, kept: [edited], reasons: ['edited'] });
  expect(await stateOf(job)).toBe('rolling_back');
  expect(await refusalOf(device.query('SELECT api.finish_rollback($1)', [job]))).toBe('PM015');
  expect(await rollback(job, 2)).toEqual({ removed: 3, kept: [], reasons: [] });
  expect((await device.query('SELECT api.finish_rollback($1) AS state', [job])).rows).toEqual([
    { state: 'rolled_back' },
  ]);
  const left = await central.admin('SELECT id, city FROM central.patients WHERE job_id = $1', [job]);
  expect(left).toEqual([{ id: edited, city: 'Whitby' }]);
});

test('a second rollback gives the same answers and changes nothing', async () => {
  const { job } = await uploadedJob('twice');
  for (const number of [1, 2]) await rollback(job, number);
  await device.query('SELECT api.finish_rollback($1)', [job]);
  const before = await central.admin(
    'SELECT * FROM central.migration_batches WHERE job_id = $1 ORDER BY number',
    [job],
  );
  expect(await rollback(job, 1)).toEqual({ removed: 3, kept: [], reasons: [] });
  expect((await device.query('SELECT api.finish_rollback($1) AS state', [job])).rows).toEqual([
    { state: 'rolled_back' },
  ]);
  expect(
    await central.admin('SELECT * FROM central.migration_batches WHERE job_id = $1 ORDER BY number', [job]),
  ).toEqual(before);
  expect(await stateOf(job)).toBe('rolled_back');
});

test('a rollback touches no record that the job only met', async () => {
  const first = await uploadedJob('met');
  const { job } = await openJob(device);
  await putBatch(
    device,
    makeBatch(tenantId, job, 1, [patientValues('met-1-1'), patientValues('met-1-2', { city: 'Hull' })]),
  );
  expect(await rollback(job, 1)).toEqual({ removed: 0, kept: [], reasons: [] });
  expect(await verify(first.job)).toMatchObject([
    { records: 3, edited: 0 },
    { records: 3, edited: 0 },
  ]);
});

test('a job that is being rolled back takes no further batch', async () => {
  const { job } = await uploadedJob('closing');
  await rollback(job, 1);
  expect(await refusalOf(putBatch(device, makeBatch(tenantId, job, 3, [patientValues('closing-3')])))).toBe(
    'PM014',
  );
  expect(await refusalOf(device.query('SELECT api.finish_job($1, 6, 6, 0, 0, 0)', [job]))).toBe('PM014');
});

test('after a rollback the same records can be uploaded by a new job', async () => {
  const { job } = await uploadedJob('again');
  for (const number of [1, 2]) await rollback(job, number);
  const later = await uploadedJob('again');
  expect((await verify(later.job)).map((batch) => batch.records)).toEqual([3, 3]);
});

test('nobody can write a row version back', async () => {
  const { job } = await uploadedJob('version');
  await central.admin('UPDATE central.patients SET city = $2, row_version = 1 WHERE job_id = $1', [
    job,
    'York',
  ]);
  await central.admin('UPDATE central.patients SET row_version = 1 WHERE job_id = $1', [job]);
  const found = await central.admin('SELECT DISTINCT row_version FROM central.patients WHERE job_id = $1', [
    job,
  ]);
  expect(found).toEqual([{ row_version: 3 }]);
});
