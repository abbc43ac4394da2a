-- What a job says about itself: codes, counts and durations, never values. Rows are added and never changed.
SET LOCAL ROLE pm_owner;

CREATE TABLE central.migration_logs (
  tenant_id  uuid        NOT NULL REFERENCES central.tenants,
  id         uuid        NOT NULL DEFAULT gen_random_uuid(),
  job_id     uuid,
  device     name        NOT NULL DEFAULT session_user,
  phase      text        NOT NULL CHECK (phase ~ '^[a-z][a-z0-9_.]{0,59}$'),
  code       text        NOT NULL CHECK (code ~ '^[a-z][a-z0-9_.]{0,59}$'),
  counts     jsonb       NOT NULL CHECK (jsonb_typeof(counts) = 'object'),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, job_id) REFERENCES central.migration_jobs
);
CREATE INDEX migration_logs_by_job ON central.migration_logs (tenant_id, job_id, created_at);

CREATE TABLE central.migration_metrics (
  tenant_id         uuid        NOT NULL REFERENCES central.tenants,
  id                uuid        NOT NULL DEFAULT gen_random_uuid(),
  job_id            uuid        NOT NULL,
  phase             text        NOT NULL CHECK (phase ~ '^[a-z][a-z0-9_.]{0,59}$'),
  records_processed bigint      NOT NULL CHECK (records_processed >= 0),
  records_failed    bigint      NOT NULL CHECK (records_failed >= 0),
  duration_ms       bigint      NOT NULL CHECK (duration_ms >= 0),
  created_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, job_id) REFERENCES central.migration_jobs
);
CREATE INDEX migration_metrics_by_job ON central.migration_metrics (tenant_id, job_id, created_at);

-- Mappings as they were used, so that a later question about a field can be answered. A version never changes.
CREATE TABLE central.migration_presets (
  tenant_id  uuid        NOT NULL REFERENCES central.tenants,
  preset_id  text        NOT NULL CHECK (preset_id ~ '^[a-z][a-z0-9-]{0,99}$'),
  version    int         NOT NULL CHECK (version >= 1),
  content    jsonb       NOT NULL CHECK (jsonb_typeof(content) = 'object' AND octet_length(content::text) <= 1048576),
  device     name        NOT NULL DEFAULT session_user,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, preset_id, version)
);

ALTER TABLE central.migration_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE central.migration_logs FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON central.migration_logs USING (tenant_id = (SELECT sec.tenant_id()));

ALTER TABLE central.migration_metrics ENABLE ROW LEVEL SECURITY;
ALTER TABLE central.migration_metrics FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON central.migration_metrics USING (tenant_id = (SELECT sec.tenant_id()));

ALTER TABLE central.migration_presets ENABLE ROW LEVEL SECURITY;
ALTER TABLE central.migration_presets FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON central.migration_presets USING (tenant_id = (SELECT sec.tenant_id()));
