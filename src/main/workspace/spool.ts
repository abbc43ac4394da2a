import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';

/** A file that a browser hands over in pieces: it knows no paths. Kept encrypted until it was read. */
export interface Spool {
  readonly spoolId: number;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly receivedBytes: number;
}

export function beginSpool(db: WritableDb, file: Pick<Spool, 'fileName' | 'sizeBytes'>): number {
  const { lastInsertRowid } = prepared<[string, number]>(
    db,
    'INSERT INTO spool (file_name, size_bytes) VALUES (?, ?)',
  ).run(file.fileName, file.sizeBytes);
  return Number(lastInsertRowid);
}

/**
 * Keeps the next piece and answers the bytes received so far. Null when there is no such spool, when the piece is
 * not the next one, or when it would exceed the announced size. The last piece again, unchanged, is taken as a
 * repetition whose answer was lost.
 */
export function appendSpoolChunk(
  db: WritableDb,
  spoolId: number,
  sequence: number,
  bytes: Buffer,
): number | null {
  return transact(db, () => {
    const spool = getSpool(db, spoolId);
    if (spool === null) return null;
    const last = lastChunk(db, spoolId);
    if (last !== undefined && last.sequence === sequence && last.bytes.equals(bytes))
      return spool.receivedBytes;
    if (sequence !== (last === undefined ? 0 : last.sequence + 1)) return null;
    if (spool.receivedBytes + bytes.length > spool.sizeBytes) return null;
    prepared<[number, number, Buffer]>(
      db,
      'INSERT INTO spool_chunk (spool_id, sequence, bytes) VALUES (?, ?, ?)',
    ).run(spoolId, sequence, bytes);
    prepared<[number, number]>(db, 'UPDATE spool SET received_bytes = received_bytes + ? WHERE id = ?').run(
      bytes.length,
      spoolId,
    );
    return spool.receivedBytes + bytes.length;
  });
}

export function getSpool(db: ReadableDb, spoolId: number): Spool | null {
  const row = prepared<[number], Spool>(
    db,
    `SELECT id AS spoolId, file_name AS fileName, size_bytes AS sizeBytes, received_bytes AS receivedBytes
       FROM spool WHERE id = ?`,
  ).get(spoolId);
  return row ?? null;
}

/** The bytes in order, a piece at a time; other work may use the workspace between two pieces. */
export async function* readSpool(
  db: ReadableDb,
  spoolId: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const next = prepared<[number, number], { bytes: Buffer }>(
    db,
    'SELECT bytes FROM spool_chunk WHERE spool_id = ? AND sequence = ?',
  );
  for (let sequence = 0; ; sequence += 1) {
    const chunk = next.get(spoolId, sequence);
    if (chunk === undefined) return;
    yield chunk.bytes;
  }
}

export function discardSpool(db: WritableDb, spoolId: number): void {
  prepared<[number]>(db, 'DELETE FROM spool WHERE id = ?').run(spoolId);
}

/** Pieces of a window that is gone: nobody can hand over the rest. */
export function discardAllSpools(db: WritableDb): void {
  prepared<[]>(db, 'DELETE FROM spool').run();
}

function lastChunk(db: ReadableDb, spoolId: number): { sequence: number; bytes: Buffer } | undefined {
  return prepared<[number], { sequence: number; bytes: Buffer }>(
    db,
    'SELECT sequence, bytes FROM spool_chunk WHERE spool_id = ? ORDER BY sequence DESC LIMIT 1',
  ).get(spoolId);
}
