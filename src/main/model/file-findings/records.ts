import type { FileFindingKind } from '../file-finding.ts';

export const recordsFindings: readonly FileFindingKind[] = [];
