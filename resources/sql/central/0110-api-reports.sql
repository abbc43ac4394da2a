-- What a device reports: events, durations, and the mapping it used. Codes and counts only.
SET LOCAL ROLE pm_owner;

CREATE FUNCTION api.log_event(p_job uuid, p_phase text, p_code text, p_counts jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
DECLARE
  v_tenant uuid  := sec.require_tenant();
  v_counts jsonb := coalesce(p_counts, '{}');
BEGIN
  IF jsonb_typeof(v_counts) <> 'object' THEN
    PERFORM sec.refuse('PM016');
  END IF;
  -- A name with a figure or a SHA-256 each: there is no room for a patient's value.
  IF EXISTS (
    SELECT FROM jsonb_each(v_counts) AS c
    WHERE c.key !~ '^[a-zA-Z][a-zA-Z_.]{0,59}$'
       OR (jsonb_typeof(c.value) <> 'number' AND c.value::text !~ '^"[0-9a-f]{64}"$')
  ) THEN
    PERFORM sec.refuse('PM016');
  END IF;
  INSERT INTO central.migration_logs (tenant_id, job_id, phase, code, counts)
  VALUES (v_tenant, p_job, p_phase, p_code, v_counts);
EXCEPTION
  WHEN foreign_key_violation THEN PERFORM sec.refuse('PM013');
  WHEN check_violation OR not_null_violation THEN PERFORM sec.refuse('PM016');
  WHEN query_canceled OR OTHERS THEN PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

CREATE FUNCTION api.record_metric(
  p_job uuid, p_phase text, p_records bigint, p_failed bigint, p_duration_ms bigint
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
DECLARE
  v_tenant uuid := sec.require_tenant();
BEGIN
  INSERT INTO central.migration_metrics (tenant_id, job_id, phase, records_processed, records_failed, duration_ms)
  VALUES (v_tenant, p_job, p_phase, p_records, p_failed, p_duration_ms);
EXCEPTION
  WHEN foreign_key_violation THEN PERFORM sec.refuse('PM013');
  WHEN check_violation OR not_null_violation THEN PERFORM sec.refuse('PM016');
  WHEN query_canceled OR OTHERS THEN PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- Keeps a version of a mapping. The same content again changes nothing; other content under it is refused.
CREATE FUNCTION api.put_preset(p_preset_id text, p_version int, p_content jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
DECLARE
  v_tenant uuid := sec.require_tenant();
BEGIN
  INSERT INTO central.migration_presets (tenant_id, preset_id, version, content)
  VALUES (v_tenant, p_preset_id, p_version, p_content)
  ON CONFLICT DO NOTHING;
  IF NOT EXISTS (
    SELECT FROM central.migration_presets AS p
    WHERE p.tenant_id = v_tenant AND p.preset_id = p_preset_id AND p.version = p_version AND p.content = p_content
  ) THEN
    PERFORM sec.refuse('PM010');
  END IF;
EXCEPTION
  WHEN check_violation OR not_null_violation THEN PERFORM sec.refuse('PM016');
  WHEN query_canceled OR OTHERS THEN PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

CREATE FUNCTION api.list_presets()
RETURNS TABLE (preset_id text, version int, content jsonb, created_at timestamptz)
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
  SELECT p.preset_id, p.version, p.content, p.created_at
  FROM central.migration_presets AS p WHERE p.tenant_id = v_tenant
  ORDER BY p.preset_id, p.version;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api TO pm_device;
