import type { FileFindingKind } from '../file-finding.ts';

export const fixedWidthFindings: readonly FileFindingKind[] = [];
