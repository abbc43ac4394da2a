import { randomUUID } from 'node:crypto';
import { openJob, patientValues, putBatch, withPayload } from '../central/batches.ts';
import { type Attack, ownBatch } from './battlefield.ts';
import { type Act, call, denied, statement } from './act.ts';
import { bufferActs } from './buffer-acts.ts';
import { planActs } from './plan-acts.ts';
import { resourceActs } from './resource-acts.ts';
import { toolActs } from './tool-acts.ts';

const tables = [
  'central.patients',
  'central.tenants',
  'central.job_counters',
  'central.migration_jobs',
  'central.migration_batches',
  'central.migration_records',
  'central.migration_logs',
  'central.migration_metrics',
  'central.migration_presets',
  'central.schema_migrations',
  'sec.membership',
];
const catalogs = [
  'pg_class',
  'pg_roles',
  'pg_authid',
  'pg_proc',
  'pg_attribute',
  'pg_stats',
  'pg_settings',
  'pg_database',
  'pg_locks',
  'pg_stat_activity',
  'pg_stat_user_tables',
  'pg_stat_database',
  'information_schema.tables',
  'information_schema.enabled_roles',
];

const tableActs: Act[] = [
  ...tables.map((table) => statement(`reads ${table}`, denied, `SELECT * FROM ${table}`)),
  ...tables.map((table) => statement(`empties ${table}`, denied, `DELETE FROM ${table}`)),
  ...catalogs.map((table) => statement(`reads ${table}`, denied, `SELECT * FROM ${table}`)),
  statement(
    'asks the planner how many match',
    denied,
    `EXPLAIN SELECT FROM central.patients WHERE city > 'M'`,
  ),
  statement('copies patients out', denied, 'COPY central.patients TO STDOUT'),
  statement('copies patients to a program', denied, `COPY central.patients TO PROGRAM 'cat'`),
  statement('truncates patients', denied, 'TRUNCATE central.patients'),
  statement('locks patients', denied, 'BEGIN; LOCK TABLE central.patients'),
  statement(
    'turns row-level security off',
    denied,
    'ALTER TABLE central.patients DISABLE ROW LEVEL SECURITY',
  ),
  statement(
    'reads patients as XML',
    denied,
    `SELECT query_to_xml('SELECT * FROM central.patients', true, false, '')`,
  ),
  statement(
    'moves itself to the other practice',
    denied,
    ({ foe }) => `UPDATE sec.membership SET tenant_id = '${foe.enrolment.tenantId}'`,
  ),
  {
    name: 'asks by number what it may do to the patients’ table',
    expected: 'own',
    run: async ({ client, patientsOid }) => {
      const text = `SELECT has_table_privilege($1::oid, 'SELECT, INSERT, UPDATE, DELETE') AS allowed`;
      const { rows } = await client.query(text, [patientsOid]);
      if (rows[0].allowed !== false) throw new Error('may do something');
    },
  },
];

const identityActs: Act[] = [
  statement('becomes the owner', denied, 'SET ROLE pm_owner'),
  statement('becomes the superuser', denied, 'SET ROLE postgres'),
  statement('becomes the other device', denied, ({ foe }) => `SET ROLE ${foe.enrolment.role}`),
  statement(
    'takes the other device’s session',
    denied,
    ({ foe }) => `SET SESSION AUTHORIZATION ${foe.enrolment.role}`,
  ),
  statement('joins the owner', denied, ({ own }) => `GRANT pm_owner TO ${own.enrolment.role}`),
  statement(
    'joins the other device',
    denied,
    ({ foe, own }) => `GRANT ${foe.enrolment.role} TO ${own.enrolment.role}`,
  ),
  statement('gives itself BYPASSRLS', denied, ({ own }) => `ALTER ROLE ${own.enrolment.role} BYPASSRLS`),
  statement(
    'lifts its own connection limit',
    denied,
    ({ own }) => `ALTER ROLE ${own.enrolment.role} CONNECTION LIMIT -1`,
  ),
  statement(
    'changes the other device’s password',
    denied,
    ({ foe }) => `ALTER ROLE ${foe.enrolment.role} PASSWORD 'x'`,
  ),
  statement('makes a role', denied, 'CREATE ROLE d_0000000000000000 LOGIN'),
  statement(
    'writes the setting that other systems take the tenant from',
    denied,
    `SELECT set_config('app.tenant_id', 'x', false)`,
  ),
  statement('switches triggers off', denied, 'SET session_replication_role = replica'),
  {
    name: 'sets app.tenant_id, the group role and a search path, then asks who it is',
    expected: 'own',
    run: async ({ client, foe, own }) => {
      await client.query(`SET app.tenant_id = '${foe.enrolment.tenantId}'`);
      await client.query('SET ROLE pm_device');
      await client.query('SET search_path = pg_temp, public, api');
      const { rows } = await client.query('SELECT * FROM api.whoami()');
      if (rows[0].tenant_id !== own.enrolment.tenantId) throw new Error('is somebody else');
      return rows;
    },
  },
  {
    name: 'keeps an old view of who belongs where',
    expected: 'PM003',
    run: async ({ client }) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      return client.query('SELECT * FROM api.whoami()');
    },
  },
  {
    name: 'asks for an error in place of a filter',
    expected: 'PM500',
    run: async ({ client }) => {
      await client.query('SET row_security = off');
      return client.query(`SELECT api.count_records('patient')`);
    },
  },
];

const foreignJob = (name: string, text: string, expected = 'PM013'): Act =>
  call(name, expected, text, ({ foe }) => [foe.job]);

const apiActs: Act[] = [
  foreignJob('looks at the other’s job', 'SELECT * FROM api.job_state($1)'),
  foreignJob('reads the other’s ledger', 'SELECT * FROM api.batch_ledger($1, 0, 100)', 'own'),
  foreignJob('verifies the other’s batches', 'SELECT * FROM api.verify_batches($1, 1, 9)'),
  foreignJob('hashes the other’s records', 'SELECT * FROM api.record_hashes($1, 1)'),
  {
    name: 'hashes the other’s records by their ids',
    expected: 'own',
    run: async ({ client, foe }) => {
      const ids = foe.batch.records.map(({ id }) => id);
      const { rows } = await client.query(`SELECT * FROM api.hashes_by_id('patient', $1)`, [ids]);
      if (rows.length > 0) throw new Error('the answer tells that they exist');
    },
  },
  foreignJob('previews the other’s rollback', 'SELECT * FROM api.rollback_preview($1)'),
  foreignJob('lists what the other would keep', 'SELECT * FROM api.rollback_kept($1, 100)'),
  foreignJob('rolls the other’s batch back', 'SELECT * FROM api.rollback_batch($1, 1)'),
  foreignJob('ends the other’s rollback', 'SELECT api.finish_rollback($1)'),
  foreignJob('finishes the other’s job', 'SELECT api.finish_job($1, 11, 11, 0, 0, 0)'),
  foreignJob('writes into the other’s log', `SELECT api.log_event($1, 'upload', 'seen', '{}')`),
  foreignJob('writes the other’s figures', `SELECT api.record_metric($1, 'upload', 1, 1, 1)`),
  statement('lists presets', 'own', 'SELECT * FROM api.list_presets()'),
  statement('reads by way of a careless function', 'own', 'SELECT * FROM api.careless()'),
  call('names a table as its entity', 'PM016', 'SELECT * FROM api.open_job($1, $2, $3, NULL)', () => [
    randomUUID(),
    'migration_jobs',
    'optix',
  ]),
  call('hides a statement in a name', 'PM016', 'SELECT * FROM api.open_job($1, $2, $3, NULL)', () => [
    randomUUID(),
    'patient',
    `x'; DROP TABLE central.patients; --`,
  ]),
  call('writes a name into a log', 'PM016', `SELECT api.log_event(NULL, 'upload', 'seen', $1)`, () => [
    '{"name": "Somebody"}',
  ]),
  call('writes a name as a code', 'PM016', `SELECT api.log_event(NULL, 'upload', $1, '{}')`, () => [
    'Somebody Else',
  ]),
  {
    name: 'sends a batch into the other’s job',
    expected: 'PM013',
    run: (attack) => putBatch(attack.client, ownBatch(attack, attack.foe.job)),
  },
  {
    name: 'sends the other’s own batch again',
    expected: 'PM013',
    run: ({ client, foe }) => putBatch(client, foe.batch),
  },
  {
    name: 'counts patients, and reads them carelessly, and finds exactly its own',
    expected: 'own',
    run: async ({ client, ownRows }) => {
      const { rows } = await client.query(
        `SELECT api.count_records('patient')::int AS counted, (SELECT count(*)::int FROM api.careless()) AS read`,
      );
      if (rows[0].counted !== ownRows || rows[0].read !== ownRows)
        throw new Error('not exactly its own rows');
    },
  },
  {
    name: 'opens a job under the other’s job id, to see whether it exists',
    expected: 'own',
    run: async ({ client, foe }) => {
      const { rows } = await client.query(`SELECT * FROM api.open_job($1, 'patient', 'optix', NULL)`, [
        foe.job,
      ]);
      if (rows[0].state !== 'uploading') throw new Error('the answer tells that it exists');
      // Its own job of that id, which the acts that follow must not find by it.
      await client.query('SELECT * FROM api.rollback_preview($1)', [foe.job]);
    },
  },
  {
    name: 'sends records under the other’s record ids, to see whether they exist',
    expected: 'own',
    run: async ({ client, foe }) => {
      const { job } = await openJob(client);
      const records = foe.batch.records.map(({ id }) => ({ id, canonical: '' }));
      const rows = records.map(({ id }) => [id, ...patientValues(`probe-${randomUUID()}`)]);
      const payload = rows.map((row) => row.map((value) => value ?? '\u0002').join('\u001F')).join('\u001E');
      const answer = await putBatch(client, withPayload({ job, number: 1, records }, payload));
      if (answer.inserted !== records.length) throw new Error('the answer tells that they exist');
      await client.query('SELECT * FROM api.rollback_batch($1, 1)', [job]);
    },
  },
  {
    name: 'plans around a function to see estimates',
    expected: 'own',
    run: async ({ client }) => {
      const { rows } = await client.query(
        'EXPLAIN (ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, BUFFERS OFF) SELECT * FROM api.list_presets()',
      );
      if (JSON.stringify(rows).includes('migration_presets')) throw new Error('the plan shows the inside');
    },
  },
  {
    name: 'listens while the other uploads',
    expected: 'own',
    run: async ({ client, foe, foeUploads }) => {
      const heard: string[] = [];
      client.on('notification', ({ channel, payload }) => heard.push(`${channel} ${payload}`));
      for (const channel of ['central', 'patients', foe.enrolment.tenantId, foe.enrolment.role, foe.job]) {
        await client.query(`LISTEN "${channel}"`);
      }
      await foeUploads(3);
      // Notifications arrive in the order in which they were sent: whatever the upload sent is before this one.
      await client.query(`NOTIFY central, 'the end'`);
      while (!heard.includes('central the end')) await client.query('SELECT 1');
      if (heard.length > 1) throw new Error(`hears ${heard.length - 1} notifications`);
    },
  },
];

const loginActs: Act[] = [
  { name: 'logs in without TLS', expected: '28000', run: ({ logIn }) => logIn({ ssl: false }) },
  {
    name: 'logs in with TLS 1.2',
    expected: 'EPROTO',
    run: ({ logIn, own }) => logIn({ ssl: { ...tlsOf(own), minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } }),
  },
  {
    name: 'logs in without its certificate',
    expected: '28000',
    run: ({ logIn, own }) => logIn({ ssl: { ca: own.enrolment.caCertificate } }),
  },
  {
    name: 'logs in as the other with a stolen password and its own certificate',
    expected: '28P01',
    run: ({ logIn, foe }) => logIn({ user: foe.enrolment.role, password: foe.enrolment.password }),
  },
  {
    name: 'logs in as the other with a stolen certificate and its own password',
    expected: '28P01',
    run: ({ logIn, foe, own }) =>
      logIn({ user: foe.enrolment.role, password: own.enrolment.password, ssl: tlsOf(foe) }),
  },
  { name: 'logs in as the owner', expected: '28000', run: ({ logIn }) => logIn({ user: 'pm_owner' }) },
  { name: 'logs in as the superuser', expected: '28P01', run: ({ logIn }) => logIn({ user: 'postgres' }) },
  {
    name: 'goes to the maintenance database',
    expected: denied,
    run: ({ logIn }) => logIn({ database: 'postgres' }),
  },
  {
    name: 'opens more sessions than it may',
    expected: '53300',
    run: async ({ logIn, client }) => {
      await client.query('SELECT 1');
      return Promise.all(Array.from({ length: 12 }, () => logIn({})));
    },
  },
];

function tlsOf({ enrolment }: Attack['own']): { ca: string; cert: string; key: string } {
  return { ca: enrolment.caCertificate, cert: enrolment.clientCertificate, key: enrolment.clientKey };
}

export const actsByKind = {
  tables: tableActs,
  identity: identityActs,
  tools: toolActs,
  api: apiActs,
  plans: planActs,
  buffers: bufferActs,
  resources: resourceActs,
  logins: loginActs,
} satisfies Record<string, readonly Act[]>;
export type ActKind = keyof typeof actsByKind;
