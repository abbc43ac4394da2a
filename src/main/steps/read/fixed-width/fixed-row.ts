import type { FixedColumn, FixedWidthLayout } from '#contract/layout';
import type { PreviewRow } from '../recognition.ts';
import type { RowFault } from '../row-fault.ts';
import { isSparse, looksLikeTotal, saysTotal } from '../total-row.ts';

/** Blanks are padding; anything else in a cell belongs to it. */
const padding = /^ +| +$/g;
export const rulerLine = /^(?=.*[-=_]{3})[-=_ +|]+$/;

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Takes lines apart by their columns. Widths are characters, not bytes or halves of a surrogate pair. */
export class FixedRows {
  readonly #columns: readonly FixedColumn[];
  readonly #gaps: readonly Stretch[];
  readonly #lastStart: number;
  /** Characters of a line whose every column is filled. */
  readonly width: number;
  /** The line of names, so that it is known when it comes again. */
  header: string | null = null;
  /** Characters of every whole line; null where short lines are nothing unusual. */
  fullLength: number | null = null;

  constructor({ columns }: Pick<FixedWidthLayout, 'columns'>) {
    this.#columns = columns;
    this.width = Math.max(...columns.map(({ start, width }) => start - 1 + width));
    this.#lastStart = Math.max(...columns.map(({ start }) => start - 1));
    this.#gaps = gapsBetween(columns);
  }

  /** `damagedText`: it has bytes that the encoding does not have. */
  row(line: string, lineNo: number, damagedText: boolean): PreviewRow {
    if (line.trim() === '') return { line: lineNo, cells: [line], fault: 'row.blank' };
    const characters = hasPairs(line) ? Array.from(line) : line;
    const cells = this.#columns.map(({ start, width }) => cellOf(characters, start - 1, start - 1 + width));
    const outside = [...this.#gaps, { start: this.width, end: characters.length }]
      .map(({ start, end }) => cellOf(characters, start, end))
      .filter((text) => text !== '');
    const fault =
      this.#faultOfWhole(line, cells, outside.length > 0) ??
      (outside.length > 0 ? 'row.outside_columns' : this.#faultOfText(line, characters.length, damagedText));
    return { line: lineNo, cells: [...cells, ...outside], fault };
  }

  /** The line ends before the last column, as where an editor took the blanks off or the line is cut short. */
  isShort(line: string): boolean {
    return line.length <= this.#lastStart;
  }

  /** What the line is, if no record. */
  #faultOfWhole(line: string, cells: readonly string[], outside: boolean): RowFault | null {
    if (rulerLine.test(line)) return 'row.ruler';
    if (this.header !== null && line.trimEnd() === this.header) return 'row.repeated_header';
    return looksLikeTotal(cells) || this.#saysTotal(line, cells, outside) ? 'row.total' : null;
  }

  /** A sentence below the table has no columns: they part it anywhere. */
  #saysTotal(line: string, cells: readonly string[], outside: boolean): boolean {
    if (!saysTotal(line)) return false;
    if (outside) return true;
    const filled = cells.filter((cell) => cell !== '').length;
    return isSparse(filled, cells.length) || this.#columns.some(({ start }) => isWithinWord(line, start - 1));
  }

  #faultOfText(line: string, length: number, damagedText: boolean): RowFault | null {
    if (line.includes('\0')) return 'row.nul_character';
    if (!line.isWellFormed()) return 'row.unpaired_surrogate';
    if (damagedText) return 'row.mixed_encoding';
    if (line.includes('\t')) return 'row.tab';
    const bytes = length < Math.max(this.width, this.fullLength ?? 0) ? Buffer.byteLength(line) : 0;
    if (length < this.width && bytes === this.width) return 'row.byte_positions';
    const endsEarly = this.fullLength !== null && length < this.fullLength;
    if (!endsEarly) return null;
    return bytes === this.fullLength ? 'row.byte_positions' : 'row.ends_early';
  }
}

function isWithinWord(line: string, place: number): boolean {
  return place > 0 && /^\S\S$/.test(line.slice(place - 1, place + 1));
}

function hasPairs(line: string): boolean {
  return /[\ud800-\udfff]/.test(line);
}

function cellOf(characters: string | readonly string[], start: number, end: number): string {
  const piece = characters.slice(start, end);
  return (typeof piece === 'string' ? piece : piece.join('')).replace(padding, '');
}

/** Stretches before the last column that belong to none. */
function gapsBetween(columns: readonly FixedColumn[]): Stretch[] {
  const sorted = [...columns].sort((a, b) => a.start - b.start);
  const gaps: Stretch[] = [];
  let end = 0;
  for (const { start, width } of sorted) {
    if (start - 1 > end) gaps.push({ start: end, end: start - 1 });
    end = Math.max(end, start - 1 + width);
  }
  return gaps;
}
