import type { SampleRow } from './split-rows.ts';

const marks = ['#', '//', '--', ';'] as const;
/** Characters of a comment's sign, as `layout.ts` limits them. */
const longestMark = 4;

/** How lines begin that are no rows, when there are such and no row begins so. */
export function findComment(
  start: readonly SampleRow[],
  later: readonly SampleRow[],
  width: number,
  delimiter: string,
): string | null {
  const ruler = beginningOfRulers([...start, ...later], width, delimiter);
  if (ruler !== null) return ruler;
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

/** How lines of the file begin, as far as a comment's sign may reach. */
export function beginningOf({ cells }: SampleRow, delimiter: string): string {
  return cells
    .slice(0, longestMark + 1)
    .join(delimiter)
    .slice(0, longestMark);
}

/**
 * How the lines begin that programs print to rule off the names from the rows: `--,------,----`, `|---|---|`,
 * `+----+------+`.
 */
function beginningOfRulers(rows: readonly SampleRow[], width: number, delimiter: string): string | null {
  const ruler = width === 1 ? undefined : rows.slice(0, namesWithin).find(isRuler);
  if (ruler === undefined) return null;
  const mark = beginningOf(ruler, delimiter);
  const areAllRulers = rows.every((row) => beginningOf(row, delimiter) !== mark || isRuler(row));
  return areAllRulers ? mark : null;
}

const namesWithin = 20;

function isRuler({ cells }: SampleRow): boolean {
  const signs = cells.join('|').replaceAll(/[:\s]/g, '');
  return /^[-=+|]+$/.test(signs) && /---|===/.test(signs) && /[-=][+|][-=]/.test(signs);
}
