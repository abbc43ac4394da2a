import type { TaskControl } from './tasks.ts';

/**
 * How far a hand-over is, in bytes of the files handed over: it never goes back, and ends at their sum. The tables of
 * one file share its bytes by what there is to read for each (the entries of an archive by their sizes).
 */
export class StagingProgress {
  readonly #control: TaskControl;
  readonly #totalBytes: number;
  /** Of the files before this one. */
  #passedBytes = 0;
  #file = { sizeBytes: 0, weight: 0 };
  #passedWeight = 0;
  #weight = 0;
  /** Of the tables before this one. */
  #passedRows = 0;
  #rows = 0;
  #bytes = 0;

  constructor(control: TaskControl, totalBytes: number) {
    this.#control = control;
    this.#totalBytes = totalBytes;
  }

  /** `weights`: how much there is to read for each of its tables. */
  beginFile(sizeBytes: number, weights: readonly number[]): void {
    this.#file = { sizeBytes, weight: weights.reduce((sum, weight) => sum + weight, 0) };
    this.#passedWeight = 0;
    this.#weight = 0;
  }

  beginTable(weight: number): void {
    this.#passedWeight += this.#weight;
    this.#weight = weight;
    this.#passedRows += this.#rows;
    this.#rows = 0;
  }

  /** `bytesRead` of the table's own weight. */
  read(rows: number, bytesRead: number): void {
    this.#rows = rows;
    const { sizeBytes, weight } = this.#file;
    const share = weight === 0 ? 0 : (this.#passedWeight + Math.min(bytesRead, this.#weight)) / weight;
    this.#tell(this.#passedBytes + Math.floor(sizeBytes * share));
  }

  /** Also of a file that was not read after all. */
  endFile(sizeBytes: number): void {
    this.#passedBytes += sizeBytes;
    this.#tell(this.#passedBytes);
  }

  #tell(bytes: number): void {
    this.#bytes = Math.min(this.#totalBytes, Math.max(this.#bytes, bytes));
    this.#control.report({
      done: this.#passedRows + this.#rows,
      bytes: this.#bytes,
      totalBytes: this.#totalBytes,
    });
  }
}
