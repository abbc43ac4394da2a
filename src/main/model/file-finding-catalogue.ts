import type { FileFinding, FileFindingKind } from './file-finding.ts';
import { containerFindings } from './file-findings/container.ts';
import { delimitedFindings } from './file-findings/delimited.ts';
import { dumpFindings } from './file-findings/dump.ts';
import { fixedWidthFindings } from './file-findings/fixed-width.ts';
import { recordsFindings } from './file-findings/records.ts';
import { tableFindings } from './file-findings/table.ts';
import { textFindings } from './file-findings/text.ts';
import { workbookFindings } from './file-findings/workbook.ts';

export const fileFindingKinds: readonly FileFindingKind[] = [
  ...containerFindings,
  ...tableFindings,
  ...textFindings,
  ...delimitedFindings,
  ...fixedWidthFindings,
  ...workbookFindings,
  ...dumpFindings,
  ...recordsFindings,
];

const byCode = new Map(fileFindingKinds.map((kind) => [kind.code, kind]));

/** The kind that a finding is of. An unknown code is a bug of the reader. */
export function fileFindingKind({ code }: FileFinding): FileFindingKind {
  const kind = byCode.get(code);
  if (kind === undefined) throw new Error(`no kind of file finding ${code}`);
  return kind;
}
