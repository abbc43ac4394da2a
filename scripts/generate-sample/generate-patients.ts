import type { RowState } from '#contract/reconciliation';
import { inventPerson, type Person } from './person.ts';
import { cellFaults, rowFaultRates, type PlantedFault } from './planted-faults.ts';
import { Random } from './random.ts';
import { layouts, writeCell, writeDate, type Layout, type Vendor } from './vendor-layouts.ts';

export interface SampleOptions {
  readonly vendor: Vendor;
  /** Rows under the header, blank and faulty ones included. */
  readonly rows: number;
  readonly seed: number;
}

/** What must become of the sample's rows, known from what was planted and not from any check. */
export interface ExpectedOutcome extends Record<RowState, number> {
  read: number;
  /** Rows with each finding, by its code. */
  readonly issues: Record<string, number>;
}

export interface Sample {
  /** The file's text in pieces of about 256 KB. */
  readonly chunks: Generator<string>;
  /** Complete once all pieces were taken. */
  readonly expected: ExpectedOutcome;
}

const chunkLength = 256 * 1024;

/** Writes a vendor's export of invented patients, with the faults of real ones. The same options give the same text. */
export function generatePatients(options: SampleOptions): Sample {
  const expected: ExpectedOutcome = { read: 0, accepted: 0, held: 0, rejected: 0, skipped: 0, issues: {} };
  return { chunks: writeChunks(options, expected), expected };
}

function* writeChunks({ vendor, rows, seed }: SampleOptions, expected: ExpectedOutcome): Generator<string> {
  const layout = layouts[vendor];
  const writer = new RowWriter(layout, new Random(seed), expected);
  let text = (layout.byteOrderMark ? '\uFEFF' : '') + layout.columns.map(([header]) => header).join(',');
  text += layout.newline;
  for (let row = 1; row <= rows; row += 1) {
    text += writer.write(row) + layout.newline;
    if (text.length < chunkLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

class RowWriter {
  readonly #layout: Layout;
  readonly #random: Random;
  readonly #expected: ExpectedOutcome;
  readonly #faults: readonly PlantedFault[];
  /** The latest row without a finding, until a conflict with it holds it back. */
  #accepted: { readonly person: Person; readonly text: string } | null = null;

  /** A damaged row right below a row of several lines puts that one in doubt as well, which is not planted here. */
  #belowSeveralLines = false;

  constructor(layout: Layout, random: Random, expected: ExpectedOutcome) {
    this.#layout = layout;
    this.#random = random;
    this.#expected = expected;
    this.#faults = cellFaults.filter(({ country }) => country === undefined || country === layout.country);
  }

  write(number: number): string {
    this.#expected.read += 1;
    const draw = this.#random.next() * 10_000;
    const { ragged, blank, repeated, conflict } = rowFaultRates;
    if (draw < blank) return this.#tell('skipped', ['row.blank'], '');
    if (draw < blank + ragged && !this.#belowSeveralLines) return this.#writeRagged(number);
    if (draw >= blank + ragged && draw < blank + ragged + repeated + conflict && this.#accepted !== null) {
      return draw < blank + ragged + repeated
        ? this.#tell('skipped', ['row.repeated'], this.#accepted.text)
        : this.#writeConflict(this.#accepted.person);
    }
    return this.#writePerson(number);
  }

  #writePerson(number: number): string {
    const person = inventPerson(this.#random, this.#layout.country, number);
    const fault = this.#drawFault();
    fault?.plant(person, this.#random, this.#layout.country);
    const text = this.#writeRow(person);
    if (fault === undefined || fault.issues.length === 0) this.#accepted = { person, text };
    return this.#tell(fault?.state ?? 'accepted', fault?.issues ?? [], text);
  }

  #drawFault(): PlantedFault | undefined {
    let draw = this.#random.next() * 10_000;
    return this.#faults.find(({ perTenThousand }) => (draw -= perTenThousand) < 0);
  }

  /** A cell too few, or one too many. */
  #writeRagged(number: number): string {
    const text = this.#writeRow({
      ...inventPerson(this.#random, this.#layout.country, number),
      allergies: '',
    });
    const cut = this.#random.chance(0.5) && text.endsWith(',') ? text.slice(0, -1) : `${text},more`;
    return this.#tell('rejected', ['row.wrong_cell_count'], cut);
  }

  /** Another patient under the number of the latest accepted one, which must now be held as well. */
  #writeConflict(earlier: Person): string {
    const other = inventPerson(this.#random, this.#layout.country, 0);
    const text = this.#writeRow({ ...other, externalId: earlier.externalId, addressLine1: '1 Other Street' });
    this.#expected.accepted -= 1;
    this.#expected.held += 1;
    this.#accepted = null;
    return this.#tell('held', ['patient.external_id_conflict', 'patient.external_id_conflict'], text);
  }

  #writeRow(person: Person): string {
    const { columns, dateOrder } = this.#layout;
    let text = '';
    for (let column = 0; column < columns.length; column += 1) {
      const name = columns[column]![1];
      const value = name === 'dateOfBirth' ? writeDate(person.dateOfBirth, dateOrder) : person[name];
      text += (column > 0 ? ',' : '') + writeCell(value);
    }
    return text;
  }

  #tell(state: RowState, issues: readonly string[], text: string): string {
    this.#belowSeveralLines = text.includes('\n');
    this.#expected[state] += 1;
    for (const code of issues) this.#expected.issues[code] = (this.#expected.issues[code] ?? 0) + 1;
    return text;
  }
}
