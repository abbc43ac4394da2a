import { createHash, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordValues } from '#main/model/entity';
import { canonicalText, contentHash, recordIdMaker, uuidText } from '#main/model/record';
import { BatchBuilder, maxBatchCharacters } from '#main/steps/plan/batch-builder';
import { freezeBatch, type SealedBatch } from '#main/steps/plan/freeze-batch';

const jobId = 'b9a0c1f6-5a40-4a0e-9d2c-6d9a3f6f0001';
const makeId = recordIdMaker('11111111-1111-1111-1111-111111111111', 'optix', 'patient');

function build(
  rows: readonly (readonly [number, RecordValues])[],
  batchSize: number,
  firstNumber = 1,
): SealedBatch[] {
  const builder = new BatchBuilder({ jobId, batchSize, firstNumber, makeId });
  const full = rows.map(([rowNo, values]) => builder.add(rowNo, values));
  return [...full, builder.finish()].filter((sealed) => sealed !== null);
}

const rows: [number, RecordValues][] = [
  [1, ['0001', 'Zoë', null]],
  [2, ['0002', null, 'a\nb']],
  [5, ['0003', 'O’Brien', 'x']],
];

test('a payload is records joined by U+001E, each its uuid, U+001F and its canonical text', () => {
  const [sealed] = build(rows, 10);
  const expected = rows.map(([, values]) => `${uuidText(makeId(values[0]!))}\u001F${canonicalText(values)}`);
  expect(sealed!.payload).toBe(expected.join('\u001E'));
});

test('a frozen batch names its records, their hashes and their rows in the payload’s order', () => {
  const { batch, payload } = build(rows, 10)[0]!;
  expect(batch).toMatchObject({ number: 1, recordCount: 3, firstRowNo: 1, lastRowNo: 5 });
  expect(batch.contentSha256).toEqual(createHash('sha256').update(Buffer.from(payload, 'utf8')).digest());
  expect(batch.recordIds).toEqual(Buffer.concat(rows.map(([, values]) => makeId(values[0]!))));
  expect(batch.contentHashes).toEqual(
    Buffer.concat(rows.map(([, values]) => contentHash(canonicalText(values)))),
  );
  expect([0, 1, 2].map((position) => batch.rowNos.readUInt32LE(position * 4))).toEqual([1, 2, 5]);
});

test('a batch is handed out when it is full, the rest at the end, with numbers without gaps', () => {
  const builder = new BatchBuilder({ jobId, batchSize: 2, firstNumber: 4, makeId });
  expect(builder.add(1, rows[0]![1])).toBeNull();
  expect(builder.add(2, rows[1]![1])?.batch).toMatchObject({ number: 4, recordCount: 2 });
  expect(builder.add(5, rows[2]![1])).toBeNull();
  expect(builder.finish()?.batch).toMatchObject({ number: 5, recordCount: 1, firstRowNo: 5, lastRowNo: 5 });
  expect(builder.finish()).toBeNull();
});

test('an array that is used again for the next row does not change what was added', () => {
  const reused: RecordValues = ['0001', 'first', null];
  const builder = new BatchBuilder({ jobId, batchSize: 2, firstNumber: 1, makeId });
  builder.add(1, reused);
  reused[0] = '0002';
  reused[1] = 'second';
  expect(builder.add(2, reused)?.payload).toContain('first');
});

test('the same rows give the same bytes, and any other row other ones', () => {
  const text = fc.stringMatching(/^[ -~é]{1,12}$/);
  const record = fc.tuple(text, fc.option(text, { nil: null }));
  const records = fc.uniqueArray(record, { minLength: 1, maxLength: 30, selector: ([id]) => id });
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 8 }), (list, batchSize) => {
      const numbered = list.map((values, index) => [index + 1, values] as [number, RecordValues]);
      expect(build(numbered, batchSize)).toEqual(build(numbered, batchSize));
      const changed = numbered.map(([rowNo, [id, name]], index): [number, RecordValues] => [
        rowNo,
        [id!, index === 0 ? `${name ?? ''}!` : name!],
      ]);
      expect(build(changed, batchSize)[0]!.batch.batchId).not.toBe(
        build(numbered, batchSize)[0]!.batch.batchId,
      );
    }),
  );
});

test('a batch’s id depends on its job and its number too', () => {
  const records = [{ rowNo: 1, id: makeId('1'), canonical: '1' }];
  const ids = [
    freezeBatch(jobId, 1, records),
    freezeBatch(jobId, 2, records),
    freezeBatch(randomUUID(), 1, records),
  ].map(({ batch }) => batch.batchId);
  expect(new Set(ids).size).toBe(3);
});

test('a record without an external id, or a batch without records, is a bug', () => {
  const builder = new BatchBuilder({ jobId, batchSize: 2, firstNumber: 1, makeId });
  expect(() => builder.add(1, [null, 'x'])).toThrow('without its external id');
  expect(() => freezeBatch(jobId, 1, [])).toThrow('without records');
});

test('long texts fill a batch before its number of records does, and no record is lost between two', () => {
  const long = 'x'.repeat(Math.ceil(maxBatchCharacters / 3));
  const rows = Array.from({ length: 7 }, (_, index) => [index + 1, [`P${index}`, long]] as const);
  const batches = build(
    rows.map(([rowNo, values]) => [rowNo, [...values]]),
    1_000,
  ).map(({ batch }) => batch);
  expect(batches.map(({ number, recordCount }) => [number, recordCount])).toEqual([
    [1, 2],
    [2, 2],
    [3, 2],
    [4, 1],
  ]);
  expect(batches.map(({ firstRowNo, lastRowNo }) => [firstRowNo, lastRowNo])).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 7],
  ]);
});
