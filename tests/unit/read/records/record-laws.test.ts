import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import sax from 'sax';
import { scanJson } from '#main/steps/read/records/json-scan';
import { xmlElement } from '#main/steps/read/records/xml-element';
import { cellsOf, codesOf, outcomeOf, type Read, readJsonText, readXmlText } from './reading.ts';

const pieceSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const keys = ['id', 'name', 'note'] as const;
const awkward = fc.constantFrom(
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\t',
  '<',
  '>',
  '&',
  ']]>',
  'é',
  '👓',
  '&amp;',
  '--',
);
const text = fc.oneof(
  fc.array(awkward, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[\p{Cc}\ufffe\uffff]/u.test(value)),
);
const records = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 8 });

const asJson = (rows: readonly (readonly string[])[], space?: number) =>
  JSON.stringify(
    rows.map((row) => Object.fromEntries(row.map((value, at) => [keys[at], value]))),
    null,
    space,
  );
const asLines = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => asJson([row]).slice(1, -1)).join('\r\n');
const escapeXml = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const asXml = (rows: readonly (readonly string[])[], cdata: boolean) => {
  const value = (one: string) => (cdata && !one.includes(']]>') ? `<![CDATA[${one}]]>` : escapeXml(one));
  const record = (row: readonly string[]) =>
    row.map((one, at) => `<${keys[at]}>${value(one)}</${keys[at]}>`).join('');
  return `<Export>${rows.map((row) => `<Patient>${record(row)}</Patient>`).join('\n')}</Export>`;
};

test('reading what was printed gives the records again, wherever the pieces are cut', async () => {
  await fc.assert(
    fc.asyncProperty(records, pieceSizes, fc.boolean(), async (rows, pieces, flag) => {
      const readings = [
        await readJsonText(asJson(rows, flag ? 2 : 0), {}, pieces),
        await readJsonText(asLines(rows), { lines: true }, pieces),
        await readXmlText(asXml(rows, flag), {}, pieces),
      ];
      for (const reading of readings) {
        expect(reading.header).toEqual(keys);
        expect(cellsOf(reading)).toEqual(rows);
        expect(reading.rows.every(({ fault }) => fault === null)).toBe(true);
        expect(reading.findings).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

/** A text with characters taken out, put in or exchanged. */
const damaged = (whole: fc.Arbitrary<string>) =>
  fc
    .tuple(
      whole,
      fc.array(
        fc.tuple(fc.nat(), fc.constantFrom('', '"', '{', '}', ']', '<', '>', '&', '/', '\\', ',', '\n')),
        { minLength: 1, maxLength: 3 },
      ),
    )
    .map(([original, edits]) => {
      let result = original;
      for (const [place, put] of edits) {
        const at = place % Math.max(1, result.length);
        result = result.slice(0, at) + put + result.slice(at + 1);
      }
      return result;
    });

test('a value is whole exactly when JSON.parse takes it', () => {
  fc.assert(
    fc.property(
      damaged(
        fc.oneof(
          fc.json(),
          records.map((rows) => asJson(rows)),
        ),
      ),
      (value) => {
        const scan = scanJson(value, 0, true);
        let parses = true;
        try {
          JSON.parse(value);
        } catch {
          parses = false;
        }
        const whole = scan.outcome === 'whole' && value.slice(scan.end).trim() === '';
        expect(whole || /^\s/.test(value)).toBe(parses || /^\s/.test(value));
      },
    ),
    { numRuns: 3_000 },
  );
});

test('an element that is whole is well formed to another parser too', () => {
  fc.assert(
    fc.property(damaged(records.map((rows) => asXml(rows, false))), (value) => {
      const scan = xmlElement(value, 0);
      if (scan.outcome !== 'whole' || scan.element.end !== value.length) return;
      // A bare & is the one thing that is taken here and noted.
      const parser = sax.parser(true);
      let refused = '';
      const onerror = (error: Error) => {
        refused ||= error.message;
        parser.resume();
      };
      Object.assign(parser, { onerror });
      parser.write(value).close();
      expect(refused.replace(/^(?:Invalid character entity|Invalid character in entity name)[^]*/, '')).toBe(
        '',
      );
    }),
    { numRuns: 1_500 },
  );
});

async function sameInPieces(
  read: (pieces: number[]) => Promise<Read>,
  pieces: number[],
): Promise<Read | string> {
  const [whole, cut] = [await outcomeOf(read([1 << 16])), await outcomeOf(read(pieces))];
  expect(cut).toEqual(whole);
  return whole;
}

test('damage never ends in a crash, and where pieces are cut makes no difference', async () => {
  await fc.assert(
    fc.asyncProperty(
      damaged(records.map((rows) => asJson(rows))),
      damaged(records.map((rows) => asXml(rows, false))),
      damaged(records.map(asLines)),
      pieceSizes,
      async (json, xml, lines, pieces) => {
        await sameInPieces((sizes) => readJsonText(json, {}, sizes), pieces);
        await sameInPieces((sizes) => readXmlText(xml, {}, sizes), pieces);
        await sameInPieces((sizes) => readJsonText(lines, { lines: true }, sizes), pieces);
      },
    ),
    { numRuns: 200 },
  );
});

const three = [
  ['1', 'Anna', 'says "no"'],
  ['2', 'Ben', '{x} & <y>'],
  ['3', 'Cat', 'z'],
];

test.each([
  ['a list', asJson(three), (part: string) => readJsonText(part)],
  ['a printed list', asJson(three, 1), (part: string) => readJsonText(part)],
  [
    'a table in a document',
    `{"v":1,"patients":${asJson(three)}}`,
    (part: string) => readJsonText(part, { path: ['patients'] }),
  ],
  ['lines', asLines(three), (part: string) => readJsonText(part, { lines: true })],
  ['XML', asXml(three, false), (part: string) => readXmlText(part)],
])('%s cut off after any byte: whole records are read and the cut is told', async (_, whole, read) => {
  const ends = three.map(([id]) => {
    const json = whole.indexOf('}', whole.indexOf(`"id"`) === -1 ? whole.length : endOfNote(whole, id!));
    return json === -1
      ? whole.indexOf('</Patient>', whole.indexOf(`<id>${id}<`)) + '</Patient>'.length
      : json + 1;
  });
  for (let length = 0; length < whole.length; length += 1) {
    const outcome = await outcomeOf(read(whole.slice(0, length)));
    const expected = ends.filter((end) => end <= length).length;
    if (typeof outcome === 'string') {
      expect([outcome, expected]).toEqual(['read.no_records', 0]);
      continue;
    }
    const good = outcome.rows.filter(({ fault }) => fault === null);
    expect([length, good.map(({ cells }) => cells[0])]).toEqual([
      length,
      three.slice(0, expected).map(([id]) => id),
    ]);
    const told = codesOf(outcome).some((code) => code === 'records.cut_off' || code === 'records.damaged');
    expect([length, told || _ === 'lines']).toEqual([length, true]);
  }
});

/** Where the last value of a record of JSON ends. */
function endOfNote(whole: string, id: string): number {
  const record = whole.search(new RegExp(`"id":\\s*"${id}"`));
  const note = whole.indexOf('"note"', record);
  const value = whole.indexOf('"', note + 6);
  const scan = scanJson(whole, value, true);
  return scan.outcome === 'whole' ? scan.end : -1;
}
