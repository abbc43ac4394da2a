/**
 * A row exactly as it stands in the file. `fault` is the code of a structural finding made while reading
 * (wrong number of cells, damaged quoting, NUL bytes, blank), null when the row reads cleanly.
 */
export interface StagedRow {
  /** Row number in its table, from 1; the header has none. */
  readonly rowNo: number;
  /** Physical line on which the row starts, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: string | null;
}
