import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { fault } from '#contract/faults';
import type { OperatorConnection } from '#contract/operations/operator';
import { failed, ok, type Result } from '#contract/result';
import { withOperatorTransaction } from './connection.ts';

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

/**
 * Brings the central database to the schema of `sqlFolder` (resources/sql/central) in one transaction, under a lock:
 * of two at once the second finds everything done. Each migration's row is inserted before it is run, so that a
 * history that went on meanwhile is noticed by the ledger's key. Closes what a device must not reach, every time.
 * Faults: `operator.history_differs`, `operator.history_newer`, and those of `withOperator`.
 */
export function migrateCentral(
  connection: OperatorConnection,
  sqlFolder: string,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<Result<MigrationReport>> {
  return withOperatorTransaction(connection, async (client): Promise<Result<MigrationReport>> => {
    const available = await readMigrations(sqlFolder);
    const warnings: string[] = [];
    client.on('notice', (notice) => {
      if (notice.severity === 'WARNING') warnings.push(notice.message ?? '');
    });
    await client.query('SELECT pg_catalog.pg_advisory_xact_lock($1)', [lockKey]);
    const pending = findPending(available, await readHistory(client));
    if (!pending.ok) return pending;
    const names = pending.value.map((migration) => migration.name);
    if (dryRun) return ok({ applied: [], pending: names, warnings });
    await client.query(await readFile(join(sqlFolder, 'ledger.sql'), 'utf8'));
    for (const migration of pending.value) await apply(client, migration);
    await client.query(await readFile(join(sqlFolder, 'hardening.sql'), 'utf8'));
    return ok({ applied: names, pending: [], warnings });
  });
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
