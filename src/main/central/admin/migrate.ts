import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { fault } from '#contract/faults';
import type { OperatorConnection } from '#contract/operations/operator';
import { failed, ok, type Result } from '#contract/result';
import { withOperator } from './connection.ts';

/** What a migration did, or with `dryRun` would do. Names are those of the files, without `.sql`. */
export interface MigrationReport {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** What the server did not allow to be closed (a managed one without a superuser): for the operator to judge. */
  readonly warnings: readonly string[];
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: Buffer;
}

/** Key of the lock that lets one migration of a database run at a time; any number will do. */
const lockKey = 7_320_451;

/** How often a migration tries to get the locks that it needs. */
const tries = 3;
/** A migration that waits for a lock makes everybody who comes after it wait as well, for at most this long. */
const defaultLockWaitMs = 5_000;

/**
 * Brings the central database to the schema of `sqlFolder` (resources/sql/central) in one transaction, under a lock:
 * of two at once the second finds everything done. Each migration's row is inserted before it is run, so that a
 * history that went on meanwhile is noticed by the ledger's key. Closes what a device must not reach, every time.
 * Devices' sessions that idle in a transaction are ended first: their locks would hold the migration up.
 * Faults: `operator.history_differs`, `operator.history_newer`, `operator.database_busy` (a lock was not to be had),
 * and those of `withOperator`.
 */
export function migrateCentral(
  connection: OperatorConnection,
  sqlFolder: string,
  { dryRun = false, lockWaitMs = defaultLockWaitMs }: MigrationOptions = {},
): Promise<Result<MigrationReport>> {
  return withOperator(connection, async (client) => {
    const available = await readMigrations(sqlFolder);
    for (let attempt = 1; ; attempt += 1) {
      if (!dryRun) await endIdleTransactions(client);
      try {
        return await migrateOnce(client, sqlFolder, available, { dryRun, lockWaitMs });
      } catch (error) {
        // Fails itself when the connection is what broke: the first error says more.
        await client.query('ROLLBACK').catch(() => undefined);
        if (!(error instanceof Error && 'code' in error && error.code === lockNotAvailable)) throw error;
        if (attempt === tries) return failed(fault('operator.database_busy', {}));
        // Whoever queued behind the migration goes first.
        await wait(lockWaitMs / 5);
      }
    }
  });
}

interface MigrationOptions {
  readonly dryRun?: boolean;
  /** How long each try waits for each lock. */
  readonly lockWaitMs?: number;
}

const lockNotAvailable = '55P03';

async function migrateOnce(
  client: pg.Client,
  sqlFolder: string,
  available: readonly Migration[],
  { dryRun, lockWaitMs }: Required<MigrationOptions>,
): Promise<Result<MigrationReport>> {
  const warnings: string[] = [];
  const listen = (notice: { severity?: string | undefined; message?: string | undefined }): void => {
    if (notice.severity === 'WARNING') warnings.push(notice.message ?? '');
  };
  client.on('notice', listen);
  try {
    await client.query('BEGIN');
    // Another migration is waited for however long it takes; whoever else holds a lock is not.
    await client.query('SELECT pg_catalog.pg_advisory_xact_lock($1)', [lockKey]);
    await client.query(`SET LOCAL lock_timeout = ${lockWaitMs}`);
    const pending = findPending(available, await readHistory(client));
    const names = pending.ok ? pending.value.map((migration) => migration.name) : [];
    if (!pending.ok || dryRun) {
      await client.query('ROLLBACK');
      return pending.ok ? ok({ applied: [], pending: names, warnings }) : pending;
    }
    await client.query(await readFile(join(sqlFolder, 'ledger.sql'), 'utf8'));
    for (const migration of pending.value) await apply(client, migration);
    await client.query(await readFile(join(sqlFolder, 'hardening.sql'), 'utf8'));
    await client.query('COMMIT');
    return ok({ applied: names, pending: [], warnings });
  } finally {
    client.off('notice', listen);
  }
}

/** Ends devices' sessions that are idle in a transaction in this database, and waits until they are gone. */
async function endIdleTransactions(client: pg.Client): Promise<void> {
  await client.query(
    `SELECT pg_catalog.pg_terminate_backend(a.pid, 5000)
       FROM pg_catalog.pg_stat_activity AS a
       JOIN pg_catalog.pg_auth_members AS m ON m.member = a.usesysid
       JOIN pg_catalog.pg_roles AS r ON r.oid = m.roleid
      WHERE r.rolname = 'pm_device' AND a.datname = pg_catalog.current_database()
        AND a.state LIKE 'idle in transaction%'`,
  );
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may have other line ends: they are not another content.
      const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name: name.slice(0, -'.sql'.length), sql, sha256: createHash('sha256').update(sql).digest() };
    }),
  );
}

/** Hash of each migration that the database has, by name, in order; empty for a new database. */
async function readHistory(client: pg.Client): Promise<Map<string, Buffer>> {
  const found = await client.query(`SELECT pg_catalog.to_regclass('central.schema_migrations') AS ledger`);
  if (found.rows[0].ledger === null) return new Map();
  const { rows } = await client.query<{ name: string; sha256: Buffer }>(
    'SELECT name, sha256 FROM central.schema_migrations ORDER BY name',
  );
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

/** What is still to be applied, provided that the database's history is a beginning of ours. */
function findPending(available: readonly Migration[], history: Map<string, Buffer>): Result<Migration[]> {
  const known = new Set(available.map((migration) => migration.name));
  const foreign = [...history.keys()].find((name) => !known.has(name));
  if (foreign !== undefined) return failed(fault('operator.history_newer', { migration: foreign }));
  const last = [...history.keys()].at(-1) ?? '';
  for (const migration of available) {
    const applied = history.get(migration.name);
    const differs = applied === undefined ? migration.name < last : !applied.equals(migration.sha256);
    if (differs) return failed(fault('operator.history_differs', { migration: migration.name }));
  }
  return ok(available.filter((migration) => !history.has(migration.name)));
}

async function apply(client: pg.Client, { name, sql, sha256 }: Migration): Promise<void> {
  await client.query('INSERT INTO central.schema_migrations (name, sha256) VALUES ($1, $2)', [name, sha256]);
  await client.query(sql);
  // Each file says itself who it acts as.
  await client.query('RESET ROLE');
}
