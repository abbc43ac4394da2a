import { pack, unpack, type Packed } from './packing.ts';
import type { StagedRow } from './staged-row.ts';

/** Rows of one page of the workspace: enough to pack well, few enough to be read for the sake of one. */
export const maxPageRows = 1_024;

/**
 * Rows that follow one another as they are kept, the first being `firstRowNo`: packed JSON in UTF-8, an array of
 * [line, fault, cells] or [line, fault, cells, stored, notes]. The reader's process makes pages, so that the
 * engine's has only to store them.
 */
export interface RowPage extends Packed {
  readonly firstRowNo: number;
  readonly rowCount: number;
}

type KeptRow = readonly [
  line: number,
  fault: string | null,
  cells: readonly string[],
  stored?: StagedRow['stored'] | null,
  notes?: StagedRow['notes'] | null,
];

/** JSON holds NUL and lone surrogates without loss. */
export function encodeRowPage(rows: readonly StagedRow[]): RowPage {
  const firstRowNo = rows[0]?.rowNo ?? 1;
  return { firstRowNo, rowCount: rows.length, ...pack(Buffer.from(JSON.stringify(rows.map(keptRow)))) };
}

export function decodeRowPage(page: Packed, firstRowNo: number): StagedRow[] {
  const kept = JSON.parse(unpack(page).toString('utf8')) as KeptRow[];
  return kept.map(([line, fault, cells, stored, notes], index) => {
    const row = { rowNo: firstRowNo + index, line, cells, fault };
    return stored || notes ? { ...row, ...(stored ? { stored } : {}), ...(notes ? { notes } : {}) } : row;
  });
}

function keptRow({ line, fault, cells, stored, notes }: StagedRow): KeptRow {
  return stored === undefined && notes === undefined
    ? [line, fault, cells]
    : [line, fault, cells, stored ?? null, notes ?? null];
}
