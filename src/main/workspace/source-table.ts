import type { Layout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import { prepared, type ReadableDb, type WritableDb } from './database.ts';

/** A table of a file, read to its end. */
export interface SourceTable {
  readonly sourceTableId: number;
  readonly sourceFileId: number;
  readonly fileName: string;
  /** Place within an archive; empty for the file itself. */
  readonly part: string;
  /** Which table of it; empty for the only one. */
  readonly tableName: string;
  /** Of the file that was handed over. */
  readonly sizeBytes: number;
  /** Hexadecimal, over the bytes of the file that was handed over. */
  readonly sha256: string;
  /** The bytes are in the workspace. */
  readonly isKept: boolean;
  readonly layout: Layout;
  readonly header: readonly string[];
  readonly rowCount: number;
  readonly findings: readonly FileFinding[];
  readonly stagedAt: string;
  readonly stagedBy: string;
}

interface Row extends Omit<SourceTable, 'layout' | 'header' | 'findings' | 'isKept'> {
  readonly isKept: 0 | 1;
  readonly layout: string;
  readonly header: string;
  readonly findings: string;
}

type NewTable = Pick<SourceTable, 'fileName' | 'part' | 'tableName' | 'sizeBytes' | 'layout' | 'stagedBy'>;

/** Begins reading a table; it stays out of sight until `finishSourceTable`. Answers its id. */
export function beginSourceTable(db: WritableDb, table: NewTable): number {
  const { lastInsertRowid } = prepared<[string, string, string, number, string, string]>(
    db,
    `INSERT INTO source_table (state, file_name, part, table_name, size_bytes, layout, header, staged_by)
     VALUES ('staging', ?, ?, ?, ?, ?, '[]', ?)`,
  ).run(
    table.fileName,
    table.part,
    table.tableName,
    table.sizeBytes,
    JSON.stringify(table.layout),
    table.stagedBy,
  );
  return Number(lastInsertRowid);
}

type ReadTable = Pick<SourceTable, 'sourceFileId' | 'sha256' | 'header' | 'rowCount' | 'findings'>;

/** The table was read to its end, and its file is kept. What was learnt only by reading is filled in. */
export function finishSourceTable(db: WritableDb, sourceTableId: number, read: ReadTable): SourceTable {
  const { changes } = prepared<[number, string, string, number, string, string, number]>(
    db,
    `UPDATE source_table
        SET state = 'staged', source_file_id = ?, sha256 = ?, header = ?, row_count = ?, findings = ?, staged_at = ?
      WHERE id = ? AND state = 'staging'`,
  ).run(
    read.sourceFileId,
    read.sha256,
    JSON.stringify(read.header),
    read.rowCount,
    JSON.stringify(read.findings),
    new Date().toISOString(),
    sourceTableId,
  );
  const table = changes === 1 ? getSourceTable(db, sourceTableId) : null;
  if (table === null) throw new Error(`source table ${sourceTableId} is not being staged`);
  return table;
}

/** The tables that were read, the newest first. */
export function listSourceTables(db: ReadableDb): SourceTable[] {
  return prepared<[], Row>(db, `${select} WHERE source_table.state = 'staged' ORDER BY source_table.id DESC`)
    .all()
    .map(parseRow);
}

export function getSourceTable(db: ReadableDb, sourceTableId: number): SourceTable | null {
  const row = prepared<[number], Row>(
    db,
    `${select} WHERE source_table.id = ? AND source_table.state = 'staged'`,
  ).get(sourceTableId);
  return row === undefined ? null : parseRow(row);
}

/** The tables that were read from the very same content. */
export function findSourceTablesBySha256(db: ReadableDb, sha256: string): SourceTable[] {
  return prepared<[string], Row>(
    db,
    `${select} WHERE source_table.sha256 = ? AND source_table.state = 'staged' ORDER BY source_table.id`,
  )
    .all(sha256)
    .map(parseRow);
}

const select = `
  SELECT source_table.id AS sourceTableId, source_file_id AS sourceFileId, source_table.file_name AS fileName, part,
         table_name AS tableName, source_table.size_bytes AS sizeBytes, source_table.sha256,
         source_file.state = 'kept' AS isKept, layout, header, row_count AS rowCount, findings,
         staged_at AS stagedAt, staged_by AS stagedBy
    FROM source_table JOIN source_file ON source_file.id = source_file_id`;

function parseRow(row: Row): SourceTable {
  return {
    ...row,
    isKept: row.isKept === 1,
    layout: JSON.parse(row.layout) as Layout,
    header: JSON.parse(row.header) as string[],
    findings: JSON.parse(row.findings) as FileFinding[],
  };
}
