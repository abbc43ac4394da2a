import { type Fault, fault } from '#contract/faults';
import type { LayoutOverride } from '#contract/layout';

interface LinesOfFile {
  readonly file: string;
  /** Of all of the file, or of the part that is looked at. */
  readonly lines: number;
  readonly isWhole: boolean;
}

/** What is wrong with the lines that a person chose, where they hold no rows; null where nobody chose any. */
export function faultOfChosenLines(
  override: LayoutOverride,
  { file, lines, isWhole }: LinesOfFile,
): Fault | null {
  const { firstLine = 1, lastLine } = override;
  if (override.firstLine === undefined && (lastLine === undefined || lastLine === null)) return null;
  if (!isWhole && firstLine > lines && (lastLine ?? firstLine) >= firstLine) {
    return fault('read.lines_not_looked_at', { file, firstLine, lines });
  }
  return fault('read.lines_without_table', {
    file,
    firstLine,
    lastLine: lastLine ?? Math.max(lines, firstLine),
    lines,
  });
}
