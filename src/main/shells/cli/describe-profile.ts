import type { ColumnProfile, ColumnProfiles } from '#contract/operations/column-profile';
import type { SourceTableView } from '#contract/operations/file-views';
import { nameOf, sumOf } from './describe-files.ts';
import { count, counted, inColumns, type Output } from './output.ts';

const shownShapes = 3;
const longestName = 32;

/** What the columns of a table hold → one line for each, below one another. */
export function describeProfile(
  output: Output,
  table: SourceTableView,
  { rows, columns }: ColumnProfiles,
): void {
  output.say(
    `${nameOf(table)}: ${sumOf(table) || counted(rows, 'row')}, ${counted(columns.length, 'column')}`,
  );
  const head = ['column', 'filled', '', 'different', 'characters', 'shapes'];
  const lines = inColumns([head, ...columns.map(cellsOf)], ['left', 'right', 'right', 'right', 'right']);
  for (const [index, line] of lines.entries()) {
    output.say(`  ${line}`);
    const column = columns[index - 1];
    if (column) describeValues(output, column);
  }
}

function cellsOf({ rows, filled, ...column }: ColumnProfile): string[] {
  const name = shortened(column.name || `column ${column.column + 1}`);
  if (filled === 0) return [name, '0 %', '0', '', '', 'empty in every row'];
  const { distinct, isDistinctExact, shortestCharacters: shortest, longestCharacters: longest } = column;
  return [
    name,
    `${percent(filled, rows)} %`,
    count(filled),
    isDistinctExact ? count(distinct) : `over ${count(distinct)}`,
    shortest === longest ? count(shortest) : `${count(shortest)}–${count(longest)}`,
    shapesOf(column),
  ];
}

/** Never 100 while a row is empty, never 0 while one is filled. */
function percent(filled: number, rows: number): number {
  return Math.min(Math.max(Math.round((100 * filled) / rows), 1), filled === rows ? 100 : 99);
}

function shapesOf({ shapes, otherShapes }: Pick<ColumnProfile, 'shapes' | 'otherShapes'>): string {
  const others = otherShapes + shapes.slice(shownShapes).reduce((sum, { rows }) => sum + rows, 0);
  const shown = shapes.slice(0, shownShapes).map(({ mask, rows }) => `${mask} (${count(rows)})`);
  return [...shown, ...(others > 0 ? [`others (${count(others)})`] : [])].join(', ');
}

/** Patients’ data: they are here only for who asked for them. */
function describeValues(output: Output, { smallest, largest, examples }: ColumnProfile): void {
  if (smallest === null) return;
  output.say(`      from “${smallest}” to “${largest ?? ''}”`);
  output.say(`      such as ${examples.map((value) => `“${value}”`).join(', ')}`);
}

function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}
