import type { StagedRow } from '#main/model/staged-row';
import type { FileRead } from './read-corpus-file.ts';
import { type FileTruth, hashOf, type RowTruth, withoutEmptyEnd } from './truth.ts';

export interface RowComparison {
  readonly expected: number;
  /** Intact rows that are staged exactly, in order, without a fault. */
  readonly exact: number;
  /** Clean rows that the file does not have, or not there. */
  readonly unexpected: number;
  /** Rows that are neither staged as they are nor, being damaged, said to be so. */
  readonly missing: number;
  /** Intact rows that are staged with a fault. */
  readonly doubted: number;
  readonly isExact: boolean;
}

/** Compares the rows of all tables, one after another: whether tables were told apart is judged by their headers. */
export function compareRows(truth: FileTruth, read: FileRead): RowComparison {
  const expected = truth.tables.flatMap(({ rows }) => rows);
  const places = new Map<string, number[]>();
  for (const [index, { hash }] of expected.entries()) {
    const known = places.get(hash);
    if (known === undefined) places.set(hash, [index]);
    else known.push(index);
  }
  const state: State = { places, found: expected.map(() => 'no'), latest: -1, unexpected: 0, doubtful: 0 };
  for (const table of read.tables) {
    const trims = ['workbook', 'json', 'xml'].includes(table.recognised.layout.format);
    for (const row of table.rows) match(state, row, trims ? withoutEmptyEnd(row.cells) : row.cells);
  }
  return summary(expected, state, read);
}

interface State {
  readonly places: ReadonlyMap<string, number[]>;
  readonly found: ('no' | 'clean' | 'doubted')[];
  /** Number of the last row that was found, as none may come before it. */
  latest: number;
  unexpected: number;
  /** Rows with a fault whose cells are those of no row. */
  doubtful: number;
}

function match(state: State, row: StagedRow, cells: readonly string[]): void {
  if (row.fault === 'row.blank') return;
  const place = state.places.get(hashOf(cells))?.find((index) => index > state.latest);
  if (place !== undefined) {
    state.latest = place;
    state.found[place] = row.fault === null ? 'clean' : 'doubted';
  } else if (row.fault === null && (row.notes ?? []).length === 0) state.unexpected += 1;
  else state.doubtful += 1;
}

function summary(expected: readonly RowTruth[], state: State, read: FileRead): RowComparison {
  const isSaid =
    state.doubtful > 0 ||
    read.parts.some(({ outcome }) => outcome === 'unreadable') ||
    read.tables.some(({ fault, findings }) => fault !== null || findings.length > 0);
  let exact = 0;
  let missing = 0;
  let doubted = 0;
  for (const [index, { told }] of expected.entries()) {
    const found = state.found[index]!;
    if (told === 'never') {
      if (found === 'clean') exact += 1;
      else if (found === 'doubted') doubted += 1;
      else missing += 1;
    } else if (found === 'no' && !isSaid) missing += 1;
  }
  const { unexpected } = state;
  const intact = expected.filter(({ told }) => told === 'never').length;
  return {
    expected: expected.length,
    exact,
    unexpected,
    missing,
    doubted,
    isExact: exact === intact && unexpected === 0 && missing === 0,
  };
}
