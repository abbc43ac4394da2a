import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { batchIdOf } from '#main/model/batch';
import { type FreshCentral, freshCentral, operatorConfig } from '../support/central-server.ts';
import { makeBatch, openJob, patientValues, putBatch, refusalOf, withPayload } from './batches.ts';

let central: FreshCentral;
let tenantId: string;
let device: pg.Client;
let second: pg.Client;

beforeAll(async () => {
  central = await freshCentral();
  ({ tenantId } = await central.addPractice('north-street'));
  const enrolment = await central.enrol('north-street');
  device = await central.connect(enrolment);
  second = await central.connect(enrolment);
});
afterAll(() => central.drop());

const rowsOf = (job: string): Promise<{ external_id: string }[]> =>
  central.admin('SELECT external_id FROM central.patients WHERE job_id = $1 ORDER BY external_id', [job]);

/** Rows under names of their own, so that the tests of this file do not meet. */
function patients(prefix: string, count: number): ReturnType<typeof patientValues>[] {
  return Array.from({ length: count }, (_, index) => patientValues(`${prefix}-${index}`));
}

test('a new batch is applied whole and every record inserted', async () => {
  const { job } = await openJob(device);
  const answer = await putBatch(device, makeBatch(tenantId, job, 1, patients('new', 5)));
  expect(answer).toEqual({ outcome: 'applied', inserted: 5, unchanged: [], different: [] });
  expect(await rowsOf(job)).toHaveLength(5);
});

test('a repeated batch changes nothing and gives the stored outcome with its lists', async () => {
  const first = await openJob(device);
  await putBatch(device, makeBatch(tenantId, first.job, 1, patients('rep', 2)));
  const { job } = await openJob(device);
  const rows = [patientValues('rep-0'), patientValues('rep-1', { city: 'York' }), patientValues('rep-2')];
  const batch = makeBatch(tenantId, job, 1, rows);
  const lists = { inserted: 1, unchanged: [batch.records[0]?.id], different: [batch.records[1]?.id] };
  expect(await putBatch(device, batch)).toEqual({ outcome: 'applied', ...lists });
  expect(await putBatch(device, batch)).toEqual({ outcome: 'duplicate', ...lists });
  expect(await putBatch(second, batch)).toEqual({ outcome: 'duplicate', ...lists });
  expect(await rowsOf(job)).toEqual([{ external_id: 'rep-2' }]);
});

test('a repeated batch with another count of records is refused', async () => {
  const { job } = await openJob(device);
  const batch = makeBatch(tenantId, job, 1, patients('count', 3));
  await putBatch(device, batch);
  const miscounted = { ...batch, records: batch.records.slice(1) };
  expect(await refusalOf(putBatch(device, miscounted))).toBe('PM011');
  expect(await putBatch(device, batch)).toMatchObject({ outcome: 'duplicate', inserted: 3 });
});

test('of a batch whose device is revoked while it runs nothing stays', async () => {
  await central.addPractice('revoked-street');
  const enrolment = await central.enrol('revoked-street');
  const revoked = await central.connect(enrolment);
  const { job } = await openJob(revoked);
  const batch = makeBatch(enrolment.tenantId, job, 1, patients('revoked', 2));
  // Somebody else is about to write the same record: the batch waits, and finds itself revoked afterwards.
  const inTheWay = new pg.Client(operatorConfig(central.operator));
  await inTheWay.connect();
  await inTheWay.query('BEGIN');
  await inTheWay.query(
    `INSERT INTO central.patients (tenant_id, id, source_system, external_id, job_id, batch_number, content_hash)
     VALUES ($1, $2, 'optix', 'in the way', $3, 1, sha256(''))`,
    [enrolment.tenantId, batch.records[0]?.id, job],
  );
  const refused = refusalOf(putBatch(revoked, batch));
  await vi.waitFor(async () => {
    const waiting = await central.admin(
      `SELECT FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`,
      [enrolment.role],
    );
    expect(waiting).toHaveLength(1);
  });
  await central.admin('UPDATE sec.membership SET revoked_at = now() WHERE role_name = $1', [enrolment.role]);
  await inTheWay.query('ROLLBACK');
  await inTheWay.end();
  expect(await refused).toBe('PM001');
  expect(await rowsOf(job)).toEqual([]);
  expect(await central.admin('SELECT FROM central.migration_batches WHERE job_id = $1', [job])).toEqual([]);
});

test('what another job inserted is left as it was', async () => {
  const first = await openJob(device);
  await putBatch(device, makeBatch(tenantId, first.job, 1, [patientValues('left', { city: 'Leeds' })]));
  const later = await openJob(device);
  await putBatch(device, makeBatch(tenantId, later.job, 1, [patientValues('left', { city: 'Hull' })]));
  const found = await central.admin(
    `SELECT city, job_id, row_version FROM central.patients WHERE external_id = 'left'`,
  );
  expect(found).toEqual([{ city: 'Leeds', job_id: first.job, row_version: 1 }]);
});

test('a record that was edited since counts as different although the same was sent', async () => {
  const first = await openJob(device);
  await putBatch(device, makeBatch(tenantId, first.job, 1, [patientValues('edited')]));
  await central.admin(`UPDATE central.patients SET city = 'Ripon' WHERE external_id = 'edited'`);
  const later = await openJob(device);
  const batch = makeBatch(tenantId, later.job, 1, [patientValues('edited')]);
  expect(await putBatch(device, batch)).toMatchObject({ inserted: 0, different: [batch.records[0]?.id] });
});

test('the same batch on two connections at once is applied once', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { job } = await openJob(device);
    const batch = makeBatch(tenantId, job, 1, patients(`race-${round}`, 50));
    const answers = await Promise.all([putBatch(device, batch), putBatch(second, batch)]);
    expect(answers.map((answer) => answer.outcome).sort()).toEqual(['applied', 'duplicate']);
    expect(answers.map((answer) => answer.inserted)).toEqual([50, 50]);
    expect(await rowsOf(job)).toHaveLength(50);
  }
});

test('two jobs that carry the same records at once insert each of them once', async () => {
  const jobs = await Promise.all([openJob(device), openJob(second)]);
  const [one, two] = jobs.map(({ job }) => makeBatch(tenantId, job, 1, patients('shared', 200)));
  const answers = await Promise.all([putBatch(device, one!), putBatch(second, two!)]);
  expect(answers[0].inserted + answers[1].inserted).toBe(200);
  expect(answers[0].unchanged.length + answers[1].unchanged.length).toBe(200);
  expect(answers.flatMap((answer) => answer.different)).toEqual([]);
});

test('a record that is deleted by hand while a batch meets it makes a conflict, and the batch sent again inserts it', async () => {
  const first = await openJob(device);
  await putBatch(device, makeBatch(tenantId, first.job, 1, [patientValues('gone')]));
  const { job } = await openJob(second);
  const batch = makeBatch(tenantId, job, 1, [patientValues('gone')]);
  // Stops a batch after its insert and before it looks at what it met.
  await central.admin(`
    CREATE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END';
    GRANT USAGE ON SCHEMA public TO pm_owner;
    CREATE TRIGGER hold AFTER INSERT ON central.patients FOR EACH STATEMENT EXECUTE FUNCTION public.hold();
    SELECT pg_advisory_lock(1)`);
  try {
    const refusal = refusalOf(putBatch(second, batch));
    await expect
      .poll(() => central.admin(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`))
      .toHaveLength(1);
    await central.admin('DELETE FROM central.patients WHERE job_id = $1', [first.job]);
    await central.admin('SELECT pg_advisory_unlock(1)');
    expect(await refusal).toBe('40001');
  } finally {
    await central.admin('SELECT pg_advisory_unlock_all()');
    await central.admin('DROP FUNCTION public.hold() CASCADE');
  }
  expect(await putBatch(second, batch)).toEqual({
    outcome: 'applied',
    inserted: 1,
    unchanged: [],
    different: [],
  });
});

test('a record whose external id is held under another record id is different', async () => {
  const first = await openJob(device);
  await putBatch(device, makeBatch(tenantId, first.job, 1, [patientValues('namesake')]));
  const { job } = await openJob(device);
  const made = makeBatch(tenantId, job, 1, [patientValues('namesake')]);
  const id = randomUUID();
  const batch = withPayload(
    { ...made, records: [{ id, canonical: '' }] },
    made.payload.replace(/^.{36}/, id),
  );
  expect(await putBatch(device, batch)).toMatchObject({ inserted: 0, unchanged: [], different: [id] });
});

test('a transaction that is broken off leaves neither rows nor ledger entry', async () => {
  const { job } = await openJob(device);
  const batch = makeBatch(tenantId, job, 1, patients('broken-off', 3));
  await device.query('BEGIN');
  await putBatch(device, batch);
  await device.query('ROLLBACK');
  expect(await rowsOf(job)).toEqual([]);
  expect(await putBatch(device, batch)).toMatchObject({ outcome: 'applied', inserted: 3 });
});

test('a payload that does not match its hash, its id or its count is refused whole', async () => {
  const { job } = await openJob(device);
  const good = makeBatch(tenantId, job, 1, patients('damaged', 3));
  expect(await refusalOf(putBatch(device, { ...good, payload: `${good.payload}x` }))).toBe('PM011');
  expect(await refusalOf(putBatch(device, { ...good, batchId: randomUUID() }))).toBe('PM011');
  expect(await refusalOf(putBatch(device, { ...good, number: 2 }))).toBe('PM011');
  expect(await refusalOf(putBatch(device, { ...good, records: good.records.slice(1) }))).toBe('PM011');
  expect(await refusalOf(putBatch(device, makeBatch(tenantId, job, 0, patients('damaged', 1))))).toBe(
    'PM011',
  );
  const twice = makeBatch(tenantId, job, 1, [patientValues('damaged-9'), patientValues('damaged-9')]);
  expect(await refusalOf(putBatch(device, twice))).toBe('PM011');
  expect(await rowsOf(job)).toEqual([]);
  expect(await putBatch(device, good)).toMatchObject({ outcome: 'applied' });
});

test('a record with a value too many, too few or of another type is refused without naming the value', async () => {
  const { job } = await openJob(device);
  const good = makeBatch(tenantId, job, 1, [patientValues('shape', { dateOfBirth: '1970-02-03' })]);
  const shapes = [
    `${good.payload}\u001Fplanted`,
    good.payload.slice(0, good.payload.lastIndexOf('\u001F')),
    good.payload.replace('1970-02-03', 'planted'),
    good.payload.replace(/^.{36}/, 'planted'),
  ];
  for (const payload of shapes) {
    const refused = putBatch(device, withPayload(good, payload));
    await expect(refused).rejects.toMatchObject({ code: 'PM500', message: 'PM500', detail: undefined });
    await expect(refused).rejects.not.toMatchObject({ where: expect.stringContaining('planted') });
  }
  expect(await rowsOf(job)).toEqual([]);
});

test('another content under a number that is taken is refused and nothing of it is kept', async () => {
  const { job } = await openJob(device);
  await putBatch(device, makeBatch(tenantId, job, 1, patients('taken', 2)));
  expect(await refusalOf(putBatch(device, makeBatch(tenantId, job, 1, patients('other', 2))))).toBe('PM012');
  expect(await rowsOf(job)).toHaveLength(2);
});

test('a batch of a job that was never opened, or that is closed, is refused', async () => {
  expect(await refusalOf(putBatch(device, makeBatch(tenantId, randomUUID(), 1, patients('closed', 1))))).toBe(
    'PM013',
  );
  const { job } = await openJob(device);
  const applied = makeBatch(tenantId, job, 1, patients('closed', 2));
  await putBatch(device, applied);
  await device.query('SELECT api.finish_job($1, 2, 2, 0, 0, 0)', [job]);
  expect(await refusalOf(putBatch(device, makeBatch(tenantId, job, 2, patients('late', 1))))).toBe('PM014');
  expect(await putBatch(device, applied)).toMatchObject({ outcome: 'duplicate', inserted: 2 });
  await device.query('SELECT * FROM api.rollback_batch($1, 1)', [job]);
  expect(await refusalOf(putBatch(device, applied))).toBe('PM014');
});

test('the server derives a batch id as the device does', async () => {
  const job = randomUUID();
  const sha256 = createHash('sha256').update('content').digest();
  const found = await central.admin('SELECT central.batch_id_of($1, 7, $2) AS id', [job, sha256]);
  expect(found).toEqual([{ id: batchIdOf(job, 7, sha256) }]);
});

test('every character that a value may hold comes back in the record’s text', async () => {
  const { job } = await openJob(device);
  const text = ' leading and trailing \t\n"quotes", \\N \\. O’Neill Zoë 漢字 😀 ﬁ {}();--';
  const batch = makeBatch(tenantId, job, 1, [patientValues('text', { medicalHistory: text, allergies: '' })]);
  await putBatch(device, batch);
  const found = await central.admin(
    `SELECT central.canonical_text(p) AS canonical, allergies FROM central.patients AS p WHERE external_id = 'text'`,
  );
  expect(found).toEqual([{ canonical: batch.records[0]?.canonical, allergies: '' }]);
});
