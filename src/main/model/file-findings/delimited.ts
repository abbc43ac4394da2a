import type { FileFindingKind } from '../file-finding.ts';
import { counted, endsInLine } from './wording.ts';

const mixedLineEnds: FileFindingKind = {
  code: 'delimited.mixed_line_ends',
  severity: 'note',
  sentence: ({ usual = '', others = 0 }) =>
    `The lines of the file do not all end with the same mark (the usual one is ${usual}; ${counted(others, 'row')} ${others === 1 ? 'ends' : 'end'} otherwise), as where files of several programs were joined. All are read.`,
  remedy: 'Nothing to do. If rows are missing cells, look at the lines around them in the old system.',
};

const linesAbove: FileFindingKind = {
  code: 'delimited.lines_above',
  severity: 'note',
  sentence: ({ lines = 0 }) =>
    `Above the table ${lines === 1 ? 'there is a line' : `there are ${counted(lines, 'line')}`}, such as a title, a note or another table, not read with it.`,
  remedy:
    'Nothing to do if the names of the columns are right. Otherwise choose the line on which the table begins and read it again.',
};

const linesBelow: FileFindingKind = {
  code: 'delimited.lines_below',
  severity: 'note',
  sentence: ({ lines = 0 }) =>
    `Below the table ${lines === 1 ? 'there is a line' : `there are ${counted(lines, 'line')}`} of more text, such as totals, remarks or another table, not read with it.`,
  remedy:
    'Nothing to do if these are totals, remarks or a table that is listed by itself. If they are records of this table, choose the line on which it ends and read it again.',
};

const duplicateHeader: FileFindingKind = {
  code: 'table.duplicate_header',
  severity: 'warn',
  sentence: ({ count = 0, columns }) =>
    `${counted(count, 'column')} ${count === 1 ? 'has' : 'have'} the same name as an earlier one (number ${columns}). A number after the name tells them apart.`,
  remedy: 'Look at both columns before you say what they hold: it is not certain which is which.',
};

const unnamedColumns: FileFindingKind = {
  code: 'table.unnamed_columns',
  severity: 'note',
  sentence: ({ count = 0, columns }) =>
    `${counted(count, 'column')} ${count === 1 ? 'has' : 'have'} no name (number ${columns}) and ${count === 1 ? 'is' : 'are'} called by number.`,
  remedy:
    'Nothing to do, unless they hold something that should be carried over: then say in the Mapping step what it is.',
};

const severalTables: FileFindingKind = {
  code: 'delimited.several_tables',
  severity: 'warn',
  sentence: () =>
    'The file seems to hold several tables, because its rows do not have the same columns throughout. It is read as one.',
  remedy:
    'Choose the first and the last line of each table and read it by itself, or export each table into a file of its own.',
};

const endsWithoutLineEnd: FileFindingKind = {
  code: 'delimited.no_last_line_end',
  severity: 'note',
  sentence: endsInLine.sentence,
  remedy: endsInLine.remedy,
};

export const delimitedFindings: readonly FileFindingKind[] = [
  mixedLineEnds,
  linesAbove,
  linesBelow,
  duplicateHeader,
  unnamedColumns,
  severalTables,
  endsWithoutLineEnd,
];
