import { nameColumns, type ColumnNames } from '../header.ts';
import type { Result } from '#contract/result';
import type { ReadLimits } from '../read-limits.ts';

const lineEnds = /\s*[\r\n]+\s*/g;

/**
 * Names of the columns from the rows that hold them, joined from top to bottom; by number without such rows. A name
 * of several lines becomes one line. Where two columns would have the same name, a name above them that spans them
 * ("Right eye" over sphere, cylinder, axis) is taken into both.
 */
export function columnNames(rows: readonly (readonly string[])[], width: number): string[] {
  const columns = Array.from({ length: width }, (_, column) => column);
  if (rows.length === 0) return columns.map((column) => `Column ${column + 1}`);
  const lines = rows.map((row) => columns.map((column) => (row[column] ?? '').trim().replace(lineEnds, ' ')));
  const joined = joinedNames(lines, columns);
  const times = new Map<string, number>();
  for (const name of joined) times.set(keyOf(name), (times.get(keyOf(name)) ?? 0) + 1);
  const spanned = joinedNames(
    lines.map((line, place) => (place < lines.length - 1 ? spanRight(line) : line)),
    columns,
  );
  return joined.map((name, column) => (name !== '' && times.get(keyOf(name))! > 1 ? spanned[column]! : name));
}

/** Names that tell the columns apart, as for every table; the faults of a header that is too long or too wide. */
export function tellColumnsApart(
  file: string,
  names: readonly string[],
  line: number,
  limits: ReadLimits,
): Result<ColumnNames> {
  return nameColumns(file, { cells: [...names], line, fault: null }, limits);
}

function joinedNames(lines: readonly (readonly string[])[], columns: readonly number[]): string[] {
  return columns.map((column) =>
    lines
      .map((line) => line[column]!)
      .filter((name) => name !== '')
      .join(' '),
  );
}

function spanRight(line: readonly string[]): string[] {
  let last = '';
  return line.map((name) => (last = name === '' ? last : name));
}

function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
