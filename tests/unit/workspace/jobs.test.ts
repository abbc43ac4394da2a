import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { uuidText } from '#main/model/record';
import {
  acknowledgeBatches,
  countBatches,
  freezeBatches,
  lastBatch,
  listBatches,
  listBatchesInState,
  markBatchRolledBack,
} from '#main/workspace/batch';
import { countExceptions, listExceptions, listKept, recordKept } from '#main/workspace/batch-exception';
import { prepared } from '#main/workspace/database';
import {
  findLiveJob,
  findOpenJob,
  getJob,
  listJobs,
  numberJob,
  saveRollback,
  saveVerification,
  setJobState,
} from '#main/workspace/job';
import { findRecords, readBatchManifest } from '#main/workspace/manifest';
import { frozenBatch, scratchJob, scratchWorkspace } from './scratch.ts';

const applied = { outcome: 'applied', inserted: 3, unchanged: [], different: [] } as const;

function idAt(recordIds: Buffer, index: number): string {
  return uuidText(recordIds.subarray(index * 16, index * 16 + 16));
}

test('a table has one job that is not rolled back', () => {
  const db = scratchWorkspace();
  const [first, second] = [randomUUID(), randomUUID()];
  const tableId = scratchJob(db, first);
  expect(findOpenJob(db, tableId)).toMatchObject({ jobId: first, state: 'uploading', number: null });
  expect(() => scratchJob(db, second, tableId)).toThrow(/UNIQUE/);

  setJobState(db, first, 'uploaded');
  expect([findOpenJob(db, tableId), findLiveJob(db, tableId)?.state]).toEqual([null, 'uploaded']);
  expect(() => scratchJob(db, second, tableId)).toThrow(/UNIQUE/);
  const { finishedAt } = getJob(db, first)!;
  expect(finishedAt).not.toBeNull();

  setJobState(db, first, 'rolled_back');
  expect([findLiveJob(db, tableId), getJob(db, first)?.finishedAt]).toEqual([null, finishedAt]);
  scratchJob(db, second, tableId);
  expect(listJobs(db).map((job) => job.jobId)).toEqual([second, first]);
});

test('what is learnt about a job later stays with it', () => {
  const db = scratchWorkspace();
  const jobId = randomUUID();
  scratchJob(db, jobId);
  const unchanged = { expected: 0, verified: 0, editedSince: 0 };
  const counts = { expected: 1, verified: 0, missing: 1, changed: 0, editedSince: 0, extra: 0, unchanged };
  const differences = [{ externalId: '007', rowNo: 1, line: 2, what: 'missing' as const }];
  numberJob(db, jobId, { number: 'MIG-001-2026', databaseId: 'a database' });
  saveVerification(db, { jobId, at: '2026-11-22T00:00:00Z', ...counts, differences });
  saveRollback(db, jobId, { at: '2026-11-23T00:00:00Z', removed: 3, kept: 1 });
  expect(getJob(db, jobId)).toMatchObject({
    number: 'MIG-001-2026',
    databaseId: 'a database',
    options: { skipDuplicates: true, continueOnError: false },
    verification: { missing: 1, differences },
    rollback: { removed: 3, kept: 1 },
  });
});

test('batches are frozen in order, all of a call or none, and come back byte for byte', () => {
  const db = scratchWorkspace();
  const jobId = randomUUID();
  scratchJob(db, jobId);
  const batches = [frozenBatch(jobId, 1, 1), frozenBatch(jobId, 2, 4)];
  freezeBatches(db, jobId, batches);
  expect(batches.map(({ number }) => readBatchManifest(db, jobId, number))).toEqual(batches);
  expect(readBatchManifest(db, jobId, 3)).toBeNull();

  expect(() => freezeBatches(db, jobId, [frozenBatch(jobId, 3, 7), frozenBatch(jobId, 5, 10)])).toThrow(
    /in place/,
  );
  expect(() => freezeBatches(db, jobId, [frozenBatch(jobId, 2, 4)])).toThrow(/in place/);
  const short = { ...frozenBatch(jobId, 3, 7), rowNos: Buffer.alloc(4) };
  expect(() => freezeBatches(db, jobId, [short])).toThrow(/manifest/);
  expect(lastBatch(db, jobId)).toMatchObject({ number: 2, lastRowNo: 6, state: 'frozen', inserted: null });
});

test('a frozen batch and its manifest cannot be changed', () => {
  const db = scratchWorkspace();
  const jobId = randomUUID();
  scratchJob(db, jobId);
  freezeBatches(db, jobId, [frozenBatch(jobId, 1, 1)]);
  for (const change of [`batch_id = 'x'`, 'content_sha256 = zeroblob(32)', 'last_row_no = 9', 'number = 2']) {
    expect(() => prepared<[]>(db, `UPDATE batch SET ${change}`).run()).toThrow(/never changed/);
  }
  for (const column of ['record_ids', 'content_hashes', 'row_nos']) {
    expect(() => prepared<[]>(db, `UPDATE manifest SET ${column} = x''`).run()).toThrow(/never changed/);
  }
});

test('an answer is taken down once; what is left to send is what has none', () => {
  const db = scratchWorkspace();
  const jobId = randomUUID();
  scratchJob(db, jobId);
  const batches = [1, 2, 3].map((number) => frozenBatch(jobId, number, number * 10));
  freezeBatches(db, jobId, batches);
  const [unchanged, different] = [0, 2].map((index) => idAt(batches[1]!.recordIds, index));
  const receipt = { ...applied, inserted: 1, unchanged: [unchanged!], different: [different!] };
  acknowledgeBatches(db, jobId, [{ number: 2, receipt }]);
  acknowledgeBatches(db, jobId, [{ number: 2, receipt: { ...applied, outcome: 'duplicate' } }]);

  const page = { afterNumber: 0, limit: 10 };
  expect(listBatchesInState(db, jobId, 'acknowledged', page)).toMatchObject([{ number: 2, inserted: 1 }]);
  expect(listBatchesInState(db, jobId, 'frozen', page).map(({ number }) => number)).toEqual([1, 3]);
  expect(listBatches(db, jobId, { afterNumber: 1, limit: 1 }).map(({ number }) => number)).toEqual([2]);
  expect(countExceptions(db, jobId)).toEqual({ unchanged: 1, different: 1, kept_edited: 0, kept_shared: 0 });
  expect(listExceptions(db, jobId, 'different', 10)).toEqual([
    { recordId: different, number: 2, rowNo: 22, outcome: 'different' },
  ]);
  expect(countBatches(db, jobId)).toEqual({
    batches: 3,
    frozen: 2,
    acknowledged: 1,
    rolledBack: 0,
    records: 9,
    answeredRecords: 3,
    inserted: 1,
    insertedRolledBack: 0,
  });
});

test('records are traced to their rows, within their own job alone', () => {
  const db = scratchWorkspace();
  const [jobId, otherId] = [randomUUID(), randomUUID()];
  scratchJob(db, jobId);
  scratchJob(db, otherId);
  const batches = [frozenBatch(jobId, 1, 5), frozenBatch(jobId, 2, 50)];
  freezeBatches(db, jobId, batches);
  const foreign = frozenBatch(otherId, 1, 1);
  freezeBatches(db, otherId, [foreign]);
  const wanted = [idAt(batches[1]!.recordIds, 1), idAt(batches[0]!.recordIds, 2), idAt(foreign.recordIds, 0)];
  expect(findRecords(db, jobId, wanted)).toEqual([
    { recordId: wanted[1], number: 1, rowNo: 7 },
    { recordId: wanted[0], number: 2, rowNo: 51 },
  ]);
});

test('a rollback is taken down batch by batch, with the records that it kept', () => {
  const db = scratchWorkspace();
  const jobId = randomUUID();
  scratchJob(db, jobId);
  const batches = [frozenBatch(jobId, 1, 1), frozenBatch(jobId, 2, 4)];
  freezeBatches(db, jobId, batches);
  acknowledgeBatches(db, jobId, [{ number: 1, receipt: applied }]);
  const kept = idAt(batches[0]!.recordIds, 1);
  markBatchRolledBack(db, jobId, 1);
  // Asked again it may be kept for another reason: what was said last holds.
  recordKept(db, jobId, [{ id: kept, reason: 'shared' }]);
  recordKept(db, jobId, [{ id: kept, reason: 'edited' }]);
  recordKept(db, jobId, [{ id: kept, reason: 'edited' }]);
  expect(countBatches(db, jobId)).toMatchObject({ frozen: 1, rolledBack: 1, inserted: 3 });
  expect(listKept(db, jobId, 5)).toEqual([{ rowNo: 2, reason: 'edited' }]);
  expect(countExceptions(db, jobId)).toMatchObject({ kept_edited: 1, kept_shared: 0 });
});
