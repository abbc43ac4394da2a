-- Taking a job out again. What it added goes, except what was edited since and what another job relies on: one that
-- sent the same records later and met them unchanged. The last job that relied on a record takes it away, so that
-- after all of them were rolled back the practice's records are as they were before.
SET LOCAL ROLE pm_owner;

-- Two rollbacks that each leave a record to the other would leave it for good, and one that does not see yet what an
-- upload is meeting would remove it: so rollbacks of a practice go one after another, and never beside a batch that
-- meets records. Taken after the job's own lock, as put_batch does, and in a statement before those that look.
CREATE FUNCTION central.hold_off_uploads(p_tenant uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM central.tenants AS t WHERE t.tenant_id = p_tenant FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM001');
  END IF;
END
$$;

-- The records that are in a job's care, or in that of its batch `p_number`, and what its rollback does to each:
-- `removable`, or why it is kept, `edited` or `shared`. In its care are those that it added and those that it met
-- unchanged and whose own batch was rolled back: nobody else would remove them. Shared is a record that a batch of
-- another job met unchanged, unless that batch was rolled back. A record that a job met in two of its batches is in
-- the care of both.
CREATE FUNCTION central.rollback_fates(p_table name, p_tenant uuid, p_job uuid, p_number int)
RETURNS TABLE (id uuid, batch_number int, fate text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY EXECUTE format(
    $sql$
      WITH in_care AS (
        SELECT r.id, r.batch_number, r.row_version
        FROM central.%1$I AS r
        WHERE r.tenant_id = $1 AND r.job_id = $2 AND ($3 IS NULL OR r.batch_number = $3)
        UNION ALL
        SELECT r.id, min(met.batch_number), r.row_version
        FROM central.migration_records AS met
        JOIN central.%1$I AS r ON r.tenant_id = met.tenant_id AND r.id = met.record_id
        JOIN central.migration_batches AS adding
          ON adding.tenant_id = r.tenant_id AND adding.job_id = r.job_id AND adding.number = r.batch_number
        WHERE met.tenant_id = $1 AND met.job_id = $2 AND ($3 IS NULL OR met.batch_number = $3)
          AND met.outcome = 'unchanged' AND r.job_id <> $2 AND adding.rolled_back_at IS NOT NULL
        GROUP BY r.id, r.row_version
      )
      SELECT c.id, c.batch_number,
        CASE
          WHEN c.row_version > 1 THEN 'edited'
          WHEN EXISTS (
            SELECT FROM central.migration_records AS relied
            JOIN central.migration_batches AS b
              ON b.tenant_id = relied.tenant_id AND b.job_id = relied.job_id AND b.number = relied.batch_number
            WHERE relied.tenant_id = $1 AND relied.record_id = c.id AND relied.outcome = 'unchanged'
              AND relied.job_id <> $2 AND b.rolled_back_at IS NULL
          ) THEN 'shared'
          ELSE 'removable'
        END
      FROM in_care AS c
    $sql$,
    p_table
  ) USING p_tenant, p_job, p_number;
END
$$;

CREATE FUNCTION api.rollback_preview(p_job uuid)
RETURNS TABLE (removable bigint, kept bigint)
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
  RETURN QUERY
  SELECT count(*) FILTER (WHERE f.fate = 'removable'), count(*) FILTER (WHERE f.fate <> 'removable')
  FROM central.rollback_fates(v_table, v_tenant, p_job, NULL) AS f;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- The records that a job's rollback keeps, or kept, and why (`edited` or `shared`), at most `p_limit` of them (and
-- never more than 10,000).
CREATE FUNCTION api.rollback_kept(p_job uuid, p_limit int)
RETURNS TABLE (id uuid, batch_number int, reason text)
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
  RETURN QUERY
  SELECT f.id, f.batch_number, f.fate
  FROM central.rollback_fates(v_table, v_tenant, p_job, NULL) AS f
  WHERE f.fate <> 'removable'
  ORDER BY f.batch_number, f.id
  LIMIT least(p_limit, 10000);
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- Removes what is in the care of one batch and neither edited nor shared. `removed` is what this batch's rollback
-- removed in all, so that a repetition after a lost answer returns the same; `kept` are the records that are still
-- there, and `reasons` why, in the same order.
CREATE FUNCTION api.rollback_batch(p_job uuid, p_number int)
RETURNS TABLE (removed int, kept uuid[], reasons text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid := sec.require_tenant();
  v_table  name := central.table_of_job(v_tenant, p_job);
  v_gone   int;
  v_total  int;
BEGIN
  PERFORM central.begin_rollback(v_tenant, p_job);
  PERFORM central.hold_off_uploads(v_tenant);
  -- The version is asked of the row itself, too: one that is being edited at this moment is waited for and kept.
  EXECUTE format(
    $sql$
      DELETE FROM central.%I AS r
      USING central.rollback_fates($1, $2, $3, $4) AS f
      WHERE f.fate = 'removable' AND r.tenant_id = $2 AND r.id = f.id AND r.row_version = 1
    $sql$,
    v_table
  ) USING v_table, v_tenant, p_job, p_number;
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  UPDATE central.migration_batches AS b
  SET removed = b.removed + v_gone, rolled_back_at = coalesce(b.rolled_back_at, now())
  WHERE b.tenant_id = v_tenant AND b.job_id = p_job AND b.number = p_number
  RETURNING b.removed INTO v_total;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM013');
  END IF;
  RETURN QUERY
  SELECT v_total, coalesce(array_agg(f.id ORDER BY f.id), '{}'), coalesce(array_agg(f.fate ORDER BY f.id), '{}')
  FROM central.rollback_fates(v_table, v_tenant, p_job, p_number) AS f WHERE f.fate <> 'removable';
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;

-- Ends a rollback once every batch of the job was rolled back, also when records were kept.
CREATE FUNCTION api.finish_rollback(p_job uuid, OUT state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
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
