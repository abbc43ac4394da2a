import { usualness } from './candidate-delimiters.ts';
import { cellType, isValueType, wholeness } from './cell-type.ts';
import { type Dialect, type SampleRow, splitRows } from './split-rows.ts';

/** A text to look at; `isCut` when the file goes on after it. */
export interface Stretch {
  readonly text: string;
  readonly isCut: boolean;
}

/** How well the samples read in one dialect. */
export interface ScoredDialect {
  readonly dialect: Dialect;
  /** Cells that most rows have, a trailing empty one included. */
  readonly width: number;
  /** Rows with so many cells. */
  readonly fitting: number;
  /** Rows from the first of these to the last; blank ones do not count. */
  readonly judged: number;
  readonly malformed: number;
  /** Blanks follow its signs, as in names, addresses and sentences. */
  readonly isLoose: boolean;
  readonly score: number;
}

const typedRows = 120;
const titleWeight = 0.4;
const minFitting = 4;
const minCoverage = 0.6;
const minColumns = 5;

export function scoreDialect(stretches: readonly Stretch[], dialect: Dialect): ScoredDialect {
  const parts = stretches.map(({ text, isCut }) => splitRows(text, dialect, isCut).filter(isFilled));
  const rows = parts.flat();
  const width = usualWidth(rows);
  const within = parts.map((part) => withinTable(part, width)).flat();
  const fitting = within.filter(({ cells }) => cells.length === width);
  const malformed = within.filter(({ isMalformed }) => isMalformed).length;
  const isLoose = width > 1 && readsLoosely(fitting, dialect.delimiter);
  const counts = { dialect, width, fitting: fitting.length, judged: within.length, malformed, isLoose };
  if (width < 2 || fitting.length === 0) return { ...counts, score: 0 };
  const consistency = fitting.length / within.length;
  const coverage = within.length / rows.length;
  // A few lines of a letter have as many commas by chance.
  if (fitting.length < minFitting && coverage < minCoverage && width < minColumns)
    return { ...counts, score: 0 };
  if (isLoose && dialect.delimiter === ' ') return { ...counts, score: 0 };
  const columns = (width - 1) / width;
  const score =
    consistency ** 2 *
    coverage ** titleWeight *
    columns ** 0.5 *
    meanWholeness(fitting) *
    usualness(dialect.delimiter) *
    (isLoose ? looseFactor : 1) *
    (1 - (0.5 * malformed) / within.length);
  return { ...counts, score };
}

const looseShare = 0.7;
const looseFactor = 0.4;
const valueShare = 0.5;

/** Whether the signs may be those between the words of names, addresses and sentences. */
function readsLoosely(rows: readonly SampleRow[], delimiter: string): boolean {
  const looked = rows.slice(0, typedRows);
  if (looked.length === 0 || !',;: '.includes(delimiter)) return false;
  const isNarrow = looked[0]!.cells.length <= 3;
  if (delimiter === ' ') return !areValues(looked) || looked[0]!.cells.length < 3;
  const loose = looked.filter(({ cells }) => cells.slice(1).every((cell) => /^ \S/.test(cell)));
  return isNarrow && loose.length >= looked.length * looseShare && !areValues(looked);
}

/** At least half of the cells are dates, numbers and the like. */
function areValues(rows: readonly SampleRow[]): boolean {
  const cells = rows.flatMap((row) => row.cells);
  const values = cells.filter((cell) => isValueType(cellType(cell)));
  return values.length >= cells.length * valueShare;
}

function isFilled({ isBlank }: SampleRow): boolean {
  return !isBlank;
}

/** The number of cells that most rows have, of those with two or more; 1 when there are none. */
export function usualWidth(rows: readonly SampleRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  counts.delete(1);
  const [usual] = [...counts].sort(
    ([one, oneCount], [other, otherCount]) => otherCount - oneCount || other - one,
  );
  return usual?.[0] ?? 1;
}

function withinTable(rows: readonly SampleRow[], width: number): readonly SampleRow[] {
  const fits = ({ cells }: SampleRow): boolean => cells.length === width;
  return rows.slice(Math.max(0, rows.findIndex(fits)), rows.findLastIndex(fits) + 1);
}

function meanWholeness(rows: readonly SampleRow[]): number {
  const step = Math.max(1, Math.floor(rows.length / typedRows));
  let sum = 0;
  let count = 0;
  for (let index = 0; index < rows.length; index += step) {
    for (const cell of rows[index]!.cells) {
      sum += wholeness(cell);
      count += 1;
    }
  }
  return sum / count;
}
