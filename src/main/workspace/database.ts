import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';

declare const mayRead: unique symbol;
declare const mayWrite: unique symbol;

/** An open workspace for functions that only read. */
export type ReadableDb = Database & { readonly [mayRead]: true };
/** An open workspace for functions that change it; the signature is what tells. */
export type WritableDb = ReadableDb & { readonly [mayWrite]: true };

/** What SQLite can store and answer here: text, numbers, blobs and nothing. */
export type SqlValue = string | number | Buffer | null;

/** Bytes of a database page: large pages make bulk inserts faster (16 KiB: 245 k rows/s, 4 KiB: 178 k). */
export const pageBytes = 16_384;

/** Another process may hold the file for a moment while it closes. */
const busyTimeoutMs = 250;

/**
 * Opens the encrypted file with its raw 32-byte key. Nothing is read yet, so a wrong key is noticed only later.
 * SQLCipher 4 format: AES-256-CBC with an HMAC on every page, so that any altered page fails to read.
 */
export function openEncrypted(
  path: string,
  dataKey: Buffer,
  mode: { readonly: boolean } = writing,
): WritableDb {
  const db = new Database(path, { fileMustExist: true, timeout: busyTimeoutMs, readonly: mode.readonly });
  try {
    db.pragma(`cipher = 'sqlcipher'`);
    db.pragma('legacy = 4');
    db.pragma(`legacy_page_size = ${pageBytes}`);
    const literal = rawKeyLiteral(dataKey);
    db.key(literal);
    literal.fill(0);
    // The lock lasts as long as the connection and is released by the system when the process dies.
    if (!mode.readonly) db.pragma('locking_mode = EXCLUSIVE');
    db.pragma(`page_size = ${pageBytes}`);
    // A sort that spilled to the temp folder would leave patients' rows there as plain text.
    db.pragma('temp_store = MEMORY');
    db.pragma('mmap_size = 0');
    db.pragma('cache_size = -16384');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('secure_delete = ON');
    return db as WritableDb;
  } catch (error) {
    db.close();
    throw error;
  }
}

const writing = { readonly: false };

/**
 * Whether the file and the log that a killed program left beside it belong together. An older copy of the file, put
 * back beside a newer log, takes the log's pages for its own: every page is authentic, and the whole is not. Looked at
 * without the right to write, because closing would move the log into the file.
 */
export function fitsItsLog(path: string, dataKey: Buffer): boolean {
  const db = openEncrypted(path, dataKey, { readonly: true });
  try {
    return db.pragma('integrity_check(1)', { simple: true }) === 'ok';
  } catch (error) {
    // The log speaks of pages beyond the end of the file.
    if (isSqliteError(error) && error.code === 'SQLITE_IOERR_SHORT_READ') return false;
    throw error;
  } finally {
    db.close();
    // The log's index, which a reader makes: numbers of pages and nothing of their content.
    rmSync(`${path}-shm`, { force: true });
  }
}

/** Turns the log on: needs the right key and the file to itself. */
export function useWriteAheadLog(db: WritableDb): void {
  const mode = db.pragma('journal_mode = WAL', { simple: true });
  if (mode !== 'wal') throw new Error(`the workspace cannot use a write-ahead log: ${String(mode)}`);
  // In WAL mode this build would otherwise flush at checkpoints only, and a power cut could lose a commit.
  db.pragma('synchronous = FULL');
  db.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
}

/** `x'…'` as bytes that can be wiped, unlike a string. */
function rawKeyLiteral(dataKey: Buffer): Buffer {
  if (dataKey.length !== 32) throw new Error('a data key has 32 bytes');
  const digits = '0123456789abcdef';
  const literal = Buffer.alloc(67);
  literal.write(`x'`);
  dataKey.forEach((byte, index) => {
    literal[2 + 2 * index] = digits.charCodeAt(byte >> 4);
    literal[3 + 2 * index] = digits.charCodeAt(byte & 15);
  });
  literal.write(`'`, 66);
  return literal;
}

const statements = new WeakMap<ReadableDb, Map<string, Database.Statement>>();

/** The prepared statement of a literal SQL text, compiled once for each open workspace. */
export function prepared<Params extends SqlValue[], Row = unknown>(
  db: ReadableDb,
  sql: string,
): Database.Statement<Params, Row> {
  let ofDb = statements.get(db);
  if (ofDb === undefined) statements.set(db, (ofDb = new Map()));
  let statement = ofDb.get(sql);
  if (statement === undefined) ofDb.set(sql, (statement = db.prepare<unknown[], unknown>(sql)));
  return statement as unknown as Database.Statement<Params, Row>;
}

/** Runs `work` in one transaction (a savepoint inside another): all of it is on disk afterwards, or none. */
export function transact<T>(db: WritableDb, work: () => T): T {
  return db.transaction(work).immediate();
}

/** The file lock of an otherwise unused plain file, for a step that two processes must not take at once. */
export function lockFile(path: string): { release(): void } {
  const db = new Database(path, { timeout: 0 });
  try {
    // Otherwise a process that is killed leaves a journal beside the lock.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw error;
  }
  return { release: () => void db.close() };
}

export function isSqliteError(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError;
}
