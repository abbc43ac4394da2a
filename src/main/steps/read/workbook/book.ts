import type { WorkbookLayout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { SheetRow } from './sheet-row.ts';

/** What a sheet says about itself beside its rows. */
export interface SheetFacts {
  /** Last row by the sheet's own word; null when it says nothing. */
  lastRow: number | null;
  /** Columns, from 0. */
  readonly hiddenColumns: Set<number>;
  mergedRanges: number;
}

/** The beginning of a sheet, or all of it. */
export interface SheetSample {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly SheetRow[];
  readonly facts: SheetFacts;
  readonly complete: boolean;
}

/** An opened workbook of whatever format. */
export interface Book {
  readonly container: WorkbookLayout['container'];
  /** By which sign it was recognised. */
  readonly formatReason: string;
  /** What is in the file beside sheets with cells. */
  readonly findings: readonly FileFinding[];
  readonly hiddenSheets: ReadonlySet<string>;
  /** Bytes of the source taken in so far. */
  bytesRead(): number;
  /** Sheets in the order of the book. */
  sample(): Promise<SheetSample[]>;
  /** All rows of one sheet, then its facts. Throws FaultError, also in the middle. */
  read(sheet: string): AsyncGenerator<readonly SheetRow[], SheetFacts, undefined>;
}
