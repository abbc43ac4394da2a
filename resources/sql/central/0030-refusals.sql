-- How the api says no: a code, never a value.
--   PM001 device unknown or revoked          PM013 job unknown
--   PM002 practice suspended                 PM014 job not in a state for this
--   PM003 isolation other than read committed PM015 batches not yet rolled back
--   PM010 same id, other settings            PM016 not a known name, code or count
--   PM011 payload damaged                    PM500 anything else
--   PM012 other content under this number
SET LOCAL ROLE pm_owner;

CREATE FUNCTION sec.refuse(p_code text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = p_code, MESSAGE = p_code;
END
$$;

-- Replaces an error by its code: the original's message, detail and context can hold values. Our own codes pass, and
-- so do those that tell a client to try again or to wait: 40 conflict, 53 resources, 55P03 lock, 57 an operator's
-- intervention.
CREATE FUNCTION sec.raise_code_only(p_sqlstate text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- A device that is revoked while its statement runs loses sight of its rows half way, and stumbles over that.
  IF sec.tenant_id() IS NULL THEN
    PERFORM sec.refuse('PM001');
  END IF;
  IF p_sqlstate ~ '^(PM|40|53|55P03|57)' THEN
    PERFORM sec.refuse(p_sqlstate);
  END IF;
  RAISE LOG 'central api: error % was reported as PM500', p_sqlstate;
  PERFORM sec.refuse('PM500');
END
$$;

-- The tenant of this session, or a refusal. First statement of every api function.
-- A transaction under repeatable read would go on with the membership as it was when the transaction began, so that
-- revoking would not bite; and a batch could not see what it collided with.
CREATE FUNCTION sec.require_tenant() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
DECLARE
  v_tenant    uuid;
  v_suspended timestamptz;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM sec.refuse('PM003');
  END IF;
  SELECT t.tenant_id, t.suspended_at INTO v_tenant, v_suspended
  FROM central.tenants AS t WHERE t.tenant_id = (SELECT sec.tenant_id());
  IF v_tenant IS NULL THEN
    PERFORM sec.refuse('PM001');
  END IF;
  IF v_suspended IS NOT NULL THEN
    PERFORM sec.refuse('PM002');
  END IF;
  RETURN v_tenant;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;
