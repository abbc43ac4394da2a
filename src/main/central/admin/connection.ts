import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { type Fault, fault, FaultError } from '#contract/faults';
import type { OperatorConnection } from '#contract/operations/operator';
import { failed, type Result } from '#contract/result';

/**
 * Runs work on the operator's connection. The operator is a superuser: row-level security, which is FORCEd on the
 * owner of the tables too, does not bind a superuser, and that is how the operator writes tenants and memberships.
 * Nothing but these functions is ever given such a connection.
 * Faults: those of the work, `operator.database_unreachable`, `operator.database_missing`,
 * `operator.login_refused`, `operator.not_permitted`, `operator.not_migrated`, `central.no_tls`,
 * `central.untrusted`, `read.file_missing` (the authority's file).
 */
export async function withOperator<Value>(
  connection: OperatorConnection,
  work: (client: Client) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  try {
    const client = await connect(connection);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  } catch (error) {
    const known = faultOf(error, connection);
    if (known === null) throw error;
    return failed(known);
  }
}

/** The same in one transaction, which is undone when the work throws or answers with a fault. */
export function withOperatorTransaction<Value>(
  connection: OperatorConnection,
  work: (client: Client) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  return withOperator(connection, async (client) => {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query(result.ok ? 'COMMIT' : 'ROLLBACK');
    return result;
  });
}

async function connect(connection: OperatorConnection): Promise<Client> {
  const { host, port, database, user, password, caFile } = connection;
  const ssl = caFile === undefined ? systemTrust(host) : await trustIn(caFile);
  const client = new Client({
    host,
    port,
    database,
    user,
    password,
    ssl,
    connectionTimeoutMillis: 15_000,
  });
  // A connection that breaks while idle is noticed by the next statement; without a listener it ends the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return client;
}

/** Without an authority of its own a server is believed by the system's ones; only loopback may do without TLS. */
function systemTrust(host: string): ClientConfig['ssl'] {
  const isLoopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  return isLoopback ? false : { rejectUnauthorized: true, minVersion: 'TLSv1.3' };
}

async function trustIn(caFile: string): Promise<ClientConfig['ssl']> {
  try {
    return { ca: [await readFile(caFile, 'utf8')], rejectUnauthorized: true, minVersion: 'TLSv1.3' };
  } catch {
    throw new FaultError(fault('read.file_missing', { file: caFile }));
  }
}

/** The fault that an error of the connection stands for, null for a bug. */
function faultOf(error: unknown, connection: OperatorConnection): Fault | null {
  if (error instanceof FaultError) return error.fault;
  if (!(error instanceof Error)) return null;
  const { host, port, user, database } = connection;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (unreachable.has(code) || /timeout expired|Connection terminated/.test(error.message)) {
    return fault('operator.database_unreachable', { host, port });
  }
  if (/^SASL: .*password/.test(error.message)) return fault('operator.password_missing', { user });
  if (/does not support SSL/.test(error.message)) return fault('central.no_tls', {});
  if (untrusted.test(code)) return fault('central.untrusted', {});
  if (code === '28P01' || code === '28000') return fault('operator.login_refused', { user });
  if (code === '3D000') return fault('operator.database_missing', { database });
  if (code === '42501') return fault('operator.not_permitted', { user });
  if (code === '42P01' || code === '3F000') return fault('operator.not_migrated', {});
  return null;
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '57P03',
]);
const untrusted = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_OSSL_)/;
