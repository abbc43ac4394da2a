import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { prepared, transact, type ReadableDb, type WritableDb } from './database.ts';

export interface Migration {
  /** File name without its ending, such as `0010-first-tables`. */
  readonly name: string;
  readonly sql: string;
  /** Hexadecimal, over the text with line feeds: a checkout may have changed the line ends. */
  readonly sha256: string;
}

interface Applied {
  readonly name: string;
  readonly sha256: string;
}

/** The migrations that came with the program, in order; `resourcesFolder` holds `sql/workspace/NNNN-what.sql`. */
export function listMigrations(resourcesFolder: string): Migration[] {
  const folder = join(resourcesFolder, 'sql', 'workspace');
  const names = readdirSync(folder).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name));
  if (names.length === 0) throw new Error('the program came without its workspace migrations');
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    return { name: name.slice(0, -4), sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Brings a workspace to this program's tables, forward only: every pending migration in one transaction with its
 * ledger entry. Answers the names applied. Faults: `workspace.newer` when the workspace knows a migration that the
 * program does not, `workspace.history_differs` when one of them was applied with another content or out of order.
 */
export function migrateWorkspace(
  db: WritableDb,
  migrations: readonly Migration[],
  path: string,
): Result<string[]> {
  db.exec(`
    CREATE TABLE IF NOT EXISTS schema_migration (
      name       TEXT PRIMARY KEY,
      sha256     TEXT NOT NULL,
      applied_at TEXT NOT NULL
    ) STRICT`);
  const applied = prepared<[], Applied>(db, 'SELECT name, sha256 FROM schema_migration ORDER BY name').all();
  const known = new Set(migrations.map((migration) => migration.name));
  if (applied.some((entry) => !known.has(entry.name)))
    return failed(fault('workspace.newer', { file: path }));
  const difference = applied.find((entry, index) => {
    const expected = migrations[index];
    return expected?.name !== entry.name || expected.sha256 !== entry.sha256;
  });
  if (difference !== undefined) {
    return failed(fault('workspace.history_differs', { file: path, migration: difference.name }));
  }
  const pending = migrations.slice(applied.length);
  for (const migration of pending) apply(db, migration);
  return ok(pending.map((migration) => migration.name));
}

/** Whether the file has this program's ledger; without it, it is no workspace. */
export function hasLedger(db: ReadableDb): boolean {
  const found = prepared<[], { name: string }>(
    db,
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'`,
  ).get();
  return found !== undefined;
}

function apply(db: WritableDb, migration: Migration): void {
  transact(db, () => {
    // The entry goes first, so that a second attempt at the same migration fails before it changes anything.
    prepared<[string, string, string]>(
      db,
      'INSERT INTO schema_migration (name, sha256, applied_at) VALUES (?, ?, ?)',
    ).run(migration.name, migration.sha256, new Date().toISOString());
    db.exec(migration.sql);
  });
}
