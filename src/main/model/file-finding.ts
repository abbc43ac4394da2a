/** A finding on a file or a table as a whole. Parameters are names, counts and positions, never a cell's value. */
export interface FileFinding {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** Counted in the parts of the file that were looked at, not in all of it. */
  readonly inPart?: true;
}

/**
 * - `hold`: a person has to decide before the table is read or uploaded.
 * - `warn`: read all the same, and someone should look at it.
 * - `note`: what was left out on purpose, so that every byte of the file is accounted for.
 */
export type FileFindingSeverity = 'hold' | 'warn' | 'note';

/** A kind of finding on files, defined once, with the words for a practice manager. */
export interface FileFindingKind {
  readonly code: string;
  readonly severity: FileFindingSeverity;
  /** What was found and where. */
  readonly sentence: (params: FileFinding['params']) => string;
  /** What to do about it. */
  readonly remedy: string;
}
