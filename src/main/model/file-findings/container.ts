import type { FileFindingKind } from '../file-finding.ts';

export const containerFindings: readonly FileFindingKind[] = [];
