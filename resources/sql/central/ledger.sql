-- The history of this schema. Run before every migration: it has to exist before the first one is recorded.
CREATE SCHEMA IF NOT EXISTS central;

CREATE TABLE IF NOT EXISTS central.schema_migrations (
  name       text        PRIMARY KEY,
  sha256     bytea       NOT NULL CHECK (octet_length(sha256) = 32),
  applied_at timestamptz NOT NULL DEFAULT now()
);
