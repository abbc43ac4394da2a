import type { SampleRow } from './split-rows.ts';

const marks = ['#', '//', '--', ';'] as const;

/** How lines begin that are no rows, when there are such and no row begins so. */
export function findComment(
  start: readonly SampleRow[],
  later: readonly SampleRow[],
  width: number,
  delimiter: string,
): string | null {
  const ruled = ruledLineBelowHeader(start, width);
  if (ruled !== null) return ruled;
  const firstFit = start.findIndex(({ cells }) => cells.length === width);
  return (
    marks.find((mark) => {
      if (delimiter.includes(mark) || mark.includes(delimiter)) return false;
      const beginning = [...start, ...later].filter(({ cells }) => cells[0]!.startsWith(mark));
      if (beginning.length === 0 || beginning.some((row) => isRow(row, width))) return false;
      const isOnlyAbove = beginning.every(
        (row) => start.indexOf(row) !== -1 && start.indexOf(row) < firstFit,
      );
      return width > 1 && !(isOnlyAbove && beginning.length === 1);
    }) ?? null
  );
}

function isRow({ cells }: SampleRow, width: number): boolean {
  return cells.length === width && cells.filter((cell) => cell.trim() !== '').length > 1;
}

/** A line of dashes that programs print between the names and the rows. */
function ruledLineBelowHeader(rows: readonly SampleRow[], width: number): string | null {
  const ruled = rows.slice(0, 20).filter(({ cells }) => cells.length === width && cells.every(isRule));
  return width > 1 && ruled.length === 1 && ruled[0]!.cells[0]!.startsWith('---') ? '---' : null;
}

function isRule(cell: string): boolean {
  return /^\s*-{3,}\s*$/.test(cell);
}
