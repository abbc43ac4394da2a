import type { Layout, TextEncoding } from '#contract/layout';
import { encodingName } from '#contract/encoding-names';
import type { Format } from '../../format.ts';

const workbooks = {
  xlsx: 'Excel workbook',
  xls: 'Excel workbook (old)',
  xlsb: 'Excel workbook (binary)',
  ods: 'OpenDocument sheet',
};

const delimiterNames: Readonly<Record<string, string | undefined>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
  '^': 'carets',
};

function formatName({ layout, header }: { layout: Layout; header: readonly string[] }): string {
  switch (layout.format) {
    case 'delimited':
      if (header.length === 1) return 'Text in one column';
      return `Text with ${delimiterNames[layout.delimiter] ?? `“${layout.delimiter}”`} between the columns`;
    case 'fixed-width':
      return 'Text in columns of fixed width';
    case 'workbook':
      return workbooks[layout.container];
    case 'pg-dump':
      return 'Database dump (pg_dump)';
    case 'json':
      return layout.lines ? 'JSON, a record on each line' : 'JSON';
    case 'xml':
      return 'XML';
  }
}

const entities: Readonly<Record<string, string | undefined>> = {
  patient: 'patients',
};

/** What files are recognised as, and how they are to be read. */
export const readingStrings = (f: Format) => ({
  format: formatName,
  encoding: (encoding: TextEncoding) => encodingName(encoding),
  entity: (entity: string) => entities[entity] ?? entity,
  openQuestions: (count: number) =>
    `About ${f.count(count, 'table', 'tables')} something has to be decided before it can be read. Look at it first.`,
  foundIn: (name: string) => `What is in “${name}”`,
  foundCount: (tables: number, size: string) => `${f.count(tables, 'table', 'tables')}, ${size}`,
  foundLabel: 'The tables that were found',
  columnRead: 'Read',
  columnKind: 'Kind',
  columnReason: 'Why',
  readNamed: (name: string) => `Read ${name}`,
  readTables: (count: number) => `Read ${f.count(count, 'table', 'tables')} into the workspace`,
  needsAnswer: 'Look at it first',
  asYouSaid: 'As you said',
  noSystem: 'No known system',
  /** Empty when nothing can be said. */
  rows: ({ rowsEstimate, isWhole }: { rowsEstimate: number | null; isWhole: boolean }) => {
    if (rowsEstimate === null) return '';
    return isWhole ? f.number(rowsEstimate) : `about ${f.number(rowsEstimate)}`;
  },
  unknownRows: 'Not known before it is read',
  look: 'Look',
  lookNamed: (name: string) => `Look at ${name}`,
  belongTogether: (title: string, kinds: readonly string[]) =>
    `These files belong together: ${title} (${kinds.join(', ')}).`,
  notAmongThem: (missing: readonly string[]) => `Not among them: ${missing.join(', ')}.`,
  leftOut: (count: number, size: string) => `Left out: ${f.count(count, 'file', 'files')}, ${size}`,
  leftOutLabel: 'The files that are left out',
  unreadable: 'Cannot be read',
  backToList: 'Back to the list',
  sure: 'How sure',
  settings: 'Change how it is read',
  readAs: 'Read as',
  textFormat: {
    delimited: 'A sign between the columns',
    'fixed-width': 'Columns of fixed width',
    json: 'JSON',
    xml: 'XML',
    'pg-dump': 'Database dump (pg_dump)',
  },
  otherDelimiter: 'Another sign, or several',
  quote: 'Quotation mark',
  quoteName: (quote: string) => ({ '"': 'Double: "', "'": "Single: '", '': 'None' })[quote] ?? quote,
  escape: 'A quotation mark inside a cell is',
  escapeName: { doubled: 'written twice', backslash: 'written after a backslash' },
  firstLine: 'First line of the table',
  lastLine: 'Last line of the table',
  toTheEnd: 'It goes on to the end of the file',
  headerLines: 'Lines that name the columns',
  headerLinesLeftOut: 'Lines above the rows',
  firstRow: 'First row of the table',
  lastRow: 'Last row of the table',
  toTheEndOfSheet: 'It goes on to the end of the sheet',
  headerRows: 'Rows that name the columns',
  comment: 'Comments begin with',
  noComments: 'There are none',
  otherComment: 'Another beginning of comments',
  trailing: 'Every row ends with the sign',
  yesNo: { yes: 'Yes', no: 'No' },
  undo: 'Twice encoded text (Ã© for é)',
  undoNothing: 'Leave as it is',
  undoAs: (encoding: string) => `Repair: was read as ${encoding}`,
  columnNumber: (number: number) => `Column ${number}`,
  columnName: 'Name',
  columnStart: 'Begins at character',
  columnWidth: 'Characters wide',
  addColumn: 'Add a column',
  removeColumnNamed: (number: number) => `Remove column ${number}`,
  recogniseAgain: 'Forget my choices and recognise it again',
  questionsTitle: 'Please decide',
  confirm: 'I have looked at the rows below: they are right as they are shown',
  findings: 'What was found',
  findingCount: (count: number) => f.count(count, 'thing to know', 'things to know'),
  severity: { hold: 'Please decide', warn: 'Please look', note: 'To know' },
  previewLabel: 'Rows of the file',
  previewTitle: 'Rows, as they would be read',
  line: 'Line',
  place: { first: 'The first rows', middle: 'From the middle', last: 'The last rows' },
  storedAs: (value: string) => `stored as ${value}`,
  surplus: (cells: string) => `Beyond the last column: ${cells}`,
  tablesDone: (tables: number, rows: number) =>
    `${f.count(tables, 'table', 'tables')} with ${f.count(rows, 'row', 'rows')} are in the workspace.`,
  records: (count: number) => `with ${f.count(count, 'record', 'records')}`,
  nothingNew: 'Nothing new was read.',
  notRead: (count: number) => `Not read: ${f.count(count, 'file', 'files')}.`,
  reread: 'Read differently',
  rereadNamed: (name: string) => `Read differently: ${name}`,
  rereadTitle: (file: string) => `Read “${file}” differently`,
  rereadLead:
    'The original bytes of the file are in the workspace. Change a guess, look at the rows, and read them again.',
  rereadAsk: (file: string) => `Read “${file}” again in this way?`,
  rereadText:
    'Its rows take the place of those that were read before. Its mapping and its issues are removed, because they were made for the other rows.',
  rereadDone: 'The file was read again, as you chose.',
  leaveAsIs: 'Leave it as it is',
  columns: 'Columns',
  columnsOf: (name: string) => `Columns of ${name}`,
});
