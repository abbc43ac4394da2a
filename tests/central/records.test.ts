import * as fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Field, RecordValues } from '#main/model/entity';
import { patient } from '#main/model/entities/patient';
import { contentHash } from '#main/model/record';
import { type FreshCentral, freshCentral } from '../support/central-server.ts';
import { makeBatch, openJob, putBatch } from './batches.ts';

let central: FreshCentral;
let tenantId: string;
let device: pg.Client;

beforeAll(async () => {
  central = await freshCentral();
  ({ tenantId } = await central.addPractice('north-street'));
  device = await central.connect(await central.enrol('north-street'));
});
afterAll(() => central.drop());

/** Any value that the checks let through for a field, as canonical text. */
function anyValue({ type }: Field): fc.Arbitrary<string> {
  switch (type.kind) {
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'date':
      return fc
        .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case 'text':
    case 'identifier':
    case 'code':
    case 'email':
    case 'phone':
    case 'country':
    case 'postcode':
    case 'nhsNumber':
      return fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll(/\p{Cc}/gu, '\n'));
  }
}

const anyRecord: fc.Arbitrary<RecordValues> = fc
  .tuple(...patient.fields.map((field) => fc.option(anyValue(field), { freq: 3 })))
  .map((values) => [...values]);

test('whatever a record holds, central’s hash of its columns is the device’s hash of its text', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyRecord, { minLength: 1, maxLength: 20 }), async (records) => {
      run += 1;
      const rows = records.map((values, index) => [`${run}-${index}`, ...values.slice(1)]);
      const { job } = await openJob(device);
      const batch = makeBatch(tenantId, job, 1, rows);
      await putBatch(device, batch);
      const { rows: found } = await device.query('SELECT id, hash FROM api.record_hashes($1, 1)', [job]);
      const held = new Map(found.map((row) => [row.id, row.hash.toString('hex')]));
      const sent = new Map(
        batch.records.map(({ id, canonical }) => [id, contentHash(canonical).toString('hex')]),
      );
      expect(held).toEqual(sent);
    }),
    { numRuns: 40 },
  );
});

test('each field goes into its own column', async () => {
  const values = patient.fields.map(({ name, type }, index) => {
    if (type.kind === 'boolean') return String(index % 2 === 0);
    if (type.kind === 'date') return new Date(Date.UTC(1950, 0, index)).toISOString().slice(0, 10);
    return `value of ${name}`;
  });
  const { job } = await openJob(device);
  await putBatch(device, makeBatch(tenantId, job, 1, [values]));
  const [row] = await central.admin(
    'SELECT to_jsonb(p) AS columns FROM central.patients AS p WHERE job_id = $1',
    [job],
  );
  const held = patient.fields.map((field) => String(row?.['columns'][field.column]));
  expect(held).toEqual(values);
});
