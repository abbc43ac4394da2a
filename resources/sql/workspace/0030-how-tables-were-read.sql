-- What a person decided about how a table is read, so that it stays when it is read again in another way; by which
-- version of the program it was read; how many of its rows have which fault, in JSON (null: read before this was
-- counted).
ALTER TABLE source_table ADD COLUMN decided TEXT NOT NULL DEFAULT '{}';
ALTER TABLE source_table ADD COLUMN read_by TEXT NOT NULL DEFAULT '';
ALTER TABLE source_table ADD COLUMN row_faults TEXT;

-- Size and hash of the file or the entry of an archive that a table lies in: the same content is noticed inside an
-- archive and beside it. Null: an entry that was read before this was kept.
ALTER TABLE source_table ADD COLUMN part_bytes INTEGER;
ALTER TABLE source_table ADD COLUMN part_sha256 TEXT;
UPDATE source_table SET part_bytes = size_bytes, part_sha256 = sha256 WHERE part = '';
