import type { FileFinding } from '#main/model/file-finding';
import type { SheetSample } from './book.ts';

const namedColumns = 20;

/** What a sheet says about itself that someone should know before its rows are used. */
export function findOnSheet(
  { name, hidden, facts }: Pick<SheetSample, 'name' | 'hidden' | 'facts'>,
  header: readonly string[],
): FileFinding[] {
  const findings: FileFinding[] = [];
  if (hidden) findings.push({ code: 'workbook.hidden_sheet', params: { sheet: name } });
  if (facts.mergedRanges > 0) {
    findings.push({ code: 'workbook.merged_cells', params: { sheet: name, ranges: facts.mergedRanges } });
  }
  const columns = [...facts.hiddenColumns].filter((column) => column < header.length);
  if (columns.length > 0) {
    const names = columns.slice(0, namedColumns).map((column) => header[column] || columnLetters(column));
    if (columns.length > namedColumns) names.push('…');
    findings.push({
      code: 'workbook.hidden_columns',
      params: { sheet: name, count: columns.length, names: names.join(', ') },
    });
  }
  return findings;
}

/** `A` for column 0, `AB` for 27. */
export function columnLetters(column: number): string {
  const letter = String.fromCharCode(0x41 + (column % 26));
  return column < 26 ? letter : columnLetters(Math.floor(column / 26) - 1) + letter;
}
