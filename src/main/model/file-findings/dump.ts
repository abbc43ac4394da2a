import type { FileFindingKind } from '../file-finding.ts';

export const dumpFindings: readonly FileFindingKind[] = [];
