import { entry, numberText } from './entry.ts';

/** What can be wrong while reading: dump. */
export const readDumpFaults = {
  'read.dump_custom': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is a Postgres backup in its own packed format. Ask whoever made it for plain SQL, or convert it with “pg_restore --no-owner -f out.sql ${p.file}” (for a backup that is a folder, name the folder), then choose out.sql.`,
  ),
  'read.dump_packed': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is a database dump that is packed with gzip. Unpack it (7-Zip, or “gunzip -k ${p.file}”) and choose the unpacked file.`,
  ),
  'read.dump_no_rows': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is SQL without rows: it describes or changes a database and holds none of its records. Ask for a dump with the data in it (without “--schema-only”).`,
  ),
  'read.dump_encoding': entry<{ file: string; encoding: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is written in the encoding ${p.encoding}, which is not read here. Ask for the dump with “--encoding=UTF8”, or choose the encoding yourself.`,
  ),
  'read.dump_too_many_tables': entry<{ file: string; limit: number }>(
    'input',
    413,
    (p) =>
      `“${p.file}” has more than ${numberText(p.limit)} tables with rows. Ask for a dump of the practice’s own database, or of fewer tables.`,
  ),
  'read.table_gone': entry<{ file: string; table: string }>(
    'input',
    409,
    (p) =>
      `“${p.file}” has no rows of the table “${p.table}”, though it had when it was looked at. Choose the file again.`,
  ),
  'read.other_sql': entry<{ file: string; writer: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is SQL of ${p.writer}, which is not read here. Export the tables from there as CSV (UTF-8), one file for each, and choose those.`,
  ),
};
