import type { Dialect } from '#contract/operations/files';
import { prepared, type ReadableDb, type WritableDb } from './database.ts';

/** A table of a file, read to its end. */
export interface SourceTable {
  readonly sourceTableId: number;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Hexadecimal, over the file's bytes. */
  readonly sha256: string;
  readonly dialect: Dialect;
  readonly header: readonly string[];
  readonly rowCount: number;
  readonly stagedAt: string;
  readonly stagedBy: string;
}

interface Row extends Omit<SourceTable, 'dialect' | 'header'> {
  readonly dialect: string;
  readonly header: string;
}

/** Begins reading a table; it stays out of sight until `finishSourceTable`. Answers its id. */
export function beginSourceTable(
  db: WritableDb,
  table: Pick<SourceTable, 'fileName' | 'sizeBytes' | 'dialect' | 'header' | 'stagedBy'>,
): number {
  const { lastInsertRowid } = prepared<[string, number, string, string, string]>(
    db,
    `INSERT INTO source_table (state, file_name, size_bytes, dialect, header, staged_by)
     VALUES ('staging', ?, ?, ?, ?, ?)`,
  ).run(
    table.fileName,
    table.sizeBytes,
    JSON.stringify(table.dialect),
    JSON.stringify(table.header),
    table.stagedBy,
  );
  return Number(lastInsertRowid);
}

/** The table was read to its end. What was learnt only by reading it is filled in: size, hash, number of rows. */
export function finishSourceTable(
  db: WritableDb,
  sourceTableId: number,
  read: Pick<SourceTable, 'sizeBytes' | 'sha256' | 'rowCount'>,
): SourceTable {
  const { changes } = prepared<[number, string, number, string, number]>(
    db,
    `UPDATE source_table SET state = 'staged', size_bytes = ?, sha256 = ?, row_count = ?, staged_at = ?
      WHERE id = ? AND state = 'staging'`,
  ).run(read.sizeBytes, read.sha256, read.rowCount, new Date().toISOString(), sourceTableId);
  const table = changes === 1 ? getSourceTable(db, sourceTableId) : null;
  if (table === null) throw new Error(`source table ${sourceTableId} is not being staged`);
  return table;
}

/** The tables that were read, the newest first. */
export function listSourceTables(db: ReadableDb): SourceTable[] {
  return prepared<[], Row>(
    db,
    `SELECT id AS sourceTableId, file_name AS fileName, size_bytes AS sizeBytes, sha256, dialect, header,
            row_count AS rowCount, staged_at AS stagedAt, staged_by AS stagedBy
       FROM source_table WHERE state = 'staged' ORDER BY id DESC`,
  )
    .all()
    .map(parseRow);
}

export function getSourceTable(db: ReadableDb, sourceTableId: number): SourceTable | null {
  const row = prepared<[number], Row>(
    db,
    `SELECT id AS sourceTableId, file_name AS fileName, size_bytes AS sizeBytes, sha256, dialect, header,
            row_count AS rowCount, staged_at AS stagedAt, staged_by AS stagedBy
       FROM source_table WHERE id = ? AND state = 'staged'`,
  ).get(sourceTableId);
  return row === undefined ? null : parseRow(row);
}

/** The table with the very same content, if it was read before. */
export function findSourceTableBySha256(db: ReadableDb, sha256: string): SourceTable | null {
  const row = prepared<[string], { id: number }>(
    db,
    `SELECT id FROM source_table WHERE sha256 = ? AND state = 'staged'`,
  ).get(sha256);
  return row === undefined ? null : getSourceTable(db, row.id);
}

function parseRow(row: Row): SourceTable {
  return { ...row, dialect: JSON.parse(row.dialect) as Dialect, header: JSON.parse(row.header) as string[] };
}
