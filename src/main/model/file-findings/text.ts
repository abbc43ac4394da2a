import type { FileFindingKind } from '../file-finding.ts';

export const textFindings: readonly FileFindingKind[] = [];
