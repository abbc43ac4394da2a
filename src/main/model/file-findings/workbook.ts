import type { FileFindingKind } from '../file-finding.ts';

export const workbookFindings: readonly FileFindingKind[] = [];
