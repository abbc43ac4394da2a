import { fault, FaultError } from '#contract/faults';
import type { ReadLimits } from './read-limits.ts';
import type { RowTokens } from './row-tokenizer.ts';

const maxUtf8BytesPerCharacter = 3;

/** How large rows and cells of a file may be. Throws FaultError: `read.row_too_large`, `read.cell_too_large`. */
export class RowLimits {
  readonly #file: string;
  readonly #limits: ReadLimits;
  /** In a text of up to this many characters no cell or row can reach a limit. */
  readonly #harmlessLength: number;
  #text = '';
  #mayBeTooLarge = false;

  constructor(file: string, limits: ReadLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#harmlessLength = Math.min(limits.maxCellBytes, limits.maxRowBytes) / maxUtf8BytesPerCharacter;
  }

  begin(text: string): void {
    this.#text = text;
    this.#mayBeTooLarge = text.length > this.#harmlessLength;
  }

  check({ start, end, cells }: RowTokens, line: number): void {
    if (!this.#mayBeTooLarge || end - start <= this.#harmlessLength) return;
    this.refuseRow(this.#text.slice(start, end), line);
    this.refuseCells(cells, line);
  }

  /** How long the text has to be before it is worth parsing again. */
  parseAgainAt(length: number): number {
    return Math.min(length * 2, this.#limits.maxRowBytes + 1);
  }

  refuseRow(row: string, line: number): void {
    const limitBytes = this.#limits.maxRowBytes;
    if (row.length * maxUtf8BytesPerCharacter <= limitBytes || Buffer.byteLength(row) <= limitBytes) return;
    throw new FaultError(fault('read.row_too_large', { file: this.#file, line, limitBytes }));
  }

  refuseCells(cells: readonly string[], line: number): void {
    const limitBytes = this.#limits.maxCellBytes;
    for (const cell of cells) {
      if (Buffer.byteLength(cell) <= limitBytes) continue;
      throw new FaultError(fault('read.cell_too_large', { file: this.#file, line, limitBytes }));
    }
  }

  /** More broken quotation marks in a row than are worth reading on for. */
  tooManyMarks(line: number): FaultError {
    return new FaultError(fault('read.unclosed_quote', { file: this.#file, line }));
  }
}
