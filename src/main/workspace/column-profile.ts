import type { ColumnProfiles } from '#contract/operations/column-profile';
import { prepared, type ReadableDb, type WritableDb } from './database.ts';

export function saveColumnProfiles(db: WritableDb, sourceTableId: number, profiles: ColumnProfiles): void {
  prepared<[number, string]>(
    db,
    'INSERT OR REPLACE INTO column_profile (source_table_id, content) VALUES (?, ?)',
  ).run(sourceTableId, JSON.stringify(profiles));
}

export function getColumnProfiles(db: ReadableDb, sourceTableId: number): ColumnProfiles | null {
  const content = prepared<[number], string>(
    db,
    'SELECT content FROM column_profile WHERE source_table_id = ?',
  )
    .pluck()
    .get(sourceTableId);
  return content === undefined ? null : (JSON.parse(content) as ColumnProfiles);
}
