import type { Role } from '#contract/operation';
import type { MappingContent } from '#main/model/mapping';
import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';

export interface StoredMapping {
  readonly mappingId: number;
  readonly sourceTableId: number;
  /** From 1 within its table; a revision has the next number. */
  readonly version: number;
  readonly state: 'draft' | 'approved';
  readonly content: MappingContent;
  readonly createdAt: string;
  readonly approvedBy: { readonly name: string; readonly role: Role; readonly at: string } | null;
}

interface Row {
  readonly mappingId: number;
  readonly sourceTableId: number;
  readonly version: number;
  readonly state: StoredMapping['state'];
  readonly content: string;
  readonly createdAt: string;
  readonly approvedBy: string | null;
  readonly approvedRole: Role | null;
  readonly approvedAt: string | null;
}

/** Adds the next version of a table's mapping as a draft. A draft that was there before is replaced by it. */
export function draftMapping(db: WritableDb, sourceTableId: number, content: MappingContent): StoredMapping {
  return transact(db, () => {
    prepared<[number]>(db, `DELETE FROM mapping WHERE source_table_id = ? AND state = 'draft'`).run(
      sourceTableId,
    );
    const { lastInsertRowid } = prepared<[number, number, string, string]>(
      db,
      `INSERT INTO mapping (source_table_id, version, state, content, created_at)
       VALUES (?, 1 + (SELECT coalesce(max(version), 0) FROM mapping WHERE source_table_id = ?), 'draft', ?, ?)`,
    ).run(sourceTableId, sourceTableId, JSON.stringify(content), new Date().toISOString());
    return mustGet(db, Number(lastInsertRowid));
  });
}

/** Changes a draft; null when the mapping is approved or not there. */
export function changeDraft(
  db: WritableDb,
  mappingId: number,
  content: MappingContent,
): StoredMapping | null {
  const { changes } = prepared<[string, number]>(
    db,
    `UPDATE mapping SET content = ? WHERE id = ? AND state = 'draft'`,
  ).run(JSON.stringify(content), mappingId);
  return changes === 1 ? mustGet(db, mappingId) : null;
}

/** Locks a draft in a person's name; null when the mapping is approved already or not there. */
export function approveMapping(
  db: WritableDb,
  mappingId: number,
  person: { readonly name: string; readonly role: Role },
): StoredMapping | null {
  const { changes } = prepared<[string, string, string, number]>(
    db,
    `UPDATE mapping SET state = 'approved', approved_by = ?, approved_role = ?, approved_at = ?
      WHERE id = ? AND state = 'draft'`,
  ).run(person.name, person.role, new Date().toISOString(), mappingId);
  return changes === 1 ? mustGet(db, mappingId) : null;
}

/** A new draft with the content of an existing mapping, which stays as it is; null when there is none. */
export function reviseMapping(db: WritableDb, mappingId: number): StoredMapping | null {
  const mapping = getMapping(db, mappingId);
  return mapping === null ? null : draftMapping(db, mapping.sourceTableId, mapping.content);
}

export function getMapping(db: ReadableDb, mappingId: number): StoredMapping | null {
  const row = prepared<[number], Row>(
    db,
    `SELECT id AS mappingId, source_table_id AS sourceTableId, version, state, content, created_at AS createdAt,
            approved_by AS approvedBy, approved_role AS approvedRole, approved_at AS approvedAt
       FROM mapping WHERE id = ?`,
  ).get(mappingId);
  return row === undefined ? null : parseRow(row);
}

/** The newest version of a table's mapping, draft or approved. */
export function latestMapping(db: ReadableDb, sourceTableId: number): StoredMapping | null {
  const row = prepared<[number], { id: number }>(
    db,
    'SELECT id FROM mapping WHERE source_table_id = ? ORDER BY version DESC LIMIT 1',
  ).get(sourceTableId);
  return row === undefined ? null : getMapping(db, row.id);
}

function mustGet(db: ReadableDb, mappingId: number): StoredMapping {
  const mapping = getMapping(db, mappingId);
  if (mapping === null) throw new Error(`mapping ${mappingId} was written and is not there`);
  return mapping;
}

function parseRow(row: Row): StoredMapping {
  const { approvedBy: name, approvedRole: role, approvedAt: at, content, ...rest } = row;
  const approvedBy = name === null || role === null || at === null ? null : { name, role, at };
  return { ...rest, content: JSON.parse(content) as MappingContent, approvedBy };
}
