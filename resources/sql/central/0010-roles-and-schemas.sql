-- Three schemas: `central` holds the tables, `sec` says whose session it is, `api` is all that a device can call.
-- Roles belong to the whole server, so another database of it may have made them already, even at this moment.
DO $$
DECLARE
  wanted name;
BEGIN
  IF pg_catalog.current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'the database has to be encoded in UTF8';
  END IF;
  FOREACH wanted IN ARRAY ARRAY['pm_owner', 'pm_device']::name[] LOOP
    BEGIN
      EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', wanted);
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
    WHERE rolname IN ('pm_owner', 'pm_device') AND (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole)
  ) THEN
    RAISE EXCEPTION 'pm_owner and pm_device must be roles without login and without special rights';
  END IF;
END
$$;

ALTER SCHEMA central OWNER TO pm_owner;
ALTER TABLE central.schema_migrations OWNER TO pm_owner;
CREATE SCHEMA sec AUTHORIZATION pm_owner;
CREATE SCHEMA api AUTHORIZATION pm_owner;

-- New functions are executable by everybody unless this says otherwise.
ALTER DEFAULT PRIVILEGES FOR ROLE pm_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- The owner writes functions; hardening.sql takes the languages away from everybody else.
GRANT USAGE ON LANGUAGE plpgsql, sql TO pm_owner;
GRANT USAGE ON SCHEMA api TO pm_device;
