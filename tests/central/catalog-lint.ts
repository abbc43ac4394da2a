import type { FreshCentral } from '../support/central-server.ts';

type Ask = FreshCentral['admin'];

/** What is wrong with the walls of a central database, one line each; empty when they stand. */
export async function lintCatalog(ask: Ask): Promise<string[]> {
  const findings: string[] = [];
  for (const [complaint, sql] of Object.entries(complaints)) {
    const rows = await ask<{ what: string }>(sql);
    findings.push(...rows.map((row) => `${complaint}: ${row.what}`));
  }
  return findings;
}

const ours = `n.nspname IN ('central', 'sec', 'api')`;
/** Tables that hold nobody's data: which migrations were applied, and which database it is. */
const ofNobody = `('schema_migrations', 'identity')`;

/** Each query names what breaks its rule. */
const complaints: Readonly<Record<string, string>> = {
  'table without row-level security enabled and forced': `
    SELECT c.oid::regclass::text AS what
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${ours} AND c.relkind IN ('r', 'p') AND c.relname NOT IN ${ofNobody}
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
  'table without a policy': `
    SELECT c.oid::regclass::text AS what
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${ours} AND c.relkind IN ('r', 'p') AND c.relname NOT IN ${ofNobody}
      AND NOT EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid)`,
  'policy that does not wrap the tenant or session in a sub-select': `
    SELECT format('%s on %s', p.polname, p.polrelid::regclass) AS what
    FROM pg_policy AS p
    WHERE pg_get_expr(p.polqual, p.polrelid) NOT IN (
      '(tenant_id = ( SELECT sec.tenant_id() AS tenant_id))', '(role_name = ( SELECT SESSION_USER AS "session_user"))'
    ) OR p.polcmd <> '*' OR NOT p.polpermissive OR p.polwithcheck IS NOT NULL`,
  'function without a pinned search_path': `
    SELECT f.oid::regprocedure::text AS what
    FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
    WHERE ${ours} AND NOT (coalesce(f.proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp'])
      AND (f.prosecdef OR f.proname NOT IN ('canonical_text', 'read_patients'))`,
  'function that shows its caller the plans of what it runs': `
    SELECT f.oid::regprocedure::text AS what
    FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
    WHERE ${ours} AND (f.prosecdef OR n.nspname = 'api') AND NOT coalesce(f.proconfig, '{}') @> ARRAY[
      'client_min_messages=warning', 'debug_print_parse=off', 'debug_print_rewritten=off', 'debug_print_plan=off'
    ]`,
  'function that may not run the same plan for every caller': `
    SELECT f.oid::regprocedure::text AS what
    FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
    WHERE ${ours} AND (f.prosecdef OR n.nspname = 'api') AND NOT coalesce(f.proconfig, '{}') @> ARRAY[
      'enable_seqscan=off', 'enable_indexscan=on', 'random_page_cost=4', 'cpu_index_tuple_cost=0.005',
      'cpu_operator_cost=0.0025', 'enable_bitmapscan=off', 'enable_indexonlyscan=off'
    ]`,
  'index of a table of practices’ rows that does not begin with the tenant': `
    SELECT i.indexrelid::regclass::text AS what
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS t ON t.attrelid = i.indrelid AND t.attname = 'tenant_id'
    WHERE ${ours} AND i.indkey[0] <> t.attnum
      AND i.indrelid NOT IN ('central.tenants'::regclass, 'sec.membership'::regclass)`,
  'function of the server that a device may call': `
    SELECT f.oid::regprocedure::text AS what
    FROM pg_proc AS f
    WHERE f.pronamespace = 'pg_catalog'::regnamespace
      AND (f.proname ~ '^(pg_|lo_|loread$|lowrite$|set_config$|txid_|ts_stat$)'
        OR f.oid IN ('age(xid)'::regprocedure, 'mxid_age(xid)'::regprocedure))
      AND has_function_privilege('pm_device', f.oid, 'EXECUTE')`,
  'device without a limit of temporary files': `
    SELECT m.role_name AS what
    FROM sec.membership AS m JOIN pg_roles AS r ON r.rolname = m.role_name
    WHERE NOT coalesce(r.rolconfig, '{}') @> ARRAY['temp_file_limit=256MB']`,
  'api function that is not SECURITY DEFINER': `
    SELECT f.oid::regprocedure::text AS what
    FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
    WHERE n.nspname = 'api' AND NOT f.prosecdef`,
  'api function that does not begin with the tenant and end with a code-only refusal': `
    SELECT f.oid::regprocedure::text AS what
    FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
    WHERE n.nspname = 'api' AND f.prosrc !~
      'DECLARE\\s+v_tenant +uuid +:= sec.require_tenant\\(\\);.*WHEN query_canceled OR OTHERS THEN\\s+PERFORM sec.raise_code_only'`,
  'object that pm_owner does not own': `
    SELECT c.oid::regclass::text AS what
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${ours} AND c.relowner <> 'pm_owner'::regrole
    UNION ALL
    SELECT f.oid::regprocedure::text
    FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
    WHERE ${ours} AND f.proowner <> 'pm_owner'::regrole`,
  'view (none is needed, and one owned by a superuser leaks)': `
    SELECT c.oid::regclass::text AS what
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${ours} AND c.relkind IN ('v', 'm')`,
  'sequence (it would show the volume of others)': `
    SELECT c.oid::regclass::text AS what
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${ours} AND c.relkind = 'S'`,
  'table, column or sequence granted to somebody': `
    SELECT format('%s to %s', c.oid::regclass, a.grantee::regrole) AS what
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, aclexplode(c.relacl) AS a
    WHERE ${ours} AND a.grantee <> c.relowner
    UNION ALL
    SELECT format('%s.%s to %s', t.attrelid::regclass, t.attname, a.grantee::regrole)
    FROM pg_attribute AS t JOIN pg_class AS c ON c.oid = t.attrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace, aclexplode(t.attacl) AS a
    WHERE ${ours} AND a.grantee <> c.relowner`,
  'schema granted to somebody other than api to pm_device': `
    SELECT format('%s to %s', n.nspname, a.grantee::regrole) AS what
    FROM pg_namespace AS n, aclexplode(n.nspacl) AS a
    WHERE (${ours} AND a.grantee <> n.nspowner
        AND (n.nspname, a.grantee, a.privilege_type) <> ('api', 'pm_device'::regrole, 'USAGE'))
       OR (n.nspname IN ('public', 'information_schema') AND a.grantee = 0)`,
  'function granted to somebody other than an api function to pm_device': `
    SELECT format('%s to %s', f.oid::regprocedure, a.grantee::regrole) AS what
    FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace,
      aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) AS a
    WHERE ${ours} AND a.grantee <> f.proowner AND NOT (n.nspname = 'api' AND a.grantee = 'pm_device'::regrole)`,
  'database that more than pm_device may enter, or make temporary tables in': `
    SELECT format('%s to %s', a.privilege_type, a.grantee::regrole) AS what
    FROM pg_database AS d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS a
    WHERE d.datname = current_database() AND a.grantee <> d.datdba
      AND (a.grantee, a.privilege_type) <> ('pm_device'::regrole, 'CONNECT')`,
  'catalog table or view that everybody can read': `
    SELECT c.oid::regclass::text AS what
    FROM pg_class AS c, aclexplode(c.relacl) AS a
    WHERE c.relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND a.grantee = 0`,
  'primary, unique or foreign key that does not begin with tenant_id': `
    SELECT format('%s on %s', k.conname, k.conrelid::regclass) AS what
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS t ON t.attrelid = k.conrelid AND t.attnum = k.conkey[1]
    WHERE ${ours} AND k.contype IN ('p', 'u', 'f') AND t.attname <> 'tenant_id'
      AND c.relname NOT IN ${ofNobody} AND k.conrelid NOT IN ('central.tenants'::regclass, 'sec.membership'::regclass)`,
  'unique index that is not a constraint': `
    SELECT i.indexrelid::regclass::text AS what
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${ours} AND i.indisunique AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid)`,
  'role with more rights than it needs': `
    SELECT r.rolname AS what
    FROM pg_roles AS r
    WHERE (r.rolname IN ('pm_owner', 'pm_device') AND r.rolcanlogin)
       OR ((r.rolname IN ('pm_owner', 'pm_device') OR pg_has_role(r.oid, 'pm_device', 'MEMBER') AND NOT r.rolsuper)
         AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication))`,
  'role that can become the owner': `
    SELECT m.member::regrole::text AS what FROM pg_auth_members AS m WHERE m.roleid = 'pm_owner'::regrole`,
};
