import type { Layout, LayoutOverride } from '#contract/layout';
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
  /** Of the file or entry that it lies in; null where that was not kept. */
  readonly partBytes: number | null;
  readonly partSha256: string | null;
  readonly layout: Layout;
  /** What of the layout a person decided. */
  readonly decided: LayoutOverride;
  /** Version of the program; empty where that was not kept. */
  readonly readBy: string;
  readonly header: readonly string[];
  readonly rowCount: number;
  /** How many rows have which fault; null where that was not counted. */
  readonly rowFaults: Readonly<Record<string, number>> | null;
  readonly findings: readonly FileFinding[];
  readonly stagedAt: string;
  readonly stagedBy: string;
}

interface Row extends Omit<
  SourceTable,
  'layout' | 'decided' | 'header' | 'rowFaults' | 'findings' | 'isKept'
> {
  readonly isKept: 0 | 1;
  readonly layout: string;
  readonly decided: string;
  readonly header: string;
  readonly rowFaults: string | null;
  readonly findings: string;
}

type NewTable = Pick<
  SourceTable,
  'fileName' | 'part' | 'tableName' | 'sizeBytes' | 'partBytes' | 'layout' | 'decided' | 'readBy' | 'stagedBy'
>;

/** Begins reading a table; it stays out of sight until `finishSourceTable`. Answers its id. */
export function beginSourceTable(db: WritableDb, table: NewTable): number {
  const { fileName, part, tableName, sizeBytes, partBytes, readBy, stagedBy } = table;
  const { lastInsertRowid } = prepared<
    [string, string, string, number, number | null, string, string, string, string]
  >(
    db,
    `INSERT INTO source_table
       (state, file_name, part, table_name, size_bytes, part_bytes, layout, decided, header, read_by, staged_by)
     VALUES ('staging', ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?)`,
  ).run(
    fileName,
    part,
    tableName,
    sizeBytes,
    partBytes,
    JSON.stringify(table.layout),
    JSON.stringify(table.decided),
    readBy,
    stagedBy,
  );
  return Number(lastInsertRowid);
}

type ReadTable = Pick<
  SourceTable,
  'sourceFileId' | 'sha256' | 'partSha256' | 'header' | 'rowCount' | 'rowFaults' | 'findings'
>;

/** The table was read to its end, and its file is kept. What was learnt only by reading is filled in. */
export function finishSourceTable(db: WritableDb, sourceTableId: number, read: ReadTable): SourceTable {
  const { sourceFileId, sha256, partSha256, header, rowCount, rowFaults, findings } = read;
  const { changes } = prepared<
    [number, string, string | null, string, number, string, string, string, number]
  >(
    db,
    `UPDATE source_table
        SET state = 'staged', source_file_id = ?, sha256 = ?, part_sha256 = ?, header = ?, row_count = ?,
            row_faults = ?, findings = ?, staged_at = ?
      WHERE id = ? AND state = 'staging'`,
  ).run(
    sourceFileId,
    sha256,
    partSha256,
    JSON.stringify(header),
    rowCount,
    JSON.stringify(rowFaults),
    JSON.stringify(findings),
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

/** The tables of files, or of parts of files, that are so large: those that may be of the same content. */
export function findSourceTablesOfSize(
  db: ReadableDb,
  { fileBytes, partBytes }: { readonly fileBytes: number; readonly partBytes: number },
): SourceTable[] {
  return prepared<[number, number], Row>(
    db,
    `${select} WHERE source_table.state = 'staged' AND (source_table.size_bytes = ? OR part_bytes = ?)
      ORDER BY source_table.id`,
  )
    .all(fileBytes, partBytes)
    .map(parseRow);
}

const select = `
  SELECT source_table.id AS sourceTableId, source_file_id AS sourceFileId, source_table.file_name AS fileName, part,
         table_name AS tableName, source_table.size_bytes AS sizeBytes, source_table.sha256,
         source_file.state = 'kept' AS isKept, part_bytes AS partBytes, part_sha256 AS partSha256, layout, decided,
         read_by AS readBy, header, row_count AS rowCount, row_faults AS rowFaults, findings,
         staged_at AS stagedAt, staged_by AS stagedBy
    FROM source_table JOIN source_file ON source_file.id = source_file_id`;

function parseRow(row: Row): SourceTable {
  return {
    ...row,
    isKept: row.isKept === 1,
    layout: JSON.parse(row.layout) as Layout,
    decided: JSON.parse(row.decided) as LayoutOverride,
    rowFaults: row.rowFaults === null ? null : (JSON.parse(row.rowFaults) as Record<string, number>),
    header: JSON.parse(row.header) as string[],
    findings: JSON.parse(row.findings) as FileFinding[],
  };
}
