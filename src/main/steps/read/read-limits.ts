/** How much a file may ask of this device. Each has its own fault; bytes are UTF-8 bytes as they stand in the file. */
export interface ReadLimits {
  readonly maxFileBytes: number;
  readonly maxColumns: number;
  readonly maxHeaderCharacters: number;
  readonly maxCellBytes: number;
  readonly maxRowBytes: number;
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
};

/** Text is read in pieces of this many bytes, however large the pieces are that a source gives. */
export const pieceBytes = 128 * KiB;

/**
 * A row with more malformed quotation marks than this is not worth reading on: the parser's work on such a row can
 * grow with their number times its length.
 */
export const maxMalformedQuotesPerRow = 1_000;
