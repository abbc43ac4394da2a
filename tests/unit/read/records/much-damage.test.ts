import { expect, test } from 'vitest';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { TextPlace } from '#main/steps/read/records/text-place';
import { type JsonPlace, JsonRecords } from '#main/steps/read/records/json-records';

// In sizes with which the tests would not end if each damage were looked for its end in the whole of what follows it.

const pieceSize = 1 << 16;
const list: JsonPlace = { lines: false, path: [] };
const characters = 2_000_000;

function counted(text: string, place: JsonPlace = list): { records: number; unread: number } {
  const counts = { records: 0, unread: 0 };
  const walk = new JsonRecords(place, 'export.json', defaultReadLimits, {
    record: () => (counts.records += 1),
    unread: () => (counts.unread += 1),
  });
  for (let at = 0; at < text.length; at += pieceSize) walk.push(text.slice(at, at + pieceSize));
  walk.finish();
  return counts;
}

const record = '{"id":1,"name":"Smith","city":"Leeds"}';

test.each([
  ['a comma too many in each', '{"id":1,"name":"Smith","city":"Leeds",}', 0],
  ['lists with a comma too many', '[1,]', 0],
  [
    'something in each that could be a record',
    '{"id":1,"exams":[{"n":1},{"id":2,},{"id":3,}],"name":NaN}',
    0,
  ],
  ['nothing in any that a record begins with', '{x}', 0],
  ['words', 'no value', 0],
  ['words before what could be a record', 'x,{"id":1,}', 0],
  ['a bracket too few in each before one that is whole', `{"id":1,"exams":[1,x},${record}`, 1],
  ['a quotation mark too few in each before one that is whole', `{"id":1,"name":"Smith},${record}`, 1],
])('records of which nearly all are damaged: %s', (_what, damaged, wholeInEach) => {
  const count = Math.ceil(characters / damaged.length);
  const { records, unread } = counted(`[${record},${`${damaged},`.repeat(count)}${record}]`);
  expect(records).toBe(2 + count * wholeInEach);
  // Words near the last record become one row.
  expect(unread).toBeGreaterThan(count * 0.9);
});

test('text without order in which records begin again and again', () => {
  const part = `x ,${record}]`;
  const count = Math.ceil(characters / part.length);
  const read = counted(`{"patients":[${record}]}${part.repeat(count)}`, { lines: false, path: ['patients'] });
  expect(read.records).toBe(1 + count);
});

test('one record of which millions of characters are damaged here and there', () => {
  const place = new TextPlace();
  const piece = '\ufffdx'.repeat(1_000);
  const damage = Array.from({ length: 1_000 }, (_, index) => index * 2);
  for (let pieces = 1; pieces <= 4_000; pieces += 1) place.hold(piece.repeat(pieces), 0, damage);
  expect(place.isDamaged(7_999_998, 7_999_999)).toBe(true);
  expect(place.isDamaged(7_999_999, 8_000_000)).toBe(false);
  place.hold(piece.slice(3), 7_998_003, []);
  expect([place.isDamaged(0, 1), place.isDamaged(1, 2), place.isDamaged(1_996, 1_997)]).toEqual([
    false,
    true,
    false,
  ]);
});
