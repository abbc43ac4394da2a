import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { ReadLimits } from './read-limits.ts';
import type { RowFault } from './row-fault.ts';

/** The lines that name the columns. */
export interface HeaderRow {
  /** Physical line of the first; the table's first line when none names the columns. */
  readonly line: number;
  /** A name for every column, as it stands in the file: not yet unique, and perhaps empty. */
  readonly cells: readonly string[];
  /** Why the names cannot be trusted. */
  readonly fault: RowFault | null;
}

/** Names that tell every column apart, and what had to be done for it. */
export interface ColumnNames {
  readonly names: readonly string[];
  readonly findings: readonly FileFinding[];
}

const lineEnd = /[\r\n]/;

/**
 * One name for each column from lines that stand above one another. In the upper ones an empty cell carries on what
 * stands to its left, as a merged heading over several columns is exported.
 */
export function joinHeaderLines(lines: readonly (readonly string[])[]): string[] {
  const width = Math.max(...lines.map((line) => line.length));
  const filled = lines.map((line, index) => (index === lines.length - 1 ? line : carriedOver(line, width)));
  if (filled.length === 1) return [...filled[0]!];
  return Array.from({ length: width }, (_, column) => {
    const words = filled.map((line) => (line[column] ?? '').trim()).filter((word) => word !== '');
    return words.filter((word, index) => word !== words[index - 1]).join(' ');
  });
}

function carriedOver(line: readonly string[], width: number): string[] {
  let heading = '';
  return Array.from({ length: width }, (_, column) => {
    const cell = line[column] ?? '';
    if (cell.trim() !== '') heading = cell;
    return heading;
  });
}

/**
 * Whether a row has the cells of the header. Where exports were joined, the one or the other may begin with a byte
 * order mark, which also keeps quotation marks behind it from being taken for such.
 */
export function isSameHeader(header: readonly string[], cells: readonly string[], quote: string): boolean {
  const [name = '', ...names] = header;
  const [cell = '', ...others] = cells;
  if (names.length !== others.length || header.every((each) => each === '')) return false;
  const isSame = name === cell || withoutMark(name, quote) === withoutMark(cell, quote);
  return isSame && names.every((each, column) => each === others[column]);
}

const byteOrderMark = '\u{feff}';

/** A first cell as it would be without a byte order mark before it. */
export function withoutMark(cell: string, quote: string): string {
  if (!cell.startsWith(byteOrderMark)) return cell;
  const text = cell.slice(1);
  const isQuoted = quote !== '' && text.length > 1 && text.startsWith(quote) && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1).replaceAll(quote + quote, quote) : text;
}

/**
 * Names that can be worked with: `read.damaged_header`, `read.too_many_columns`, `read.header_too_long`. A column
 * without a name gets its number, names that occur twice are told apart (`Name (2)`): compared trimmed and without
 * case. Any name is allowed, also those that mean something in JavaScript, but none of several lines: a name whose
 * closing quotation mark is lost takes the rows below it for its second line.
 */
export function nameColumns(file: string, header: HeaderRow, limits: ReadLimits): Result<ColumnNames> {
  const { cells, line } = header;
  if (header.fault !== null || cells.some((name) => lineEnd.test(name))) {
    return failed(fault('read.damaged_header', { file, line }));
  }
  if (cells.length > limits.maxColumns) {
    return failed(fault('read.too_many_columns', { file, limit: limits.maxColumns }));
  }
  const tooLong = cells.findIndex((name) => name.length > limits.maxHeaderCharacters);
  if (tooLong !== -1) {
    const limit = limits.maxHeaderCharacters;
    return failed(fault('read.header_too_long', { file, column: tooLong + 1, limit }));
  }
  return ok(tellApart(cells));
}

function tellApart(cells: readonly string[]): ColumnNames {
  const duplicates: number[] = [];
  const unnamed: number[] = [];
  const taken = new Set(cells.map(keyOf));
  const seen = new Set<string>();
  const names = cells.map((cell, index) => {
    const column = index + 1;
    const key = keyOf(cell);
    if (key === '') {
      unnamed.push(column);
      return freeName(`Column ${column}`, taken);
    }
    if (!seen.has(key)) {
      seen.add(key);
      return cell;
    }
    duplicates.push(column);
    return freeName(cell.trim(), taken);
  });
  const findings = [finding('table.duplicate_header', duplicates), finding('table.unnamed_columns', unnamed)];
  return { names, findings: findings.filter((each) => each !== null) };
}

/** Names of which only the later ones of the same name get a number behind them; none is missing. */
export function distinctHeader(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => freeName(name, taken));
}

/** The name itself, or the first of `Name (2)`, `Name (3)` … that no column has. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(keyOf(free)); number += 1) free = `${name} (${number})`;
  taken.add(keyOf(free));
  return free;
}

function keyOf(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

const namedColumns = 20;

function finding(code: string, columns: readonly number[]): FileFinding | null {
  if (columns.length === 0) return null;
  const shown = columns.slice(0, namedColumns).join(', ');
  const params = { count: columns.length, columns: columns.length > namedColumns ? `${shown}, …` : shown };
  return { code, params };
}
