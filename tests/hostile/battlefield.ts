import { randomUUID } from 'node:crypto';
import { Client, type ClientConfig, type QueryResult } from 'pg';
import type { Enrolment } from '#main/model/enrolment';
import { makeBatch, openJob, patientValues, putBatch, type TestBatch } from '../central/batches.ts';
import { deviceConfig, type FreshCentral, freshCentral } from '../support/central-server.ts';

/** One practice with a device, an uploaded job and a preset; every value of it carries its own mark. */
export interface Side {
  readonly mark: string;
  readonly enrolment: Enrolment;
  readonly job: string;
  readonly batch: TestBatch;
}

/** What a hostile device acts from: its own credentials, and what it may have learned of the other practice. */
export interface Attack {
  readonly own: Side;
  readonly foe: Side;
  /** A session of its own, opened for this act. */
  readonly client: Client;
  /** Number of the patients' table in the catalog, as if guessed. */
  readonly patientsOid: number;
  /** Rows that the own practice has at this moment, as the operator counts them. */
  readonly ownRows: number;
  /** Has the other practice upload a batch of so many records, and the operator's statistics follow. */
  readonly foeUploads: (records: number) => Promise<void>;
  /** The same for the own practice; answers the job. */
  readonly ownUploads: (records: number) => Promise<string>;
  /** What the server does by itself from time to time, after enough rows of all practices changed. */
  readonly vacuum: () => Promise<void>;
  /** Tries to log in: as itself, with these changes. */
  readonly logIn: (changes: ClientConfig) => Promise<QueryResult>;
}

export interface Battlefield {
  readonly central: FreshCentral;
  readonly sides: readonly [Side, Side];
}

/**
 * Two practices on one central database, and a careless function: it belongs to the owner of the tables and forgot
 * to ask for the tenant. Row-level security has to hold there too.
 */
export async function prepareBattlefield(): Promise<Battlefield> {
  const central = await freshCentral();
  await central.admin(`
    SET ROLE pm_owner;
    CREATE FUNCTION api.careless() RETURNS SETOF central.patients
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT * FROM central.patients';
    GRANT EXECUTE ON FUNCTION api.careless() TO pm_device;
    RESET ROLE`);
  return { central, sides: [await prepareSide(central, 'alpha', 7), await prepareSide(central, 'beta', 11)] };
}

async function prepareSide(central: FreshCentral, company: string, count: number): Promise<Side> {
  const mark = `planted-${company}`;
  const { tenantId } = await central.addPractice(mark, `${mark} practice`);
  const enrolment = await central.enrol(mark);
  const client = await central.connect(enrolment);
  const { job } = await openJob(client);
  // The same external ids on both sides: what one practice has must not show in what the other may add.
  const rows = Array.from({ length: count }, (_, index) =>
    patientValues(`P-${index}`, { city: `${mark}-city-${index}`, nhsNumber: `${mark}-${index}` }),
  );
  const batch = makeBatch(tenantId, job, 1, rows);
  await putBatch(client, batch);
  await client.query('SELECT api.put_preset($1, 1, $2)', ['used', JSON.stringify({ note: mark })]);
  await client.query(`SELECT api.log_event($1, 'upload', 'batch.applied', '{"records": 1}')`, [job]);
  await client.end();
  return { mark, enrolment, job, batch };
}

async function uploadMore(central: FreshCentral, side: Side, count: number): Promise<string> {
  const client = await central.connect(side.enrolment);
  const { job } = await openJob(client);
  const rows = Array.from({ length: count }, () =>
    patientValues(`M-${randomUUID()}`, { city: `${side.mark}-city` }),
  );
  await putBatch(client, makeBatch(side.enrolment.tenantId, job, 1, rows));
  await client.end();
  await central.admin('ANALYZE');
  return job;
}

/** Everything that may not be seen from the other side, as it would appear in an answer. */
export function secretsOf(side: Side): string[] {
  const { tenantId, role, password } = side.enrolment;
  return [
    side.mark,
    tenantId,
    role,
    password,
    side.job,
    side.batch.batchId,
    ...side.batch.records.map(({ id }) => id),
  ];
}

/** A hash of everything that a practice has in the central database. */
export async function stateOf(central: FreshCentral, side: Side): Promise<string> {
  const tables = ['tenants', 'patients', 'migration_jobs', 'migration_batches', 'migration_records'];
  const more = ['migration_logs', 'migration_metrics', 'migration_presets', 'job_counters'];
  const parts = [...tables, ...more].map(
    (
      table,
    ) => `SELECT coalesce(string_agg(t::text, '' ORDER BY t::text), '') AS text FROM central.${table} AS t
                WHERE t.tenant_id = $1`,
  );
  const [row] = await central.admin(
    `SELECT md5(string_agg(text, '|')) AS state FROM (${parts.join(' UNION ALL ')}) AS x`,
    [side.enrolment.tenantId],
  );
  return String(row?.['state']);
}

export async function beginAttack(field: Battlefield, attacker: 0 | 1): Promise<Attack> {
  const { central, sides } = field;
  const own = sides[attacker];
  const foe = sides[attacker === 0 ? 1 : 0];
  const [found] = await central.admin(
    `SELECT 'central.patients'::regclass::oid::int AS oid, count(*)::int AS rows FROM central.patients WHERE tenant_id = $1`,
    [own.enrolment.tenantId],
  );
  return {
    own,
    foe,
    client: await central.connect(own.enrolment),
    patientsOid: Number(found?.['oid']),
    ownRows: Number(found?.['rows']),
    foeUploads: async (records) => void (await uploadMore(central, foe, records)),
    ownUploads: (records) => uploadMore(central, own, records),
    vacuum: async () => {
      await central.admin('VACUUM (ANALYZE)');
    },
    logIn: async (changes) => {
      const client = new Client({ ...deviceConfig(own.enrolment), ...changes });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return await client.query('SELECT * FROM api.whoami()');
      } finally {
        await client.end();
      }
    },
  };
}

/** A batch of the attacker's own practice, valid in every respect, under a job of its choice. */
export function ownBatch(attack: Attack, job: string = randomUUID()): TestBatch {
  const name = `own-${randomUUID()}`;
  return makeBatch(attack.own.enrolment.tenantId, job, 1, [patientValues(name)]);
}
