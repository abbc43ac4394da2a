/**
 * What can be structurally wrong with a row, as kept in `StagedRow.fault`. Such a row is staged like any other,
 * with every cell that was read. A row has one of them, the first that applies in this order:
 *
 * - `row.blank`: an empty line, or a row without any value.
 * - `row.comment`: a line that begins as comments do in this file, as its only cell.
 * - `row.wrong_cell_count`: more or fewer cells than the header, or something after the last delimiter of a row
 *   that should end with one.
 * - `row.malformed_quote`: a closing quotation mark is followed by text, a line end stands in an unquoted cell, a
 *   quotation mark that opens on this line swallows the lines after it or is never closed, or a row of several lines
 *   has a quotation mark in an unquoted cell or a damaged row right below it.
 * - `row.swallowed_lines`: a quotation mark that opened on an earlier line swallows this one. Whatever the number of
 *   its cells, it is staged as a row of its own, as it may be a record of its own.
 * - `row.damaged_record`: text among records of JSON or XML that is not well formed, kept in the last column.
 * - `row.not_a_record`: a single value where a record should stand, kept in the last column.
 * - `row.repeated_name`: a record of JSON or XML gives the same name to two values.
 * - `row.nul_character`: contains U+0000, which Postgres refuses.
 * - `row.unpaired_surrogate`: contains half a surrogate pair, which database drivers change silently.
 * - `row.mixed_encoding`: contains bytes that are no characters in the encoding of the file.
 * - `row.repeated_header`: the same cells as the header, as where pages or files were joined.
 * - `row.total`: hardly a cell is filled, and the first says that it is a sum, a count or the end of a report.
 * - `row.cut_off`: the file ends within the row, or the lines that it goes on in are missing.
 * - `row.other_columns`: it has a value for a column that the table does not have; the value stands after the last.
 * - `row.outside_columns`: columns of fixed width have text between them or after the last; it is in cells after it.
 * - `row.tab`: a tab in a line of columns of fixed width, counted as one character.
 * - `row.byte_positions`: a line of columns of fixed width is complete when its bytes are counted, not its characters.
 * - `row.ends_early`: a line of columns of fixed width is shorter than all the others are, or the file ends in it.
 * - `row.ruler`: a line of dashes.
 */
export type RowFault =
  | 'row.blank'
  | 'row.comment'
  | 'row.wrong_cell_count'
  | 'row.malformed_quote'
  | 'row.swallowed_lines'
  | 'row.damaged_record'
  | 'row.not_a_record'
  | 'row.repeated_name'
  | 'row.nul_character'
  | 'row.unpaired_surrogate'
  | 'row.mixed_encoding'
  | 'row.repeated_header'
  | 'row.total'
  | 'row.cut_off'
  | 'row.other_columns'
  | 'row.outside_columns'
  | 'row.tab'
  | 'row.byte_positions'
  | 'row.ends_early'
  | 'row.ruler';

/** How many rows have which fault. */
export type RowFaults = Readonly<Record<string, number>>;

/** `others`: of rows beside these. */
export function countFaults(
  rows: Iterable<{ readonly fault: string | null }>,
  others: RowFaults = {},
): RowFaults {
  const faults = Object.fromEntries(Object.entries(others).filter(([, count]) => count > 0));
  for (const { fault } of rows) if (fault !== null) faults[fault] = (faults[fault] ?? 0) + 1;
  return faults;
}

/** A row among them is neither blank nor a comment. */
export function hasContent(rows: readonly { readonly fault: string | null }[]): boolean {
  return rows.some(({ fault }) => fault !== 'row.blank' && fault !== 'row.comment');
}
