import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DelimitedLayout, Newline } from '#contract/layout';
import { isSound, readAll, sourceOf } from './byte-sources.ts';

const layouts = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', '^', '||', '~|~', ' | ', ', ', '::', '§'),
  quote: fc.constantFrom<DelimitedLayout['quote'][]>('"', "'", ''),
  escape: fc.constantFrom<DelimitedLayout['escape'][]>('doubled', 'backslash'),
  newline: fc.constantFrom<Newline>('\n', '\r\n', '\r'),
  headerLines: fc.integer({ min: 0, max: 3 }),
  comment: fc.constantFrom(null, '#', '//'),
  trailingDelimiter: fc.boolean(),
});
type Shape = typeof layouts extends fc.Arbitrary<infer T> ? T : never;

const pieces = [
  '"',
  '""',
  "'",
  '\\',
  '\\"',
  ',',
  ';',
  '\t',
  '|',
  '^',
  '~',
  ':',
  '§',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '#',
  '//',
];
const cell = fc.oneof(
  fc
    .array(fc.constantFrom(...pieces, 'é', '€', '👓', '\uFEFF', 'x'), { maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
);
const table = fc
  .integer({ min: 1, max: 6 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 10 }),
  );

const anyOf = (characters: string): RegExp =>
  new RegExp(`[${characters.replaceAll(/[\\^\]-]/g, '\\$&')}]`, 'g');

/**
 * What the layout can hold at all: without quotation marks neither delimiters nor line ends; and with them, a cell
 * with both, or in a table of one column with line ends, may look like swallowed rows, which is another law's.
 */
function possible(value: string, { quote, delimiter, comment }: Shape, columns: number): string {
  const text = quote === '' || columns === 1 ? value.replaceAll(/[\r\n]/g, '.') : value;
  const loose = quote === '' || /[\r\n]/.test(text) ? text.replaceAll(anyOf(delimiter), '.') : text;
  return quote === '' && (loose === '' || (comment !== null && loose.startsWith(comment)))
    ? `.${loose}`
    : loose;
}

function printCell(value: string, shape: Shape, isFirst: boolean): string {
  const { quote, escape, delimiter, comment } = shape;
  if (quote === '') return value;
  const special = value.includes(quote) || /[\r\n]/.test(value) || anyOf(delimiter).test(value);
  const isComment = isFirst && comment !== null && value.startsWith(comment);
  if (!special && !isComment && value !== '') return value;
  const escaped =
    escape === 'doubled'
      ? value.replaceAll(quote, quote + quote)
      : value.replaceAll(/["'\\]/g, (mark) => (mark === quote || mark === '\\' ? `\\${mark}` : mark));
  return quote + escaped + quote;
}

function printRow(cells: readonly string[], shape: Shape): string {
  const printed = cells.map((value, column) => printCell(value, shape, column === 0)).join(shape.delimiter);
  return printed + (shape.trailingDelimiter ? shape.delimiter : '') + shape.newline;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const around = fc.record({ above: fc.integer({ min: 0, max: 3 }), below: fc.integer({ min: 0, max: 3 }) });

test('any table printed in any layout is read back cell for cell, however its bytes are cut', async () => {
  const law = fc.asyncProperty(
    table,
    layouts,
    around,
    sizes,
    async (anyRows, shape, { above, below }, cuts) => {
      const columns = anyRows[0]?.length ?? 2;
      const closing = Array.from({ length: columns }, () => 'last');
      const rows = [...anyRows.map((row) => row.map((value) => possible(value, shape, columns))), closing];
      const names = closing.map((_, column) => `column ${column}`);
      const headings = Array.from({ length: shape.headerLines }, () => names);
      const title = `title${shape.newline}`.repeat(above);
      const content = [...headings, ...rows].map((row) => printRow(row, shape)).join('');
      const end = shape.newline === '\r' ? '\r' : '\n';
      const lastLine = above + content.split(end).length - 1;
      const mark = `${title}${content}`.startsWith('\uFEFF') ? '\uFEFF' : '';
      const text = `${mark}${title}${content}${`end${shape.newline}`.repeat(below)}`;
      const layout = { ...shape, firstLine: above + 1, lastLine: below === 0 ? null : lastLine };
      const read = await readAll(sourceOf(text, cuts), layout);
      expect(read.rows.map((row) => row.cells)).toEqual(rows);
      expect(read.rows.filter((row) => !isSound(row))).toEqual([]);
      const numbered = names.map((_, column) => `Column ${column + 1}`);
      expect(read.summary.header).toEqual(shape.headerLines === 0 ? numbered : names);
      const outside = read.summary.findings.filter(({ code }) => code.startsWith('delimited.lines'));
      expect(outside.map(({ params }) => params['lines'])).toEqual(
        [above, below].filter((lines) => lines > 0),
      );
      expect(await readAll(sourceOf(text), layout)).toEqual(read);
    },
  );
  await fc.assert(law, { numRuns: 1_000 });
});

/** Damaged in any way: what is left of the content is neither lost nor read twice, whatever the layout. */
const content = (text: string): string => text.replaceAll(/[^a-zé👓]/gu, '');
const damaged = fc
  .array(
    fc.constantFrom('a', 'b', 'é', '👓', '"', "'", '\\', ',', ',', '|', '\n', '\r\n', '\r', ' ', '#', '\0'),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

test('however damaged, in any layout nothing is lost, nothing read twice, and cuts change nothing', async () => {
  const law = fc.asyncProperty(damaged, layouts, sizes, async (text, shape, cuts) => {
    const { newline, delimiter } = shape;
    const header = Array.from({ length: shape.headerLines }, () => `H${delimiter}I${newline}`).join('');
    const whole = header + text.replaceAll(',', delimiter);
    const outcome = await readAll(sourceOf(whole), shape).catch(String);
    expect(await readAll(sourceOf(whole, cuts), shape).catch(String)).toEqual(outcome);
    if (typeof outcome === 'string') {
      expect(outcome).toMatch(/read\.(empty|header_only|damaged_header)/);
      return;
    }
    expect(content(outcome.rows.map(({ cells }) => cells.join('')).join(''))).toBe(content(text));
    expect(outcome.rows.map(({ rowNo }) => rowNo)).toEqual(outcome.rows.map((_, index) => index + 1));
    const lines = outcome.rows.map(({ line }) => line);
    expect(lines).toEqual(lines.toSorted((first, second) => first - second));
  });
  await fc.assert(law, { numRuns: 2_000 });
});
