import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { Entity } from '#main/model/entity';
import { canonicalText, recordIdMaker } from '#main/model/record';
import { compileConversion, type Conversion } from '#main/steps/convert/compile-conversion';
import { BatchBuilder } from '#main/steps/plan/batch-builder';
import { freezeBatch, type PlannedRecord, type SealedBatch } from '#main/steps/plan/freeze-batch';
import {
  acknowledgeBatches,
  freezeBatches,
  lastBatch,
  listBatchesInState,
  type StoredBatch,
} from '#main/workspace/batch';
import { transact, type WritableDb } from '#main/workspace/database';
import type { StoredJob } from '#main/workspace/job';
import type { StoredMapping } from '#main/workspace/mapping';
import { loadSetAside, type SetAside } from '#main/workspace/row-state';
import { walkStagedRows } from '#main/workspace/staged-row';
import type { Acknowledgement, Outbox } from './upload-batches.ts';

/** Batches frozen in one transaction: one flush of the disk serves them all. */
const batchesPerFlush = 4;

/**
 * The batches of a job, made from the staged rows: first those that were frozen and never answered, rebuilt to the
 * same bytes, then new ones from where the last stopped. Rows that the check set aside are left out.
 */
export class RowOutbox implements Outbox {
  readonly #db: WritableDb;
  readonly #job: StoredJob;
  readonly #convert: Conversion;
  readonly #makeId: (externalId: string) => Buffer;
  readonly #setAside: SetAside;
  readonly #unanswered: Iterator<StoredBatch>;
  readonly #fresh: Iterator<SealedBatch>;

  constructor(db: WritableDb, job: StoredJob, entity: Entity, mapping: StoredMapping) {
    this.#db = db;
    this.#job = job;
    this.#convert = compileConversion(entity, mapping.content);
    this.#makeId = recordIdMaker(job.tenantId, mapping.content.sourceSystem, entity.name);
    this.#setAside = loadSetAside(db, job.checkRunId);
    const last = lastBatch(db, job.jobId);
    this.#unanswered = unansweredBatches(db, job.jobId, last?.number ?? 0);
    this.#fresh = this.#newBatches(last?.lastRowNo ?? 0, (last?.number ?? 0) + 1);
  }

  next(receipts: readonly Acknowledgement[]): Result<SealedBatch[]> {
    const again = this.#unanswered.next();
    if (!again.done) {
      this.settle(receipts);
      return this.#rebuild(again.value);
    }
    const sealed: SealedBatch[] = [];
    while (sealed.length < batchesPerFlush) {
      const made = this.#fresh.next();
      if (made.done) break;
      sealed.push(made.value);
    }
    transact(this.#db, () => {
      this.settle(receipts);
      const batches = sealed.map(({ batch }) => batch);
      freezeBatches(this.#db, this.#job.jobId, batches);
    });
    return ok(sealed);
  }

  settle(receipts: readonly Acknowledgement[]): void {
    const answers = receipts.map(({ batch: { number }, receipt }) => ({ number, receipt }));
    if (answers.length > 0) acknowledgeBatches(this.#db, this.#job.jobId, answers);
  }

  /** The same rows under the same locked mapping give the same bytes; anything else must not be sent. */
  #rebuild(stored: StoredBatch): Result<SealedBatch[]> {
    const records: PlannedRecord[] = [];
    for (const { rowNo, cells } of this.#acceptedRows(stored.firstRowNo - 1, stored.lastRowNo)) {
      records.push(this.#plan(rowNo, cells));
    }
    const rebuilt = records.length === 0 ? null : freezeBatch(this.#job.jobId, stored.number, records);
    if (rebuilt === null || !rebuilt.batch.contentSha256.equals(stored.contentSha256)) {
      return failed(fault('upload.batch_changed', { batch: stored.number }));
    }
    return ok([rebuilt]);
  }

  #plan(rowNo: number, cells: readonly string[]): PlannedRecord {
    const values = this.#convert(cells, ignore);
    return { rowNo, id: this.#makeId(values[0]!), canonical: canonicalText(values) };
  }

  *#newBatches(afterRowNo: number, firstNumber: number): Generator<SealedBatch> {
    const { jobId, batchSize } = this.#job;
    const builder = new BatchBuilder({ jobId, batchSize, firstNumber, makeId: this.#makeId });
    for (const { rowNo, cells } of this.#acceptedRows(afterRowNo, Number.MAX_SAFE_INTEGER)) {
      const full = builder.add(rowNo, this.#convert(cells, ignore));
      if (full !== null) yield full;
    }
    const rest = builder.finish();
    if (rest !== null) yield rest;
  }

  *#acceptedRows(afterRowNo: number, lastRowNo: number) {
    const { sourceTableId } = this.#job;
    for (const page of walkStagedRows(this.#db, sourceTableId, afterRowNo)) {
      for (const row of page) {
        if (row.rowNo > lastRowNo) return;
        if (!this.#setAside.has(row.rowNo)) yield row;
      }
    }
  }
}

/** Findings were recorded by the check; converting again for sending finds the same. */
function ignore(): void {}

/** Up to batch `last`: those frozen later in this run are handed out as they are made. */
function* unansweredBatches(db: WritableDb, jobId: string, last: number): Generator<StoredBatch> {
  for (let afterNumber = 0; ;) {
    const [batch] = listBatchesInState(db, jobId, 'frozen', { afterNumber, limit: 1 });
    if (batch === undefined || batch.number > last) return;
    yield batch;
    afterNumber = batch.number;
  }
}
