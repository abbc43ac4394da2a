import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DuplicateRows, type DuplicateVerdict } from '#main/steps/check/duplicate-rows';
import { KeyIndex } from '#main/steps/check/key-index';

/** The index over a list of keys, each on the row of its position. */
function firstRows(keys: readonly string[], seed: number): number[] {
  const index = new KeyIndex(0, seed);
  return keys.map((key, position) => index.enter(key, position + 1, (earlier) => keys[earlier - 1] === key));
}

test('an index over keys answers as a Map does, while it grows', () => {
  const keys = fc.array(fc.oneof(fc.integer({ min: 0, max: 900 }).map(String), fc.string()), {
    maxLength: 3000,
    size: 'max',
  });
  fc.assert(
    fc.property(keys, fc.integer(), (list, seed) => {
      const map = new Map<string, number>();
      const expected = list.map((key, position) => {
        const first = map.get(key) ?? 0;
        if (first === 0) map.set(key, position + 1);
        return first;
      });
      expect(firstRows(list, seed)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('100,000 keys are all found again after many growths', () => {
  const keys = Array.from({ length: 100_000 }, (_, row) => `P${row % 50_000}`);
  const rows = firstRows(keys, 3);
  expect(rows.slice(0, 50_000).every((row) => row === 0)).toBe(true);
  expect(rows.slice(50_000).every((row, position) => row === position + 1)).toBe(true);
});

test('equal fingerprints of different keys are told apart by the comparison', () => {
  const index = new KeyIndex();
  expect(index.enter('same text', 1, () => true)).toBe(0);
  // The comparison says that row 1 has another key, as it would on a collision: the key is new then.
  expect(index.enter('same text', 2, () => false)).toBe(0);
  expect(index.enter('same text', 3, (earlier) => earlier === 2)).toBe(2);
  expect(index.size).toBe(2);
});

/** Verdicts over rows of an external id and the rest of the row. */
function verdicts(rows: readonly (readonly [id: string, rest: string])[]): DuplicateVerdict[] {
  const duplicates = new DuplicateRows();
  return rows.map(([id, rest], position) =>
    duplicates.judge(position + 1, id, {
      hasSameKey: (earlier) => rows[earlier - 1]![0] === id,
      isSameRow: (earlier) => rows[earlier - 1]![1] === rest,
    }),
  );
}

test('a row that repeats an earlier one exactly is told apart from one that contradicts it', () => {
  const told = verdicts([
    ['1', 'a'],
    ['2', 'a'],
    ['1', 'a'],
    ['2', 'b'],
  ]);
  expect(told).toEqual([
    { kind: 'first' },
    { kind: 'first' },
    { kind: 'repeated', earlierRowNo: 1 },
    { kind: 'conflict', earlierRowNo: 2, holdEarlier: true },
  ]);
});

test('the first of several contradicting rows is to be held once', () => {
  const told = verdicts([
    ['1', 'a'],
    ['1', 'b'],
    ['1', 'b'],
    ['1', 'a'],
  ]);
  expect(told.slice(1)).toEqual([
    { kind: 'conflict', earlierRowNo: 1, holdEarlier: true },
    { kind: 'conflict', earlierRowNo: 1, holdEarlier: false },
    { kind: 'repeated', earlierRowNo: 1 },
  ]);
});

test('external ids that differ in case or in a leading zero are different', () => {
  expect(
    verdicts([
      ['a1', 'x'],
      ['A1', 'x'],
      ['0a1', 'x'],
    ]).map(({ kind }) => kind),
  ).toEqual(['first', 'first', 'first']);
});
