import { randomBytes } from 'node:crypto';
import { Client, type ClientConfig, type QueryResultRow } from 'pg';
import { inject } from 'vitest';
import type { OperatorConnection, TenantView } from '#contract/operations/operator';
import { createDevice } from '#main/central/admin/devices';
import { migrateCentral } from '#main/central/admin/migrate';
import { addTenant } from '#main/central/admin/tenants';
import type { Enrolment } from '#main/model/enrolment';
import { createDatabase, dropDatabase, sqlFolder, templateName } from './central-databases.ts';
import type { SharedCentral } from './central-server-setup.ts';
import { must } from './must.ts';

/** A migrated central database of its own for one test file, on the Postgres that all of them share. */
export interface FreshCentral extends SharedCentral {
  /** Runs SQL as the administrator. */
  readonly admin: <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  readonly addPractice: (companyId: string, name?: string) => Promise<TenantView>;
  readonly enrol: (companyId: string, device?: string) => Promise<Enrolment>;
  /** Connects as a device does, over TLS with its certificate, by plain pg; closed by `drop`. */
  readonly connect: (enrolment: Enrolment, changes?: ClientConfig) => Promise<Client>;
  readonly drop: () => Promise<void>;
}

/** The server as such, started when this is the first test to ask. */
export async function sharedCentral(): Promise<SharedCentral> {
  const answer = await fetch(inject('centralServerUrl'));
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as SharedCentral;
}

/** An empty database, or with `copyOf` a copy. Drop it at the end of the test. */
export async function freshDatabase(shared: SharedCentral, copyOf?: string): Promise<OperatorConnection> {
  return createDatabase(shared.operator, `t_${randomBytes(8).toString('hex')}`, copyOf);
}

export async function freshCentral(): Promise<FreshCentral> {
  const shared = await sharedCentral();
  const operator = await freshDatabase(shared, templateName);
  // The schema is copied; what was revoked on the database itself is not.
  must(await migrateCentral(operator, sqlFolder));
  const opened: Client[] = [];
  const administrator = await openClient(opened, operatorConfig(operator));
  return {
    ...shared,
    operator,
    admin: async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await administrator.query<Row>(sql, [...values])).rows,
    addPractice: async (companyId, name = `Practice ${companyId}`) =>
      must(await addTenant(operator, { companyId, name })),
    enrol: async (companyId, device = 'Test device') =>
      must(await createDevice(operator, shared.authority, { companyId, device })),
    connect: (enrolment, changes = {}) => openClient(opened, { ...deviceConfig(enrolment), ...changes }),
    drop: async () => {
      await Promise.all(opened.map((client) => client.end().catch(() => undefined)));
      await dropDatabase(operator);
    },
  };
}

/** Administrator's settings without TLS: the connection does not leave this machine. */
export function operatorConfig({ host, port, database, user, password }: OperatorConnection): ClientConfig {
  return { host, port, database, user, password };
}

export function deviceConfig(enrolment: Enrolment): ClientConfig {
  return {
    host: enrolment.host,
    port: enrolment.port,
    database: enrolment.database,
    user: enrolment.role,
    password: enrolment.password,
    ssl: {
      ca: enrolment.caCertificate,
      cert: enrolment.clientCertificate,
      key: enrolment.clientKey,
      minVersion: 'TLSv1.3',
    },
  };
}

async function openClient(opened: Client[], config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  // The server ends some of these connections on purpose.
  client.on('error', () => undefined);
  await client.connect();
  opened.push(client);
  return client;
}
