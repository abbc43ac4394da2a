import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type QueryResultRow } from 'pg';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OperatorConnection } from '#contract/operations/operator';
import { createDevice } from '#main/central/admin/devices';
import { migrateCentral } from '#main/central/admin/migrate';
import { addTenant } from '#main/central/admin/tenants';
import { dropDatabase, sqlFolder } from '../support/central-databases.ts';
import { deviceConfig, freshDatabase, operatorConfig, sharedCentral } from '../support/central-server.ts';
import type { SharedCentral } from '../support/central-server-setup.ts';
import { must } from '../support/must.ts';
import { lintCatalog } from './catalog-lint.ts';

let shared: SharedCentral;
let folder: string;
let operator: OperatorConnection;
let names: string[];

beforeAll(async () => {
  shared = await sharedCentral();
  names = (await readdir(sqlFolder))
    .filter((name) => /^\d/.test(name))
    .map((name) => name.slice(0, -4))
    .sort();
});
beforeEach(async () => {
  operator = await freshDatabase(shared);
  folder = await mkdtemp(join(tmpdir(), 'central-sql-'));
  await cp(sqlFolder, folder, { recursive: true });
});
afterEach(async () => {
  await dropDatabase(operator);
  await rm(folder, { recursive: true });
});

async function ask<Row extends QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new Client(operatorConfig(operator));
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a new database gets every migration in order, and its walls', async () => {
  const report = must(await migrateCentral(operator, folder));
  expect(report).toEqual({ applied: names, pending: [], warnings: [] });
  expect(await lintCatalog(ask)).toEqual([]);
});

test('a second run applies nothing, and closes again what was opened meanwhile', async () => {
  must(await migrateCentral(operator, folder));
  await ask('GRANT SELECT ON pg_class TO PUBLIC; GRANT EXECUTE ON FUNCTION pg_sleep TO PUBLIC');
  expect(must(await migrateCentral(operator, folder))).toEqual({ applied: [], pending: [], warnings: [] });
  expect(await lintCatalog(ask)).toEqual([]);
  const found = await ask(`SELECT has_function_privilege('pm_device', 'pg_sleep(float8)', 'EXECUTE') AS may`);
  expect(found).toEqual([{ may: false }]);
});

test('a dry run names what is pending and changes nothing', async () => {
  expect(must(await migrateCentral(operator, folder, { dryRun: true }))).toMatchObject({
    applied: [],
    pending: names,
  });
  expect(await ask(`SELECT to_regnamespace('central') AS schema`)).toEqual([{ schema: null }]);
  must(await migrateCentral(operator, folder));
  expect(must(await migrateCentral(operator, folder, { dryRun: true }))).toMatchObject({ pending: [] });
});

test('only what is new is applied to a database that has a beginning', async () => {
  must(await migrateCentral(operator, folder));
  await writeFile(
    join(folder, '9990-more.sql'),
    'SET LOCAL ROLE pm_owner; CREATE TABLE central.more (tenant_id uuid);',
  );
  expect(must(await migrateCentral(operator, folder))).toMatchObject({ applied: ['9990-more'] });
});

test('a migration with another content than was applied stops everything', async () => {
  must(await migrateCentral(operator, folder));
  const file = join(folder, `${names[3]}.sql`);
  await writeFile(file, `${await readFile(file, 'utf8')}-- one more line\n`);
  const result = await migrateCentral(operator, folder);
  expect(result).toMatchObject({
    ok: false,
    fault: { code: 'operator.history_differs', params: { migration: names[3] } },
  });
});

test('line ends of another system are not another content', async () => {
  must(await migrateCentral(operator, folder));
  for (const name of names) {
    const file = join(folder, `${name}.sql`);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'));
  }
  expect(must(await migrateCentral(operator, folder))).toMatchObject({ applied: [] });
});

test('a migration that slipped in between those applied stops everything', async () => {
  must(await migrateCentral(operator, folder));
  await writeFile(join(folder, '0015-late.sql'), 'SELECT 1;');
  const result = await migrateCentral(operator, folder);
  expect(result).toMatchObject({
    fault: { code: 'operator.history_differs', params: { migration: '0015-late' } },
  });
});

test('a database that is ahead of this program is left alone', async () => {
  must(await migrateCentral(operator, folder));
  await ask(`INSERT INTO central.schema_migrations (name, sha256) VALUES ('9999-future', sha256(''))`);
  const result = await migrateCentral(operator, folder);
  expect(result).toMatchObject({
    fault: { code: 'operator.history_newer', params: { migration: '9999-future' } },
  });
});

test('a migration that fails leaves the database as it was', async () => {
  await writeFile(
    join(folder, '9990-broken.sql'),
    'CREATE TABLE central.broken (tenant_id uuid); SELECT 1 / 0;',
  );
  await expect(migrateCentral(operator, folder)).rejects.toMatchObject({ code: '22012' });
  expect(await ask(`SELECT to_regnamespace('central') AS schema`)).toEqual([{ schema: null }]);
});

test('of several runs at once one applies everything and the others find it done', async () => {
  const reports = await Promise.all([1, 2, 3, 4].map(() => migrateCentral(operator, folder)));
  const applied = reports.map((report) => must(report).applied.length).sort((a, b) => b - a);
  expect(applied).toEqual([names.length, 0, 0, 0]);
});

const addsColumn = 'SET LOCAL ROLE pm_owner; ALTER TABLE central.patients ADD COLUMN probe text;';

test('a device that idles in a transaction with a lock does not hold a migration up', async () => {
  must(await migrateCentral(operator, folder));
  must(await addTenant(operator, { companyId: 'north-street', name: 'North Street' }));
  const device = { companyId: 'north-street', device: 'Front desk' };
  const client = new Client(deviceConfig(must(await createDevice(operator, shared.authority, device))));
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SET idle_in_transaction_session_timeout = 0');
  await client.query('BEGIN');
  await client.query(`SELECT api.count_records('patient')`);
  await writeFile(join(folder, '9990-probe.sql'), addsColumn);
  expect(must(await migrateCentral(operator, folder))).toMatchObject({ applied: ['9990-probe'] });
  await expect(client.query('SELECT 1')).rejects.toThrow();
  await client.end().catch(() => undefined);
});

test('a migration that cannot get its lock gives way, and says so', async () => {
  must(await migrateCentral(operator, folder));
  await writeFile(join(folder, '9990-probe.sql'), addsColumn);
  const client = new Client(operatorConfig(operator));
  await client.connect();
  try {
    await client.query('BEGIN; LOCK TABLE central.patients IN ACCESS SHARE MODE');
    const result = await migrateCentral(operator, folder, { lockWaitMs: 50 });
    expect(result).toMatchObject({ ok: false, fault: { code: 'operator.database_busy' } });
    // It is not in anybody's way any more.
    expect(await ask('SELECT count(*)::int AS rows FROM central.patients')).toEqual([{ rows: 0 }]);
  } finally {
    await client.end();
  }
  expect(must(await migrateCentral(operator, folder))).toMatchObject({ applied: ['9990-probe'] });
});

test('several databases of one server can be migrated at once', async () => {
  const others = await Promise.all([freshDatabase(shared), freshDatabase(shared)]);
  const reports = await Promise.all(
    [operator, ...others].map((database) => migrateCentral(database, folder)),
  );
  expect(reports.map((report) => must(report).applied)).toEqual([names, names, names]);
  await Promise.all(others.map(dropDatabase));
});
