-- Who a session belongs to. The tenant follows from the login role alone (session_user), never from a setting that
-- the client can write, and never from current_user, which is the owner inside a SECURITY DEFINER function.
SET LOCAL ROLE pm_owner;

CREATE TABLE central.tenants (
  tenant_id    uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  company_id   text        NOT NULL UNIQUE CHECK (company_id ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  name         text        NOT NULL CHECK (name <> '' AND length(name) <= 200),
  created_at   timestamptz NOT NULL DEFAULT now(),
  suspended_at timestamptz
);

-- Which database this is: one row, made once. A workspace keeps the id with each of its jobs, so that a job is never
-- continued, compared or taken back in another database under the same practice (a trial server, one made anew).
CREATE TABLE central.identity (
  is_only     boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  database_id uuid    NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO central.identity DEFAULT VALUES;

-- One row per device. The operator writes it as a superuser; devices never see it.
CREATE TABLE sec.membership (
  role_name               name        PRIMARY KEY CHECK (role_name::text ~ '^d_[0-9a-f]{16,32}$'),
  tenant_id               uuid        NOT NULL REFERENCES central.tenants,
  device                  text        NOT NULL CHECK (device <> '' AND length(device) <= 120),
  certificate_serial      text        NOT NULL,
  certificate_fingerprint text        NOT NULL CHECK (certificate_fingerprint ~ '^[0-9a-f]{64}$'),
  certificate_expires_at  timestamptz NOT NULL,
  enrolled_at             timestamptz NOT NULL DEFAULT now(),
  revoked_at              timestamptz
);
CREATE INDEX membership_by_tenant ON sec.membership (tenant_id);

ALTER TABLE sec.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.membership FORCE ROW LEVEL SECURITY;
CREATE POLICY own_role ON sec.membership USING (role_name = (SELECT session_user));

-- A caller can ask for the parse and plan trees of every statement that runs in its session, and these settings need
-- no right: inside a function of ours they would name the tables and show estimates that move with the rows of other
-- practices. So whatever runs as the owner on a caller's behalf pins them; the catalog lint of the tests requires it.
-- How many buffers a call touched is shown by EXPLAIN around it, and which plan it ran follows from such settings too:
-- reading a whole table would tell how much all practices have together. So what decides between that and an index,
-- every one of which begins with the tenant, is pinned with them.
-- client_min_messages keeps everything below a warning from the caller, the others keep values out of the server's log.

-- The tenant of this session, null for a role that is unknown or revoked. Every policy stands on it. It works also for
-- a caller that asks for an error in place of every filter: sec.raise_code_only has to get an answer even then.
CREATE FUNCTION sec.tenant_id() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET row_security = on SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
  SELECT m.tenant_id FROM sec.membership AS m WHERE m.role_name = session_user AND m.revoked_at IS NULL
$$;

-- In a policy the call is wrapped, (SELECT sec.tenant_id()), so that it runs once a statement and not once a row.
ALTER TABLE central.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE central.tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON central.tenants USING (tenant_id = (SELECT sec.tenant_id()));
