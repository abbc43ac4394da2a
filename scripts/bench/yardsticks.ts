import { spawnSync } from 'node:child_process';
import { accessSync, constants, createWriteStream, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import type { OperatorConnection } from '#contract/operations/operator';

/** Columns of the yardsticks' table: those of the central one, in its order. */
export async function centralColumns(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ attname: string }>(
    `SELECT attname FROM pg_attribute
      WHERE attrelid = 'central.patients'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  );
  return rows.map(({ attname }) => attname);
}

/** Writes the central patients as CSV: the very rows that the migration uploaded. Answers how many. */
export async function exportCentral(client: pg.Client, file: string): Promise<number> {
  const columns = await centralColumns(client);
  const list = columns.map((column) => `quote_nullable_csv(${column}::text)`).join(` || ',' || `);
  await client.query(`
    CREATE OR REPLACE FUNCTION pg_temp.quote_nullable_csv(text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT CASE WHEN $1 IS NULL THEN '' ELSE '"' || replace($1, '"', '""') || '"' END $$`);
  const pageRows = 20_000;
  await client.query('BEGIN');
  await client.query(
    `DECLARE rows NO SCROLL CURSOR FOR
     SELECT ${list.replaceAll('quote_nullable_csv', 'pg_temp.quote_nullable_csv')} AS line FROM central.patients`,
  );
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`FETCH ${pageRows} FROM rows`);
      if (rows.length === 0) return;
      count += rows.length;
      yield rows.map(({ line }) => line).join('\n') + '\n';
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  await client.query('COMMIT');
  return count;
}

/** An empty table with the columns, types and keys of the central one, and nothing else of it. */
export async function makeKeyedTable(client: pg.Client): Promise<void> {
  await client.query('DROP TABLE IF EXISTS public.yardstick');
  await client.query(
    'CREATE TABLE public.yardstick (LIKE central.patients INCLUDING DEFAULTS INCLUDING INDEXES)',
  );
}

/** Seconds of `psql \copy` of the file into the keyed table; null when there is no psql. */
export async function timeCopy(
  operator: OperatorConnection,
  client: pg.Client,
  file: string,
): Promise<number | null> {
  if (!onPath('psql')) return null;
  await makeKeyedTable(client);
  const { host, port, database, user, password, caFile } = operator;
  const environment = { ...process.env, PGPASSWORD: password, PGSSLMODE: 'verify-ca', PGSSLROOTCERT: caFile };
  return timed(
    'psql',
    [
      '-X',
      '-q',
      '-v',
      'ON_ERROR_STOP=1',
      '-h',
      host,
      '-p',
      String(port),
      '-U',
      user,
      '-d',
      database,
      '-c',
      `\\copy public.yardstick FROM '${file}' WITH (FORMAT csv)`,
    ],
    environment,
  );
}

/** Seconds of pgloader's bare load of the same file into the same table; null when it is not installed. */
export async function timePgloader(
  operator: OperatorConnection,
  client: pg.Client,
  file: string,
  folder: string,
): Promise<number | null> {
  if (!onPath('pgloader')) return null;
  await makeKeyedTable(client);
  const columns = (await centralColumns(client)).map((column) => `${column} [null if blanks]`).join(', ');
  const { host, port, database, user, password } = operator;
  const script = join(folder, 'yardstick.load');
  writeFileSync(
    script,
    `LOAD CSV FROM '${file}' (${columns})
     INTO postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}
     TARGET TABLE public.yardstick
     WITH fields optionally enclosed by '"', fields escaped by double-quote, fields terminated by ',';`,
    { mode: 0o600 },
  );
  const seconds = timed('pgloader', ['--quiet', script], process.env);
  const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM public.yardstick');
  if (Number(rows[0]!.count) === 0) throw new Error('pgloader loaded nothing');
  return seconds;
}

function timed(command: string, args: string[], environment: NodeJS.ProcessEnv): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(command, args, {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return (performance.now() - startedMs) / 1000;
}

function onPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
