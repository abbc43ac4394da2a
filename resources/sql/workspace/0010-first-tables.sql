-- The workspace of one practice. Every file of this folder is applied once, in order of its number, inside one
-- transaction, and never edited afterwards. Times are ISO 8601 in UTC, written by the program.

CREATE TABLE workspace (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  workspace_id  TEXT NOT NULL,
  practice_name TEXT NOT NULL,
  created_at    TEXT NOT NULL
) STRICT;

-- How this device reaches its central database; it exists nowhere else on this computer.
CREATE TABLE enrolment (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  content  TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;

-- One table of a file as handed over. While it is 'staging' nobody but its reader sees it; while it is 'removing'
-- its rows are on their way out; 'removed' is what remains when a job that was rolled back still speaks of it.
CREATE TABLE source_table (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  state      TEXT NOT NULL CHECK (state IN ('staging', 'staged', 'removing', 'removed')),
  file_name  TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256     TEXT,
  dialect    TEXT NOT NULL,
  header     TEXT NOT NULL,
  row_count  INTEGER,
  staged_at  TEXT,
  staged_by  TEXT NOT NULL,
  CHECK (state <> 'staged' OR (sha256 IS NOT NULL AND row_count IS NOT NULL AND staged_at IS NOT NULL))
) STRICT;

-- The same content is never staged twice.
CREATE UNIQUE INDEX source_table_by_content ON source_table (sha256) WHERE state = 'staged';

-- row_key = source_table_id << 32 | row_no, so that a table's rows are one range of the primary key, appended in
-- order. No foreign key: looking the parent up for each of a million rows would cost more than it protects.
CREATE TABLE staged_row (
  row_key         INTEGER PRIMARY KEY,
  source_table_id INTEGER NOT NULL AS (row_key >> 32) VIRTUAL,
  row_no          INTEGER NOT NULL AS (row_key & 4294967295) VIRTUAL,
  line            INTEGER NOT NULL,
  cells           TEXT NOT NULL,
  fault           TEXT
) STRICT;

CREATE TRIGGER staged_row_never_changes BEFORE UPDATE ON staged_row
BEGIN
  SELECT RAISE(ABORT, 'a staged row is never changed');
END;

-- A file handed over in pieces, kept until it was read.
CREATE TABLE spool (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  file_name      TEXT NOT NULL,
  size_bytes     INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE spool_chunk (
  spool_id INTEGER NOT NULL REFERENCES spool (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  bytes    BLOB NOT NULL,
  UNIQUE (spool_id, sequence)
) STRICT;

CREATE TABLE mapping (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  source_table_id INTEGER NOT NULL REFERENCES source_table (id),
  version         INTEGER NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('draft', 'approved')),
  content         TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  approved_by     TEXT,
  approved_role   TEXT,
  approved_at     TEXT,
  UNIQUE (source_table_id, version),
  CHECK ((state = 'approved') = (approved_by IS NOT NULL AND approved_role IS NOT NULL AND approved_at IS NOT NULL))
) STRICT;

CREATE TRIGGER mapping_locked_once_approved BEFORE UPDATE ON mapping WHEN OLD.state = 'approved'
BEGIN
  SELECT RAISE(ABORT, 'an approved mapping is never changed');
END;

CREATE TABLE check_run (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  state           TEXT NOT NULL CHECK (state IN ('running', 'finished')),
  mapping_id      INTEGER NOT NULL REFERENCES mapping (id),
  source_table_id INTEGER NOT NULL REFERENCES source_table (id),
  checked_at      TEXT NOT NULL,
  -- The day that the checks took for today (YYYY-MM-DD): the same rows give the same findings again.
  today           TEXT NOT NULL,
  read            INTEGER NOT NULL DEFAULT 0,
  accepted        INTEGER NOT NULL DEFAULT 0,
  held            INTEGER NOT NULL DEFAULT 0,
  rejected        INTEGER NOT NULL DEFAULT 0,
  skipped         INTEGER NOT NULL DEFAULT 0,
  warned          INTEGER NOT NULL DEFAULT 0,
  duplicates      INTEGER NOT NULL DEFAULT 0,
  CHECK (state = 'running' OR read = accepted + held + rejected + skipped)
) STRICT;

CREATE INDEX check_run_by_table ON check_run (source_table_id, id);
CREATE INDEX check_run_by_mapping ON check_run (mapping_id);

-- One kind of finding on one field (-1: the row as a whole) within a check.
CREATE TABLE issue_group (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  check_run_id INTEGER NOT NULL REFERENCES check_run (id),
  code         TEXT NOT NULL,
  field_index  INTEGER NOT NULL,
  -- Rows in the group, counted when the check finishes.
  row_count    INTEGER NOT NULL DEFAULT 0,
  UNIQUE (check_run_id, code, field_index)
) STRICT;

CREATE TABLE issue (
  issue_group_id INTEGER NOT NULL,
  row_no         INTEGER NOT NULL,
  PRIMARY KEY (issue_group_id, row_no)
) STRICT, WITHOUT ROWID;

CREATE INDEX issue_by_row ON issue (row_no, issue_group_id);

-- Rows that are not accepted. A row without an entry is accepted.
CREATE TABLE row_state (
  check_run_id INTEGER NOT NULL,
  row_no       INTEGER NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('held', 'rejected', 'skipped')),
  PRIMARY KEY (check_run_id, row_no)
) STRICT, WITHOUT ROWID;

CREATE INDEX row_state_by_state ON row_state (check_run_id, state, row_no);

CREATE TABLE job (
  job_id          TEXT PRIMARY KEY,
  -- Such as MIG-001-2026; null until the central database gave it one.
  number          TEXT,
  -- Which central database that was.
  database_id     TEXT,
  state           TEXT NOT NULL
                  CHECK (state IN ('uploading', 'paused', 'uploaded', 'verified', 'rolling_back', 'rolled_back')),
  source_table_id INTEGER NOT NULL REFERENCES source_table (id),
  mapping_id      INTEGER NOT NULL REFERENCES mapping (id),
  check_run_id    INTEGER NOT NULL REFERENCES check_run (id),
  tenant_id       TEXT NOT NULL,
  batch_size      INTEGER NOT NULL,
  options         TEXT NOT NULL,
  started_at      TEXT NOT NULL,
  started_by      TEXT NOT NULL,
  finished_at     TEXT,
  verification    TEXT,
  rollback        TEXT
) STRICT;

-- A file is uploaded by one job at a time; another may begin when the first was rolled back.
CREATE UNIQUE INDEX job_one_of_a_table ON job (source_table_id) WHERE state <> 'rolled_back';
CREATE INDEX job_by_table ON job (source_table_id);
CREATE INDEX job_by_mapping ON job (mapping_id);
CREATE INDEX job_by_check_run ON job (check_run_id);

CREATE TABLE batch (
  job_id         TEXT NOT NULL REFERENCES job (job_id),
  number         INTEGER NOT NULL CHECK (number >= 1),
  state          TEXT NOT NULL CHECK (state IN ('frozen', 'acknowledged', 'rolled_back')),
  batch_id       TEXT NOT NULL,
  content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
  record_count   INTEGER NOT NULL,
  first_row_no   INTEGER NOT NULL,
  last_row_no    INTEGER NOT NULL,
  -- Records that the central database wrote for it, null until it answered.
  inserted       INTEGER,
  PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX batch_by_state ON batch (job_id, state, number);

CREATE TRIGGER batch_content_never_changes
BEFORE UPDATE OF job_id, number, batch_id, content_sha256, record_count, first_row_no, last_row_no ON batch
BEGIN
  SELECT RAISE(ABORT, 'a frozen batch is never changed');
END;

-- What undoes a batch, apart from the batch itself so that acknowledging does not write it again.
CREATE TABLE manifest (
  id             INTEGER PRIMARY KEY,
  job_id         TEXT NOT NULL,
  number         INTEGER NOT NULL,
  record_ids     BLOB NOT NULL,
  content_hashes BLOB NOT NULL,
  row_nos        BLOB NOT NULL,
  UNIQUE (job_id, number),
  FOREIGN KEY (job_id, number) REFERENCES batch (job_id, number)
) STRICT;

CREATE TRIGGER manifest_never_changes BEFORE UPDATE ON manifest
BEGIN
  SELECT RAISE(ABORT, 'a manifest is never changed');
END;

-- Records that did not go the usual way: central held them already, or kept them when the job was rolled back.
CREATE TABLE batch_exception (
  job_id    TEXT NOT NULL,
  number    INTEGER NOT NULL,
  row_no    INTEGER NOT NULL,
  outcome   TEXT NOT NULL CHECK (outcome IN ('unchanged', 'different', 'kept_edited', 'kept_shared')),
  record_id BLOB NOT NULL CHECK (length(record_id) = 16),
  PRIMARY KEY (job_id, number, row_no, outcome),
  FOREIGN KEY (job_id, number) REFERENCES batch (job_id, number)
) STRICT, WITHOUT ROWID;
