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
