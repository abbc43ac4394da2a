import type { FixedColumn } from '#contract/layout';
import { distinctHeader } from '../header.ts';
import { saysTotal } from '../total-row.ts';
import { rulerLine } from './fixed-row.ts';

/** What the lines of a file say about its columns. */
export interface ColumnEvidence {
  readonly columns: readonly FixedColumn[];
  /** Physical line of the header, or of the first row when there is none. */
  readonly firstLine: number;
  readonly headerLines: number;
  /** How sure it is that the file has columns of fixed width at all, 0 to 1. */
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** A line of dashes says where each column begins and ends. */
  readonly ruled: boolean;
}

export const firstLineNames = 'The first line names the columns.';
const mostLinesBefore = 10;
const fewestRows = 5;
const manyRows = 20;
const delimiters = [',', ';', '\t', '|', '^', '~'];

/** `top`: the first lines of the file; `others`: whole lines of its middle and end. Null without strong evidence. */
export function findColumns(top: readonly string[], others: readonly string[]): ColumnEvidence | null {
  return byRuler(top, others) ?? byBlanks(top, others);
}

/** A line of dashes under the names, as database tools print it. */
function byRuler(top: readonly string[], others: readonly string[]): ColumnEvidence | null {
  const at = top.slice(0, mostLinesBefore + 2).findIndex((line) => rulerLine.test(line));
  const groups = at < 1 ? [] : [...top[at]!.matchAll(/[-=_]+/g)];
  if (groups.length < 2 || /[|+]/.test(top[at]!)) return null;
  const starts = groups.map(({ index }) => index);
  const rows = [...top.slice(at + 1), ...others].filter((line) => line.trim() !== '' && !saysTotal(line));
  const end = Math.max(top[at]!.trimEnd().length, ...rows.map((line) => line.trimEnd().length));
  const fitting = rows.filter((line) =>
    starts.every((start) => start === 0 || (line[start - 1] ?? ' ') === ' '),
  );
  if (rows.length === 0 || fitting.length < rows.length * 0.9) return null;
  return {
    columns: ruledColumns(columnsFrom(starts, end, top[at - 1]!), groups),
    firstLine: at,
    headerLines: 2,
    confidence: 0.8,
    reasons: [`Line ${at + 1} is a ruler of dashes: each stretch of dashes is a column, named above it.`],
    ruled: true,
  };
}

/** Places that are blank in every row, in all parts of the file. */
function byBlanks(top: readonly string[], others: readonly string[]): ColumnEvidence | null {
  const known = [...top.slice(Math.min(mostLinesBefore, Math.floor(top.length / 3))), ...others].filter(
    (line) => line.trim() !== '',
  );
  if (known.length < fewestRows || isDelimited(known) || known.some((line) => line.includes('\t')))
    return null;
  // Not Math.max of all: a sample may have more lines than a call may have arguments.
  const width = known.reduce((widest, line) => Math.max(widest, line.trimEnd().length), 0);
  const all = startsOfColumns(known, width);
  const isPadded = known.filter((line) => / {2}/.test(line.trimEnd())).length >= known.length * 0.8;
  const sameLength = known.filter((line) => line.length === known[0]!.length).length === known.length;
  if (all.length < 3 || !isPadded || (!sameLength && known.length < 4 * fewestRows)) return null;
  const names = top.slice(0, mostLinesBefore + 1).find((line) => line.trim() !== '') ?? '';
  const named = namedStarts(names, all);
  const isHeader = named.length > 2 && looksLikeHeader(names, known, named);
  const starts = isHeader ? named : withoutParts(known, all);
  const first = top.findIndex((line) => line.trim() !== '' && fits(line, starts));
  if (starts.length < 3 || first === -1 || first > mostLinesBefore) return null;
  return {
    columns: columnsFrom(starts, Math.max(width, known[0]!.length), isHeader ? top[first]! : null),
    firstLine: first + 1,
    headerLines: isHeader ? 1 : 0,
    confidence: sameLength ? 0.7 : 0.55,
    reasons: [
      `The same places are blank in all ${known.length} lines looked at, at the start, the middle and the end.`,
      ...(sameLength ? ['All these lines have the same length.'] : []),
      ...(isHeader ? [firstLineNames] : []),
    ],
    ruled: false,
  };
}

/**
 * A column begins after each stretch of two blanks or more, and the text before it never reaches into it. In many
 * lines a single blank cannot stand at one place by chance.
 */
function startsOfColumns(lines: readonly string[], width: number): number[] {
  const blank = Array.from({ length: width }, (_, place) =>
    lines.every((line) => (line[place] ?? ' ') === ' '),
  );
  const starts: number[] = [];
  for (let place = 0; place < width; place += 1) {
    const begins = !blank[place] && (place === 0 || blank[place - 1]);
    // In few lines a single blank may be one between two words that happen to stand above each other.
    const isWide = lines.length >= manyRows || starts.length === 0 || place < 2 || blank[place - 2] === true;
    if (begins && isWide) starts.push(place);
  }
  return starts;
}

/** The starts above which the line has a name of its own: where it goes on across one, that is within a column. */
function namedStarts(line: string, starts: readonly number[]): number[] {
  const free = starts.filter((start) => start === 0 || (line[start - 1] ?? ' ') === ' ');
  return free.filter((start, index) => line.slice(start, free[index + 1]).trim() !== '');
}

const figures = /^[\d()+-]+$/;

/**
 * Two stretches of figures are one value, such as a telephone number, when a single blank parts them in every line
 * and neither is ever there without the other. The first is not: records begin with their number.
 */
function withoutParts(lines: readonly string[], starts: readonly number[]): number[] {
  return starts.filter((start, index) => {
    if (index < 2) return true;
    const pairs = lines.map((line) => [
      line.slice(starts[index - 1], start).trimStart(),
      line.slice(start, starts[index + 1]).trim(),
    ]);
    const filled = pairs.filter(([left, right]) => left !== '' || right !== '');
    return !filled.every(
      ([left = '', right = '']) => /^\S+ $/.test(left) && figures.test(left.trim()) && figures.test(right),
    );
  });
}

function fits(line: string, starts: readonly number[]): boolean {
  const filled = starts.filter((start, index) => line.slice(start, starts[index + 1]).trim() !== '').length;
  return filled >= 2 && starts.every((start) => start === 0 || (line[start - 1] ?? ' ') === ' ');
}

/** A name, which may have a number at its end: “address_2”. */
const name = /^\D*\p{L}\D*\d{0,2}$/u;

/** A name above every column, and below them columns with digits. */
function looksLikeHeader(line: string, rows: readonly string[], starts: readonly number[]): boolean {
  const cells = (text: string) => starts.map((start, index) => text.slice(start, starts[index + 1]).trim());
  if (!cells(line).every((cell) => name.test(cell))) return false;
  const others = rows.filter((row) => row !== line);
  return starts.some(
    (_, index) => others.filter((row) => /\d/.test(cells(row)[index]!)).length > others.length / 2,
  );
}

/** The same number of a delimiter in nearly every line. */
function isDelimited(lines: readonly string[]): boolean {
  return delimiters.some((delimiter) => {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(delimiter).length - 1;
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values()) >= lines.length * 0.8;
  });
}

/** Columns without gaps: each reaches to the next, so that nothing in a line is outside of them. */
function columnsFrom(starts: readonly number[], end: number, names: string | null): FixedColumn[] {
  const whole = starts.map((start, index) => ({
    start: index === 0 ? 0 : start,
    to: starts[index + 1] ?? end,
  }));
  const cells = whole.map(({ start, to }) => names?.slice(start, to).trim() ?? '');
  const named = distinctHeader(cells.map((cell, index) => (cell === '' ? `column ${index + 1}` : cell)));
  return whole.map(({ start, to }, index) => ({
    name: named[index]!,
    start: (index === 0 ? 0 : start) + 1,
    width: Math.max(1, to - start),
  }));
}

/** As wide as their dashes, so that text between them shows; the last one to the end of the lines. */
function ruledColumns(columns: readonly FixedColumn[], groups: readonly RegExpExecArray[]): FixedColumn[] {
  return columns.map((column, index) => {
    const isLast = index === columns.length - 1;
    const end = groups[index]!.index + groups[index]![0].length;
    return isLast ? column : { ...column, width: end - column.start + 1 };
  });
}
