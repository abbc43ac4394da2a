import { type Act, denied, statement } from './act.ts';

/** Tools of the server itself: temporary objects, code, libraries, functions that tell or disturb. */
export const toolActs: Act[] = [
  statement(
    'makes a temporary table to shadow a name',
    denied,
    'CREATE TEMP TABLE patients (tenant_id uuid)',
  ),
  statement('makes a temporary type to shadow a name', denied, 'CREATE DOMAIN pg_temp.uuid AS text'),
  statement(
    'makes a function in public',
    denied,
    `CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  ),
  statement('makes a schema', denied, 'CREATE SCHEMA mine'),
  statement('runs a block of code', denied, 'DO $$ BEGIN END $$'),
  statement('loads a library', denied, `LOAD 'auto_explain'`),
  statement('removes an extension', denied, 'DROP EXTENSION plpgsql CASCADE'),
  statement('calls the tenant function itself', denied, 'SELECT sec.tenant_id()'),
  statement('calls an inner function', denied, `SELECT central.begin_rollback(NULL, NULL)`),
  statement('takes an advisory lock', denied, 'SELECT pg_advisory_lock(1)'),
  statement('sleeps', denied, 'SELECT pg_sleep(1)'),
  statement('keeps a large object', denied, `SELECT lo_from_bytea(0, 'x')`),
  statement('sends a notification by function', denied, `SELECT pg_notify('x', 'y')`),
  statement('ends another session', denied, 'SELECT pg_terminate_backend(1)'),
  statement('reads a file of the server', denied, `SELECT pg_read_file('postgresql.conf')`),
  statement('measures the database', denied, 'SELECT pg_database_size(current_database())'),
  statement(
    'measures the patients’ table',
    denied,
    ({ patientsOid }) => `SELECT pg_total_relation_size(${patientsOid})`,
  ),
  statement(
    'counts rows written by everybody',
    denied,
    ({ patientsOid }) => `SELECT pg_stat_get_tuples_inserted(${patientsOid})`,
  ),
  statement('lists sessions', denied, 'SELECT * FROM pg_stat_get_activity(NULL)'),
  statement('counts transactions of everybody', denied, 'SELECT pg_current_xact_id()'),
  statement('measures the write-ahead log', denied, 'SELECT pg_current_wal_lsn()'),
  statement('turns a role number into a name by a function', denied, 'SELECT pg_get_userbyid(10)'),
  statement('measures how old a transaction is', denied, `SELECT age('3'::xid), mxid_age('1'::xid)`),
  statement('reads the last checkpoint', denied, 'SELECT * FROM pg_control_checkpoint()'),
  statement('lists databases by their space', denied, 'SELECT pg_tablespace_databases(1663)'),
  statement('lists replication', denied, 'SELECT * FROM pg_get_replication_slots()'),
  statement('reads the text of a constraint', denied, 'SELECT pg_get_constraintdef(1)'),
  statement(
    'reads the text of an index',
    denied,
    ({ patientsOid }) => `SELECT pg_get_indexdef(${patientsOid})`,
  ),
  statement(
    'reads the text of a function',
    denied,
    `SELECT pg_get_functiondef('api.whoami()'::regprocedure)`,
  ),
  {
    // No wall: PostgreSQL asks for no right when it turns a number into a name. So the names are what has to say nothing.
    name: 'turns numbers into names by a cast, and finds no name that tells of a practice',
    expected: 'own',
    run: async ({ client, patientsOid }) => {
      const { rows } = await client.query<{ roles: string[]; table: string }>(
        `SELECT array_agg(i::oid::regrole::text) FILTER (WHERE i::oid::regrole::text !~ '^\\d+$') AS roles,
           ${patientsOid}::oid::regclass::text AS table
         FROM generate_series(10, ${patientsOid} + 10000) AS i`,
      );
      const telling = rows[0]?.roles.filter(
        (name) => !/^(d_[0-9a-f]{32}|pg_.+|pm_owner|pm_device|postgres)$/.test(name),
      );
      if (rows[0]?.table !== 'central.patients' || telling?.length !== 0)
        throw new Error(`finds ${String(telling)}`);
    },
  },
];
