import type { TableFormat } from '../layout.ts';
import { entry, numberText } from './entry.ts';

const formatNouns: Readonly<Record<TableFormat, string>> = {
  delimited: 'text with a sign between its columns',
  'fixed-width': 'text in columns of fixed width',
  workbook: 'a workbook',
  'pg-dump': 'a dump of a Postgres database',
  json: 'JSON',
  xml: 'XML',
};

/** What a format is called after “it is”. */
export function formatNoun(format: string): string {
  return formatNouns[format as TableFormat] ?? format;
}

/** What can be wrong while reading: text, and choices that do not fit it. */
export const readTextFaults = {
  'read.not_text': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is not text, and of no kind that can be read here. Export the data as CSV or as an Excel workbook and choose that file.`,
  ),
  /** `instead`: what the file was recognised as, or what is wrong with it, in a sentence. */
  'read.not_of_format': entry<{ file: string; format: string; instead: string }>(
    'input',
    422,
    (p) => `“${p.file}” cannot be read as ${formatNoun(p.format)}, which was chosen. ${p.instead}`,
  ),
  'read.not_of_encoding': entry<{ file: string; written: string; encoding: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is written in ${p.written}, as its bytes show, and cannot be read in ${p.encoding}, which was chosen. Leave the encoding to the program.`,
  ),
  'read.lines_without_table': entry<{ file: string; firstLine: number; lastLine: number; lines: number }>(
    'input',
    422,
    (p) => `${chosenLines(p)} Choose other lines, or leave that to the program.`,
  ),
  'read.lines_not_looked_at': entry<{ file: string; firstLine: number; lines: number }>(
    'input',
    422,
    (p) =>
      `Line ${numberText(p.firstLine)}, which was chosen as the first of the table, lies beyond the part of “${p.file}” in which beginnings of tables are looked for (its first ${numberText(p.lines)} lines). Choose a line within it, or split the file above that line.`,
  ),
  'read.names_only': entry<{ file: string; headerLines: number; lines: number }>(
    'input',
    422,
    (p) =>
      `In “${p.file}” ${p.headerLines === 1 ? 'one line was' : `${p.headerLines} lines were`} chosen to name the columns, and below them no row is left (lines of the table: ${numberText(p.lines)}). Choose fewer lines of names, or check the export in the old system.`,
  ),
};

function chosenLines(p: { file: string; firstLine: number; lastLine: number; lines: number }): string {
  const [first, last, lines] = [p.firstLine, p.lastLine, p.lines].map(numberText);
  if (p.lastLine < p.firstLine) {
    return `“${p.file}” cannot be read from line ${first} to line ${last}, because that one stands above the first.`;
  }
  if (p.firstLine > p.lines) return `“${p.file}” has ${lines} lines, so no table can begin on line ${first}.`;
  return `From line ${first} to line ${last}, as was chosen, “${p.file}” has no rows of a table.`;
}
