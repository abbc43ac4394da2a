import type { ReadableDb } from '#main/workspace/database';
import type { SourceTable } from '#main/workspace/source-table';
import { readStagedRows } from '#main/workspace/staged-row';

const spots = 50;
const rowsPerSpot = 10;

/**
 * Rows that a proposal is judged by and that the screen takes its examples from: taken from all over the file, because
 * an export put together from two systems begins like one of them.
 */
export function sampleCells(
  db: ReadableDb,
  { sourceTableId, rowCount }: Pick<SourceTable, 'sourceTableId' | 'rowCount'>,
): (readonly string[])[] {
  return pagesOf(rowCount)
    .flatMap((page) => readStagedRows(db, sourceTableId, page))
    .filter((row) => row.fault === null)
    .map((row) => row.cells);
}

function pagesOf(rowCount: number): { readonly afterRowNo: number; readonly limit: number }[] {
  if (rowCount <= spots * rowsPerSpot) return [{ afterRowNo: 0, limit: rowCount }];
  const lastPage = rowCount - rowsPerSpot;
  return Array.from({ length: spots }, (_, spot) => ({
    afterRowNo: Math.floor((lastPage * spot) / (spots - 1)),
    limit: rowsPerSpot,
  }));
}
