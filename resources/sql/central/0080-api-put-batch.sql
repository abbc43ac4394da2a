-- The one way in for records. Everything of a batch happens in one statement, so it is there whole or not at all.
SET LOCAL ROLE pm_owner;

-- The id that a batch must have: see src/main/model/batch.ts.
CREATE FUNCTION central.batch_id_of(p_job uuid, p_number int, p_sha256 bytea) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_id bytea := substr(sha256(convert_to(format('%s:%s:%s', p_job, p_number, encode(p_sha256, 'hex')), 'UTF8')), 1, 16);
BEGIN
  v_id := set_byte(v_id, 6, get_byte(v_id, 6) & 15 | 128);
  v_id := set_byte(v_id, 8, get_byte(v_id, 8) & 63 | 128);
  RETURN encode(v_id, 'hex')::uuid;
END
$$;

-- What this batch is about to meet must still be there when it says so: no rollback of the practice goes on until it
-- is committed, and one that waited sees what was met. (See central.hold_off_uploads.)
CREATE FUNCTION central.hold_off_rollbacks(p_tenant uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM central.tenants AS t WHERE t.tenant_id = p_tenant FOR SHARE;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM001');
  END IF;
END
$$;

-- Inserts the records of a payload and returns how many were new. Almost every batch is all new, and a plain INSERT
-- is a quarter faster than one that may skip; so that is tried first, and only a collision pays for both.
CREATE FUNCTION central.insert_records(
  p_table name, p_tenant uuid, p_source_system text, p_job uuid, p_number int, p_payload text
) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_insert   text := format(
    'INSERT INTO central.%I SELECT * FROM central.%I($1, $2, $3, $4, $5)', p_table, 'read_' || p_table
  );
  v_inserted int;
BEGIN
  BEGIN
    EXECUTE v_insert USING p_tenant, p_source_system, p_job, p_number, p_payload;
  EXCEPTION WHEN unique_violation THEN
    PERFORM central.hold_off_rollbacks(p_tenant);
    EXECUTE v_insert || ' ON CONFLICT DO NOTHING' USING p_tenant, p_source_system, p_job, p_number, p_payload;
  END;
  GET DIAGNOSTICS v_inserted = ROW_COUNT;
  RETURN v_inserted;
END
$$;

-- Writes down the records that were there before: unchanged when what central holds now, after any edits, is what
-- was sent; different otherwise, also when the external id is held under another record id. A record that was there
-- for the insert and is not any more was deleted by hand in between (a rollback waits): a conflict, to be tried again.
CREATE FUNCTION central.note_records_held_before(
  p_table name, p_tenant uuid, p_source_system text, p_job uuid, p_number int, p_payload text
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_gone boolean;
BEGIN
  EXECUTE format(
    $sql$
      WITH met AS MATERIALIZED (
        SELECT sent.id,
          CASE
            WHEN sha256(convert_to(central.canonical_text(held), 'UTF8')) = sent.content_hash THEN 'unchanged'
            WHEN held.id IS NOT NULL OR EXISTS (
              SELECT FROM central.%2$I AS namesake
              WHERE namesake.tenant_id = $1 AND namesake.source_system = $2
                AND namesake.external_id = sent.external_id
            ) THEN 'different'
          END AS outcome
        FROM central.%1$I($1, $2, $3, $4, $5) AS sent
        LEFT JOIN central.%2$I AS held ON held.tenant_id = $1 AND held.id = sent.id
        WHERE (held.job_id, held.batch_number) IS DISTINCT FROM ($3, $4)
      ), noted AS (
        INSERT INTO central.migration_records (tenant_id, job_id, batch_number, record_id, outcome)
        SELECT $1, $3, $4, met.id, met.outcome FROM met WHERE met.outcome IS NOT NULL
        ON CONFLICT DO NOTHING
      )
      SELECT EXISTS (SELECT FROM met WHERE met.outcome IS NULL)
    $sql$,
    'read_' || p_table, p_table
  ) INTO v_gone USING p_tenant, p_source_system, p_job, p_number, p_payload;
  IF v_gone THEN
    PERFORM sec.refuse('40001');
  END IF;
END
$$;

-- Applies a batch exactly once. The ledger's primary key decides: whoever inserts (tenant, job, number) first applies
-- the batch, and a repetition waits for that and returns what came of it.
CREATE FUNCTION api.put_batch(
  p_job uuid, p_number int, p_batch uuid, p_sha256 bytea, p_record_count int, p_payload text
) RETURNS TABLE (outcome text, inserted int, unchanged uuid[], different uuid[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
SET enable_seqscan = off SET enable_indexscan = on SET random_page_cost = 4
SET cpu_index_tuple_cost = 0.005 SET cpu_operator_cost = 0.0025
AS $$
#variable_conflict use_column
DECLARE
  v_tenant    uuid := sec.require_tenant();
  v_job       central.migration_jobs;
  v_batch     central.migration_batches;
  v_table     name;
  v_outcome   text := 'applied';
  v_inserted  int;
  v_unchanged uuid[];
  v_different uuid[];
BEGIN
  -- First, because every step after this one takes the payload's size in memory again. The client stays below: a
  -- batch is at most 4 Mi characters, or one record that is longer.
  IF octet_length(p_payload) > 67108864 THEN
    PERFORM sec.refuse('PM011');
  END IF;
  IF sha256(convert_to(p_payload, 'UTF8')) IS DISTINCT FROM p_sha256
     OR central.batch_id_of(p_job, p_number, p_sha256) IS DISTINCT FROM p_batch
     OR (p_number >= 1 AND p_record_count >= 1) IS NOT TRUE THEN
    PERFORM sec.refuse('PM011');
  END IF;

  -- Shared: batches of one job run side by side, and finishing or rolling back waits for them.
  SELECT j.* INTO v_job FROM central.migration_jobs AS j
  WHERE j.tenant_id = v_tenant AND j.job_id = p_job FOR SHARE;
  IF NOT FOUND THEN
    PERFORM sec.refuse('PM013');
  END IF;
  v_table := central.table_of(v_job.entity);

  INSERT INTO central.migration_batches (tenant_id, job_id, number, batch_id, content_sha256, record_count)
  VALUES (v_tenant, p_job, p_number, p_batch, p_sha256, p_record_count)
  ON CONFLICT (tenant_id, job_id, number) DO NOTHING;
  IF NOT FOUND THEN
    v_outcome := 'duplicate';
    SELECT b.* INTO v_batch FROM central.migration_batches AS b
    WHERE b.tenant_id = v_tenant AND b.job_id = p_job AND b.number = p_number;
    IF v_batch.batch_id <> p_batch THEN
      PERFORM sec.refuse('PM012');
    ELSIF v_batch.rolled_back_at IS NOT NULL THEN
      PERFORM sec.refuse('PM014');
    ELSIF v_batch.record_count <> p_record_count THEN
      PERFORM sec.refuse('PM011');
    END IF;
    v_inserted := v_batch.inserted;
  ELSIF v_job.state <> 'uploading' THEN
    PERFORM sec.refuse('PM014');
  ELSE
    v_inserted := central.insert_records(v_table, v_tenant, v_job.source_system, p_job, p_number, p_payload);
    IF v_inserted <> p_record_count THEN
      PERFORM central.note_records_held_before(v_table, v_tenant, v_job.source_system, p_job, p_number, p_payload);
    END IF;
  END IF;

  SELECT coalesce(array_agg(r.record_id ORDER BY r.record_id) FILTER (WHERE r.outcome = 'unchanged'), '{}'),
         coalesce(array_agg(r.record_id ORDER BY r.record_id) FILTER (WHERE r.outcome = 'different'), '{}')
  INTO v_unchanged, v_different
  FROM central.migration_records AS r
  WHERE r.tenant_id = v_tenant AND r.job_id = p_job AND r.batch_number = p_number;

  IF v_outcome = 'applied' THEN
    IF v_inserted + cardinality(v_unchanged) + cardinality(v_different) <> p_record_count THEN
      PERFORM sec.refuse('PM011');
    END IF;
    UPDATE central.migration_batches AS b
    SET inserted = v_inserted, unchanged = cardinality(v_unchanged), different = cardinality(v_different)
    WHERE b.tenant_id = v_tenant AND b.job_id = p_job AND b.number = p_number;
    -- Not to be seen any more: the device was revoked while this ran, and nothing of the batch may stay.
    IF NOT FOUND THEN
      PERFORM sec.refuse('PM001');
    END IF;
  END IF;
  RETURN QUERY SELECT v_outcome, v_inserted, v_unchanged, v_different;
EXCEPTION WHEN query_canceled OR OTHERS THEN
  PERFORM sec.raise_code_only(SQLSTATE);
END
$$;
