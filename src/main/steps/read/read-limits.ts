/**
 * How much a file may ask of this device (SECURITY: hostile files). Each limit has its own fault; bytes of text are
 * UTF-8 bytes.
 */
export interface ReadLimits {
  /** Of a text file. */
  readonly maxFileBytes: number;
  readonly maxColumns: number;
  readonly maxHeaderCharacters: number;
  readonly maxCellBytes: number;
  readonly maxRowBytes: number;
  /** Of the text in all rows of one file, which may say in few bytes that the same text stands in many cells. */
  readonly maxStagedBytes: number;
  /** Of a workbook as it lies on disk. */
  readonly maxWorkbookBytes: number;
  /** Of everything inside an archive or a workbook together, counted while inflating. */
  readonly maxInflatedBytes: number;
  /** Inflated to packed bytes of one entry. */
  readonly maxInflationRatio: number;
  readonly maxArchiveEntries: number;
  readonly maxSheets: number;
  /** Archives within archives. */
  readonly maxArchiveDepth: number;
  /** Files of a folder. */
  readonly maxFolderFiles: number;
  /** Memory of the process that reads, in MiB. */
  readonly maxReaderMegabytes: number;
  /** How long reading may stand still. */
  readonly maxStandstillMs: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

export const defaultReadLimits: ReadLimits = {
  maxFileBytes: 4 * GiB,
  maxColumns: 2_000,
  maxHeaderCharacters: 256,
  maxCellBytes: MiB,
  maxRowBytes: 16 * MiB,
  maxStagedBytes: 16 * GiB,
  maxWorkbookBytes: 200 * MiB,
  maxInflatedBytes: 2 * GiB,
  maxInflationRatio: 200,
  maxArchiveEntries: 2_000,
  maxSheets: 100,
  maxArchiveDepth: 2,
  maxFolderFiles: 10_000,
  maxReaderMegabytes: 1024,
  maxStandstillMs: 60_000,
};

/** Text is read in pieces of this many bytes, however large the pieces are that a source gives. */
export const pieceBytes = 128 * KiB;

/**
 * A row with more malformed quotation marks than this is not worth reading on: the parser's work on such a row can
 * grow with their number times its length.
 */
export const maxMalformedQuotesPerRow = 1_000;
