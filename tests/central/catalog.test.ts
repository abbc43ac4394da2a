import { afterAll, beforeAll, expect, test } from 'vitest';
import { ils2 } from '#main/model/entities/ils2';
import { type FreshCentral, freshCentral } from '../support/central-server.ts';
import { lintCatalog } from './catalog-lint.ts';

let central: FreshCentral;
beforeAll(async () => {
  central = await freshCentral();
  await central.addPractice('north-street');
  await central.enrol('north-street');
});
afterAll(() => central.drop());

test('every wall of the catalog stands', async () => {
  expect(await lintCatalog(central.admin)).toEqual([]);
});

const planted: Readonly<Record<string, string>> = {
  'a table whose row-level security is not forced':
    'ALTER TABLE central.patients NO FORCE ROW LEVEL SECURITY',
  'a table without its policy': 'DROP POLICY own ON central.migration_logs',
  'a policy without its sub-select':
    'ALTER POLICY own ON central.patients USING (tenant_id = sec.tenant_id())',
  'a policy that lets everything through': 'CREATE POLICY all_rows ON central.patients USING (true)',
  'a function with no pinned search_path': 'ALTER FUNCTION api.whoami() RESET search_path',
  'a function pinned without pg_temp at the end': 'ALTER FUNCTION api.whoami() SET search_path = pg_catalog',
  'an api function whose messages its caller may raise':
    'ALTER FUNCTION api.whoami() RESET client_min_messages',
  'an inner function whose plans its caller may have logged':
    'ALTER FUNCTION sec.tenant_id() RESET debug_print_plan',
  'an api function whose caller may choose its plan': 'ALTER FUNCTION api.whoami() RESET enable_seqscan',
  'an inner function whose caller may choose its plan':
    'ALTER FUNCTION sec.require_tenant() RESET random_page_cost',
  'an api function that reads as much as the last vacuum makes it':
    'ALTER FUNCTION api.count_records(text) RESET enable_indexonlyscan',
  'an index that begins with something else': 'CREATE INDEX ON central.patients (nhs_number)',
  'a function of the server that everybody may call':
    'GRANT EXECUTE ON FUNCTION pg_control_checkpoint() TO PUBLIC',
  'a device without a limit of temporary files': `DO $$ BEGIN EXECUTE (
      SELECT string_agg(format('ALTER ROLE %I RESET temp_file_limit', role_name), ';') FROM sec.membership
    ); END $$`,
  'an api function that runs as its caller': 'ALTER FUNCTION api.whoami() SECURITY INVOKER',
  'a table granted to devices': 'GRANT SELECT ON central.patients TO pm_device',
  'a column granted to everybody': 'GRANT SELECT (city) ON central.patients TO PUBLIC',
  'an inner function granted to devices': 'GRANT EXECUTE ON FUNCTION sec.tenant_id() TO pm_device',
  'a schema granted to devices': 'GRANT USAGE ON SCHEMA central TO pm_device',
  'a view over patients': 'CREATE VIEW central.everybody AS SELECT * FROM central.patients',
  'a sequence': 'CREATE SEQUENCE central.next_number',
  'a key that does not begin with the tenant': 'ALTER TABLE central.patients ADD UNIQUE (nhs_number)',
  'a unique index beside the constraints': 'CREATE UNIQUE INDEX ON central.patients (nhs_number)',
  'temporary tables for devices': `DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO pm_device', current_database()); END $$`,
  'a catalog table that everybody reads': 'GRANT SELECT ON pg_class TO PUBLIC',
};

for (const [what, sql] of Object.entries(planted)) {
  test(`the lint notices ${what}`, async () => {
    await central.admin('BEGIN');
    try {
      await central.admin(sql);
      expect(await lintCatalog(central.admin)).not.toEqual([]);
    } finally {
      await central.admin('ROLLBACK');
    }
  });
}

const around = {
  before: ['tenant_id uuid not null', 'id uuid not null', 'source_system text not null'],
  after: [
    'job_id uuid not null',
    'batch_number integer not null',
    'row_version integer not null',
    'content_hash bytea not null',
    'created_at timestamp with time zone not null',
  ],
};

for (const entity of ils2) {
  test(`the columns of ${entity.table} are the fields of ${entity.name}, in order and type`, async () => {
    const columns = await central.admin<{ column: string }>(
      `SELECT concat(attname, ' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN ' not null' END) AS column
       FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [`central.${entity.table}`],
    );
    const fields = entity.fields.map((field, index) => {
      const type = field.type.kind === 'date' || field.type.kind === 'boolean' ? field.type.kind : 'text';
      return `${field.column} ${type}${index === 0 ? ' not null' : ''}`;
    });
    expect(columns.map((row) => row.column)).toEqual([...around.before, ...fields, ...around.after]);
  });

  test(`the central database knows the entity ${entity.name}`, async () => {
    const found = await central.admin('SELECT central.table_of($1) AS table', [entity.name]);
    expect(found).toEqual([{ table: entity.table }]);
  });
}
