import { entry, numberText, sizeText } from './entry.ts';

/** What can be wrong while reading: workbook. */
export const readWorkbookFaults = {
  'read.workbook_protected': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is encrypted with a password. Open it in Excel, take the password off under File, Info, Protect Workbook, save it, and choose it again.`,
  ),
  'read.workbook_damaged': entry<{ file: string; part: string }>(
    'input',
    422,
    (p) =>
      `The workbook “${p.file}” is damaged or was cut short (${p.part}). Nothing of it was kept. Copy or export it again; if Excel can still open and repair it, save the repaired book under a new name and choose that.`,
  ),
  'read.workbook_unsafe': entry<{ file: string; part: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” was not read: its part ${p.part} declares a document type, which no workbook needs and which can be used for attacks. Open it in Excel, save it under a new name, and choose that.`,
  ),
  'read.workbook_too_large': entry<{ file: string; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `The workbook “${p.file}” is larger than the limit of ${sizeText(p.limitBytes)}. Save its sheets as CSV (UTF-8), or raise the limit (--limit maxWorkbookBytes).`,
  ),
  'read.workbook_inflates_too_large': entry<{ file: string; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `The workbook “${p.file}” grows to more than ${sizeText(p.limitBytes)} when it is unpacked. Save its sheets as CSV (UTF-8), or raise the limit (--limit maxInflatedBytes).`,
  ),
  'read.workbook_inflation_ratio': entry<{ file: string; part: string; limit: number }>(
    'input',
    413,
    (p) =>
      `“${p.file}” was not read: its part ${p.part} grows to more than ${p.limit} times its size when it is unpacked, as files do that were made to do harm. If you trust it, save its sheets as CSV (UTF-8), or raise the limit (--limit maxInflationRatio).`,
  ),
  'read.workbook_too_many_parts': entry<{ file: string; limit: number }>(
    'input',
    413,
    (p) =>
      `The workbook “${p.file}” consists of more than ${numberText(p.limit)} parts. Save the sheets that hold data as a new workbook or as CSV (UTF-8), or raise the limit (--limit maxArchiveEntries).`,
  ),
  'read.workbook_too_many_sheets': entry<{ file: string; limit: number }>(
    'input',
    413,
    (p) =>
      `The workbook “${p.file}” has more than ${numberText(p.limit)} sheets. Copy those that hold data into workbooks of their own, or raise the limit (--limit maxSheets).`,
  ),
  'read.workbook_texts_too_large': entry<{ file: string; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `The texts in the workbook “${p.file}” need more than ${sizeText(p.limitBytes)} of memory. Save its sheets as CSV (UTF-8), split the workbook, or raise the limit (--limit maxReaderMegabytes).`,
  ),
  'read.workbook_row_too_large': entry<{ file: string; line: number; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `In “${p.file}” row ${p.line} of a sheet holds more than ${sizeText(p.limitBytes)}. Nothing of it was kept. Look at that row in Excel, or raise the limit (--limit maxRowBytes).`,
  ),
  'read.web_page': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is a web page without a table, such as the page on which one signs in. Open it in a browser to see what it says, and export the records again.`,
  ),
  'read.workbook_no_rows': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `No sheet of the workbook “${p.file}” has rows with values in them. Check the export in the old system, or choose another file.`,
  ),
  'read.workbook_no_such_sheet': entry<{ file: string; sheet: string }>(
    'input',
    404,
    (p) =>
      `The workbook “${p.file}” has no sheet “${p.sheet}” any more. Look at the file again and choose one of its sheets.`,
  ),
};
