import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleCells } from '#main/engine/mapping-samples';
import { encodeRowPage, maxPageCharacters } from '#main/model/row-page';
import { prepared, transact } from '#main/workspace/database';
import { recordFindings } from '#main/workspace/issue';
import {
  discardCheckRun,
  discardSourceTable,
  discardUnfinished,
  removeSourceTable,
} from '#main/workspace/removal';
import { recordRowStates } from '#main/workspace/row-state';
import { beginSourceFile } from '#main/workspace/source-file';
import { setJobState, getJob } from '#main/workspace/job';
import { beginSourceTable, getSourceTable, listSourceTables } from '#main/workspace/source-table';
import {
  appendStagedPages,
  appendStagedRows,
  getStagedRow,
  walkStagedRows,
} from '#main/workspace/staged-row';
import {
  contentOf,
  finishTable,
  newTable,
  rowsOf,
  runningCheck,
  scratchJob,
  scratchWorkspace,
  stageTable,
  toEnd,
} from './scratch.ts';

test('rows come back exactly as they were read, whatever their cells hold', () => {
  const db = scratchWorkspace();
  const id = beginSourceTable(db, newTable);
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\0',
      'a\0b',
      '\uD800',
      'x\uDFFFy',
      '\uDC00\uD800',
      '__proto__',
      '"',
      '\u2028',
      '\uFEFF',
      '',
    ),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  );
  let rowNo = 0;
  fc.assert(
    fc.property(fc.array(cell), fc.option(fc.constant('row.ragged')), (cells, fault) => {
      rowNo += 1;
      const row = { rowNo, line: rowNo * 3, cells, fault };
      appendStagedRows(db, id, [row]);
      expect(getStagedRow(db, id, rowNo)).toEqual(row);
    }),
    { numRuns: 200 },
  );
});

test('pages follow one another without gap or overlap, and stay within their table', () => {
  const db = scratchWorkspace();
  const rows = rowsOf(4_500);
  const [before, id, after] = [stageTable(db, rowsOf(4)), stageTable(db, rows), stageTable(db, rowsOf(4))];
  const pages = [...walkStagedRows(db, id)];
  expect(pages.map((page) => page.length)).toEqual([2_000, 2_000, 500]);
  expect(pages.flat()).toEqual(rows);
  for (const after of [1, 1_999, 2_000, 4_499]) {
    expect([...walkStagedRows(db, id, after)].flat()).toEqual(rows.slice(after));
  }
  expect([...walkStagedRows(db, id, 4_500)]).toEqual([]);
  expect(getStagedRow(db, before, 5)).toBeNull();
  expect(getStagedRow(db, after, 4)?.rowNo).toBe(4);
});

function charactersOf(rows: readonly (readonly string[])[]): number {
  return rows.flat().reduce((sum, cell) => sum + cell.length, 0);
}

test('rows with pictures in their cells are never held together, whoever goes through them', () => {
  const db = scratchWorkspace();
  const picture = 'ab'.repeat(512 * 1024);
  const rows = rowsOf(48, (rowNo) => [`K${rowNo}`, picture]);
  const id = beginSourceTable(db, newTable);
  for (let start = 0; start < rows.length; start += 4) {
    appendStagedPages(db, id, [encodeRowPage(rows.slice(start, start + 4))]);
  }
  const held: number[] = [];
  for (const page of walkStagedRows(db, id)) held.push(charactersOf(page.map(({ cells }) => cells)));
  expect(held).toHaveLength(12);
  expect(Math.max(...held)).toBeLessThan(maxPageCharacters + picture.length);
  const samples = sampleCells(db, { sourceTableId: id, rowCount: rows.length });
  expect(charactersOf(samples)).toBeGreaterThan(16 * picture.length);
  expect(charactersOf(samples)).toBeLessThan(18 * picture.length);
});

test('a staged row cannot be changed', () => {
  const db = scratchWorkspace();
  const id = stageTable(db, rowsOf(2));
  for (const column of ['rows', 'row_count', 'packing', 'page_key']) {
    expect(() => prepared<[]>(db, `UPDATE staged_page SET ${column} = ${column}`).run()).toThrow(
      /never changed/,
    );
  }
  expect([...walkStagedRows(db, id)].flat()).toEqual(rowsOf(2));
});

test('a table is seen when it was read to its end, and the same content only once', () => {
  const db = scratchWorkspace();
  const id = beginSourceTable(db, newTable);
  appendStagedRows(db, id, rowsOf(2));
  expect([listSourceTables(db), getSourceTable(db, id)]).toEqual([[], null]);

  const sha256 = 'ab'.repeat(32);
  const table = finishTable(db, id, 2, sha256);
  expect(table).toMatchObject({ ...newTable, sourceTableId: id, sha256, rowCount: 2, isKept: true });
  expect(listSourceTables(db)).toEqual([table]);
  const again = beginSourceTable(db, newTable);
  expect(() => finishTable(db, again, 2, sha256)).toThrow(/UNIQUE/);
  const sheet = beginSourceTable(db, { ...newTable, tableName: 'Exams' });
  expect(finishTable(db, sheet, 2, sha256)).toMatchObject({ tableName: 'Exams', sha256 });
});

test('a staging or a check that is given up leaves the workspace as it was', () => {
  const db = scratchWorkspace();
  const { sourceTableId: staged } = runningCheck(db);
  toEnd(discardUnfinished(db));
  const before = contentOf(db);

  const id = beginSourceTable(db, newTable);
  transact(db, () => appendStagedRows(db, id, rowsOf(21_000)));
  toEnd(discardSourceTable(db, id));
  expect(contentOf(db)).toEqual(before);

  prepared<[]>(
    db,
    `INSERT INTO check_run (state, mapping_id, source_table_id, checked_at, today)
                    SELECT 'running', id, source_table_id, '', '' FROM mapping`,
  ).run();
  const checkRunId = prepared<[], number>(db, 'SELECT max(id) FROM check_run').pluck().get()!;
  recordFindings(db, checkRunId, [{ rowNo: 1, fieldIndex: 0, code: 'x' }]);
  recordRowStates(db, checkRunId, [{ rowNo: 1, state: 'held' }]);
  toEnd(discardCheckRun(db, checkRunId));
  expect(contentOf(db)).toEqual(before);
  expect(listSourceTables(db).map((table) => table.sourceTableId)).toEqual([staged]);
});

test('what a killed program left half done is gone at the next opening', () => {
  const db = scratchWorkspace();
  const kept = stageTable(db, rowsOf(3));
  const before = contentOf(db);
  appendStagedRows(db, beginSourceTable(db, newTable), rowsOf(5));
  beginSourceFile(db, { fileName: 'patients.csv', sizeBytes: 4 });
  const half = stageTable(db, rowsOf(4));
  prepared<[number]>(db, `UPDATE source_table SET state = 'removing' WHERE id = ?`).run(half);
  toEnd(discardUnfinished(db));
  expect(contentOf(db)).toEqual(before);
  expect(getSourceTable(db, kept)).not.toBeNull();
});

test('a file is removed with all that was made of it; a rolled back job keeps its record, a live one the file', () => {
  const db = scratchWorkspace();
  const jobId = '44444444-4444-4444-8444-444444444444';
  const id = scratchJob(db, jobId);
  expect(() => toEnd(removeSourceTable(db, id))).toThrow(/not rolled back/);
  setJobState(db, jobId, 'rolled_back');
  toEnd(removeSourceTable(db, id));
  expect([listSourceTables(db), getStagedRow(db, id, 1)]).toEqual([[], null]);
  expect(getJob(db, jobId)).toMatchObject({ fileName: 'patients.csv', state: 'rolled_back' });

  const before = contentOf(db);
  const { sourceTableId, checkRunId } = runningCheck(db);
  recordFindings(db, checkRunId, [{ rowNo: 1, fieldIndex: 0, code: 'x' }]);
  recordRowStates(db, checkRunId, [{ rowNo: 1, state: 'held' }]);
  toEnd(removeSourceTable(db, sourceTableId));
  expect(contentOf(db)).toEqual(before);
});
