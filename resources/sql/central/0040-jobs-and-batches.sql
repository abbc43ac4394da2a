-- Migration jobs, the ledger of their batches, and the records of them that were not plain inserts.
SET LOCAL ROLE pm_owner;

-- Last job number given, a row per tenant and year; its lock is what makes numbers unique and without gaps.
CREATE TABLE central.job_counters (
  tenant_id   uuid NOT NULL REFERENCES central.tenants,
  year        int  NOT NULL,
  last_number int  NOT NULL,
  PRIMARY KEY (tenant_id, year)
);

CREATE TABLE central.migration_jobs (
  tenant_id     uuid        NOT NULL REFERENCES central.tenants,
  job_id        uuid        NOT NULL,
  number        text        NOT NULL,
  entity        text        NOT NULL,
  source_system text        NOT NULL CHECK (source_system ~ '^[a-z][a-z0-9_-]{0,39}$'),
  preset        text        CHECK (length(preset) <= 100),
  state         text        NOT NULL DEFAULT 'uploading'
                            CHECK (state IN ('uploading', 'uploaded', 'rolling_back', 'rolled_back')),
  device        name        NOT NULL DEFAULT session_user,
  created_at    timestamptz NOT NULL DEFAULT now(),
  finished_at   timestamptz,
  read          bigint,
  accepted      bigint,
  held          bigint,
  rejected      bigint,
  skipped       bigint,
  PRIMARY KEY (tenant_id, job_id),
  UNIQUE (tenant_id, number),
  -- Nothing is dropped on the way.
  CHECK (read = accepted + held + rejected + skipped)
);

-- The ledger. Its primary key, and nothing else, decides whether a batch was applied before.
CREATE TABLE central.migration_batches (
  tenant_id      uuid        NOT NULL,
  job_id         uuid        NOT NULL,
  number         int         NOT NULL CHECK (number >= 1),
  batch_id       uuid        NOT NULL,
  content_sha256 bytea       NOT NULL CHECK (octet_length(content_sha256) = 32),
  record_count   int         NOT NULL CHECK (record_count >= 1),
  inserted       int         NOT NULL DEFAULT 0,
  unchanged      int         NOT NULL DEFAULT 0,
  different      int         NOT NULL DEFAULT 0,
  applied_at     timestamptz NOT NULL DEFAULT now(),
  removed        int         NOT NULL DEFAULT 0,
  rolled_back_at timestamptz,
  PRIMARY KEY (tenant_id, job_id, number),
  FOREIGN KEY (tenant_id, job_id) REFERENCES central.migration_jobs
);

-- One row per record whose outcome was not a plain insert. A plain insert is known by (job_id, batch_number) on the
-- record's own row: a second row for each would double what is written, to say what the first one says already.
CREATE TABLE central.migration_records (
  tenant_id    uuid NOT NULL,
  job_id       uuid NOT NULL,
  batch_number int  NOT NULL,
  record_id    uuid NOT NULL,
  outcome      text NOT NULL CHECK (outcome IN ('unchanged', 'different')),
  PRIMARY KEY (tenant_id, job_id, batch_number, record_id),
  FOREIGN KEY (tenant_id, job_id, batch_number) REFERENCES central.migration_batches
);
-- Which jobs met a record: a rollback asks it of each record before it removes one.
CREATE INDEX migration_records_by_record ON central.migration_records (tenant_id, record_id);

ALTER TABLE central.job_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE central.job_counters FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON central.job_counters USING (tenant_id = (SELECT sec.tenant_id()));

ALTER TABLE central.migration_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE central.migration_jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON central.migration_jobs USING (tenant_id = (SELECT sec.tenant_id()));

ALTER TABLE central.migration_batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE central.migration_batches FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON central.migration_batches USING (tenant_id = (SELECT sec.tenant_id()));

ALTER TABLE central.migration_records ENABLE ROW LEVEL SECURITY;
ALTER TABLE central.migration_records FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON central.migration_records USING (tenant_id = (SELECT sec.tenant_id()));
