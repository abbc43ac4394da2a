import type { FileFindingKind } from '../file-finding.ts';

export const delimitedFindings: readonly FileFindingKind[] = [];
