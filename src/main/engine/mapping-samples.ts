import type { StagedRow } from '#main/model/staged-row';
import type { ReadableDb } from '#main/workspace/database';
import type { SourceTable } from '#main/workspace/source-table';
import { walkStagedRows } from '#main/workspace/staged-row';

const maxSpots = 50;
const rowsPerSpot = 10;
/** Of the cells of all samples, apart from one row of each spot: rows with pictures in them are large. */
const maxSampleCharacters = 16 * 1024 * 1024;

interface Spot {
  readonly afterRowNo: number;
  readonly limit: number;
}

/**
 * Rows that a proposal is judged by and that the screen takes its examples from: taken from all over the file, because
 * an export put together from two systems begins like one of them.
 */
export function sampleCells(
  db: ReadableDb,
  { sourceTableId, rowCount }: Pick<SourceTable, 'sourceTableId' | 'rowCount'>,
): (readonly string[])[] {
  const spots = spotsOf(rowCount);
  const room = maxSampleCharacters / spots.length;
  return spots
    .flatMap((spot) => [...rowsAt(db, sourceTableId, spot, room)])
    .filter((row) => row.fault === null)
    .map((row) => row.cells);
}

function spotsOf(rowCount: number): Spot[] {
  if (rowCount <= maxSpots * rowsPerSpot) return [{ afterRowNo: 0, limit: rowCount }];
  const lastSpot = rowCount - rowsPerSpot;
  return Array.from({ length: maxSpots }, (_, spot) => ({
    afterRowNo: Math.floor((lastSpot * spot) / (maxSpots - 1)),
    limit: rowsPerSpot,
  }));
}

function* rowsAt(
  db: ReadableDb,
  sourceTableId: number,
  { afterRowNo, limit }: Spot,
  maxCharacters: number,
): Generator<StagedRow> {
  let characters = 0;
  for (const page of walkStagedRows(db, sourceTableId, afterRowNo)) {
    for (const row of page) {
      if (row.rowNo > afterRowNo + limit || characters >= maxCharacters) return;
      for (const cell of row.cells) characters += cell.length;
      yield row;
    }
  }
}
