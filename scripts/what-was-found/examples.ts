type Value = string | number;

/** Names and numbers for the sentences of the guide, by the name of the parameter. */
const usual: Readonly<Record<string, Value>> = {
  file: 'patients.csv',
  folder: 'exports',
  part: 'exams.csv',
  table: 'exam',
  sheet: 'Patients',
  column: 'phone',
  columns: '3, 5',
  name: 'phone 2',
  names: 'recall, staff',
  known: '“Patients”, “Exams”',
  kind: 'a RAR archive',
  remedy: 'Have its tables exported as CSV.',
  reason: 'It is a JPEG picture.',
  question: 'Only one column was recognised.',
  fault: 'It has no names of columns.',
  method: 'Deflate64',
  delimiter: ';',
  encoding: 'UTF-8',
  writer: 'MySQL',
  usual: 'CR LF',
  first: '3, 17, 40',
  parent: 'public.exam',
  type: 'a chart',
  kinds: '12 × CREATE TABLE',
  ranges: 4,
  line: 17,
  lines: 3,
  row: 17,
  rows: 12,
  cells: 12,
  count: 3,
  record: 17,
  records: 250,
  looked: 300,
  others: 4,
  parts: 2,
  bytes: 48_000,
  files: 4,
  blocks: 2,
  databases: 2,
  statements: 3,
  tables: 3,
  limit: 2_000,
  limitBytes: 4_294_967_296,
  limitMegabytes: 1_024,
  seconds: 60,
  spool: 7,
};

/** What the same name stands for in one sentence only. */
const special: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  'read.binary': { kind: 'a binary file' },
  'read.header_too_long': { column: 3, limit: 256 },
  'read.cell_too_large': { limitBytes: 1_048_576 },
  'read.row_too_large': { limitBytes: 16_777_216 },
  'read.record_too_large': { limitBytes: 16_777_216 },
  'read.all_rows_too_large': { limitBytes: 17_179_869_184 },
  'read.not_of_format': {
    format: 'json',
    instead:
      'It was recognised as text with a sign between its columns: leave the format to the program, or choose that one.',
  },
  'read.lines_without_table': { firstLine: 900, lastLine: 900, lines: 13 },
  'read.lines_not_looked_at': { firstLine: 90_000, lines: 3_500 },
  'read.not_of_encoding': { written: 'UTF-16', encoding: 'UTF-8' },
  'read.names_only': { headerLines: 3 },
  'read.comments_only': { comment: '#' },
  'read.record_value_too_large': { limitBytes: 1_048_576 },
  'read.record_name_too_long': { column: 3, limit: 256 },
  'read.archive_ratio': { limit: 200 },
  'read.archive_too_deep': { limit: 2 },
  'read.archive_too_large': { limitBytes: 2_147_483_648 },
  'read.folder_too_many': { limit: 10_000 },
  'read.other_database': { kind: 'a Microsoft Access database' },
  'read.dump_encoding': { encoding: 'EUC_JP' },
  'read.workbook_damaged': { part: 'xl/workbook.xml' },
  'read.workbook_unsafe': { part: 'xl/workbook.xml' },
  'read.workbook_inflation_ratio': { part: 'xl/worksheets/sheet1.xml', limit: 200 },
  'read.workbook_too_large': { limitBytes: 209_715_200 },
  'read.workbook_inflates_too_large': { limitBytes: 2_147_483_648 },
  'read.workbook_too_many_sheets': { limit: 100 },
  'read.workbook_texts_too_large': { limitBytes: 536_870_912 },
  'read.workbook_row_too_large': { limitBytes: 16_777_216 },
  'read.in_part': { read: 3, notRead: 1 },
  'files.others_unreadable': { names: '“exams.csv”' },
  'files.already_staged': { table: 3 },
  'files.not_found': { table: 3 },
  'files.nothing_to_change': { table: 3 },
  'read.unfit_settings': {
    format: 'JSON',
    settings: '--delimiter',
    known: '--encoding, --undo-double-encoding',
  },
  'read.not_asked': { answer: 'encoding', asked: '--answer one_column@5d41c2a9-7b0e4f16' },
  'dump.unnamed_columns': { columns: 3 },
  'records.damaged': { first: 'line 2, character 9; line 40, character 1; line 41, character 1' },
  'text.lines_in_other_encoding': { encoding: 'Windows-1252' },
  'text.mixed_lines': { encoding: 'Windows-1252' },
  'text.double_encoded': { encoding: 'Windows-1252', option: 'windows-1252' },
  'text.unicode_misread': { written: 'UTF-8', encoding: 'Windows-1252' },
  'dump.encodings_differ': { first: 'UTF-8', other: 'Windows-1252' },
  'dump.tables_without_rows': { names: 'public.staff, public.tax' },
  'fixed.columns_do_not_fit': { lines: 3 },
  'records.column_renamed': { column: 3 },
  'table.damaged_rows': {
    kinds: 'more or fewer cells than there are columns (9), a misplaced quotation mark (3)',
  },
  'workbook.hidden_columns': { count: 2, names: 'recall, staff' },
  'workbook.parts_left_out': { kind: 'pictures' },
};

/** Parameters for the sentence with this code. A name that is not known here is a mistake of the guide's writer. */
export function exampleOf(code: string): Readonly<Record<string, Value>> {
  return new Proxy<Record<string, Value>>(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'symbol') return undefined;
        const value = special[code]?.[name] ?? usual[name];
        if (value === undefined) throw new Error(`no example for “${name}” of ${code}`);
        return value;
      },
    },
  );
}
