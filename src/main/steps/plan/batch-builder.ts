import type { RecordValues } from '#main/model/entity';
import { canonicalText } from '#main/model/record';
import { freezeBatch, type PlannedRecord, type SealedBatch } from './freeze-batch.ts';

export interface BatchBuilderOptions {
  readonly jobId: string;
  /** Records in a batch; the last one may have fewer, and one with long texts. */
  readonly batchSize: number;
  /** Number of the first batch to be made: 1, or the one after the last frozen batch when a job is continued. */
  readonly firstNumber: number;
  /** From an external id to the record's id, as `recordIdMaker` makes it. */
  readonly makeId: (externalId: string) => Buffer;
}

/** Long histories fill a batch before its number of records does: what is sent at once stays small. */
export const maxBatchCharacters = 4 * 1024 * 1024;

/**
 * Collects accepted records in the order of their rows and hands out a frozen batch whenever one is full. The values
 * are read at once, so an array that is used again for the next row may be given.
 */
export class BatchBuilder {
  readonly #options: BatchBuilderOptions;
  #number: number;
  #records: PlannedRecord[] = [];
  #characters = 0;

  constructor(options: BatchBuilderOptions) {
    this.#options = options;
    this.#number = options.firstNumber;
  }

  add(rowNo: number, values: RecordValues): SealedBatch | null {
    const externalId = values[0];
    if (typeof externalId !== 'string') throw new Error('a record without its external id was accepted');
    const canonical = canonicalText(values);
    const tooLong = this.#records.length > 0 && this.#characters + canonical.length > maxBatchCharacters;
    const sealed = tooLong ? this.#freeze() : null;
    this.#records.push({ rowNo, id: this.#options.makeId(externalId), canonical });
    this.#characters += canonical.length;
    return sealed ?? (this.#records.length >= this.#options.batchSize ? this.#freeze() : null);
  }

  /** The last, unfilled batch, or null when nothing is left. */
  finish(): SealedBatch | null {
    return this.#records.length === 0 ? null : this.#freeze();
  }

  #freeze(): SealedBatch {
    const sealed = freezeBatch(this.#options.jobId, this.#number, this.#records);
    this.#number += 1;
    this.#records = [];
    this.#characters = 0;
    return sealed;
  }
}
