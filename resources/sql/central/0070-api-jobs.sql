-- Jobs: who am I, open, look up, finish.
SET LOCAL ROLE pm_owner;

-- `schema_version` is the version of this api, then the last migration: a device that knows another first figure
-- does not go on.
CREATE FUNCTION api.whoami()
RETURNS TABLE (
  tenant_id uuid, tenant_name text, company_id text, schema_version text, server_time timestamptz, database_id uuid
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
BEGIN
  RETURN QUERY
  SELECT t.tenant_id, t.name, t.company_id,
    (SELECT '1.' || max(left(m.name, 4)) FROM central.schema_migrations AS m), now(),
    (SELECT i.database_id FROM central.identity AS i)
  FROM central.tenants AS t WHERE t.tenant_id = v_tenant;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- Opens a job under the id that the device chose, once: the same call again returns the same number.
CREATE FUNCTION api.open_job(p_job uuid, p_entity text, p_source_system text, p_preset text)
RETURNS TABLE (number text, state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_year   int  := extract(year FROM now() AT TIME ZONE 'UTC');
  v_number int;
  v_job    central.migration_jobs;
BEGIN
  IF p_job IS NULL OR central.table_of(p_entity) IS NULL OR p_source_system IS NULL
     OR p_source_system !~ '^[a-z][a-z0-9_-]{0,39}$' THEN
    PERFORM sec.refuse('PM016');
  END IF;
  -- The counter's row lock lets one opener of this tenant in at a time, so that numbers have no gaps.
  INSERT INTO central.job_counters (tenant_id, year, last_number) VALUES (v_tenant, v_year, 0) ON CONFLICT DO NOTHING;
  SELECT c.last_number + 1 INTO v_number
  FROM central.job_counters AS c WHERE c.tenant_id = v_tenant AND c.year = v_year FOR UPDATE;
  SELECT j.* INTO v_job FROM central.migration_jobs AS j WHERE j.tenant_id = v_tenant AND j.job_id = p_job;
  IF NOT FOUND THEN
    UPDATE central.job_counters AS c SET last_number = v_number WHERE c.tenant_id = v_tenant AND c.year = v_year;
    INSERT INTO central.migration_jobs (tenant_id, job_id, number, entity, source_system, preset)
    VALUES (
      v_tenant, p_job, format('MIG-%s-%s', lpad(v_number::text, greatest(3, length(v_number::text)), '0'), v_year),
      p_entity, p_source_system, p_preset
    )
    RETURNING * INTO v_job;
  ELSIF (v_job.entity, v_job.source_system, v_job.preset)
        IS DISTINCT FROM (p_entity, p_source_system, p_preset) THEN
    PERFORM sec.refuse('PM010');
  END IF;
  RETURN QUERY SELECT v_job.number, v_job.state;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- The table that a job of this tenant fills.
CREATE FUNCTION central.table_of_job(p_tenant uuid, p_job uuid) RETURNS name
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_table name;
BEGIN
  SELECT central.table_of(j.entity) INTO v_table
  FROM central.migration_jobs AS j WHERE j.tenant_id = p_tenant AND j.job_id = p_job;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM013');
  END IF;
  RETURN v_table;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- `records` is what the applied batches carried; what the tables hold of it, api.verify_batches says.
CREATE FUNCTION api.job_state(p_job uuid)
RETURNS TABLE (number text, state text, batches int, records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
BEGIN
  RETURN QUERY
  SELECT j.number, j.state, count(b.number)::int, coalesce(sum(b.record_count), 0)::bigint
  FROM central.migration_jobs AS j
  LEFT JOIN central.migration_batches AS b ON b.tenant_id = j.tenant_id AND b.job_id = j.job_id
  WHERE j.tenant_id = v_tenant AND j.job_id = p_job
  GROUP BY j.number, j.state;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM013');
  END IF;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- The ledger after batch `p_after`, in order, at most `p_limit` rows (and never more than 10,000).
CREATE FUNCTION api.batch_ledger(p_job uuid, p_after int, p_limit int)
RETURNS TABLE (
  number int, batch_id uuid, content_sha256 bytea, inserted int, unchanged int, different int, rolled_back boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
BEGIN
  RETURN QUERY
  SELECT b.number, b.batch_id, b.content_sha256, b.inserted, b.unchanged, b.different, b.rolled_back_at IS NOT NULL
  FROM central.migration_batches AS b
  WHERE b.tenant_id = v_tenant AND b.job_id = p_job AND b.number > p_after
  ORDER BY b.number
  LIMIT least(p_limit, 10000);
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- Closes a job to further batches. The sums have to agree with each other and with the ledger: everything accepted
-- arrived, in batches numbered without a gap. The same call again changes nothing.
CREATE FUNCTION api.finish_job(
  p_job uuid, p_read bigint, p_accepted bigint, p_held bigint, p_rejected bigint, p_skipped bigint, OUT state text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_job    central.migration_jobs;
  v_agrees boolean;
BEGIN
  SELECT j.* INTO v_job FROM central.migration_jobs AS j
  WHERE j.tenant_id = v_tenant AND j.job_id = p_job FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM013');
  ELSIF v_job.state = 'uploading' THEN
    -- Accepted is what this job added: records that were there before are none of it.
    SELECT coalesce(sum(b.inserted), 0) = p_accepted AND coalesce(max(b.number), 0) = count(*)
           AND p_read = p_accepted + p_held + p_rejected + p_skipped
    INTO v_agrees
    FROM central.migration_batches AS b WHERE b.tenant_id = v_tenant AND b.job_id = p_job;
    IF v_agrees IS NOT TRUE THEN
      PERFORM sec.refuse('PM011');
    END IF;
    UPDATE central.migration_jobs AS j
    SET state = 'uploaded', finished_at = now(),
        read = p_read, accepted = p_accepted, held = p_held, rejected = p_rejected, skipped = p_skipped
    WHERE j.tenant_id = v_tenant AND j.job_id = p_job;
  ELSIF v_job.state <> 'uploaded' THEN
    PERFORM sec.refuse('PM014');
  ELSIF (v_job.read, v_job.accepted, v_job.held, v_job.rejected, v_job.skipped)
        IS DISTINCT FROM (p_read, p_accepted, p_held, p_rejected, p_skipped) THEN
    PERFORM sec.refuse('PM010');
  END IF;
  state := 'uploaded';
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;
