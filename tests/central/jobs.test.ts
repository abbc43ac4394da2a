import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshCentral, freshCentral } from '../support/central-server.ts';
import { makeBatch, openJob, patientValues, putBatch, refusalOf } from './batches.ts';

let central: FreshCentral;
let tenantId: string;
let device: pg.Client;
let other: pg.Client;

beforeAll(async () => {
  central = await freshCentral();
  ({ tenantId } = await central.addPractice('north-street'));
  await central.addPractice('south-street');
  device = await central.connect(await central.enrol('north-street'));
  other = await central.connect(await central.enrol('south-street'));
});
afterAll(() => central.drop());

const year = new Date().getUTCFullYear();

test('a device is told who it is, by which version, at what time', async () => {
  const { rows } = await device.query('SELECT * FROM api.whoami()');
  expect(rows).toEqual([
    {
      tenant_id: tenantId,
      tenant_name: 'Practice north-street',
      company_id: 'north-street',
      schema_version: expect.stringMatching(/^1\.\d{4}$/),
      server_time: expect.any(Date),
      database_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
});

test('jobs are numbered within the practice and the year, and the same job keeps its number', async () => {
  const first = await openJob(device);
  const second = await openJob(device);
  expect([first.number, second.number]).toEqual([`MIG-001-${year}`, `MIG-002-${year}`]);
  expect(await openJob(device, first.job)).toEqual(first);
  expect((await openJob(other)).number).toBe(`MIG-001-${year}`);
});

test('the same job id of two practices is two jobs', async () => {
  const { job } = await openJob(device);
  const theirs = await openJob(other, job);
  expect(theirs.job).toBe(job);
  await putBatch(device, makeBatch(tenantId, job, 1, [patientValues('mine')]));
  const { rows } = await other.query('SELECT batches, records FROM api.job_state($1)', [job]);
  expect(rows).toEqual([{ batches: 0, records: '0' }]);
});

async function openFour(client: pg.Client): Promise<string[]> {
  const opened: string[] = [];
  for (let index = 0; index < 4; index += 1) opened.push((await openJob(client)).number);
  return opened;
}

test('jobs opened at once get numbers without gaps or repetition', async () => {
  const enrolment = await central.enrol('north-street', 'Second device');
  const clients = [device, await central.connect(enrolment), await central.connect(enrolment)];
  const before = (await openJob(device)).number;
  const jobs = (await Promise.all(clients.map(openFour))).flat();
  const numbers = jobs.map((number) => Number(number.split('-')[1])).sort((a, b) => a - b);
  const start = Number(before.split('-')[1]) + 1;
  expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => start + index));
});

test('the thousandth job has four digits', async () => {
  await central.admin('UPDATE central.job_counters SET last_number = 999 WHERE tenant_id = $1', [tenantId]);
  expect((await openJob(device)).number).toBe(`MIG-1000-${year}`);
});

test('a job opened again with other settings is refused', async () => {
  const { job } = await openJob(device);
  const again = (...settings: unknown[]): Promise<unknown> =>
    device.query('SELECT * FROM api.open_job($1, $2, $3, $4)', [job, ...settings]);
  expect(await refusalOf(again('patient', 'occuco', 'optix-patients'))).toBe('PM010');
  expect(await refusalOf(again('patient', 'optix', null))).toBe('PM010');
  expect(await refusalOf(again('tenant', 'optix', 'optix-patients'))).toBe('PM016');
});

test('the ledger is given in pages, and the state sums it up', async () => {
  const { job, number } = await openJob(device);
  for (const batch of [1, 2, 3]) {
    const rows = [patientValues(`page-${batch}-a`), patientValues(`page-${batch}-b`)];
    await putBatch(device, makeBatch(tenantId, job, batch, rows));
  }
  const { rows } = await device.query('SELECT * FROM api.job_state($1)', [job]);
  expect(rows).toEqual([{ number, state: 'uploading', batches: 3, records: '6' }]);
  const page = await device.query('SELECT * FROM api.batch_ledger($1, 1, 1)', [job]);
  expect(page.rows).toMatchObject([
    { number: 2, inserted: 2, unchanged: 0, different: 0, rolled_back: false },
  ]);
});

test('a job is finished once its sums agree with the ledger, and the same call again changes nothing', async () => {
  const { job } = await openJob(device);
  await putBatch(device, makeBatch(tenantId, job, 1, [patientValues('f-1'), patientValues('f-2')]));
  const finish = async (...counts: number[]): Promise<string> => {
    const { rows } = await device.query('SELECT api.finish_job($1, $2, $3, $4, $5, $6) AS state', [
      job,
      ...counts,
    ]);
    return rows[0].state;
  };
  expect(await refusalOf(finish(4, 3, 1, 0, 0))).toBe('PM011');
  expect(await refusalOf(finish(5, 2, 1, 0, 0))).toBe('PM011');
  expect(await finish(5, 2, 1, 1, 1)).toBe('uploaded');
  expect(await finish(5, 2, 1, 1, 1)).toBe('uploaded');
  expect(await refusalOf(finish(4, 2, 1, 1, 0))).toBe('PM010');
});

test('a job with a gap in its batches is not finished', async () => {
  const { job } = await openJob(device);
  await putBatch(device, makeBatch(tenantId, job, 2, [patientValues('gap')]));
  expect(await refusalOf(device.query('SELECT api.finish_job($1, 1, 1, 0, 0, 0)', [job]))).toBe('PM011');
});

test('a job that nobody opened is unknown', async () => {
  const job = randomUUID();
  for (const call of [
    'api.job_state($1)',
    'api.verify_batches($1, 1, 2)',
    'api.rollback_batch($1, 1)',
    'api.finish_rollback($1)',
  ]) {
    expect(await refusalOf(device.query(`SELECT * FROM ${call}`, [job]))).toBe('PM013');
  }
});

test('a job that is out of sight because the device was revoked in mid-call is not called unknown', async () => {
  const enrolment = await central.enrol('north-street', 'Device to revoke');
  const revoked = await central.connect(enrolment);
  const { job } = await openJob(revoked);
  // An api function that has its tenant already when the device is revoked.
  await central.admin(`
    CREATE FUNCTION api.half_way(p_tenant uuid, p_job uuid) RETURNS name LANGUAGE plpgsql SECURITY DEFINER
    AS 'BEGIN RETURN central.table_of_job(p_tenant, p_job); END';
    ALTER FUNCTION api.half_way OWNER TO pm_owner; GRANT EXECUTE ON FUNCTION api.half_way TO pm_device`);
  const halfWay = (): Promise<unknown> => revoked.query('SELECT api.half_way($1, $2)', [tenantId, job]);
  try {
    expect(await refusalOf(halfWay())).toBe('not refused');
    await central.admin('UPDATE sec.membership SET revoked_at = now() WHERE role_name = $1', [
      enrolment.role,
    ]);
    expect(await refusalOf(halfWay())).toBe('PM001');
  } finally {
    await central.admin('DROP FUNCTION api.half_way');
  }
});

test('a suspended practice is refused until it is let in again', async () => {
  await central.admin('UPDATE central.tenants SET suspended_at = now() WHERE tenant_id = $1', [tenantId]);
  expect(await refusalOf(device.query('SELECT * FROM api.whoami()'))).toBe('PM002');
  await central.admin('UPDATE central.tenants SET suspended_at = NULL WHERE tenant_id = $1', [tenantId]);
  expect((await device.query('SELECT * FROM api.whoami()')).rows).toHaveLength(1);
});

test('events and metrics take codes, counts and hashes, and nothing else', async () => {
  const { job } = await openJob(device);
  const log = (phase: string, code: string, counts: object): Promise<unknown> =>
    device.query('SELECT api.log_event($1, $2, $3, $4)', [job, phase, code, JSON.stringify(counts)]);
  await log('upload', 'batch.applied', { records: 5, auditHead: 'a'.repeat(64) });
  expect(await refusalOf(log('upload', 'batch.applied', { name: 'text' }))).toBe('PM016');
  expect(await refusalOf(log('upload', 'batch.applied', { nested: { deep: 1 } }))).toBe('PM016');
  expect(await refusalOf(log('upload', 'batch.applied', [1]))).toBe('PM016');
  expect(await refusalOf(log('Upload of a name', 'x', {}))).toBe('PM016');
  await device.query(`SELECT api.record_metric($1, 'push', 1000, 2, 350)`, [job]);
  expect(await refusalOf(device.query(`SELECT api.record_metric($1, 'push', -1, 2, 350)`, [job]))).toBe(
    'PM016',
  );
  const logs = await central.admin('SELECT code, counts FROM central.migration_logs WHERE job_id = $1', [
    job,
  ]);
  expect(logs).toEqual([{ code: 'batch.applied', counts: { records: 5, auditHead: 'a'.repeat(64) } }]);
});

test('a version of a preset is kept once and never changes', async () => {
  const put = (content: object): Promise<unknown> =>
    device.query('SELECT api.put_preset($1, $2, $3)', ['optix-patients', 1, JSON.stringify(content)]);
  await put({ columns: [1, 2] });
  await put({ columns: [1, 2] });
  expect(await refusalOf(put({ columns: [1, 3] }))).toBe('PM010');
  const { rows } = await device.query('SELECT preset_id, version, content FROM api.list_presets()');
  expect(rows).toEqual([{ preset_id: 'optix-patients', version: 1, content: { columns: [1, 2] } }]);
  expect((await other.query('SELECT * FROM api.list_presets()')).rows).toEqual([]);
});
