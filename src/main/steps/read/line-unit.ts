import type { RowTokens } from './row-tokenizer.ts';

/** No row is taken for one that was cut more often: what is kept, and the work on it, stays small. */
const maxParts = 100;

/** What the text between two usual line ends was found to be. */
export type SettledRow =
  | {
      readonly kind: 'row';
      readonly part: RowTokens;
      /** It fits the header, but something that does not stands right beside it on its line. */
      readonly doubtful: boolean;
    }
  /** One row, with line ends of another kind in cells that are not quoted. */
  | { readonly kind: 'joined'; readonly parts: readonly RowTokens[] };

/**
 * Tells rows that end with another line end than the file's usual one from such characters inside a cell. `1,Ann,x\r2,Bob,y\n`
 * is two rows of three columns; `1,Ann\r Lee,x\n` is one, damaged. Without a usual line end to wait for, as in a
 * stretch of thousands of rows, it is decided as soon as the parts have too many cells to be one row.
 */
export class LineUnit {
  readonly #unusual: '\r' | '\n';
  #columns: number | null = null;
  #parts: RowTokens[] = [];
  /** Null when the part before the first ended with a usual line end. */
  #lastFits: boolean | null = null;

  constructor(newline: string) {
    this.#unusual = newline === '\r' ? '\n' : '\r';
  }

  set columns(count: number) {
    this.#columns = count;
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0 && this.#lastFits === null;
  }

  /** The parts that were not settled come again, as the text is read again from their start. */
  restart(): void {
    this.#parts = [];
  }

  /** Whether it is a row in any case, as most are: it need not be added. */
  isWhole(part: RowTokens): boolean {
    return part.lineEnd !== this.#unusual && this.isEmpty;
  }

  /** `isLast`: nothing comes after it. */
  add(part: RowTokens, isLast: boolean): readonly SettledRow[] {
    const ends = part.lineEnd !== this.#unusual || isLast;
    this.#parts.push(part);
    const isFull = this.#parts.length > maxParts;
    if (this.#columns === null) return ends || isFull ? this.#settleHeader() : [];
    const settled: SettledRow[] = [];
    for (let first = this.#parts[0]; first !== undefined; [first] = this.#parts) {
      const isNoRow = isBlankOrComment(first);
      if (!isNoRow && !this.#cannotBeOneRow(this.#columns)) break;
      this.#settleFirst(settled, this.#parts[1] ?? null);
      if (isNoRow) this.#lastFits = null;
    }
    if (ends) this.#settleRest(settled);
    return settled;
  }

  /** Nothing comes that could still be part of a row. */
  finish(): readonly SettledRow[] {
    const settled: SettledRow[] = [];
    this.#settleRest(settled);
    return settled;
  }

  #cannotBeOneRow(columns: number): boolean {
    if (columns === 1) return this.#parts.length > 1;
    if (this.#parts.length > maxParts) return true;
    return this.#parts.length > 0 && this.#joinedCells() > columns;
  }

  #joinedCells(): number {
    return this.#parts.reduce((sum, { cells }) => sum + cells.length - 1, 1);
  }

  #settleFirst(settled: SettledRow[], next: RowTokens | null): void {
    const part = this.#parts.shift()!;
    const fits = this.#fits(part);
    const doubtful = this.#lastFits === false || (next !== null && !this.#fits(next));
    settled.push({ kind: 'row', part, doubtful: fits && doubtful });
    this.#lastFits = fits;
  }

  #settleRest(settled: SettledRow[]): void {
    const mayBeOneRow = this.#parts.length > 1 && this.#columns !== 1 && this.#lastFits !== false;
    if (mayBeOneRow && this.#joinedCells() === this.#columns) {
      settled.push({ kind: 'joined', parts: this.#parts });
      this.#parts = [];
    }
    while (this.#parts.length > 0) this.#settleFirst(settled, this.#parts[1] ?? null);
    this.#lastFits = null;
  }

  #settleHeader(): SettledRow[] {
    const parts = this.#parts;
    this.#parts = [];
    return [{ kind: 'joined', parts }];
  }

  #fits(part: RowTokens): boolean {
    return part.comment || part.cells.length === this.#columns;
  }
}

function isBlankOrComment(part: RowTokens): boolean {
  return part.comment || part.start === part.contentEnd;
}
