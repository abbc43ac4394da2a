import type { Packing } from '#main/model/packing';
import {
  decodeKeptPage,
  decodeRowPage,
  encodeRowPage,
  maxPageRows,
  type PageForm,
  type RowPage,
} from '#main/model/row-page';
import type { StagedRow } from '#main/model/staged-row';
import { SourceFileReader } from './source-file.ts';
import { prepared, type ReadableDb, type WritableDb } from './database.ts';
import { inSteps, type Steps } from './in-steps.ts';

type RawPage = [firstRowNo: number, form: PageForm, packing: Packing, rows: Buffer];

/** Adds pages to a table that is being read, in their order. */
export function appendStagedPages(db: WritableDb, sourceTableId: number, pages: readonly RowPage[]): void {
  const insert = prepared<[number, number, number, PageForm, Packing, Buffer]>(
    db,
    'INSERT INTO staged_page (page_key, row_count, form, packing, rows) VALUES ((? << 32) + ?, ?, ?, ?, ?)',
  );
  for (const { firstRowNo, rowCount, form, packing, bytes } of pages) {
    insert.run(sourceTableId, firstRowNo, rowCount, form, packing, bytes);
  }
}

/** Adds rows that follow one another to a table that is being read. */
export function appendStagedRows(db: WritableDb, sourceTableId: number, rows: readonly StagedRow[]): void {
  for (let start = 0; start < rows.length; start += maxPageRows) {
    appendStagedPages(db, sourceTableId, [encodeRowPage(rows.slice(start, start + maxPageRows))]);
  }
}

/**
 * Every row of a table in order, page by page as they lie, however large their cells are. The workspace may be written
 * to between two pages.
 */
export function* walkStagedRows(
  db: ReadableDb,
  sourceTableId: number,
  afterRowNo = 0,
): Generator<readonly StagedRow[], void, undefined> {
  for (let next = afterRowNo + 1; ;) {
    const page = pageFrom(db, sourceTableId, next);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page[0]!.rowNo === next ? page : page.filter(({ rowNo }) => rowNo >= next);
    next = last.rowNo + 1;
  }
}

export function getStagedRow(db: ReadableDb, sourceTableId: number, rowNo: number): StagedRow | null {
  if (rowNo < 1) return null;
  const page = pageFrom(db, sourceTableId, rowNo);
  return page[rowNo - (page[0]?.rowNo ?? rowNo)] ?? null;
}

/** Removes the pages of a table that is given up or removed. */
export function* removeStagedPages(db: WritableDb, sourceTableId: number): Steps {
  lastPages.delete(db);
  keptFiles.delete(db);
  const removeFirst = prepared<[number, number], number>(
    db,
    `DELETE FROM staged_page WHERE page_key = (
       SELECT page_key FROM staged_page
        WHERE page_key >= ? << 32 AND page_key < (? + 1) << 32 ORDER BY page_key LIMIT 1)
     RETURNING length(rows)`,
  ).pluck();
  yield* inSteps(db, () => removeFirst.get(sourceTableId, sourceTableId) ?? null);
}

/** What the pages of a table take up. */
export function sizeOfStagedPages(db: ReadableDb, sourceTableId: number): number {
  const sql =
    'SELECT sum(length(rows)) FROM staged_page WHERE page_key >= ? << 32 AND page_key < (? + 1) << 32';
  return prepared<[number, number], number>(db, sql).pluck().get(sourceTableId, sourceTableId) ?? 0;
}

interface LastPage {
  readonly sourceTableId: number;
  readonly rows: readonly StagedRow[];
}

interface KeptFile {
  readonly sourceTableId: number;
  readonly reader: SourceFileReader;
}
const keptFiles = new WeakMap<ReadableDb, KeptFile>();

/** The page used last, for each workspace: rows beside one another are asked for one by one. */
const lastPages = new WeakMap<ReadableDb, LastPage>();

/** The page that holds a row: empty when the table has no such row. Pages of a table never change. */
function pageFrom(db: ReadableDb, sourceTableId: number, rowNo: number): readonly StagedRow[] {
  const last = lastPages.get(db);
  if (last?.sourceTableId === sourceTableId && holds(last.rows, rowNo)) return last.rows;
  const found = prepared<[number, number, number], RawPage>(
    db,
    `SELECT page_key & 4294967295, form, packing, rows FROM staged_page
      WHERE page_key <= (? << 32) + ? AND page_key >= ? << 32 ORDER BY page_key DESC LIMIT 1`,
  )
    .raw()
    .get(sourceTableId, rowNo, sourceTableId);
  if (found === undefined) return [];
  const [firstRowNo, form, packing, bytes] = found;
  const rows =
    form === 'kept'
      ? decodeKeptPage(bytes, firstRowNo, keptBytesOf(db, sourceTableId))
      : decodeRowPage(form, { packing, bytes }, firstRowNo);
  if (!holds(rows, rowNo)) return [];
  lastPages.set(db, { sourceTableId, rows });
  return rows;
}

/** Reads the file that a table comes from; the block read last is at hand for the page that follows. */
function keptBytesOf(db: ReadableDb, sourceTableId: number): (position: number, length: number) => Buffer {
  let last = keptFiles.get(db);
  if (last?.sourceTableId !== sourceTableId) {
    const sourceFileId = prepared<[number], number>(
      db,
      'SELECT source_file_id FROM source_table WHERE id = ?',
    )
      .pluck()
      .get(sourceTableId);
    if (sourceFileId === undefined) throw new Error('rows of a table without a file');
    last = { sourceTableId, reader: new SourceFileReader(db, sourceFileId) };
    keptFiles.set(db, last);
  }
  const { reader } = last;
  return (position, length) => reader.read(position, length);
}

function holds(rows: readonly StagedRow[], rowNo: number): boolean {
  return rows.length > 0 && rows[0]!.rowNo <= rowNo && rows.at(-1)!.rowNo >= rowNo;
}
