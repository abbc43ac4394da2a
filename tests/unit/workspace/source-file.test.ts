import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { prepared, type ReadableDb } from '#main/workspace/database';
import { discardUnfinished, removeSourceTable } from '#main/workspace/removal';
import {
  appendPiece,
  beginSourceFile,
  discardSourceFile,
  getSourceFile,
  keepSourceFile,
  SourceFileReader,
} from '#main/workspace/source-file';
import { finishTable, newTable, rowsOf, scratchJob, scratchWorkspace, stageTable, toEnd } from './scratch.ts';
import { beginSourceTable } from '#main/workspace/source-table';
import { setJobState } from '#main/workspace/job';

const file = { fileName: 'patients.csv', sizeBytes: 6 };

function count(db: ReadableDb, table: string): number {
  return prepared<[], number>(db, `SELECT count(*) FROM ${table}`).pluck().get()!;
}

test('pieces of a file come back as its bytes, from wherever they are asked for', () => {
  const db = scratchWorkspace();
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 2_000 }), { minLength: 1, maxLength: 6 }),
      fc.nat(6_000),
      fc.nat(6_000),
      (pieces, position, length) => {
        const bytes = Buffer.concat(pieces);
        const id = beginSourceFile(db, { fileName: 'export.bin', sizeBytes: bytes.length });
        for (const [sequence, piece] of pieces.entries()) appendPiece(db, id, sequence, Buffer.from(piece));
        expect(getSourceFile(db, id)).toMatchObject({ receivedBytes: bytes.length, state: 'receiving' });
        const reader = new SourceFileReader(db, id);
        expect(reader.read(position, length)).toEqual(bytes.subarray(position, position + length));
        expect(reader.read(0, bytes.length)).toEqual(bytes);
        toEnd(discardSourceFile(db, id));
        expect(getSourceFile(db, id)).toBeNull();
      },
    ),
    { numRuns: 100 },
  );
  expect(count(db, 'source_chunk')).toBe(0);
});

test('a piece that is out of order, too much or of no file is not kept; the last one may be repeated', () => {
  const db = scratchWorkspace();
  const id = beginSourceFile(db, { ...file, sizeBytes: 4 });
  expect(appendPiece(db, id, 1, Buffer.from('ab'))).toBeNull();
  expect(appendPiece(db, id, 0, Buffer.from('ab'))).toBe(2);
  expect(appendPiece(db, id, 0, Buffer.from('ab'))).toBe(2);
  expect(appendPiece(db, id, 0, Buffer.from('xy'))).toBeNull();
  expect(appendPiece(db, id, 2, Buffer.from('cd'))).toBeNull();
  expect(appendPiece(db, id, 1, Buffer.from('cde'))).toBeNull();
  expect(appendPiece(db, id + 1, 0, Buffer.from('ab'))).toBeNull();
  expect(getSourceFile(db, id)).toMatchObject({ receivedBytes: 2, sizeBytes: 4 });
});

test('the very same content is kept once', () => {
  const db = scratchWorkspace();
  const first = beginSourceFile(db, file);
  appendPiece(db, first, 0, Buffer.from('abcdef'));
  expect(keepSourceFile(db, first, 'f'.repeat(64))).toBe(first);
  expect(keepSourceFile(db, first, 'f'.repeat(64))).toBe(first);
  const second = beginSourceFile(db, file);
  appendPiece(db, second, 0, Buffer.from('abcdef'));
  expect(keepSourceFile(db, second, 'f'.repeat(64))).toBe(first);
  expect(appendPiece(db, second, 1, Buffer.from('g'))).toBeNull();
  toEnd(discardSourceFile(db, second));
  expect(getSourceFile(db, second)).toBeNull();
  expect(count(db, 'source_chunk')).toBe(1);
});

test('a kept byte cannot be changed', () => {
  const db = scratchWorkspace();
  stageTable(db, rowsOf(1));
  expect(() => prepared<[]>(db, `UPDATE source_chunk SET bytes = x'00'`).run()).toThrow(/never changed/);
});

test('a file stays while one of its tables does, and its bytes go with the last', () => {
  const db = scratchWorkspace();
  const one = beginSourceTable(db, newTable);
  const { sourceFileId } = finishTable(db, one, 0);
  const two = beginSourceTable(db, { ...newTable, tableName: 'Exams' });
  finishTable(db, two, 0);
  toEnd(removeSourceTable(db, one));
  expect(getSourceFile(db, sourceFileId)).toMatchObject({ state: 'kept' });
  toEnd(removeSourceTable(db, two));
  expect(getSourceFile(db, sourceFileId)).toBeNull();
  expect(count(db, 'source_chunk')).toBe(0);
});

test('of a file that a rolled back job speaks of, its name, size and hash remain', () => {
  const db = scratchWorkspace();
  const jobId = '44444444-4444-4444-8444-444444444444';
  const id = scratchJob(db, jobId);
  setJobState(db, jobId, 'rolled_back');
  toEnd(removeSourceTable(db, id));
  const known = prepared<[], number>(db, `SELECT count(*) FROM source_file WHERE state = 'known'`);
  expect(known.pluck().get()).toBe(1);
  expect(count(db, 'source_chunk')).toBe(0);
});

test('a file that was being handed over survives the removal of a table, and is gone at the next opening', () => {
  const db = scratchWorkspace();
  const id = beginSourceFile(db, file);
  toEnd(removeSourceTable(db, stageTable(db, rowsOf(1))));
  expect(getSourceFile(db, id)).not.toBeNull();
  toEnd(discardUnfinished(db));
  expect(getSourceFile(db, id)).toBeNull();
});
