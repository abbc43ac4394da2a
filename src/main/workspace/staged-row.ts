import type { StagedRow } from '#main/model/staged-row';
import { prepared, type ReadableDb, type WritableDb } from './database.ts';

export interface PageRequest {
  /** The page begins after this row; 0 for the first page. */
  readonly afterRowNo: number;
  readonly limit: number;
}

type RawRow = [rowNo: number, line: number, cells: string, fault: string | null];

/**
 * Adds rows to a table that is being read, in their order. Call it inside a transaction of 1,000 to 10,000 rows.
 * Cells are kept as JSON, which holds NUL and lone surrogates without loss.
 */
export function appendStagedRows(db: WritableDb, sourceTableId: number, rows: readonly StagedRow[]): void {
  const insert = prepared<[number, number, number, string, string | null]>(
    db,
    'INSERT INTO staged_row (row_key, line, cells, fault) VALUES ((? << 32) + ?, ?, ?, ?)',
  );
  for (const row of rows) {
    insert.run(sourceTableId, row.rowNo, row.line, JSON.stringify(row.cells), row.fault);
  }
}

/** The next page of a table's rows, in order; shorter than `limit` at the end. */
export function readStagedRows(db: ReadableDb, sourceTableId: number, page: PageRequest): StagedRow[] {
  const rows = prepared<[number, number, number, number], RawRow>(
    db,
    `SELECT row_no, line, cells, fault FROM staged_row
      WHERE row_key > (? << 32) + ? AND row_key < (? + 1) << 32 ORDER BY row_key LIMIT ?`,
  )
    .raw()
    .all(sourceTableId, page.afterRowNo, sourceTableId, page.limit);
  return rows.map(parseRow);
}

/** Every row of a table in order, fetched by pages. The workspace may be written to between two rows. */
export function* walkStagedRows(
  db: ReadableDb,
  sourceTableId: number,
  afterRowNo = 0,
  pageRows = 2_000,
): Generator<StagedRow[], void, undefined> {
  let after = afterRowNo;
  for (;;) {
    const rows = readStagedRows(db, sourceTableId, { afterRowNo: after, limit: pageRows });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.rowNo;
  }
}

export function getStagedRow(db: ReadableDb, sourceTableId: number, rowNo: number): StagedRow | null {
  const row = prepared<[number, number], RawRow>(
    db,
    'SELECT row_no, line, cells, fault FROM staged_row WHERE row_key = (? << 32) + ?',
  )
    .raw()
    .get(sourceTableId, rowNo);
  return row === undefined ? null : parseRow(row);
}

/** Removes up to `limit` rows of a table that is given up or removed. Answers how many there were. */
export function deleteStagedRows(db: WritableDb, sourceTableId: number, limit: number): number {
  return prepared<[number, number, number]>(
    db,
    'DELETE FROM staged_row WHERE row_key >= ? << 32 AND row_key < (? + 1) << 32 ORDER BY row_key LIMIT ?',
  ).run(sourceTableId, sourceTableId, limit).changes;
}

function parseRow([rowNo, line, cells, fault]: RawRow): StagedRow {
  return { rowNo, line, cells: JSON.parse(cells) as string[], fault };
}
