import { enrolment, type Enrolment } from '#main/model/enrolment';
import { prepared, type ReadableDb, type WritableDb } from './database.ts';

/** Keeps how this device reaches its central database; a new enrolment takes the place of the old one. */
export function saveEnrolment(db: WritableDb, content: Enrolment): void {
  prepared<[string, string]>(
    db,
    `INSERT INTO enrolment (id, content, saved_at) VALUES (1, ?, ?)
     ON CONFLICT (id) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at`,
  ).run(JSON.stringify(content), new Date().toISOString());
}

export function loadEnrolment(db: ReadableDb): Enrolment | null {
  const row = prepared<[], { content: string }>(db, 'SELECT content FROM enrolment').get();
  return row === undefined ? null : enrolment.parse(JSON.parse(row.content));
}
