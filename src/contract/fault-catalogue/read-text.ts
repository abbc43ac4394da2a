import { entry } from './entry.ts';

/** What can be wrong while reading: text. */
export const readTextFaults = {
  'read.not_text': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is not text, and of no kind that can be read here. Export the data as CSV or as an Excel workbook and choose that file.`,
  ),
};
