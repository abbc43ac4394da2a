-- The planner chooses between an index alone, an index and its rows, and a bitmap of rows by how much of the table was
-- vacuumed lately, and an index alone is only as short as the last vacuum made it. Both follow from what all practices
-- together have changed, and show in the buffers that EXPLAIN counts. So every function of ours reads by an index and
-- its rows.
SET LOCAL ROLE pm_owner;

DO $$
DECLARE
  v_function regprocedure;
BEGIN
  FOR v_function IN
    SELECT f.oid
    FROM pg_proc AS f JOIN pg_namespace AS n ON n.oid = f.pronamespace
    WHERE n.nspname IN ('api', 'sec', 'central') AND f.proconfig @> ARRAY['enable_seqscan=off']
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET enable_bitmapscan = off', v_function);
    EXECUTE format('ALTER FUNCTION %s SET enable_indexonlyscan = off', v_function);
  END LOOP;
END
$$;

-- Records of one job are asked for in the order of their ids: with the id in it, this index is the one to take however
-- many rows all practices have. Without it the planner went by the primary key at times.
DROP INDEX central.patients_by_batch;
CREATE INDEX patients_by_batch ON central.patients (tenant_id, job_id, batch_number, id);
