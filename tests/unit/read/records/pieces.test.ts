import { describe, expect, test } from 'vitest';
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
