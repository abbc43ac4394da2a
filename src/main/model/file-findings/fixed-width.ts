import type { FileFindingKind } from '../file-finding.ts';
import { counted, endsInLine } from './wording.ts';

/** What can be found about a text with columns of fixed width as a whole. */
export const fixedWidthFindings: readonly FileFindingKind[] = [
  {
    code: 'fixed.lines_before',
    severity: 'note',
    sentence: ({ lines = 0 }) =>
      `${counted(lines, 'line')} before the table, such as a title, ${lines === 1 ? 'is' : 'are'} left out.`,
    remedy: 'Nothing to do, unless they are records: then say on which line the table begins.',
  },
  {
    code: 'fixed.header_left_out',
    severity: 'note',
    sentence: ({ lines = 0 }) =>
      `${counted(lines, 'line')} with the names of the columns ${lines === 1 ? 'is' : 'are'} left out: the columns are named by their description.`,
    remedy:
      'Nothing to do, unless they are records: then choose 0 as the number of lines that name the columns.',
  },
  {
    code: 'fixed.columns_overlap',
    severity: 'hold',
    sentence: ({ columns }) =>
      `The description gives some characters to two columns: ${columns} goes on where the next one has begun.`,
    remedy: 'Correct where the columns begin and how wide they are, or confirm that it is meant so.',
  },
  {
    code: 'fixed.short_lines',
    severity: 'warn',
    sentence: ({ lines = 0, rows = 0 }) =>
      `${counted(lines, 'line')} of ${rows} ${lines === 1 ? 'ends' : 'end'} before the last column begins, though most do not. What is missing is read as empty.`,
    remedy: 'Look at these rows: they may be cut short.',
  },
  {
    code: 'fixed.trimmed_lines',
    severity: 'note',
    sentence: ({ lines = 0, rows = 0 }) =>
      `${counted(lines, 'line')} of ${rows} ${lines === 1 ? 'ends' : 'end'} before the last column begins, as where blanks at the end were taken off. The rest of the columns is read as empty.`,
    remedy: 'Nothing to do, unless a column should never be empty.',
  },
  {
    code: 'fixed.end_mark',
    severity: 'note',
    sentence: () => 'The file ends with the mark (Ctrl-Z) with which old programs end a file; it is no row.',
    remedy: 'Nothing to do.',
  },
  {
    code: 'fixed.no_last_line_end',
    severity: 'note',
    sentence: endsInLine.sentence,
    remedy: endsInLine.remedy,
  },
  {
    code: 'fixed.columns_do_not_fit',
    severity: 'hold',
    sentence: ({ lines = 0, looked = 0 }) =>
      `${counted(lines, 'line')} of the ${looked} that were looked at ${lines === 1 ? 'has' : 'have'} text between the described columns or after the last one.`,
    remedy:
      'Correct the description of the columns. Such lines are read, and rejected with that text beside them.',
  },
];
