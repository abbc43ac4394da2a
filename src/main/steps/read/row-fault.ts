/**
 * What can be structurally wrong with a row, as kept in `StagedRow.fault`. Such a row is staged like any other,
 * with every cell that was read. A row has one of them, the first that applies in this order:
 *
 * - `row.blank`: an empty line.
 * - `row.wrong_cell_count`: more or fewer cells than the header.
 * - `row.malformed_quote`: a closing quotation mark is followed by text, or a line end stands in an unquoted cell.
 * - `row.nul_character`: contains U+0000, which Postgres refuses.
 * - `row.unpaired_surrogate`: contains half a surrogate pair, which database drivers change silently.
 */
export type RowFault =
  | 'row.blank'
  | 'row.wrong_cell_count'
  | 'row.malformed_quote'
  | 'row.nul_character'
  | 'row.unpaired_surrogate';
