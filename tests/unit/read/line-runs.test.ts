import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DelimitedLayout, Newline } from '#contract/layout';
import { splitRun, splittingOf } from '#main/model/line-run';
import type { StagedRow } from '#main/model/staged-row';
import { readDelimitedInRuns } from '#main/steps/read/read-delimited';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import type { ReadSummary } from '#main/steps/read/recognition';
import { layoutOf, readAll, sourceOf } from './byte-sources.ts';

interface RunReading {
  readonly rows: StagedRow[];
  readonly summary: ReadSummary;
  /** Rows that came in runs. */
  readonly inRuns: number;
}

async function readInRuns(
  content: string | Uint8Array,
  layout: Partial<DelimitedLayout> = {},
  sizes: readonly number[] = [1 << 16],
  limits: ReadLimits = defaultReadLimits,
): Promise<RunReading> {
  const whole = layoutOf(layout);
  const pages = readDelimitedInRuns(sourceOf(content, sizes), whole, limits);
  const rows: StagedRow[] = [];
  let inRuns = 0;
  for (;;) {
    const next = await pages.next();
    if (next.done) return { rows, summary: next.value, inRuns };
    if ('rows' in next.value) {
      rows.push(...next.value.rows);
      continue;
    }
    const split = splitRun(next.value.run, splittingOf(whole)!);
    expect(split[0]).toMatchObject({ rowNo: next.value.run.firstRowNo, line: next.value.run.firstLine });
    rows.push(...split);
    inRuns += split.length;
  }
}

const clean = Array.from({ length: 40 }, (_, index) => `${index},Ann,"Lee, ""A"""`);

test('sound rows come in runs with the cells, numbers and lines that they have without', async () => {
  const text = ['id,first,last', ...clean, '7,x', ...clean, '8,"two\nlines",x', ...clean].join('\n');
  const { rows, summary, inRuns } = await readInRuns(text);
  expect({ rows, summary }).toEqual(await readAll(sourceOf(text)));
  expect(inRuns).toBeGreaterThan(110);
});

/** A line among sound ones, and how the layout differs for it: none of these may be in a run. */
const refused: [name: string, line: string, layout?: Partial<DelimitedLayout>][] = [
  ['blank', ''],
  ['a comment', '#1,x,y', { comment: '#' }],
  ['a cell too many', '1,x,y,z'],
  ['a cell too few', '1,x'],
  ['a total', 'Total 40,,'],
  ['a quoted total', '"","Total: 40",'],
  ['a count of records', '40 records,,'],
  ['the header again', 'id,first,last'],
  ['the header in quotation marks', '"id","first",last'],
  ['the header behind a byte order mark', '\u{feff}id,first,last'],
  ['the header in quotation marks behind a byte order mark', '\u{feff}"id",first,last'],
  ['the header with a byte order mark inside its quotation marks', '"\u{feff}id",first,last'],
  ['a NUL character', '1,x\0,y'],
  ['text after a closing mark', '1,"x"y,z'],
  ['another line end', '1,x,y\r2,x,y'],
  ['something after the last delimiter', '1,x,y,z', { trailingDelimiter: true }],
];

test.each(refused)(
  'a run ends before a line that is %s, and its finding is the same',
  async (_, line, layout) => {
    const end = layout?.trailingDelimiter === true ? ',' : '';
    const sound = clean.map((row) => row + end);
    const text = [`id,first,last${end}`, ...sound, line, ...sound, ''].join('\n');
    const { rows, summary, inRuns } = await readInRuns(text, layout);
    expect({ rows, summary }).toEqual(await readAll(sourceOf(text), layout));
    expect(rows.some(({ fault }) => fault !== null) || summary.findings.length > 0).toBe(true);
    expect(inRuns).toBeGreaterThan(70);
  },
);

test('a header that begins with a byte order mark and comes again without it is in no run', async () => {
  const text = ['title', '\u{feff}id,first,last', ...clean, 'id,first,last', ...clean, ''].join('\n');
  const layout = { firstLine: 2 };
  const { rows, inRuns } = await readInRuns(text, layout);
  expect(rows).toEqual((await readAll(sourceOf(text), layout)).rows);
  expect(rows.filter(({ fault }) => fault === 'row.repeated_header').map(({ line }) => line)).toEqual([43]);
  expect(inRuns).toBeGreaterThan(70);
});

test('what the parser of runs takes for no delimiter makes no run', async () => {
  const sound = Array.from({ length: 40 }, (_, index) => `${index}"'a""b'"x`);
  const text = ['id"first"last', ...sound, ''].join('\n');
  const layout = { delimiter: '"', quote: "'" } as const;
  const { rows } = await readAll(sourceOf(text), layout);
  expect(rows[0]!.cells).toEqual(['0', 'a""b', 'x']);
  expect(splittingOf(layoutOf(layout))).toBeNull();
});

test('damaged and doubly converted characters are in no run', async () => {
  const lines = ['id,first,last', ...clean, '1,ZoÃ«,x', ...clean, '2,é,Łódź,'.slice(0, -1), ...clean, ''];
  const bytes = Buffer.concat([
    Buffer.from(lines.join('\n')),
    Buffer.from('3,Zo\u00eb,x\n', 'latin1'),
    Buffer.from(clean.join('\n')),
  ]);
  const { rows, summary, inRuns } = await readInRuns(bytes);
  expect({ rows, summary }).toEqual(await readAll(sourceOf(bytes)));
  expect(rows.filter(({ fault }) => fault === 'row.mixed_encoding').map(({ line }) => line)).toEqual([124]);
  expect(rows.filter(({ notes }) => notes !== undefined).map(({ line }) => line)).toEqual([42]);
  expect(inRuns).toBeGreaterThan(150);
});

test('lines that are not UTF-8 are in no run of a file that is read line by line, and all others are', async () => {
  const bytes = Buffer.concat([
    Buffer.from(['id,first,last', ...clean, '2,é,Łódź', ...clean, ''].join('\n')),
    Buffer.from('3,Zo\u00eb,x\n', 'latin1'),
    Buffer.from([...clean, '4,"Zoë', ''].join('\n')),
    Buffer.from('Ren\u00e9",x\n', 'latin1'),
    Buffer.from(['5,Siân,'].join('\n')),
    Buffer.from('Ren\u00e9\n', 'latin1'),
    Buffer.from(clean.join('\n')),
  ]);
  const layout = { encoding: 'utf-8+windows-1252' } as const;
  for (const size of [1 << 16, 100, 7]) {
    const { rows, summary, inRuns } = await readInRuns(bytes, layout, [size]);
    expect({ rows, summary }).toEqual(await readAll(sourceOf(bytes), layout));
    expect(rows.filter(({ line }) => [83, 124, 126].includes(line))).toMatchObject([
      { cells: ['3', 'Zoë', 'x'], fault: null },
      { cells: ['4', 'Zoë\nRené', 'x'], fault: null },
      { cells: ['5', 'Siân', 'René'], fault: 'row.mixed_encoding' },
    ]);
    expect(summary.findings.map(({ code, params }) => [code, params['first']])).toEqual([
      ['delimited.no_last_line_end', undefined],
      ['text.lines_in_other_encoding', '83, 125, 126'],
      ['text.mixed_lines', '126'],
    ]);
    if (size > 100) expect(inRuns).toBeGreaterThan(130);
  }
});

test('a row of several lines is held by the damaged one below it, also at the end of a run', async () => {
  const text = ['id,first,last', ...clean, '1,x,"n\nm"', 'y,z"', ...clean].join('\n');
  const { rows, inRuns } = await readInRuns(text);
  expect(rows).toEqual((await readAll(sourceOf(text))).rows);
  expect(rows.filter(({ fault }) => fault === 'row.malformed_quote').map(({ line }) => line)).toEqual([42]);
  expect(inRuns).toBeGreaterThan(70);
});

test('what lies below the last line is in no run', async () => {
  const text = ['title', 'id,first,last', ...clean, ...clean].join('\n');
  const layout = { firstLine: 2, lastLine: 60 };
  const { rows, summary, inRuns } = await readInRuns(text, layout, [100]);
  expect({ rows, summary }).toEqual(await readAll(sourceOf(text), layout));
  expect(rows).toHaveLength(58);
  expect(summary.findings.map(({ params }) => params)).toEqual([{ lines: 1 }, { lines: 22 }]);
  expect(inRuns).toBe(0);
  expect((await readInRuns(text, layout)).inRuns).toBeGreaterThan(40);
});

test('rows above the usual limits are in no run', async () => {
  const text = ['id,first,last', ...clean, `1,${'x'.repeat(300)},y`, ...clean].join('\n');
  const limits = { ...defaultReadLimits, maxCellBytes: 200 };
  await expect(readInRuns(text, {}, [1 << 16], limits)).rejects.toMatchObject({
    fault: { code: 'read.cell_too_large', params: { line: 42 } },
  });
});

const cell = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('Ann', '01/02/1980', '', 'Zoë', '42') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('"x"', '"a, b"', '"""q"""', '""', '" "', '日本', '👓🕶️', 'Ã©', 'â€™'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"two\nlines"', '"two\r\nlines"', '"a,b\nc,d"', '"cr\rin"', '"x" ', 'Total'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"', 'o"x', '"open', 'x\ry', '\0', '\\', "'s", '"a\\"b"', 'e\u0301', '\uFEFF'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
);
const line = fc.oneof(
  { weight: 30, arbitrary: fc.array(cell, { minLength: 4, maxLength: 4 }).map((cells) => cells.join(',')) },
  { weight: 1, arbitrary: fc.array(cell, { maxLength: 6 }).map((cells) => cells.join(',')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a,b,c,d', '"a",b,c,d', '', '# x', 'Total,,,', '12 records,,,', ',,,', ',,,x'),
  },
);
/** Stretches of sound lines long enough for runs, with anything between them. */
const file = fc.record({
  lines: fc.array(
    fc.oneof(
      line,
      fc.constantFrom(
        clean
          .slice(0, 20)
          .map((row) => `${row},x`)
          .join('\n'),
      ),
    ),
    {
      minLength: 1,
      maxLength: 40,
    },
  ),
  layout: fc.record({
    newline: fc.constantFrom<Newline>('\n', '\r\n'),
    quote: fc.constantFrom<DelimitedLayout['quote'][]>('"', '"', '"', "'", ''),
    comment: fc.constantFrom(null, '#'),
    trailingDelimiter: fc.boolean(),
    delimiter: fc.constantFrom(',', ';', '\t', '^'),
    lastLine: fc.constantFrom(null, null, 30),
  }),
  headerLines: fc.constantFrom(0, 1, 1, 1, 2),
  damage: fc.array(fc.tuple(fc.nat(), fc.constantFrom(0xff, 0xc3, 0x80, 0xe2, 0x0a, 0x22)), { maxLength: 3 }),
  sizes: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 4 }),
});

test('with runs and without, the same rows are read of any file, however it is cut', async () => {
  let inRuns = 0;
  const law = fc.asyncProperty(file, async ({ lines, layout, headerLines, damage, sizes }) => {
    const { newline, trailingDelimiter, delimiter } = layout;
    const ends = ['a,b,c,d', ...lines].join('\n').split('\n');
    const text = ends.map((each) => each + (trailingDelimiter ? ',' : '')).join(newline);
    const bytes = Buffer.from(text.replaceAll(',', delimiter));
    for (const [place, byte] of damage) bytes[place % bytes.length] = byte;
    const whole = { ...layout, headerLines };
    const without = await readAll(sourceOf(bytes, sizes), whole).catch(String);
    const found = await readInRuns(bytes, whole, sizes).catch(String);
    if (typeof found === 'string' || typeof without === 'string') {
      expect(found).toBe(without);
      return;
    }
    expect({ rows: found.rows, summary: found.summary }).toEqual(without);
    inRuns += found.inRuns;
  });
  await fc.assert(law, { numRuns: 800 });
  expect(inRuns).toBeGreaterThan(5_000);
});
