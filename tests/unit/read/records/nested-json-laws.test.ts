import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Read, readJsonText } from './reading.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** Values as texts; null, the empty list and the empty object as they are. */
type Shown = null | string | Shown[] | { [key: string]: Shown };

const key = fc.constantFrom('a', 'b', 'c', 'd');
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const record = fc.dictionary(key, value, { minKeys: 1, noNullPrototype: true });

const isContainer = (one: Json): boolean => typeof one === 'object' && one !== null;

/** What of a value is to be found again. */
function shownOf(one: Json): Shown {
  if (one === null || typeof one === 'string') return one;
  if (typeof one !== 'object') return JSON.stringify(one);
  if (!Array.isArray(one)) {
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, shownOf(inner)]));
  }
  if (one.some(isContainer)) return JSON.stringify(one);
  const more = one.length > 10 ? [JSON.stringify(one.slice(10))] : [];
  return [...one.slice(0, 10).map(shownOf), ...more];
}

/** The record that a row was, from nothing but its cells and the names of its columns. */
function rebuilt(header: readonly string[], { cells, stored = [] }: Read['rows'][number]): Shown {
  const row: { [key: string]: Shown } = {};
  const kept = new Map(stored);
  for (const [column, name] of header.entries()) {
    const cell = cells[column]!;
    const written = kept.get(column);
    if (cell === '' && written === undefined) continue;
    const path = [...name.matchAll(/[a-d]|\d+/g)].map(([step]) => step);
    if (written === '[]' && path.at(-1) === '0') path.pop();
    put(row, path, written === undefined ? cell : (JSON.parse(written) as Shown));
  }
  return row;
}

function put(
  into: { [key: string]: Shown } | Shown[],
  [step, ...rest]: readonly string[],
  leaf: Shown,
): void {
  const inside = into as { [key: string]: Shown };
  if (rest.length === 0) inside[step!] = leaf;
  else {
    inside[step!] ??= /\d/.test(rest[0]!) ? [] : {};
    put(inside[step!] as Shown[], rest, leaf);
  }
}

test('whatever a record holds, in objects and lists, is found again in its row', async () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 6 }), pieces, async (records, sizes) => {
      const { header, rows } = await readJsonText(JSON.stringify(records), {}, sizes);
      expect(new Set(header).size).toBe(header.length);
      expect(rows.map((row) => rebuilt(header, row))).toEqual(records.map(shownOf));
    }),
    { numRuns: 400 },
  );
});
