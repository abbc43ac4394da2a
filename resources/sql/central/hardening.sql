-- What a device role must not reach outside schema api. Run after every migration, because none of it is part of the
-- schema: a restored or copied database has lost its own privileges, and a new server version brings new functions.
-- Each line takes something from everybody that only an operator needs, or limits what a device uses up. Where the server does not allow it (a managed
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

-- The server's own functions: they lock, wait, signal, write files, large objects and write-ahead log, and tell about
-- sizes, sessions, transactions, other roles and how tables are made. What new versions bring is named pg_ as well, so
-- all of that name are taken; ordinary SQL (operators, casts, text, dates, JSON) is named otherwise, and neither the
-- api nor a device needs one. Casts of a number to regrole or regclass ask for no right and cannot be closed.
SELECT pg_temp.try_to(format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure))
FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace
  AND (proname ~ '^(pg_|lo_|loread$|lowrite$|set_config$|txid_|ts_stat$)'
    OR proname IN ('age', 'mxid_age') AND proargtypes[0] = 'xid'::regtype)
  AND has_function_privilege('public', oid, 'EXECUTE');

-- A session's temporary files have a limit that only a superuser lifts: otherwise one sort fills the server's disk.
-- Set when a device is enrolled; here for those enrolled before, and to say so where the server does not permit it.
DO $$
BEGIN
  IF NOT has_parameter_privilege('temp_file_limit', 'SET') THEN
    RAISE WARNING 'not permitted here: ALTER ROLE … SET temp_file_limit, so that a device can fill the disk';
  END IF;
END
$$;
SELECT pg_temp.try_to(format('ALTER ROLE %I SET temp_file_limit = ''256MB''', m.role_name))
FROM sec.membership AS m
JOIN pg_roles AS r ON r.rolname = m.role_name
WHERE has_parameter_privilege('temp_file_limit', 'SET')
  AND NOT coalesce(r.rolconfig, '{}') @> ARRAY['temp_file_limit=256MB'];

DROP FUNCTION pg_temp.try_to(text);
