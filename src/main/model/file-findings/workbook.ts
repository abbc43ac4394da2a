import type { FileFindingKind } from '../file-finding.ts';
import { counted } from './wording.ts';

const nothingToDo = 'Nothing to do, unless you need it. It stays in the original file, which is kept.';

/** On the workbook as a whole: what is in the file beside sheets with cells. */
const onTheFile: readonly FileFindingKind[] = [
  {
    code: 'workbook.empty_sheet',
    severity: 'note',
    sentence: (p) => `The sheet “${p['sheet']}” has no cells with anything in them, so it is no table.`,
    remedy: 'Nothing to do, unless you expected records there: then export it again.',
  },
  {
    code: 'workbook.sheet_without_cells',
    severity: 'note',
    sentence: (p) => `The sheet “${p['sheet']}” has no cells (${p['type']}) and is not read.`,
    remedy: nothingToDo,
  },
  {
    code: 'workbook.sheet_missing',
    severity: 'warn',
    sentence: (p) => `The workbook names the sheet “${p['sheet']}”, but its content is not in the file.`,
    remedy:
      'Export the workbook again, or open it in Excel, look whether the sheet is there, and save it anew.',
  },
  {
    code: 'workbook.comments',
    severity: 'warn',
    sentence: (p) => `Cells of the workbook have comments (sheets: ${p['parts']}), which are not read.`,
    remedy: 'Look at them in Excel. Copy what belongs to a record into a column of its own.',
  },
  {
    code: 'workbook.macros',
    severity: 'note',
    sentence: () => 'The workbook holds macros. They are neither run nor read.',
    remedy: 'Nothing to do.',
  },
  {
    code: 'workbook.parts_left_out',
    severity: 'note',
    sentence: (p) =>
      `The workbook holds ${p['kind']} (${counted(p['parts'] ?? 0, 'part')}, ${counted(p['bytes'] ?? 0, 'byte')}), which are not read.`,
    remedy: nothingToDo,
  },
  {
    code: 'workbook.web_page',
    severity: 'warn',
    sentence: () => 'The file is a web page. The tables in it are read; any text around them is not.',
    remedy: 'Compare the number of rows with the old system, or export it as CSV (UTF-8).',
  },
  {
    code: 'workbook.page_cut_off',
    severity: 'hold',
    sentence: () =>
      'The page ends in the middle of a table: the rows at its end are missing, and the last one may be cut short.',
    remedy:
      'Ask for the file again and compare its size with the original. Go on only if the missing rows are known not to matter.',
  },
];

/** On one sheet. */
const onATable: readonly FileFindingKind[] = [
  {
    code: 'workbook.unusable_table',
    severity: 'hold',
    sentence: (p) => `The sheet “${p['sheet']}” cannot be read as it is. ${p['fault']}`,
    remedy:
      'Correct it in Excel and choose the file again, or choose the row that holds the names of the columns.',
  },
  {
    code: 'workbook.hidden_sheet',
    severity: 'warn',
    sentence: (p) => `The sheet “${p['sheet']}” is hidden in Excel. It is read all the same.`,
    remedy: 'Ask whoever made the workbook whether it is meant. Leave the sheet out if it is an old copy.',
  },
  {
    code: 'workbook.hidden_columns',
    severity: 'warn',
    sentence: (p) =>
      `The sheet “${p['sheet']}” has ${counted(p['count'] ?? 0, 'hidden column')}: ${p['names']}. ${p['count'] === 1 ? 'It is' : 'They are'} read all the same.`,
    remedy:
      'Look whether these columns are meant to be carried over; leave them behind in the mapping if not.',
  },
  {
    code: 'workbook.hidden_rows',
    severity: 'warn',
    sentence: (p) =>
      `${counted(p['rows'] ?? 0, 'row')} ${p['rows'] === 1 ? 'is' : 'are'} hidden in Excel, by hand or by a filter, and read all the same.`,
    remedy: 'Take the filter off in Excel and look whether these are records that should be carried over.',
  },
  {
    code: 'workbook.merged_cells',
    severity: 'warn',
    sentence: (p) =>
      `The sheet “${p['sheet']}” has cells that were merged (in ${counted(p['ranges'] ?? 0, 'place')}). The value counts for the first cell of each; the others are empty.`,
    remedy:
      'If a merged cell stands for several records, unmerge it in Excel and fill the value into each row.',
  },
  {
    code: 'workbook.rows_above',
    severity: 'note',
    sentence: (p) =>
      `${counted(p['rows'] ?? 0, 'row')} above the table, such as a title or another table, ${p['rows'] === 1 ? 'is' : 'are'} not read with it.`,
    remedy:
      'Nothing to do if the names of the columns are right. If these are records of this table, choose the row on which it begins.',
  },
  {
    code: 'workbook.rows_below',
    severity: 'note',
    sentence: (p) =>
      `${counted(p['rows'] ?? 0, 'row')} below the table ${p['rows'] === 1 ? 'is' : 'are'} not read with it.`,
    remedy:
      'Nothing to do if they are a table that is listed by itself. If these are records of this table, choose the row on which it ends.',
  },
  {
    code: 'workbook.blank_rows',
    severity: 'note',
    sentence: (p) =>
      `${counted(p['rows'] ?? 0, 'empty row')} in long stretches or below the table ${p['rows'] === 1 ? 'is' : 'are'} left out.`,
    remedy: 'Nothing to do.',
  },
  {
    code: 'workbook.regional_dates',
    severity: 'note',
    sentence: (p) =>
      `Dates on ${counted(p['rows'] ?? 0, 'row')} have the format that follows the settings of each computer. They are shown as year-month-day, whatever the settings of this computer.`,
    remedy: 'Nothing to do. The number that the workbook has for each day is kept beside it.',
  },
  {
    code: 'workbook.lost_zeros',
    severity: 'warn',
    sentence: (p) =>
      `The column “${p['column']}” holds numbers on ${counted(p['rows'] ?? 0, 'row')} that may have begun with zeros, which Excel drops.`,
    remedy: 'Compare a few with the old system. Export the column as text if zeros are missing.',
  },
];

export const workbookFindings: readonly FileFindingKind[] = [...onTheFile, ...onATable];
