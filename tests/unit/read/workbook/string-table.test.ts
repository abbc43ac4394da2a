import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StringTable } from '#main/steps/read/workbook/string-table';

/** Long enough that blocks of the table fill up and lead on to the next. */
const text = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    'x'.repeat(249),
    'x'.repeat(250),
    'y'.repeat(65_535),
    'y'.repeat(65_536),
    'é'.repeat(40_000),
    'a\uD800b',
  ),
);

function addTo(table: StringTable, each: string): void {
  // oxlint-disable-next-line no-control-regex -- ASCII is meant
  if (/^[\0-\x7e]*$/.test(each)) table.addPlain(Buffer.from(each), 0, each.length);
  else table.add(each);
}

test('every text comes out under its number as it went in', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (texts, times) => {
      const table = new StringTable();
      for (let time = 0; time < times; time += 1) for (const each of texts) addTo(table, each);
      expect(table.count).toBe(texts.length * times);
      for (let number = 0; number < table.count; number += 1) {
        if (table.get(number) !== texts[number % texts.length]) throw new Error(`text ${number} differs`);
      }
    }),
    { numRuns: 60 },
  );
});

test('a text that is taken back leaves no trace', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 100 }), (steps) => {
      const table = new StringTable();
      const kept: string[] = [];
      for (const [each, takesBack] of steps) {
        addTo(table, each);
        if (takesBack) expect(table.takeLast()).toBe(each);
        else kept.push(each);
      }
      expect(kept.map((_, number) => table.get(number))).toEqual(kept);
    }),
    { numRuns: 100 },
  );
});

test('a number without a text has none', () => {
  const table = new StringTable();
  table.add('one');
  for (const number of [-1, 1, 0.5, Number.NaN, 1e10]) expect(table.get(number)).toBeUndefined();
});
