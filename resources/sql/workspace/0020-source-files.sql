-- Files are kept byte for byte, so that a wrong guess about how one is written is never final, and several tables may
-- come from one file.

-- A file as it was handed over: alone, or (with the name of its folder) as one of many.
--   receiving  its bytes are on their way into the workspace
--   kept       all bytes are here and their hash is known
--   known      only its name, size and hash are here: it was read by an earlier version, or removed
CREATE TABLE source_file (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  state          TEXT NOT NULL CHECK (state IN ('receiving', 'kept', 'known')),
  file_name      TEXT NOT NULL,
  size_bytes     INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL DEFAULT 0,
  sha256         TEXT,
  CHECK (state = 'receiving' OR sha256 IS NOT NULL),
  CHECK (state <> 'kept' OR received_bytes = size_bytes)
) STRICT;

-- The same content is kept once.
CREATE UNIQUE INDEX source_file_by_content ON source_file (sha256) WHERE state = 'kept';

CREATE TABLE source_chunk (
  source_file_id INTEGER NOT NULL REFERENCES source_file (id) ON DELETE CASCADE,
  -- Of its first byte in the file.
  position       INTEGER NOT NULL,
  size_bytes     INTEGER NOT NULL,
  packing        TEXT NOT NULL CHECK (packing IN ('none', 'zstd')),
  bytes          BLOB NOT NULL,
  UNIQUE (source_file_id, position)
) STRICT;

CREATE TRIGGER source_chunk_never_changes BEFORE UPDATE ON source_chunk
BEGIN
  SELECT RAISE(ABORT, 'a kept file is never changed');
END;

DROP TABLE spool_chunk;
DROP TABLE spool;

DROP INDEX source_table_by_content;
ALTER TABLE source_table ADD COLUMN source_file_id INTEGER REFERENCES source_file (id);
-- Where in the handed over file: the entry of an archive; empty for the file itself.
ALTER TABLE source_table ADD COLUMN part TEXT NOT NULL DEFAULT '';
-- Which table of it: a sheet, a table of a dump; empty for a file's only one.
ALTER TABLE source_table ADD COLUMN table_name TEXT NOT NULL DEFAULT '';
-- What was found about the table as a whole, in JSON.
ALTER TABLE source_table ADD COLUMN findings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE source_table RENAME COLUMN dialect TO layout;

UPDATE source_table
   SET layout = json_set(layout,
         '$.format', 'delimited', '$.undoDoubleEncoding', NULL, '$.escape', 'doubled', '$.firstLine', 1,
         '$.lastLine', NULL, '$.headerLines', 1, '$.comment', NULL, '$.trailingDelimiter', json('false'));

INSERT INTO source_file (id, state, file_name, size_bytes, sha256)
SELECT id, 'known', file_name, size_bytes, coalesce(sha256, '') FROM source_table WHERE state <> 'staging';
UPDATE source_table SET source_file_id = id WHERE state <> 'staging';

-- A table of a file is staged once.
CREATE UNIQUE INDEX source_table_by_content ON source_table (sha256, part, table_name) WHERE state = 'staged';
CREATE INDEX source_table_by_file ON source_table (source_file_id);

-- Up to 2,000 rows that follow one another. page_key = source_table_id << 32 | number of the first row. Rows lie
-- together because encrypting and binding them one by one is what makes reading in slow.
CREATE TABLE staged_page (
  page_key  INTEGER PRIMARY KEY,
  row_count INTEGER NOT NULL CHECK (row_count > 0),
  --   rows   a JSON array of [line, fault, cells] or, where there is more to say, [line, fault, cells, stored, notes]
  --   lines  a line of JSON that says how to take them apart, then lines of a text file as they stand there
  --   kept   JSON that says how to take them apart, and where these lines stand in the kept file
  form      TEXT NOT NULL CHECK (form IN ('rows', 'lines', 'kept')),
  packing   TEXT NOT NULL CHECK (packing IN ('none', 'zstd')),
  rows      BLOB NOT NULL
) STRICT;

INSERT INTO staged_page (page_key, row_count, form, packing, rows)
SELECT min(row_key), count(*), 'rows', 'none',
       CAST(json_group_array(json_array(line, fault, json(cells)) ORDER BY row_key) AS BLOB)
  FROM staged_row GROUP BY source_table_id, (row_no - 1) / 2000;

DROP TABLE staged_row;

CREATE TRIGGER staged_page_never_changes BEFORE UPDATE ON staged_page
BEGIN
  SELECT RAISE(ABORT, 'a staged row is never changed');
END;

-- What a table's columns hold, counted over all its rows, in JSON. Made when somebody asks for it.
CREATE TABLE column_profile (
  source_table_id INTEGER PRIMARY KEY REFERENCES source_table (id) ON DELETE CASCADE,
  content         TEXT NOT NULL
) STRICT;
