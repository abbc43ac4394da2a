import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  batchLedger,
  type BatchToSend,
  countRecords,
  finishJob,
  finishRollback,
  hashesById,
  jobState,
  logEvent,
  openJob,
  putBatch,
  putPreset,
  recordHashes,
  recordMetric,
  rollbackBatch,
  rollbackKept,
  rollbackPreview,
  verifyBatches,
  whoami,
} from '#main/central/api';
import { revokeDevice } from '#main/central/admin/devices';
import { type CentralConnection, openCentral } from '#main/central/connection';
import { contentHash, uuidBytes } from '#main/model/record';
import { makeBatch, patientValues, type TestBatch } from '../../central/batches.ts';
import { type FreshCentral, freshCentral } from '../../support/central-server.ts';
import { must } from '../../support/must.ts';

let central: FreshCentral;
let tenantId: string;
let device: CentralConnection;

beforeAll(async () => {
  central = await freshCentral();
  ({ tenantId } = await central.addPractice('north-street'));
  device = must(await openCentral(await central.enrol('north-street')));
});

afterEach(() => central.admin('DELETE FROM central.patients'));

afterAll(async () => {
  await device.close();
  await central.drop();
});

const opening = { entity: 'patient', sourceSystem: 'optix', preset: 'optix-patients' };

async function openedJob(): Promise<string> {
  const jobId = randomUUID();
  must(await openJob(device, { jobId, ...opening }));
  return jobId;
}

function batchOf(jobId: string, number: number, ...externalIds: string[]): TestBatch {
  const rows = externalIds.map((id) => patientValues(id));
  return makeBatch(tenantId, jobId, number, rows);
}

function toSend(batch: TestBatch): BatchToSend {
  const { number, batchId, sha256: contentSha256, payload } = batch;
  return { number, batchId, contentSha256, recordCount: batch.records.length, payload };
}

test('the device learns which practice it is of, and the server’s time', async () => {
  const identity = must(await whoami(device));
  expect(identity).toMatchObject({ tenantId, companyId: 'north-street' });
  expect(identity).toEqual({ ...device.identity, serverTime: identity.serverTime });
  expect(new Date(identity.serverTime).toISOString()).toBe(identity.serverTime);
});

test('a job keeps its number when it is opened again, and is not opened with other settings', async () => {
  const jobId = randomUUID();
  const first = must(await openJob(device, { jobId, ...opening }));
  expect(first).toEqual({ number: expect.stringMatching(/^MIG-\d{3}-\d{4}$/), state: 'uploading' });
  expect(must(await openJob(device, { jobId, ...opening }))).toEqual(first);
  expect(await openJob(device, { jobId, ...opening, preset: 'another' })).toMatchObject({
    fault: { code: 'central.job_conflict', params: { job: jobId } },
  });
});

test('a batch is applied, then a duplicate, and other content under its number is a conflict', async () => {
  const jobId = await openedJob();
  const batch = toSend(batchOf(jobId, 1, 'A1', 'A2'));
  const receipt = { inserted: 2, unchanged: [], different: [] };
  expect(must(await putBatch(device, jobId, batch))).toEqual({ outcome: 'applied', ...receipt });
  expect(must(await putBatch(device, jobId, batch))).toEqual({ outcome: 'duplicate', ...receipt });
  expect(await putBatch(device, jobId, toSend(batchOf(jobId, 1, 'A3')))).toMatchObject({
    fault: { code: 'central.batch_conflict', params: { batch: 1 } },
  });
  expect(must(await countRecords(device, 'patient'))).toBe(2);
});

test('a receipt names records that central held before, the same and others', async () => {
  const first = await openedJob();
  const held = batchOf(first, 1, 'B1', 'B2');
  must(await putBatch(device, first, toSend(held)));
  const second = await openedJob();
  const rows = [patientValues('B1'), patientValues('B2', { city: 'Elsewhere' }), patientValues('B3')];
  const receipt = must(await putBatch(device, second, toSend(makeBatch(tenantId, second, 1, rows))));
  expect(receipt).toEqual({
    outcome: 'applied',
    inserted: 1,
    unchanged: [held.records[0]?.id],
    different: [held.records[1]?.id],
  });
});

test('a damaged payload, an unknown job and a closed job are told apart', async () => {
  const jobId = await openedJob();
  const batch = toSend(batchOf(jobId, 1, 'C1'));
  expect(await putBatch(device, jobId, { ...batch, payload: `${batch.payload}x` })).toMatchObject({
    fault: { code: 'central.payload_damaged', params: { batch: 1 } },
  });
  const nowhere = randomUUID();
  expect(await jobState(device, nowhere)).toMatchObject({
    fault: { code: 'central.job_unknown', params: { job: nowhere } },
  });
  must(await putBatch(device, jobId, batch));
  must(await finishJob(device, jobId, { read: 4, accepted: 1, held: 1, rejected: 1, skipped: 1 }));
  expect(await putBatch(device, jobId, toSend(batchOf(jobId, 2, 'C2')))).toMatchObject({
    fault: { code: 'central.job_closed', params: { job: jobId } },
  });
});

test('the ledger, the state and the digests are those of what was sent', async () => {
  const jobId = await openedJob();
  const batches = [batchOf(jobId, 1, 'D1', 'D2'), batchOf(jobId, 2, 'D3')];
  for (const batch of batches) must(await putBatch(device, jobId, toSend(batch)));

  expect(must(await jobState(device, jobId))).toMatchObject({ state: 'uploading', batches: 2, records: 3 });
  const ledger = must(await batchLedger(device, jobId, { after: 0, limit: 10 }));
  expect(ledger).toEqual(
    batches.map((batch) => ({
      number: batch.number,
      batchId: batch.batchId,
      contentSha256: batch.sha256,
      inserted: batch.records.length,
      unchanged: 0,
      different: 0,
      rolledBack: false,
    })),
  );
  expect(must(await batchLedger(device, jobId, { after: 1, limit: 10 }))).toEqual(ledger.slice(1));
  expect(must(await verifyBatches(device, jobId, { from: 1, to: 2 }))).toEqual(
    batches.map((batch) => ({
      number: batch.number,
      records: batch.records.length,
      digest: digestOf(batch),
      edited: 0,
    })),
  );
  expect(
    must(await finishJob(device, jobId, { read: 3, accepted: 3, held: 0, rejected: 0, skipped: 0 })),
  ).toBe('uploaded');
});

/** As `BatchDigest` says: id and content hash of each record, in the order of the ids. */
function digestOf(batch: TestBatch): Buffer {
  const sorted = batch.records.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const parts = sorted.flatMap(({ id, canonical }) => [uuidBytes(id), contentHash(canonical)]);
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

test('a rollback removes what is untouched, keeps and names what was edited, and answers the same again', async () => {
  const jobId = await openedJob();
  const batch = batchOf(jobId, 1, 'E1', 'E2', 'E3');
  must(await putBatch(device, jobId, toSend(batch)));
  const edited = batch.records[1]?.id;
  await central.admin(`UPDATE central.patients SET city = 'Moved' WHERE id = $1`, [edited]);

  const hashes = must(await recordHashes(device, jobId, 1));
  expect(new Map(hashes.map((row) => [row.id, row.rowVersion]))).toEqual(
    new Map(batch.records.map((row) => [row.id, row.id === edited ? 2 : 1])),
  );
  const ids = [...batch.records.map((row) => row.id), randomUUID()];
  expect(must(await hashesById(device, 'patient', ids))).toEqual(hashes);
  expect(must(await hashesById(device, 'patient', []))).toEqual([]);
  expect(must(await rollbackPreview(device, jobId))).toEqual({ removable: 2, kept: 1 });
  expect(await finishRollback(device, jobId)).toMatchObject({ fault: { params: { sqlState: 'PM015' } } });
  for (let times = 0; times < 2; times += 1) {
    expect(must(await rollbackBatch(device, jobId, 1))).toEqual({
      removed: 2,
      kept: [{ id: edited, reason: 'edited' }],
    });
  }
  expect(must(await rollbackKept(device, jobId, 10))).toEqual([{ id: edited, reason: 'edited', batch: 1 }]);
  expect(must(await finishRollback(device, jobId))).toBe('rolled_back');
  expect(must(await countRecords(device, 'patient'))).toBe(1);
});

test('events, durations and presets are kept, and no event has room for text', async () => {
  const jobId = await openedJob();
  must(await logEvent(device, jobId, { phase: 'upload', code: 'started', counts: { rows: 12 } }));
  expect(
    await logEvent(device, jobId, { phase: 'upload', code: 'started', counts: { rows: 'text' } }),
  ).toMatchObject({ ok: false });
  must(await recordMetric(device, jobId, { phase: 'upload', records: 12, failed: 0, durationMs: 3.7 }));
  must(await putPreset(device, { presetId: 'optix-patients', version: 1, content: { columns: ['a'] } }));

  const [row] = await central.admin(
    `SELECT l.counts, m.duration_ms::int AS duration, p.content
       FROM central.migration_logs l JOIN central.migration_metrics m USING (tenant_id, job_id)
       JOIN central.migration_presets p USING (tenant_id) WHERE l.job_id = $1`,
    [jobId],
  );
  expect(row).toEqual({ counts: { rows: 12 }, duration: 4, content: { columns: ['a'] } });
});

test('a device that is revoked is refused at its next call on the open connection, and when it comes again', async () => {
  const enrolment = await central.enrol('north-street', 'Device to revoke');
  const revoked = must(await openCentral(enrolment));
  must(await revokeDevice(central.operator, enrolment.role));
  const next = await whoami(revoked);
  await revoked.close();
  expect(next.ok ? 'answered' : next.fault.code).toMatch(/^central\.(device_revoked|connection_lost)$/);
  const again = await openCentral(enrolment);
  expect(again).toMatchObject({ fault: { code: 'central.login_refused' } });
});
