import { createHash } from 'node:crypto';

/**
 * Whether a reader has to say something about a row: `never` (it is intact), `may` (damage nearby makes it doubtful),
 * `must` (whoever stages it as a clean row is wrong, unless its cells are exactly those of the record).
 */
export type Told = 'never' | 'may' | 'must';

export interface RowTruth {
  /** Of the cells that the record had before it was damaged. */
  readonly hash: string;
  /** Only in tables of up to 40 rows. */
  readonly cells?: readonly string[];
  readonly told: Told;
  /** How the row was damaged, or why it is doubtful. */
  readonly damage?: string;
  /** Physical line on which it starts, where the file is text. */
  readonly line?: number;
}

/** How the table was written. What is left out has no meaning for the format, or is not judged. */
export interface LayoutTruth {
  readonly encoding?: string;
  /** Other encodings that give the same text. */
  readonly encodingAlso?: readonly string[];
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly newline?: string;
  readonly firstLine?: number;
  readonly headerLines?: number;
  readonly comment?: string;
  readonly trailingDelimiter?: boolean;
}

export interface TableTruth {
  /** Name within its file where the format has one. */
  readonly name: string;
  readonly layout: LayoutTruth;
  /** Null: the file names no columns. */
  readonly header: readonly string[] | null;
  readonly rows: readonly RowTruth[];
}

/** Lines of the file that are no rows and no header: titles, comments, totals. */
export interface OutsideLine {
  readonly line: number;
  readonly what: string;
}

export type Outcome = 'recognised' | 'unreadable' | 'excluded';

export interface FileTruth {
  /** Path within the corpus. */
  readonly file: string;
  readonly kind: string;
  readonly seed: number;
  readonly place: string;
  readonly format: string;
  /** Any of them is right. */
  readonly outcomes: readonly Outcome[];
  readonly tables: readonly TableTruth[];
  readonly outside: readonly OutsideLine[];
  /** What a person must be asked, however sure a guess seems. */
  readonly ask: readonly string[];
  /** What must be said of the file as a whole, by a finding, a row's fault, a note on a cell or a question. */
  readonly tell: readonly string[];
  /** Entries of an archive that hold no tables and must be listed as left out or unreadable. */
  readonly leftOut: readonly string[];
}

export function hashOf(cells: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(cells)).digest('hex').slice(0, 16);
}

/** Empty cells at the end of a row are not stored in workbooks and records, so they do not count there. */
export function withoutEmptyEnd(cells: readonly string[]): string[] {
  return cells.slice(0, 1 + cells.findLastIndex((cell) => cell !== ''));
}

const fullyKeptRows = 40;

export function rowTruths(
  rows: readonly (Omit<RowTruth, 'hash' | 'cells'> & { readonly cells: readonly string[] })[],
): RowTruth[] {
  const keepsCells = rows.length <= fullyKeptRows;
  return rows.map(({ cells, ...rest }) => ({
    hash: hashOf(cells),
    ...(keepsCells ? { cells } : {}),
    ...rest,
  }));
}
