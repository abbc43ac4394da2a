-- What central holds of a job, as hashes recomputed from the columns, never from a stored hash.
SET LOCAL ROLE pm_owner;

-- A row per applied batch from `p_from` to `p_to`. `digest` is SHA-256 over id and content hash of its records in the
-- order of their ids; `edited` counts those that somebody changed since.
CREATE FUNCTION api.verify_batches(p_job uuid, p_from int, p_to int)
RETURNS TABLE (number int, records bigint, digest bytea, edited bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_table  name := central.table_of_job(v_tenant, p_job);
BEGIN
  RETURN QUERY EXECUTE format(
    $sql$
      -- Materialized: without statistics (a table that was just filled) the planner would hash everything again for
      -- each batch of the range.
      WITH found AS MATERIALIZED (
        SELECT r.batch_number, count(*) AS records, count(*) FILTER (WHERE r.row_version > 1) AS edited,
          string_agg(
            uuid_send(r.id) || sha256(convert_to(central.canonical_text(r), 'UTF8')), ''::bytea ORDER BY r.id
          ) AS hashes
        FROM central.%I AS r
        WHERE r.tenant_id = $1 AND r.job_id = $2 AND r.batch_number BETWEEN $3 AND $4
        GROUP BY r.batch_number
      )
      SELECT b.number, coalesce(found.records, 0), sha256(coalesce(found.hashes, '')), coalesce(found.edited, 0)
      FROM central.migration_batches AS b
      LEFT JOIN found ON found.batch_number = b.number
      WHERE b.tenant_id = $1 AND b.job_id = $2 AND b.number BETWEEN $3 AND $4
      ORDER BY b.number
    $sql$,
    v_table
  ) USING v_tenant, p_job, p_from, p_to;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- The records of one batch, to name those that differ.
CREATE FUNCTION api.record_hashes(p_job uuid, p_number int)
RETURNS TABLE (id uuid, hash bytea, row_version int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_table  name := central.table_of_job(v_tenant, p_job);
BEGIN
  RETURN QUERY EXECUTE format(
    $sql$
      SELECT r.id, sha256(convert_to(central.canonical_text(r), 'UTF8')), r.row_version
      FROM central.%I AS r
      WHERE r.tenant_id = $1 AND r.job_id = $2 AND r.batch_number = $3
      ORDER BY r.id
    $sql$,
    v_table
  ) USING v_tenant, p_job, p_number;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- The practice's own records among `p_ids` (at most 20,000), whichever job brought them: what was there before an
-- upload can be compared, too.
CREATE FUNCTION api.hashes_by_id(p_entity text, p_ids uuid[])
RETURNS TABLE (id uuid, hash bytea, row_version int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_table  name := central.table_of(p_entity);
BEGIN
  IF v_table IS NULL OR (cardinality(p_ids) <= 20000) IS NOT TRUE THEN
    PERFORM sec.refuse('PM016');
  END IF;
  RETURN QUERY EXECUTE format(
    $sql$
      SELECT r.id, sha256(convert_to(central.canonical_text(r), 'UTF8')), r.row_version
      FROM central.%I AS r
      WHERE r.tenant_id = $1 AND r.id = ANY ($2)
      ORDER BY r.id
    $sql$,
    v_table
  ) USING v_tenant, p_ids;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

CREATE FUNCTION api.count_records(p_entity text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
DECLARE
  v_tenant  uuid := sec.require_tenant();
  v_table   name := central.table_of(p_entity);
  v_records bigint;
BEGIN
  IF v_table IS NULL THEN
    PERFORM sec.refuse('PM016');
  END IF;
  EXECUTE format('SELECT count(*) FROM central.%I AS r WHERE r.tenant_id = $1', v_table)
  INTO v_records USING v_tenant;
  RETURN v_records;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;
