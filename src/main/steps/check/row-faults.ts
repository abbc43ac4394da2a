import type { IssueKind } from '#main/model/issue';

interface RowFaultKind extends IssueKind {
  /** What is wrong, for a list of such. */
  readonly inShort: string;
}

/** What the reader can find wrong with a row as a whole (`StagedRow.fault`), and what becomes of such a row. */

const wrongCellCount: RowFaultKind = {
  code: 'row.wrong_cell_count',
  inShort: 'more or fewer cells than there are columns',
  severity: 'reject',
  sentence: () =>
    'The row has more or fewer cells than there are columns, so it is not certain which value belongs to which column.',
  remedy:
    'Look in the row for a sign between columns that is missing or too many, such as a comma in an address without quotation marks. Correct the record in the old system and export again.',
  source: 'RFC 4180 §2.4',
};

const malformedQuote: RowFaultKind = {
  code: 'row.malformed_quote',
  inShort: 'a misplaced quotation mark',
  severity: 'reject',
  sentence: () =>
    'A quotation mark in the row stands where none may stand, so its cells cannot be told apart.',
  remedy:
    'Take the quotation mark out of that record in the old system and export again. In a copy of the file: close it, or double it if it belongs to the text.',
  source: 'RFC 4180 §2.5–2.7',
};

const swallowedLines: RowFaultKind = {
  code: 'row.swallowed_lines',
  inShort: 'a quotation mark above that swallows it',
  severity: 'reject',
  sentence: () =>
    'A quotation mark that opened on an earlier line swallows this one, so it is not certain to be a row of its own.',
  remedy:
    'Look for the misplaced quotation mark in the rows above, correct it in the old system or in a copy of the file, and read that.',
  source: 'RFC 4180 §2.5–2.7; our decision: no row may disappear into the text of another',
};

const damagedRecord: RowFaultKind = {
  code: 'row.damaged_record',
  inShort: 'a damaged record',
  severity: 'reject',
  sentence: () =>
    'This part of the file is damaged, so the record or records in it cannot be made out. Its text is kept as it is.',
  remedy:
    'Compare the text with the old system. Export the file again; if it repeats, correct that record there.',
  source: 'RFC 8259 (JSON); XML 1.0 §2.1 (well-formed documents)',
};

const notARecord: RowFaultKind = {
  code: 'row.not_a_record',
  inShort: 'a single value where a record should be',
  severity: 'reject',
  sentence: () => 'There is a single value where a record with named fields should be.',
  remedy: 'Look at that place in the old system, or have the file exported again.',
  source: 'Our decision: nothing in a list of records may go unseen',
};

const repeatedName: RowFaultKind = {
  code: 'row.repeated_name',
  inShort: 'a name that is given to two values',
  severity: 'reject',
  sentence: () => 'The record gives the same name to two values, so it is not certain which one is right.',
  remedy:
    'Look the record up in the old system, and ask whoever made the export to give each value a name of its own.',
  source: 'RFC 8259 §4 (names within an object should be unique); XML 1.0 §3.1 (unique attributes)',
};

const nulCharacter: RowFaultKind = {
  code: 'row.nul_character',
  inShort: 'bytes that no text has (NUL)',
  severity: 'reject',
  sentence: () => 'The row contains bytes that no text has (NUL): this part of the file is damaged.',
  remedy: 'Export the file again; if it repeats, look at that record in the old system.',
  source: 'PostgreSQL refuses NUL in text',
};

const unpairedSurrogate: RowFaultKind = {
  code: 'row.unpaired_surrogate',
  inShort: 'half of a character',
  severity: 'reject',
  sentence: () => 'The row contains half of a character, so part of its text is lost.',
  remedy: 'Export the file again as UTF-8.',
  source: 'Unicode 16, section 3.9 (ill-formed sequences)',
};

const cutOff: RowFaultKind = {
  code: 'row.cut_off',
  inShort: 'cut off where the file ends',
  severity: 'reject',
  sentence: () => 'The file ends within the row, so part of it is missing.',
  remedy: 'Ask for the whole file again, then read it again.',
  source: 'Our decision: a value that may be cut short is not uploaded',
};

const otherColumns: RowFaultKind = {
  code: 'row.other_columns',
  inShort: 'a value for a column that the table does not have',
  severity: 'reject',
  sentence: () =>
    'The row has a value for a column that the table does not have. It stands after the last column.',
  remedy: 'Ask for a dump with the table definitions, or enter this record by hand.',
  source: 'Our decision: no value is dropped',
};

const outsideColumns: RowFaultKind = {
  code: 'row.outside_columns',
  inShort: 'text outside of the columns',
  severity: 'reject',
  sentence: () =>
    'The line has text between its columns or after the last one. It stands after the last column here.',
  remedy:
    'Compare the line with the description of the columns. Describe a wider column and read the file again, or export it again if the line is damaged.',
  source: 'Our decision: no value is dropped, and none is given to a column that it may not belong to',
};

const tab: RowFaultKind = {
  code: 'row.tab',
  inShort: 'a tab among columns of fixed width',
  severity: 'hold',
  sentence: () => 'The line has a tab, so it is not certain in which columns the text after it stands.',
  remedy: 'Take the tab out of that record in the old system and export the file again.',
  source: 'Our decision: a tab counts as one character',
};

const bytePositions: RowFaultKind = {
  code: 'row.byte_positions',
  inShort: 'columns that letters with accents may have shifted',
  severity: 'hold',
  sentence: () =>
    'The line is complete only if its characters with accents count double, so its columns may be shifted.',
  remedy:
    'Compare the row with the old system. Ask for the export as CSV if cells begin or end in the wrong place.',
  source: 'UTF-8: letters with accents are two bytes; some programs count bytes for columns',
};

const endsEarly: RowFaultKind = {
  code: 'row.ends_early',
  inShort: 'a line that ends early',
  severity: 'hold',
  sentence: () =>
    'The line ends early, though the others are filled up with blanks or the file ends there, so part of it may be missing.',
  remedy: 'Look at the record in the old system and complete the row, or ask for the file again.',
  source: 'Our decision: a value that may be cut short is not uploaded unseen',
};

const ruler: RowFaultKind = {
  code: 'row.ruler',
  inShort: 'a ruled line',
  severity: 'skip',
  sentence: () => 'The line has nothing but dashes: it is a ruled line, not a record.',
  remedy: 'Nothing to do.',
  source: 'Our decision: nothing is lost by it',
};

const blank: RowFaultKind = {
  code: 'row.blank',
  inShort: 'an empty row',
  severity: 'skip',
  sentence: () => 'The row is empty.',
  remedy: 'Nothing to do.',
  source: 'Our decision: nothing is lost by it',
};

const comment: RowFaultKind = {
  code: 'row.comment',
  inShort: 'a comment',
  severity: 'skip',
  sentence: () => 'The line is a comment of the program that wrote the file, not a record.',
  remedy: 'Nothing to do. If it is a record, choose that the file has no comments and read it again.',
  source: 'Our decision: nothing is lost by it, and it stays readable in the file as read',
};

const mixedEncoding: RowFaultKind = {
  code: 'row.mixed_encoding',
  inShort: 'characters in another encoding',
  severity: 'hold',
  sentence: () =>
    'The row has characters that are written in another way than the rest of the file, so they may be the wrong ones.',
  remedy:
    'Compare the row with the old system, correct it there and export it again as UTF-8. If most rows are held for this, choose another encoding and read the file again.',
  source: 'WHATWG Encoding Standard; DOMAIN §4 Text (never guess)',
};

const repeatedHeader: RowFaultKind = {
  code: 'row.repeated_header',
  inShort: 'the names of the columns again',
  severity: 'skip',
  sentence: () => 'The row repeats the names of the columns, as where pages or several exports were joined.',
  remedy: 'Nothing to do.',
  source: 'Our decision: only where every cell is the same as in the header',
};

const total: RowFaultKind = {
  code: 'row.total',
  inShort: 'a sum, a count or the end of a report',
  severity: 'hold',
  sentence: () => 'The row seems to be a sum, a count or the end of a report, not a record.',
  remedy:
    'Nothing to do if it is: a held row is not uploaded. If it is a record all the same, complete it in the old system and export again.',
  source: 'Our decision: a patient may be called “Total”, so a person looks at it',
};

export const rowFaultKinds: readonly RowFaultKind[] = [
  wrongCellCount,
  malformedQuote,
  swallowedLines,
  damagedRecord,
  notARecord,
  repeatedName,
  nulCharacter,
  unpairedSurrogate,
  mixedEncoding,
  cutOff,
  otherColumns,
  outsideColumns,
  tab,
  bytePositions,
  endsEarly,
  ruler,
  blank,
  comment,
  repeatedHeader,
  total,
];

const byCode = new Map(rowFaultKinds.map((kind) => [kind.code, kind]));

/** The kind of finding that a staged row's `fault` stands for. An unknown code is a bug of the reader. */
export function rowFaultKind(code: string): RowFaultKind {
  const kind = byCode.get(code);
  if (kind === undefined) throw new Error(`no kind of finding for the row fault ${code}`);
  return kind;
}
