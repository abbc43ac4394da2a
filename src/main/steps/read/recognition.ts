import type { Layout, LayoutOverride } from '#contract/layout';
import type { Result } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { LineRun } from '#main/model/line-run';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from './byte-source.ts';
import type { FileSamples } from './file-samples.ts';
import type { PartMemory } from './look-memory.ts';
import type { ReadLimits } from './read-limits.ts';
import type { RowFaults } from './row-fault.ts';

/** A row for a person to look at. `line` is 0 where its number is not known, as in the middle of a large file. */
export type PreviewRow = Omit<StagedRow, 'rowNo'>;

/** Up to 20 rows each; `middle` and `last` are empty where `first` shows the whole table. */
export interface Preview {
  readonly first: readonly PreviewRow[];
  readonly middle: readonly PreviewRow[];
  readonly last: readonly PreviewRow[];
}

/** What a person has to answer before the table is read: by an override, or by saying that it is right as shown. */
export interface LayoutQuestion {
  /** Such as `one_column`, `encoding`, `header`. */
  readonly code: string;
  /** In the practice's words, ending with what to choose. */
  readonly sentence: string;
}

/** One table found in a file, and how it would be read. */
export interface RecognisedTable {
  /** Name within its file: the sheet, the dump's table, the path of the records; empty for a file's only table. */
  readonly name: string;
  readonly layout: Layout;
  /** 0 to 1: how sure the recognition is. */
  readonly confidence: number;
  /** Why, in sentences, without any cell's value. */
  readonly reasons: readonly string[];
  readonly questions: readonly LayoutQuestion[];
  readonly header: readonly string[];
  readonly preview: Preview;
  /** An estimate for what was not read; null when nothing can be said. */
  readonly rowsEstimate: number | null;
  /** All rows were looked at: how many there are, and what is wrong with them, is what reading comes to. */
  readonly isWhole: boolean;
  /** Of the rows that were looked at, how many have which fault. */
  readonly rowFaults: RowFaults;
  readonly findings: readonly FileFinding[];
}

/** What a file was recognised as. `formatReason` says by which sign. */
export interface RecognisedFile {
  readonly format: Layout['format'];
  readonly formatReason: string;
  readonly tables: readonly RecognisedTable[];
  readonly findings: readonly FileFinding[];
}

/**
 * Looks at a file in one format: null when it is not of that format (another one is tried then), a fault when it is
 * and cannot be read, such as a workbook with a password. What takes long and no setting changes is kept in `memory`.
 */
export type Recognise = (
  source: ByteSource,
  samples: FileSamples,
  override: LayoutOverride,
  limits: ReadLimits,
  memory?: PartMemory,
) => Promise<Result<RecognisedFile> | null>;

export interface ReadPage {
  /** 1 to 2,000 rows, in the order of the table. */
  readonly rows: readonly StagedRow[];
  /** Bytes of the source taken in so far. */
  readonly bytesRead: number;
}

/** Rows as lines that need not be taken apart now: `splitRun` does it when they are wanted. */
export interface RunPage {
  /** 1 to 2,000 rows. Its text is the source's buffer and may be used again once the next page is asked for. */
  readonly run: LineRun;
  /** Of the run's first byte in the source. */
  readonly position: number;
  readonly bytesRead: number;
}

export interface ReadSummary {
  readonly header: readonly string[];
  /** The sum of the pages' rows. */
  readonly rows: number;
  /** What was found only by reading to the end: lines outside the table, comments, damaged characters, … */
  readonly findings: readonly FileFinding[];
}

/**
 * Reads one table to its end: page after page, then the summary as the generator's return value. Holds a page at a
 * time. Whatever is wrong with a row, it is in a page; a fault of the file as a whole is thrown as FaultError,
 * because it may come after any number of pages, which the caller then takes back.
 */
export type TableReading = AsyncGenerator<ReadPage, ReadSummary, undefined>;

/** The same with sound lines left as they stand. Together, in their order, the pages hold the same rows. */
export type RunReading = AsyncGenerator<ReadPage | RunPage, ReadSummary, undefined>;

/** Reads a table in a layout that was recognised before (or that a person described). */
export type ReadTable<L extends Layout> = (source: ByteSource, layout: L, limits: ReadLimits) => TableReading;
