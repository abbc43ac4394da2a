import fc from 'fast-check';
import type { Newline } from '#contract/layout';

/** How a table was printed. */
export interface Printing {
  readonly delimiter: string;
  readonly quote: '"' | "'";
  readonly escape: 'doubled' | 'backslash';
  readonly newline: Newline;
  readonly quotesAll: boolean;
  readonly hasHeader: boolean;
  readonly above: readonly string[];
  readonly trailingDelimiter: boolean;
}

export interface PrintedTable {
  readonly printing: Printing;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface ColumnKind {
  readonly names: readonly string[];
  readonly cell: fc.Arbitrary<string>;
}

const two = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((number) => String(number).padStart(2, '0'));
const word = fc.constantFrom(
  'Ann',
  'Bob',
  'Zoë',
  "O'Brien",
  'de la Cruz',
  'Müller',
  'Łukasz',
  'Smith-Jones',
  'van Dyk',
);
const street = fc.constantFrom(
  'High Street',
  'Mill Lane',
  'St. John’s Road',
  'Station Rd, Flat 2',
  'The Green; rear',
);
const note = fc.constantFrom(
  '',
  'None known',
  'Prefers "light" frames',
  'Stable; no change, see letter',
  'Line one\nline two, "quoted"',
  'Ring 07700 900123 | after 5',
  'Takes statin: yes',
);
const dioptres = (mark: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('+', '-'), fc.nat(12), fc.constantFrom('00', '25', '50', '75'))
    .map(([sign, whole, part]) => `${sign}${whole}${mark}${part}`);

const kinds: readonly ColumnKind[] = [
  {
    names: ['id', 'PatientNo', 'patient_id', 'Ref'],
    cell: fc.integer({ min: 1, max: 99_999 }).map((id) => String(id).padStart(6, '0')),
  },
  { names: ['Name', 'first_name', 'Surname'], cell: word },
  {
    names: ['dob', 'Date of birth', 'ExamDate'],
    cell: fc
      .tuple(two(1, 28), two(1, 12), fc.integer({ min: 1930, max: 2020 }))
      .map((date) => date.join('/')),
  },
  {
    names: ['recorded_at'],
    cell: fc
      .tuple(fc.integer({ min: 2000, max: 2024 }), two(1, 12), two(1, 28), two(8, 18), two(0, 59))
      .map(([y, m, d, h, min]) => `${y}-${m}-${d} ${h}:${min}:00`),
  },
  { names: ['email', 'E-mail'], cell: fc.nat(999).map((number) => `p${number}@example.com`) },
  {
    names: ['postcode', 'Post Code'],
    cell: fc
      .tuple(fc.constantFrom('LS', 'M', 'YO', 'BN'), fc.nat(19), fc.nat(9))
      .map(([area, district, sector]) => `${area}${district} ${sector}AB`),
  },
  {
    names: ['mobile', 'Tel.'],
    cell: fc.integer({ min: 100_000, max: 999_999 }).map((number) => `07700 ${number}`),
  },
  { names: ['Right sphere', 'r_sph'], cell: dioptres('.') },
  { names: ['Sphäre rechts'], cell: dioptres(',') },
  {
    names: ['price', 'Amount (£)'],
    cell: fc
      .integer({ min: 100, max: 999_999 })
      .map((pence) => (pence / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 })),
  },
  {
    names: ['address_1', 'Address'],
    cell: fc.tuple(fc.integer({ min: 1, max: 250 }), street).map((parts) => parts.join(' ')),
  },
  { names: ['notes', 'Medical history'], cell: note },
  { names: ['active', 'Wearer'], cell: fc.constantFrom('Y', 'N', '') },
];
const typedKinds = [0, 2, 3, 4, 5, 6, 7];

const usualTitle: readonly (readonly string[])[] = [
  [],
  [],
  [],
  ['Patient list', ''],
  ['Northlight Optical', 'Printed 03/02/2026 11:04', ''],
];

const printing: fc.Arbitrary<Printing> = fc.record({
  delimiter: fc.constantFrom(',', ',', ';', '\t', '|', '^', '~', '||', '~|~', '\u001f'),
  quote: fc.constantFrom('"', '"', '"', "'"),
  escape: fc.constantFrom('doubled', 'doubled', 'backslash'),
  newline: fc.constantFrom<Newline>('\n', '\r\n', '\r'),
  quotesAll: fc.boolean(),
  hasHeader: fc.constantFrom(true, true, true, false),
  above: fc.constantFrom(...usualTitle),
  trailingDelimiter: fc.constantFrom(false, false, false, true),
});

/** Tables of at least three columns and five rows, two columns of which hold values that have a form. */
export const printedTables: fc.Arbitrary<PrintedTable> = fc
  .tuple(
    printing,
    fc.uniqueArray(fc.constantFrom(...typedKinds), { minLength: 2, maxLength: 5 }),
    fc.uniqueArray(fc.nat(kinds.length - 1), { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 5, max: 40 }),
  )
  .chain(([printing, typed, others, count]) => {
    const columns = [...new Set([...typed, ...others])].map((index) => kinds[index]!);
    while (columns.length < 3) columns.push(kinds[1]!);
    const row = fc.tuple(...columns.map(({ cell }) => cell));
    const header = fc.tuple(...columns.map(({ names }) => fc.constantFrom(...names)));
    return fc.record({
      printing: fc.constant(printing),
      header,
      rows: fc.array(row, { minLength: count, maxLength: count }),
    });
  });

export function printTable({ printing, header, rows }: PrintedTable): string {
  const lines = [...(printing.hasHeader ? [header] : []), ...rows].map((cells) => printRow(cells, printing));
  return [...printing.above, ...lines].map((line) => line + printing.newline).join('');
}

function printRow(cells: readonly string[], printing: Printing): string {
  const { delimiter, trailingDelimiter } = printing;
  return (
    cells.map((cell) => printCell(cell, printing)).join(delimiter) + (trailingDelimiter ? delimiter : '')
  );
}

function printCell(cell: string, { delimiter, quote, escape, quotesAll }: Printing): string {
  const needsQuotes =
    quotesAll || cell.includes(delimiter) || cell.startsWith(quote) || /[\r\n"']/.test(cell);
  if (!needsQuotes) return cell;
  return quote + cell.replaceAll(quote, (escape === 'doubled' ? quote : '\\') + quote) + quote;
}
