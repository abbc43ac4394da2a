/**
 * - `reject`: the row cannot be read as a record at all.
 * - `hold`: the record needs a person before it may be uploaded.
 * - `skip`: the row is left out on purpose and nothing is lost by it (blank, exact repetition).
 * - `warn`: it is uploaded, and someone should look at it.
 */
export type Severity = 'reject' | 'hold' | 'skip' | 'warn';

/** A kind of finding, defined once: code, severity and the words for it. Never contains a cell's value. */
export interface IssueKind {
  readonly code: string;
  readonly severity: Severity;
  /** What was found; `field` is the field's label in the practice's words. */
  readonly sentence: (field: string) => string;
  readonly remedy: string;
  /** Law, standard, paper or decision that it comes from. */
  readonly source: string;
}

/** A finding on one staged row; `fieldIndex` is the entity's field, -1 for the row as a whole. */
export interface Finding {
  readonly kind: IssueKind;
  readonly fieldIndex: number;
}

/** Receives findings on the hot path without allocating for rows that have none. */
export type Report = (kind: IssueKind, fieldIndex: number) => void;
