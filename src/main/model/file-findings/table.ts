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
];
