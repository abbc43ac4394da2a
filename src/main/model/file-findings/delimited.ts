import type { FileFindingKind } from '../file-finding.ts';

const mixedLineEnds: FileFindingKind = {
  code: 'delimited.mixed_line_ends',
  severity: 'note',
  sentence: ({ usual, others }) =>
    `Lines end with ${usual}, but ${others} of them end in another way, as where files of several programs were joined. All were read.`,
  remedy: 'Nothing to do. If rows are missing cells, look at the lines around them in the old system.',
};

const linesAbove: FileFindingKind = {
  code: 'delimited.lines_above',
  severity: 'note',
  sentence: ({ lines }) => `Above the table there is a title or a note (lines: ${lines}), which is not read.`,
  remedy:
    'Nothing to do if the names of the columns are right. Otherwise choose the line on which the table begins and read it again.',
};

const linesBelow: FileFindingKind = {
  code: 'delimited.lines_below',
  severity: 'note',
  sentence: ({ lines }) => `Below the table there is more text (lines: ${lines}), which is not read with it.`,
  remedy:
    'Nothing to do if these are totals or remarks. If they are records, choose the line on which the table ends and read it again.',
};

const duplicateHeader: FileFindingKind = {
  code: 'table.duplicate_header',
  severity: 'warn',
  sentence: ({ count, columns }) =>
    `Columns have the same name as one before them (count: ${count}; column ${columns}). They were told apart by a number after the name.`,
  remedy: 'Look at both columns before you say what they hold: it is not certain which is which.',
};

const unnamedColumns: FileFindingKind = {
  code: 'table.unnamed_columns',
  severity: 'note',
  sentence: ({ count, columns }) =>
    `Columns have no name (count: ${count}; column ${columns}). They were named by their number.`,
  remedy: 'Nothing to do, unless they hold something that should be carried over: then say what it is.',
};

const severalTables: FileFindingKind = {
  code: 'delimited.several_tables',
  severity: 'warn',
  sentence: () =>
    'The file seems to hold several tables, because its rows do not have the same columns throughout. It is read as one.',
  remedy:
    'Choose the first and the last line of each table and read it by itself, or export each table into a file of its own.',
};

export const delimitedFindings: readonly FileFindingKind[] = [
  mixedLineEnds,
  linesAbove,
  linesBelow,
  duplicateHeader,
  unnamedColumns,
  severalTables,
];
