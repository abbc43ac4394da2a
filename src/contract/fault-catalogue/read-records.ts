import { entry, sizeText } from './entry.ts';

/** What can be wrong while reading: records of JSON and XML. */
export const readRecordsFaults = {
  'read.no_records': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” has no records at the place where they were looked for. Nothing of it was kept. Look at the file again, or export it again from the old system.`,
  ),
  'read.record_too_large': entry<{ file: string; record: number; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `In “${p.file}” record ${p.record} is larger than ${sizeText(p.limitBytes)} or never ends. Nothing of the file was kept. Look at that record in the old system, export the file again, or raise the limit (--limit maxRowBytes).`,
  ),
  'read.record_value_too_large': entry<{ file: string; record: number; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `In “${p.file}” a value of record ${p.record} is larger than ${sizeText(p.limitBytes)}. Nothing of the file was kept. Leave pictures and documents out of the export, or raise the limit (--limit maxCellBytes).`,
  ),
  'read.record_name_too_long': entry<{ file: string; column: number; limit: number }>(
    'input',
    422,
    (p) =>
      `In “${p.file}” the name of column ${p.column} is longer than ${p.limit} characters. Nothing of it was kept. Check that it is the right file, or raise the limit (--limit maxHeaderCharacters).`,
  ),
  'read.xml_entities': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” defines abbreviations that are built from one another, which can fill this computer’s memory. Nothing of it was read. Ask for an export without a document type (DOCTYPE).`,
  ),
};
