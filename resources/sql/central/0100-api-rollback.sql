-- Taking a job out again: what it added and nobody touched goes, what was edited since stays and is named.
SET LOCAL ROLE pm_owner;

CREATE FUNCTION api.rollback_preview(p_job uuid)
RETURNS TABLE (removable bigint, kept bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_table  name := central.table_of_job(v_tenant, p_job);
BEGIN
  RETURN QUERY EXECUTE format(
    $sql$
      SELECT count(*) FILTER (WHERE r.row_version = 1), count(*) FILTER (WHERE r.row_version > 1)
      FROM central.%I AS r WHERE r.tenant_id = $1 AND r.job_id = $2
    $sql$,
    v_table
  ) USING v_tenant, p_job;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- The edited records of a job, at most `p_limit` of them (and never more than 10,000).
CREATE FUNCTION api.rollback_kept(p_job uuid, p_limit int)
RETURNS TABLE (id uuid, batch_number int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_table  name := central.table_of_job(v_tenant, p_job);
BEGIN
  RETURN QUERY EXECUTE format(
    $sql$
      SELECT r.id, r.batch_number
      FROM central.%I AS r WHERE r.tenant_id = $1 AND r.job_id = $2 AND r.row_version > 1
      ORDER BY r.batch_number, r.id
      LIMIT least($3, 10000)
    $sql$,
    v_table
  ) USING v_tenant, p_job, p_limit;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- Removes the untouched records of one batch. `removed` is what this batch's rollback removed in all, so that a
-- repetition after a lost answer returns the same; `kept` are the records that are still there.
CREATE FUNCTION api.rollback_batch(p_job uuid, p_number int)
RETURNS TABLE (removed int, kept uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_table  name := central.table_of_job(v_tenant, p_job);
  v_gone   int;
  v_total  int;
  v_kept   uuid[];
BEGIN
  PERFORM central.begin_rollback(v_tenant, p_job);
  EXECUTE format(
    $sql$
      DELETE FROM central.%I AS r
      WHERE r.tenant_id = $1 AND r.job_id = $2 AND r.batch_number = $3 AND r.row_version = 1
    $sql$,
    v_table
  ) USING v_tenant, p_job, p_number;
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  UPDATE central.migration_batches AS b
  SET removed = b.removed + v_gone, rolled_back_at = coalesce(b.rolled_back_at, now())
  WHERE b.tenant_id = v_tenant AND b.job_id = p_job AND b.number = p_number
  RETURNING b.removed INTO v_total;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM013');
  END IF;
  EXECUTE format(
    $sql$
      SELECT coalesce(array_agg(r.id ORDER BY r.id), '{}')
      FROM central.%I AS r WHERE r.tenant_id = $1 AND r.job_id = $2 AND r.batch_number = $3
    $sql$,
    v_table
  ) INTO v_kept USING v_tenant, p_job, p_number;
  RETURN QUERY SELECT v_total, v_kept;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- Ends a rollback once every batch of the job was rolled back, also when edited records were kept.
CREATE FUNCTION api.finish_rollback(p_job uuid, OUT state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
BEGIN
  PERFORM central.begin_rollback(v_tenant, p_job);
  IF EXISTS (
    SELECT FROM central.migration_batches AS b
    WHERE b.tenant_id = v_tenant AND b.job_id = p_job AND b.rolled_back_at IS NULL
  ) THEN
    PERFORM sec.refuse('PM015');
  END IF;
  UPDATE central.migration_jobs AS j SET state = 'rolled_back', finished_at = now()
  WHERE j.tenant_id = v_tenant AND j.job_id = p_job AND j.state <> 'rolled_back';
  state := 'rolled_back';
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- Closes the job to further batches and waits for those under way. A job that was rolled back stays so.
CREATE FUNCTION central.begin_rollback(p_tenant uuid, p_job uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_state text;
BEGIN
  SELECT j.state INTO v_state FROM central.migration_jobs AS j
  WHERE j.tenant_id = p_tenant AND j.job_id = p_job FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM013');
  ELSIF v_state IN ('uploading', 'uploaded') THEN
    UPDATE central.migration_jobs AS j SET state = 'rolling_back'
    WHERE j.tenant_id = p_tenant AND j.job_id = p_job;
  END IF;
END
$$;
