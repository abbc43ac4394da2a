/**
 * A row exactly as it stands in the file. `fault` is the code of a structural finding made while reading
 * (wrong number of cells, damaged quoting, NUL bytes, blank), null when the row reads cleanly.
 */
export interface StagedRow {
  /** Row number in its table, from 1; the header has none. */
  readonly rowNo: number;
  /** Physical line (of a workbook: row of the sheet) on which it starts. */
  readonly line: number;
  /** As a person sees them in the program that wrote the file. */
  readonly cells: readonly string[];
  readonly fault: string | null;
  /**
   * Cells as they are stored, by column, where that differs from how they are shown: a workbook's `44197` beside
   * `01/01/2021`, text as it was before a double encoding was undone.
   */
  readonly stored?: readonly (readonly [column: number, value: string])[];
  /** Findings on single cells made while reading, by column, with the code of an issue kind. */
  readonly notes?: readonly (readonly [column: number, code: string])[];
}
