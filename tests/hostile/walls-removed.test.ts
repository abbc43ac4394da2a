import { expect, test } from 'vitest';
import type { ActKind } from './acts.ts';
import { performKind } from './battery.ts';
import { prepareBattlefield } from './battlefield.ts';

interface Removal {
  readonly wall: string;
  readonly sql: string;
  readonly acts: ActKind;
  /** Which finding of the battery has to tell of it. */
  readonly noticed: string | RegExp;
}

const removals: readonly Removal[] = [
  {
    wall: 'FORCE',
    sql: 'ALTER TABLE central.patients NO FORCE ROW LEVEL SECURITY',
    acts: 'api',
    noticed: /careless function: shows something/,
  },
  {
    wall: 'a policy',
    sql: 'DROP POLICY own ON central.patients',
    acts: 'api',
    noticed: /finds exactly its own: not exactly/,
  },
  {
    wall: 'a policy’s condition',
    sql: 'ALTER POLICY own ON central.patients USING (true)',
    acts: 'api',
    noticed: /careless function: shows something/,
  },
  {
    wall: 'a pinned search_path',
    sql: 'ALTER FUNCTION api.put_batch RESET search_path',
    acts: 'api',
    noticed: /without a pinned search_path: api.put_batch/,
  },
  {
    wall: 'the silence about plans',
    sql: `ALTER FUNCTION api.count_records RESET client_min_messages;
          ALTER FUNCTION api.count_records RESET debug_print_plan`,
    acts: 'plans',
    noticed: /plan trees of a count: shows \d+ more messages, \d{3,} bytes/,
  },
  {
    wall: 'the silence about an inner function’s plans',
    sql: 'ALTER FUNCTION sec.tenant_id RESET client_min_messages',
    acts: 'plans',
    noticed: /plans of what it runs: sec.tenant_id/,
  },
  {
    wall: 'the closed table',
    sql: 'GRANT SELECT ON central.patients TO pm_device',
    acts: 'tables',
    noticed: /may do to the patients’ table: may do something/,
  },
  {
    wall: 'the closed catalog',
    sql: 'GRANT SELECT ON pg_class TO PUBLIC',
    acts: 'tables',
    noticed: /reads pg_class: own/,
  },
  {
    wall: 'the ban on temporary objects',
    sql: `DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO PUBLIC', current_database()); END $$`,
    acts: 'tools',
    noticed: /temporary table to shadow a name: own/,
  },
  {
    wall: 'the lock on inner functions',
    sql: 'GRANT USAGE ON SCHEMA sec TO pm_device; GRANT EXECUTE ON FUNCTION sec.tenant_id() TO pm_device',
    acts: 'tools',
    noticed: /calls the tenant function itself: own/,
  },
  {
    wall: 'the lock on the server’s own functions',
    sql: 'GRANT EXECUTE ON FUNCTION pg_control_checkpoint() TO PUBLIC',
    acts: 'tools',
    noticed: /reads the last checkpoint: own[^]*that a device may call: pg_control_checkpoint/,
  },
  {
    wall: 'the pinned planner',
    sql: `ALTER FUNCTION api.count_records RESET enable_seqscan;
          ALTER FUNCTION api.count_records RESET enable_indexscan`,
    acts: 'buffers',
    noticed:
      /without indexes, while the other grows: count_records \d+ → \d+[^]*same plan for every caller: api.count_records/,
  },
  {
    wall: 'one plan whatever was vacuumed',
    sql: 'ALTER FUNCTION api.count_records RESET enable_indexonlyscan',
    acts: 'buffers',
    noticed:
      /as it is, while the other grows: count_records \d+ → \d+[^]*same plan for every caller: api.count_records/,
  },
  {
    wall: 'the limit of temporary files',
    sql: `DO $$ BEGIN EXECUTE (
            SELECT string_agg(format('ALTER ROLE %I RESET temp_file_limit', role_name), ';') FROM sec.membership
          ); END $$`,
    acts: 'resources',
    noticed: /a sort that a cursor holds: own[^]*without a limit of temporary files: d_/,
  },
  {
    wall: 'the silence of NOTIFY',
    sql: `CREATE FUNCTION central.shout() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
          SET search_path = pg_catalog, pg_temp
          AS $$ BEGIN PERFORM pg_notify('central', NEW.city); RETURN NEW; END $$;
          CREATE TRIGGER shout AFTER INSERT ON central.patients FOR EACH ROW EXECUTE FUNCTION central.shout()`,
    acts: 'api',
    noticed: /listens while the other uploads: hears \d+ notifications/,
  },
  {
    wall: 'the tenant by login role',
    sql: `CREATE OR REPLACE FUNCTION sec.tenant_id() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
          SET search_path = pg_catalog, pg_temp AS $$ SELECT current_setting('app.tenant_id', true)::uuid $$`,
    acts: 'identity',
    noticed: /then asks who it is: is somebody else/,
  },
];

test.each(removals)('the battery notices when $wall is taken away', async ({ sql, acts, noticed }) => {
  const field = await prepareBattlefield();
  try {
    await field.central.admin(sql);
    expect((await performKind(field, acts)).join('\n')).toMatch(noticed);
  } finally {
    await field.central.drop();
  }
});
