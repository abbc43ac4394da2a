/** So many rows are waited for before it is said how long a line is. */
export const rowsForLength = 100;

const fewestLines = 3;
const nearlyAll = 0.9;
/** Without blanks at the end of any line, fewer do not tell whether the last column is always filled. */
const fewestUnpadded = 10;

/**
 * How many characters every whole line has, when lines are filled up with blanks or nearly all are of one length.
 * Null where blanks at the end of lines are left out, so that a short line only ends in empty columns.
 */
export function fullLengthOf(lines: readonly string[]): number | null {
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length < fewestLines) return null;
  const counts = new Map<number, number>();
  for (const line of filled) {
    const length = charactersOf(line);
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const [[length, count]] = [...counts].sort(([, one], [, other]) => other - one) as [[number, number]];
  if (count * 2 <= filled.length) return null;
  const isPadded = filled.some((line) => line.endsWith(' ') && charactersOf(line) === length);
  const isUsual = count >= filled.length * nearlyAll && filled.length >= fewestUnpadded;
  return isPadded || isUsual ? length : null;
}

/** Characters, not halves of surrogate pairs. */
function charactersOf(line: string): number {
  return /[\ud800-\udfff]/.test(line) ? Array.from(line).length : line.length;
}
