-- What a device role must not reach outside schema api. Run after every migration, because none of it is part of the
-- schema: a restored or copied database has lost its own privileges, and a new server version brings new functions.
-- Each line takes something from everybody that only an operator needs. Where the server does not allow it (a managed
-- one without a superuser), the rest is still applied and a WARNING names what was left.

CREATE OR REPLACE FUNCTION pg_temp.try_to(statement text) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
  EXECUTE statement;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE WARNING 'not permitted here: %', statement;
END
$$;

-- Only enrolled devices may connect, and nobody may make temporary objects: they are the way to shadow a name.
SELECT pg_temp.try_to(format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()));
SELECT pg_temp.try_to(format('GRANT CONNECT ON DATABASE %I TO pm_device', current_database()));
SELECT pg_temp.try_to('REVOKE ALL ON SCHEMA public FROM PUBLIC');
SELECT pg_temp.try_to('REVOKE ALL ON SCHEMA information_schema FROM PUBLIC');

-- No DO blocks. (Calling a function needs no right on its language.)
SELECT pg_temp.try_to(format('REVOKE USAGE ON LANGUAGE %I FROM PUBLIC', lanname))
FROM pg_language WHERE lanpltrusted AND has_language_privilege('public', oid, 'USAGE');

-- The catalog tells how many rows others have, which roles exist, and how the api is written.
SELECT pg_temp.try_to(format('REVOKE ALL ON %s FROM PUBLIC', oid::regclass))
FROM pg_class
WHERE relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  AND relkind IN ('r', 'v')
  AND EXISTS (SELECT FROM aclexplode(relacl) AS granted WHERE granted.grantee = 0);

-- Functions that lock, wait, signal, keep large objects, or tell about sizes, sessions, transactions and other roles.
SELECT pg_temp.try_to(format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure))
FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace
  AND proname ~ (
    '^(pg_(try_)?advisory_|lo_|loread$|lowrite$|pg_notify$|pg_sleep|set_config$|pg_stat_|pg_ls_|pg_read_'
    || '|pg_(cancel|terminate)_backend$|pg_(safe_snapshot_)?blocking_pids$|pg_(database|tablespace|relation|table'
    || '|indexes|total_relation)_size$|pg_(current|last)_(xact|wal|snapshot)|pg_snapshot_|pg_visible_in_snapshot$'
    || '|pg_export_snapshot$|pg_xact_|txid_|pg_get_userbyid$|pg_get_functiondef$|pg_show_all_|pg_hba_|pg_timezone'
    || '|pg_get_backend_memory|pg_get_shmem|pg_get_wait_events$|pg_prepared_xact$|pg_cursor$|pg_lock|pg_postmaster_'
    || '|pg_conf_load_time$|pg_sequence_|ts_stat$|pg_file|pg_relation_file|pg_filenode)'
  )
  AND has_function_privilege('public', oid, 'EXECUTE');

DROP FUNCTION pg_temp.try_to(text);
