import type { ColumnProfile } from '#contract/operations/column-profile';
import { DistinctCount } from './distinct-count.ts';
import { shapeMask } from './shape-mask.ts';

const maxMasks = 500;
const shownMasks = 5;
const shownExamples = 5;
const shownCharacters = 200;
const number = /^[-+−]?\d{1,15}(?:\.\d{1,15})?$/;

/** Rows of a table → what each of its columns holds. Memory grows with the columns, not with the rows. */
export class ColumnProfiler {
  readonly #columns: Column[];
  #rows = 0;

  constructor(header: readonly string[]) {
    this.#columns = header.map((name) => new Column(name));
  }

  add(cells: readonly string[]): void {
    this.#rows += 1;
    for (const [index, column] of this.#columns.entries()) column.add(cells[index] ?? '');
  }

  result(): ColumnProfile[] {
    return this.#columns.map((column, index) => column.result(index, this.#rows));
  }
}

class Column {
  readonly #name: string;
  readonly #distinct = new DistinctCount();
  readonly #masks = new Map<string, number>();
  readonly #examples = new Set<string>();
  #filled = 0;
  #otherShapes = 0;
  #shortest = Infinity;
  #longest = 0;
  #allNumbers = true;
  #text: [smallest: string, largest: string] | null = null;
  #number: [smallest: string, largest: string] = ['', ''];
  #range: [number, number] = [Infinity, -Infinity];

  constructor(name: string) {
    this.#name = name;
  }

  add(cell: string): void {
    if (cell.trim() === '') return;
    this.#filled += 1;
    this.#distinct.add(cell);
    this.#addShape(shapeMask(cell));
    this.#shortest = Math.min(this.#shortest, cell.length);
    this.#longest = Math.max(this.#longest, cell.length);
    this.#addToRange(cell);
    if (this.#examples.size < shownExamples) this.#examples.add(cell.slice(0, shownCharacters));
  }

  result(column: number, rows: number): ColumnProfile {
    const shapes = [...this.#masks].sort(([, one], [, other]) => other - one);
    const shown = shapes.slice(0, shownMasks).map(([mask, count]) => ({ mask, rows: count }));
    const unlisted = shapes.slice(shownMasks).reduce((sum, [, count]) => sum + count, 0);
    const range = this.#filled === 0 ? null : this.#allNumbers ? this.#number : this.#text;
    return {
      column,
      name: this.#name,
      rows,
      filled: this.#filled,
      distinct: Math.min(this.#distinct.count, this.#filled),
      isDistinctExact: this.#distinct.isExact,
      shapes: shown,
      otherShapes: this.#otherShapes + unlisted,
      smallest: range?.[0].slice(0, shownCharacters) ?? null,
      largest: range?.[1].slice(0, shownCharacters) ?? null,
      shortestCharacters: this.#filled === 0 ? 0 : this.#shortest,
      longestCharacters: this.#longest,
      examples: [...this.#examples],
    };
  }

  #addShape(mask: string): void {
    const known = this.#masks.get(mask);
    if (known !== undefined || this.#masks.size < maxMasks) this.#masks.set(mask, (known ?? 0) + 1);
    else this.#otherShapes += 1;
  }

  #addToRange(cell: string): void {
    if (this.#text === null) this.#text = [cell, cell];
    else if (cell < this.#text[0]) this.#text[0] = cell;
    else if (cell > this.#text[1]) this.#text[1] = cell;
    if (!this.#allNumbers) return;
    const text = cell.trim();
    if (!number.test(text)) {
      this.#allNumbers = false;
      return;
    }
    const value = Number(text.replace('−', '-'));
    if (value < this.#range[0]) [this.#range[0], this.#number[0]] = [value, text];
    if (value > this.#range[1]) [this.#range[1], this.#number[1]] = [value, text];
  }
}
