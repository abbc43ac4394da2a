import type { FileFindingKind } from '../file-finding.ts';
import { counted } from './wording.ts';

/** Findings on a table of any format. */
export const tableFindings: readonly FileFindingKind[] = [
  {
    code: 'table.damaged_rows',
    severity: 'warn',
    sentence: ({ rows = 0, kinds = '' }) =>
      `${counted(rows, 'row')} ${rows === 1 ? 'has' : 'have'} something wrong in the file itself${kinds === '' ? '' : `: ${kinds}`}.`,
    remedy:
      'Look at them among the rows: if most are damaged, the table is being read in the wrong way. After reading, the checks show each of them.',
  },
  {
    code: 'table.total_rows',
    severity: 'note',
    sentence: ({ rows = 0 }) =>
      `${counted(rows, 'row')} ${rows === 1 ? 'seems' : 'seem'} to be a sum, a count or the end of a report, and no record.`,
    remedy:
      'Nothing to do if so: such a row is kept as it stands, and is not uploaded. After reading, the checks show each of them; complete a record that is among them in the old system and export again.',
  },
  {
    code: 'table.last_row_total',
    severity: 'warn',
    sentence: ({ line = 0 }) =>
      `The last row${line === 0 ? '' : ` (line ${line})`} may be a total and no record: its first value says so, or it has nothing but figures. It is read as a record.`,
    remedy:
      'Look at it. If it is a total, choose the line above it as the last line of the table and read the file again.',
  },
];
