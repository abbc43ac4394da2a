import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FaultError } from '#contract/faults';
import type { Newline } from '#contract/layout';
import { commaLf, isEmpty, isSound, readAll, sourceOf } from './byte-sources.ts';

const delimiter = fc.constantFrom(',', ';', '\t', '|');
const newline = fc.constantFrom<Newline>('\n', '\r\n', '\r');
const pieceSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const awkward = fc.constantFrom(
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r\n',
  '\r',
  ' ',
  'é',
  '€',
  '👓',
  '\uFEFF',
  'x',
);
const cell = fc.oneof(
  fc.array(awkward, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
);

const table = fc
  .integer({ min: 2, max: 6 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 12 }),
  );

interface Printed {
  readonly text: string;
  /** Physical line on which each row starts, the header's first. */
  readonly lines: readonly number[];
}

function printCell(value: string, separator: string, always: boolean): string {
  const needsQuotes = always || /["\r\n]/.test(value) || value.includes(separator);
  return needsQuotes ? `"${value.replaceAll('"', '""')}"` : value;
}

function print(rows: readonly string[][], separator: string, rowEnd: string, quoteAll: boolean): Printed {
  const lines: number[] = [];
  let text = '';
  for (const row of rows) {
    lines.push(text.split(rowEnd === '\r' ? '\r' : '\n').length);
    text += row.map((value) => printCell(value, separator, quoteAll)).join(separator) + rowEnd;
  }
  return { text, lines };
}

/** A cell with a line end and a delimiter may look like swallowed rows: that is another law's. */
function withoutRowsInside(value: string, separator: string): string {
  return /[\r\n]/.test(value) ? value.replaceAll(separator, '.') : value;
}

/** A last row that closes what may be open, as wide as the header and not the same. */
const closing = (header: readonly string[]): string[] => header.map(() => 'last');

test('any table that is printed is read back cell for cell and line for line', async () => {
  const law = fc.asyncProperty(
    table,
    delimiter,
    newline,
    pieceSizes,
    fc.boolean(),
    async (anyRows, separator, rowEnd, sizes, all) => {
      const rows = anyRows.map((row) => row.map((value) => withoutRowsInside(value, separator)));
      const header = (rows[0] ?? ['', '']).map((_, index) => `column ${index}`);
      const printed = print([header, ...rows, closing(header)], separator, rowEnd, all);
      const format = { delimiter: separator, newline: rowEnd };
      const read = await readAll(sourceOf(printed.text, sizes), format);
      expect(read.rows.map((row) => row.cells)).toEqual([...rows, closing(header)]);
      expect(read.rows.map((row) => row.line)).toEqual(printed.lines.slice(1));
      expect(read.rows.filter((row) => !isSound(row))).toEqual([]);
    },
  );
  await fc.assert(law, { numRuns: 400 });
});

test('a printed row is read back as it is, or each of its lines is a row with a finding, and none is missing', async () => {
  const law = fc.asyncProperty(
    table,
    delimiter,
    newline,
    pieceSizes,
    async (rows, separator, rowEnd, sizes) => {
      const header = (rows[0] ?? ['', '']).map((_, index) => `column ${index}`);
      const printed = print([header, ...rows, closing(header)], separator, rowEnd, false);
      const format = { delimiter: separator, newline: rowEnd };
      const read = await readAll(sourceOf(printed.text, sizes), format);
      const inPieces = await readAll(sourceOf(printed.text), format);
      expect(inPieces).toEqual(read);
      const readAt = new Map(read.rows.map((row) => [row.line, row]));
      let expectedRows = 0;
      for (const [index, cells] of [...rows, closing(header)].entries()) {
        const line = printed.lines[index + 1]!;
        const row = readAt.get(line)!;
        if (isSound(row)) {
          expect(row.cells).toEqual(cells);
          expectedRows += 1;
          continue;
        }
        const end = printed.lines[index + 2]!;
        expect(row.fault).toBe('row.malformed_quote');
        for (let inner = line + 1; inner < end; inner += 1) {
          expect(['row.swallowed_lines', 'row.blank']).toContain(readAt.get(inner)?.fault);
        }
        expectedRows += end - line;
      }
      expect(read.rows).toHaveLength(expectedRows);
    },
  );
  await fc.assert(law, { numRuns: 600 });
});

const plain = fc.stringMatching(/^[a-z]{0,4}$/);
const plainRows = fc
  .integer({ min: 3, max: 8 })
  .chain((columns) =>
    fc.array(fc.array(plain, { minLength: columns, maxLength: columns }), { minLength: 3, maxLength: 12 }),
  );

test('two stray quotation marks in different rows hide no row: all from the one to the other are findings', async () => {
  const law = fc.asyncProperty(plainRows, fc.nat(), fc.nat(), fc.nat(), async (rows, one, other, at) => {
    const first = Math.min(one % rows.length, other % rows.length);
    const last = Math.max(one % rows.length, other % rows.length);
    const column = at % rows[0]!.length;
    // A lone mark in an empty cell would be an opening one: there the two do not form a pair.
    fc.pre(first < last && rows[last]![column] !== '');
    const damagedRows = rows.map((row, index) =>
      row.map((value, place) => {
        if (place !== column) return value;
        if (index === first) return `"${value}`;
        return index === last ? `${value}"` : value;
      }),
    );
    const header = rows[0]!.map((_, index) => `column ${index}`);
    const text = [header, ...damagedRows].map((row) => row.join(',')).join('\n');
    const read = await readAll(sourceOf(text));
    expect(read.rows.map((row) => row.line)).toEqual(rows.map((_, index) => index + 2));
    const isFinding = read.rows.map((row) => row.fault !== null);
    expect(isFinding).toEqual(rows.map((row, index) => (index >= first && index <= last) || isEmpty(row)));
  });
  await fc.assert(law, { numRuns: 400 });
});

const notes = [
  'line one, of it\nline two',
  'Diabetic, see letter',
  '\nGlaucoma in family',
  ', see letter',
  ' ',
  'x\n\ny',
  '\n',
  'he said "no"',
  'a,b,c',
  'Flat 2,\n12 High St,\nLondon',
  '5" lens',
];
const patientRows = fc.record({
  columns: fc.integer({ min: 3, max: 8 }),
  values: fc.array(
    fc.array(fc.oneof(fc.constantFrom('', 'Ann', '01/02/1980'), fc.constantFrom(...notes)), {
      minLength: 7,
      maxLength: 7,
    }),
    { minLength: 3, maxLength: 8 },
  ),
  separator: fc.constantFrom(',', ';', '\t', '|', '||', '^'),
  quote: fc.constantFrom<('"' | "'")[]>('"', '"', "'"),
  escape: fc.constantFrom<('doubled' | 'backslash')[]>('doubled', 'doubled', 'backslash'),
  rowEnd: fc.constantFrom<Newline>('\n', '\r\n'),
  quoteAll: fc.boolean(),
  noteAt: fc.nat(),
  place: fc.nat(),
  isLost: fc.boolean(),
  isAfter: fc.boolean(),
});

/** Where one of the texts stands, and how long it is. */
function placesOf(text: string, sought: readonly string[]): (readonly [place: number, length: number])[] {
  return sought.flatMap((each) =>
    [...text.matchAll(new RegExp(each.replaceAll(/[|^]/g, '\\$&'), 'g'))].map(
      ({ index }) => [index, each.length] as const,
    ),
  );
}

test('one stray or lost quotation mark hides no row, whatever the notes are', async () => {
  const law = fc.asyncProperty(patientRows, async (file) => {
    const { columns, separator, rowEnd } = file;
    const noteAt = 1 + (file.noteAt % (columns - 1));
    const header = Array.from({ length: columns }, (_, index) => `column ${index}`);
    const rows = file.values.map((values, row) =>
      header.map((_, column) => {
        if (column === 0) return `ID${row}`;
        const value = values[column - 1]!;
        return column === noteAt || !notes.includes(value) ? value : 'Lee';
      }),
    );
    const { quote, escape } = file;
    const printed = print([header, ...rows], separator, rowEnd, file.quoteAll).text;
    const escaped = escape === 'doubled' ? printed : printed.replaceAll(/""(?!,|\n|\r)/g, '\\"');
    const text = escaped.replaceAll('"', quote);
    const places = placesOf(text, file.isLost ? [quote] : [separator, '\n']);
    fc.pre(places.length > 0);
    const [place, length] = places[file.place % places.length]!;
    const at = file.isAfter ? place + length : place;
    const damagedText = file.isLost
      ? text.slice(0, place) + text.slice(place + 1)
      : text.slice(0, at) + quote + text.slice(at);
    const format = { delimiter: separator, newline: rowEnd, quote, escape };
    const outcome = await readAll(sourceOf(damagedText), format).catch(messageOf);
    if (typeof outcome === 'string') return;
    const seen = outcome.rows
      .flatMap((row) => (row.fault === null ? [row.cells[0]!] : row.cells))
      .flatMap((value) => value.match(/ID\d+/g) ?? []);
    expect(new Set(seen).size, damagedText).toBe(rows.length);
    // An accepted row speaks of one patient only.
    for (const row of outcome.rows.filter((each) => each.fault === null)) {
      expect(row.cells.join(' ').match(/ID\d+/g), damagedText).toHaveLength(1);
    }
  });
  await fc.assert(law, { numRuns: 6_000, seed: 20_261_123 });
});

function messageOf(error: unknown): string {
  if (error instanceof FaultError) return error.message;
  throw error;
}

const damaged = fc
  .array(fc.constantFrom('a', 'b', 'é', '👓', '"', '"', ',', '\n', '\r\n', '\r', ' ', '\0'), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));
/** What no reading may lose: everything that is neither quotation mark, delimiter, line end nor blank. */
const content = (text: string): string => text.replaceAll(/[",\r\n ]/g, '');

test('however damaged, nothing is lost, nothing is read twice, and the cuts between pieces change nothing', async () => {
  const law = fc.asyncProperty(damaged, newline, pieceSizes, async (text, rowEnd, sizes) => {
    // The last line closes any quotation mark that is still open, so that the file is read to its end.
    const whole = `h,i${rowEnd}${text}",${rowEnd}z,z${rowEnd}`;
    const format = { delimiter: ',', newline: rowEnd };
    const outcome = await readAll(sourceOf(whole), format).catch(messageOf);
    const inPieces = await readAll(sourceOf(whole, sizes), format).catch(messageOf);
    expect(inPieces).toEqual(outcome);
    fc.pre(typeof outcome !== 'string');
    expect(content(outcome.rows.map((row) => row.cells.join('')).join(''))).toBe(content(`${text}zz`));
    const lines = outcome.rows.map((row) => row.line);
    expect(lines).toEqual(lines.toSorted((first, second) => first - second));
    const other = rowEnd === '\r' ? '\n' : '\r';
    const physical = whole.split(rowEnd === '\r' ? '\r' : '\n').map((line) => line.replace(/\r$/, ''));
    for (const [index, line] of lines.entries()) {
      // Two rows begin on one line only where the other kind of line end parts them.
      if (line === lines[index - 1]) expect(physical[line - 1]).toContain(other);
    }
  });
  await fc.assert(law, { numRuns: 1_500 });
});

test('a row without a finding is a line of its own unless its cells hold line ends in quotation marks', async () => {
  const law = fc.asyncProperty(damaged, async (text) => {
    const whole = `h,i\n${text}",\nz,z\n`;
    const outcome = await readAll(sourceOf(whole), commaLf).catch(messageOf);
    fc.pre(typeof outcome !== 'string');
    const physical = whole.split('\n');
    for (const row of outcome.rows.filter((candidate) => candidate.fault === null)) {
      const unquotedLine = row.cells.every((value) => !/["\r\n]/.test(value));
      const line = physical[row.line - 1]!.replace(/\r$/, '');
      if (unquotedLine && !line.includes('"')) {
        expect(line.split('\r').map((part) => part.split(','))).toContainEqual(row.cells);
      }
      if (row.cells.some((value) => /[\r\n]/.test(value))) expect(line).toContain('"');
    }
  });
  await fc.assert(law, { numRuns: 1_000 });
});
