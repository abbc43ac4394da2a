import { describe, expect, test } from 'vitest';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { outcomeOf, type Read, readJsonText, readXmlText } from './reading.ts';

// However a damaged file is cut into pieces, the same is read of it: every small damage, cut at every place.

const whole = 1 << 16;

async function expectSameAtEveryCut(
  text: string,
  read: (pieces: readonly number[]) => Promise<Read>,
): Promise<void> {
  const expected = await outcomeOf(read([whole]));
  for (let cut = 1; cut < text.length; cut += 1) {
    const outcome = await outcomeOf(read([cut, whole]));
    expect({ text, cut, outcome }).toEqual({ text, cut, outcome: expected });
  }
  expect({ text, outcome: await outcomeOf(read([1])) }).toEqual({ text, outcome: expected });
}

function* damagedOnce(text: string, signs: readonly string[]): Generator<string> {
  for (let at = 0; at < text.length; at += 1) {
    for (const sign of signs) if (text[at] !== sign) yield text.slice(0, at) + sign + text.slice(at + 1);
  }
}

const json = '[{"i":1,"x":"[{"},{"i":2,"x":[{"i":3}]}]';
const lines = '{"i":1,"x":"{"}\n{"i":2}\r\n{"i":[3]}';
const xml = '<E><P i="1"><x>a</x></P><!--c--><P>b</P></E>';

describe('every single sign lost or exchanged', () => {
  test.each([[''], [']'], ['"'], ['{']])('in a list of JSON: %j', async (sign) => {
    for (const text of damagedOnce(json, [sign])) {
      await expectSameAtEveryCut(text, (pieces) => readJsonText(text, {}, pieces));
    }
  });

  test.each([[''], ['"']])('in lines of JSON: %j', async (sign) => {
    for (const text of damagedOnce(lines, [sign])) {
      await expectSameAtEveryCut(text, (pieces) => readJsonText(text, { lines: true }, pieces));
    }
  });

  test.each([[''], ['<'], ['>'], ['"']])('in XML: %j', async (sign) => {
    for (const text of damagedOnce(xml, [sign])) {
      await expectSameAtEveryCut(text, (pieces) => readXmlText(text, { path: ['E', 'P'] }, pieces));
    }
  });
});

test.each([
  ['another list stands before the next record', '[{"i":1}] x [{"z":1}] ,{"i":2}]'],
  ['the sign before the next record stands far before it', `[{"i":1}] x ,${' '.repeat(3_000)}{"i":2}]`],
  ['brackets are in the name of the first value', '[{"a}":1,"n":"x"},{"a}":2,"n":"x},{"a}":3,"n":"x"}]'],
])('where %s', async (_what, text) => {
  await expectSameAtEveryCut(text, (pieces) => readJsonText(text, {}, pieces));
});

test('text that is passed over becomes the same rows, however long it is', async () => {
  const words = 'words without an end 👓 '.repeat(30_000);
  for (const read of [
    (pieces: readonly number[]) => readJsonText(`[{"i":1}] ${words}`, {}, pieces),
    (pieces: readonly number[]) => readXmlText(`<E><P>1</P></E></E>${words}`, { path: ['E', 'P'] }, pieces),
  ]) {
    const expected = await outcomeOf(read([whole]));
    expect(expected).toMatchObject({ rows: { length: 4 } });
    for (const pieces of [[999], [70_001], [300_000]])
      expect(await outcomeOf(read(pieces))).toEqual(expected);
  }
});

test.each([
  ['whole', '"}'],
  ['with escapes', String.raw`\\\"\u00e9"}`],
  ['damaged', '\n[{"i":7}]'],
  ['with a damaged escape', String.raw`\u12x","p":[{"i":8}]}`],
  ['cut off', ''],
])('a text beside the records may be longer than a record: %s', async (_what, rest) => {
  const limits = { ...defaultReadLimits, maxRowBytes: 300_000 };
  const long = String.raw`x\\\n\u00e9`.repeat(40_000);
  const text = `{"logo":"${long}","p":[{"i":1}],"seal":"${long}${rest}`;
  const read = (pieces: readonly number[]) => readJsonText(text, { path: ['p'] }, pieces, limits);
  const expected = await outcomeOf(read([text.length]));
  expect(expected).toHaveProperty(['rows', 0, 'cells', 0], '1');
  for (const pieces of [[65_536], [70_001], [99_991, 7, 1, 2]])
    expect(await outcomeOf(read(pieces))).toEqual(expected);
});
