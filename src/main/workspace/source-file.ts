import { pack, unpack, type Packed, type Packing } from '#main/model/packing';
import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';
import { inSteps, type Steps } from './in-steps.ts';

/** A file as it was handed over. */
export interface SourceFile {
  readonly sourceFileId: number;
  /**
   * `receiving`: its bytes are on their way into the workspace; `kept`: they are all here; `known`: only its name,
   * size and hash are (read by an earlier version, or removed), and perhaps bytes on their way out.
   */
  readonly state: 'receiving' | 'kept' | 'known';
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly receivedBytes: number;
  /** Hexadecimal, over all its bytes; null while they are received. */
  readonly sha256: string | null;
}

/** A piece of a file, packed; `sizeBytes` unpacked. */
export interface SourceChunk extends Packed {
  readonly position: number;
  readonly sizeBytes: number;
}

/** Begins taking a file over. It is dropped when the workspace is opened again before it was kept. */
export function beginSourceFile(db: WritableDb, file: Pick<SourceFile, 'fileName' | 'sizeBytes'>): number {
  const { lastInsertRowid } = prepared<[string, number]>(
    db,
    `INSERT INTO source_file (state, file_name, size_bytes) VALUES ('receiving', ?, ?)`,
  ).run(file.fileName, file.sizeBytes);
  return Number(lastInsertRowid);
}

/** Keeps pieces that follow the bytes received so far. */
export function appendSourceChunks(
  db: WritableDb,
  sourceFileId: number,
  chunks: readonly SourceChunk[],
): void {
  const insert = prepared<[number, number, number, Packing, Buffer]>(
    db,
    'INSERT INTO source_chunk (source_file_id, position, size_bytes, packing, bytes) VALUES (?, ?, ?, ?, ?)',
  );
  let received = 0;
  for (const { position, sizeBytes, packing, bytes } of chunks) {
    insert.run(sourceFileId, position, sizeBytes, packing, bytes);
    received += sizeBytes;
  }
  prepared<[number, number]>(
    db,
    'UPDATE source_file SET received_bytes = received_bytes + ? WHERE id = ?',
  ).run(received, sourceFileId);
}

/**
 * Keeps the next piece of a file that a browser hands over, and answers the bytes received so far. Null when there is
 * no such file, when the piece is not the next one, or when it would exceed the announced size. The last piece again,
 * unchanged, is taken as a repetition whose answer was lost.
 */
export function appendPiece(
  db: WritableDb,
  sourceFileId: number,
  sequence: number,
  bytes: Buffer,
): number | null {
  return transact(db, () => {
    const file = getSourceFile(db, sourceFileId);
    if (file?.state !== 'receiving') return null;
    const pieces = prepared<[number], number>(
      db,
      'SELECT count(*) FROM source_chunk WHERE source_file_id = ?',
    );
    const next = pieces.pluck().get(sourceFileId) ?? 0;
    if (sequence === next - 1 && lastChunk(db, sourceFileId).equals(bytes)) return file.receivedBytes;
    if (sequence !== next || file.receivedBytes + bytes.length > file.sizeBytes) return null;
    const piece = { position: file.receivedBytes, sizeBytes: bytes.length, ...pack(bytes) };
    appendSourceChunks(db, sourceFileId, [piece]);
    return file.receivedBytes + bytes.length;
  });
}

/**
 * All bytes are here. Answers the id under which the content is kept: that of an earlier file when the very same
 * content is here already; the second copy is then out of sight, and for the caller to discard.
 */
export function keepSourceFile(db: WritableDb, sourceFileId: number, sha256: string): number {
  return transact(db, () => {
    const earlier = prepared<[string], number>(
      db,
      `SELECT id FROM source_file WHERE sha256 = ? AND state = 'kept'`,
    )
      .pluck()
      .get(sha256);
    if (earlier === undefined || earlier === sourceFileId) {
      prepared<[string, number]>(db, `UPDATE source_file SET state = 'kept', sha256 = ? WHERE id = ?`).run(
        sha256,
        sourceFileId,
      );
      return sourceFileId;
    }
    forgetSourceFile(db, sourceFileId);
    return earlier;
  });
}

export function getSourceFile(db: ReadableDb, sourceFileId: number): SourceFile | null {
  const row = prepared<[number], SourceFile>(
    db,
    `SELECT id AS sourceFileId, state, file_name AS fileName, size_bytes AS sizeBytes,
            received_bytes AS receivedBytes, sha256
       FROM source_file WHERE id = ?`,
  ).get(sourceFileId);
  return row ?? null;
}

interface Chunk {
  readonly position: number;
  readonly bytes: Buffer;
}

const nothing: Chunk = { position: 0, bytes: Buffer.alloc(0) };

/**
 * The bytes of a kept or received file from `position` on: `length` of them, fewer only at its end. `reader` keeps the
 * piece used last, since readers ask for small parts beside one another.
 */
export class SourceFileReader {
  readonly #db: ReadableDb;
  readonly #sourceFileId: number;
  #last: Chunk = nothing;

  constructor(db: ReadableDb, sourceFileId: number) {
    this.#db = db;
    this.#sourceFileId = sourceFileId;
  }

  read(position: number, length: number): Buffer {
    const parts: Buffer[] = [];
    for (let at = position; at < position + length;) {
      const chunk = this.#chunkAt(at);
      const part = chunk.bytes.subarray(at - chunk.position, position + length - chunk.position);
      if (part.length === 0) break;
      parts.push(part);
      at += part.length;
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  #chunkAt(position: number): Chunk {
    const { position: start, bytes } = this.#last;
    if (position >= start && position < start + bytes.length) return this.#last;
    const row = prepared<
      [number, number],
      { readonly position: number; readonly packing: Packing; readonly bytes: Buffer }
    >(
      this.#db,
      `SELECT position, packing, bytes FROM source_chunk
        WHERE source_file_id = ? AND position <= ? ORDER BY position DESC LIMIT 1`,
    ).get(this.#sourceFileId, position);
    this.#last = row === undefined ? nothing : { position: row.position, bytes: unpack(row) };
    return this.#last;
  }
}

/** From now on its bytes are not found any more; `discardSourceFile`, or the next opening, removes them. */
export function forgetSourceFile(db: WritableDb, sourceFileId: number): void {
  prepared<[number]>(
    db,
    `UPDATE source_file SET state = 'known', received_bytes = 0, sha256 = coalesce(sha256, '') WHERE id = ?`,
  ).run(sourceFileId);
}

/**
 * Gives up a file that was being taken over, or removes one of which no table is left, with its bytes. Its name, size
 * and hash stay while a removed table's job speaks of it.
 */
export function* discardSourceFile(db: WritableDb, sourceFileId: number): Steps {
  forgetSourceFile(db, sourceFileId);
  const removeFirst = prepared<[number], number>(
    db,
    `DELETE FROM source_chunk WHERE rowid = (
       SELECT rowid FROM source_chunk WHERE source_file_id = ? ORDER BY position LIMIT 1)
     RETURNING length(bytes)`,
  ).pluck();
  yield* inSteps(db, () => removeFirst.get(sourceFileId) ?? null);
  prepared<[number]>(
    db,
    `DELETE FROM source_file WHERE id = ?
        AND NOT EXISTS (SELECT 1 FROM source_table WHERE source_file_id = source_file.id)`,
  ).run(sourceFileId);
}

/** What the bytes of a file take up, packed. */
export function sizeOfChunks(db: ReadableDb, sourceFileId: number): number {
  const sql = 'SELECT sum(length(bytes)) FROM source_chunk WHERE source_file_id = ?';
  return prepared<[number], number>(db, sql).pluck().get(sourceFileId) ?? 0;
}

/** Whether tables that can be seen come from it. */
export function isSourceFileUsed(db: ReadableDb, sourceFileId: number): boolean {
  const sql = `SELECT count(*) FROM source_table WHERE source_file_id = ? AND state = 'staged'`;
  return prepared<[number], number>(db, sql).pluck().get(sourceFileId) !== 0;
}

/** Files to discard: no table needs their bytes any more, or ever did, and those of which something is left over. */
export function listUnusedSourceFiles(db: ReadableDb): number[] {
  return prepared<[], number>(
    db,
    `SELECT id FROM source_file
      WHERE NOT EXISTS (SELECT 1 FROM source_table WHERE source_file_id = source_file.id AND state = 'staged')
        AND (state <> 'known'
          OR EXISTS (SELECT 1 FROM source_chunk WHERE source_file_id = source_file.id)
          OR NOT EXISTS (SELECT 1 FROM source_table WHERE source_file_id = source_file.id))`,
  )
    .pluck()
    .all();
}

function lastChunk(db: ReadableDb, sourceFileId: number): Buffer {
  const row = prepared<[number], { readonly packing: Packing; readonly bytes: Buffer }>(
    db,
    'SELECT packing, bytes FROM source_chunk WHERE source_file_id = ? ORDER BY position DESC LIMIT 1',
  ).get(sourceFileId);
  return row === undefined ? Buffer.alloc(0) : unpack(row);
}
