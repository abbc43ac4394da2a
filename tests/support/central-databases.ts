import { fileURLToPath } from 'node:url';
import { Client, escapeIdentifier } from 'pg';
import type { OperatorConnection } from '#contract/operations/operator';

export const sqlFolder = fileURLToPath(new URL('../../resources/sql/central', import.meta.url));
/** A migrated database that tests copy: a copy takes a tenth of a second, migrating anew three times that. */
export const templateName = 'pm_template';

/** Makes a database, empty or a copy of another one. */
export async function createDatabase(
  server: OperatorConnection,
  name: string,
  template = 'template1',
): Promise<OperatorConnection> {
  const [made, source] = [escapeIdentifier(name), escapeIdentifier(template)];
  await onMaintenanceDatabase(server, `CREATE DATABASE ${made} TEMPLATE ${source}`);
  return { ...server, database: name };
}

/** Drops a database and ends whoever is connected to it. */
export function dropDatabase(connection: OperatorConnection): Promise<void> {
  return onMaintenanceDatabase(
    connection,
    `DROP DATABASE ${escapeIdentifier(connection.database)} WITH (FORCE)`,
  );
}

async function onMaintenanceDatabase(server: OperatorConnection, statement: string): Promise<void> {
  const { host, port, user, password } = server;
  const client = new Client({ host, port, user, password, database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
