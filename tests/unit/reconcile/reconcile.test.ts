import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBalanced, rowStates } from '#contract/reconciliation';
import { uuidText } from '#main/model/record';
import { batchDigest, type RecordDigests } from '#main/steps/reconcile/batch-digest';
import { compareRecords, type CentralRecord } from '#main/steps/reconcile/compare-records';
import { RowTally } from '#main/steps/reconcile/row-tally';

const bytes = (length: number, value: number) => Buffer.alloc(length, value);
const id = (value: number) => uuidText(bytes(16, value));
const expected = {
  recordIds: Buffer.concat([bytes(16, 9), bytes(16, 1), bytes(16, 200)]),
  contentHashes: Buffer.concat([bytes(32, 90), bytes(32, 10), bytes(32, 20)]),
};
const central = (value: number, hash: number, rowVersion = 1): CentralRecord => ({
  id: id(value),
  contentHash: bytes(32, hash),
  rowVersion,
});

test('a digest is SHA-256 over ids and hashes in the order of the ids', () => {
  const sorted = [bytes(16, 1), bytes(32, 10), bytes(16, 9), bytes(32, 90), bytes(16, 200), bytes(32, 20)];
  expect(batchDigest(expected)).toEqual(createHash('sha256').update(Buffer.concat(sorted)).digest());
});

function digests(list: readonly (readonly [Uint8Array, Uint8Array])[]): RecordDigests {
  return {
    recordIds: Buffer.concat(list.map(([recordId]) => recordId)),
    contentHashes: Buffer.concat(list.map(([, hash]) => hash)),
  };
}

test('a digest does not depend on the order of the records, and on everything else it does', () => {
  const record = fc.tuple(
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(record, { minLength: 2, selector: ([recordId]) => recordId.join() }),
      (list) => {
        expect(batchDigest(digests(list.toReversed()))).toEqual(batchDigest(digests(list)));
        expect(batchDigest(digests(list.slice(1)))).not.toEqual(batchDigest(digests(list)));
        const except = new Set([uuidText(Buffer.from(list[0]![0]))]);
        expect(batchDigest(digests(list), except)).toEqual(batchDigest(digests(list.slice(1))));
      },
    ),
  );
});

test('records that are there as sent are verified', () => {
  const actual = [central(1, 10), central(200, 20), central(9, 90)];
  expect(compareRecords(expected, actual)).toEqual({
    verified: 3,
    missing: [],
    changed: [],
    edited: [],
    extra: [],
  });
});

test('missing, changed, edited and unexpected records are told apart', () => {
  const actual = [central(9, 91), central(200, 55, 2), central(7, 7)];
  expect(compareRecords(expected, actual)).toEqual({
    verified: 0,
    missing: [1],
    changed: [0],
    edited: [2],
    extra: [id(7)],
  });
});

test('a record written again to the same content was edited all the same', () => {
  const actual = [central(1, 10, 3), central(200, 20), central(9, 90)];
  expect(compareRecords(expected, actual)).toMatchObject({ verified: 2, edited: [1], changed: [] });
});

test('excepted records are neither missing nor unexpected', () => {
  const except = new Set([id(9), id(7)]);
  const actual = [central(1, 10), central(200, 20), central(7, 7)];
  expect(compareRecords(expected, actual, except)).toMatchObject({ verified: 2, missing: [], extra: [] });
});

test('every row counted once makes the sum balance, also when a row changes its state', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...rowStates)), (states) => {
      const tally = new RowTally();
      for (const state of states) tally.count(state);
      if (states.includes('accepted')) tally.move('accepted', 'held');
      expect(isBalanced(tally.sum(states.length, null))).toBe(true);
    }),
  );
});

test('a row that was lost on the way shows', () => {
  const tally = new RowTally();
  tally.count('accepted');
  tally.count('skipped');
  expect(isBalanced(tally.sum(3, null))).toBe(false);
});

test('a row cannot leave a state in which no row is', () => {
  expect(() => new RowTally().move('accepted', 'held')).toThrow('no row was counted as accepted');
});
