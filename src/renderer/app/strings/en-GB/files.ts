import type { Format } from '../../format.ts';

export const filesStrings = (f: Format) => ({
  title: 'Files',
  lead: 'Give what your old system exported. It is read exactly as it stands and never changed.',
  dropTitle: 'Drop the export here',
  dropText:
    'Files, a folder or a zip: CSV and other text, Excel and OpenDocument workbooks, database dumps (pg_dump), JSON or XML.',
  choose: 'Choose files',
  chooseFolder: 'Choose a folder',
  chooseAnother: 'Choose something else',
  folderInput: 'Exported folder',
  dropInput: 'Exported file',
  handingOver: (fileName: string) => `Taking over “${fileName}”`,
  inspecting: 'Looking at the file …',
  recognised: 'What was recognised',
  size: 'Size',
  encoding: 'Encoding of the letters',
  delimiter: 'Between the columns',
  delimiterName: (delimiter: string) =>
    ({ ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Pipe', '^': 'Caret' })[delimiter] ?? delimiter,
  asRecognised: (value: string) => `${value} (as recognised)`,
  recogniseIt: 'Let the program recognise it',
  newline: 'Line ends',
  newlineName: (newline: string) =>
    ({ '\r\n': 'Windows', '\n': 'Unix or Mac', '\r': 'Old Mac' })[newline] ?? newline,
  columns: 'Columns in the file',
  looksLike: 'Looks like',
  unknownSystem: 'No known system. The columns can be matched by hand in the next step.',
  matched: (matched: number, of: number) =>
    `${f.number(matched)} of its ${f.count(of, 'column', 'columns')} found in the file`,
  why: 'Why',
  read: 'Read this file into the workspace',
  readListTitle: 'Files in this workspace',
  columnFile: 'File',
  columnRows: 'Rows',
  columnSize: 'Size',
  columnRead: 'Read',
  columnAction: 'Action',
  readBy: (when: string, who: string) => `${when} by ${who}`,
  remove: 'Remove',
  partOf: (job: string) => `Part of upload ${job}.`,
  partOfUnnumbered: 'Part of an upload.',
  takeBackFirst: 'Take it back first',
  removeNamed: (file: string) => `Remove ${file}`,
  removeTitle: (file: string) => `Remove “${file}” from the workspace?`,
  removeText: (rows: number) =>
    `Its ${f.count(rows, 'row', 'rows')}, its mapping and its issues are removed from the workspace. The exported file itself stays where it is.`,
  removeAction: (rows: number) => `Remove the ${f.count(rows, 'row', 'rows')} of this file`,
  readDone: (rows: number, file: string) =>
    `${f.count(rows, 'row', 'rows')} of “${file}” are in the workspace.`,
  goOn: 'Review the mapping',
  fingerprint: 'Fingerprint (SHA-256)',
});
