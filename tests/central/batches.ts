import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { batchIdOf } from '#main/model/batch';
import type { RecordValues } from '#main/model/entity';
import { patient } from '#main/model/entities/patient';
import { canonicalText, fieldSeparator, recordIdMaker, recordSeparator, uuidText } from '#main/model/record';

/** A batch as a device sends it, and what a test wants to know of its records. */
export interface TestBatch {
  readonly job: string;
  readonly number: number;
  readonly batchId: string;
  readonly sha256: Buffer;
  readonly payload: string;
  readonly records: readonly { readonly id: string; readonly canonical: string }[];
}

const sourceSystem = 'optix';

/** Values of one patient: the external id, a last name, and what else the test names, by field name. */
export function patientValues(
  externalId: string,
  others: Readonly<Record<string, string>> = {},
): RecordValues {
  const given: Record<string, string> = { externalId, lastName: `Surname ${externalId}`, ...others };
  return patient.fields.map((field) => given[field.name] ?? null);
}

export function makeBatch(
  tenantId: string,
  job: string,
  number: number,
  rows: readonly RecordValues[],
): TestBatch {
  const idOf = recordIdMaker(tenantId, sourceSystem, 'patient');
  const records = rows.map((values) => ({
    id: uuidText(idOf(values[0] ?? '')),
    canonical: canonicalText(values),
  }));
  const payload = records.map(({ id, canonical }) => id + fieldSeparator + canonical).join(recordSeparator);
  return withPayload({ job, number, records }, payload);
}

/** A batch around a payload that a test made itself, hashed as a device would. */
export function withPayload(
  batch: Pick<TestBatch, 'job' | 'number' | 'records'>,
  payload: string,
): TestBatch {
  const sha256 = createHash('sha256').update(payload).digest();
  const { job, number, records } = batch;
  return { job, number, records, payload, sha256, batchId: batchIdOf(job, number, sha256) };
}

export async function openJob(
  device: pg.Client,
  job: string = randomUUID(),
): Promise<{ job: string; number: string }> {
  const { rows } = await device.query('SELECT number, state FROM api.open_job($1, $2, $3, $4)', [
    job,
    'patient',
    sourceSystem,
    'optix-patients',
  ]);
  return { job, number: rows[0].number };
}

export interface PutOutcome {
  readonly outcome: string;
  readonly inserted: number;
  readonly unchanged: string[];
  readonly different: string[];
}

export async function putBatch(device: pg.Client, batch: TestBatch): Promise<PutOutcome> {
  const { rows } = await device.query<PutOutcome>('SELECT * FROM api.put_batch($1, $2, $3, $4, $5, $6)', [
    batch.job,
    batch.number,
    batch.batchId,
    batch.sha256,
    batch.records.length,
    batch.payload,
  ]);
  return rows[0]!;
}

/** SQLSTATE with which a statement is refused; fails the test when it is not refused. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
  return 'not refused';
}
