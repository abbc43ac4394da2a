import type { FileFindingKind } from '../file-finding.ts';
import { counted } from './wording.ts';

/** Findings on a table of any format. */
export const tableFindings: readonly FileFindingKind[] = [
  {
    code: 'table.damaged_rows',
    severity: 'warn',
    sentence: ({ rows = 0 }) =>
      `${counted(rows, 'row')} ${rows === 1 ? 'has' : 'have'} something wrong in the file itself.`,
    remedy: 'Run the checks: they show each of them and say what is wrong.',
  },
];
