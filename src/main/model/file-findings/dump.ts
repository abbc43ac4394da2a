import type { FileFindingKind } from '../file-finding.ts';
import { counted } from './wording.ts';

/** What is damaged or missing in a dump. */
const damage: readonly FileFindingKind[] = [
  {
    code: 'dump.table_cut_off',
    severity: 'hold',
    sentence: ({ table = '', line = 0 }) =>
      `The file ends on line ${line} in the middle of the rows of “${table}”: the rest of them, and every table after it, are missing.`,
    remedy:
      'Ask for the dump again and compare its size with the original. Go on only if the missing rows are known not to matter.',
  },
  {
    code: 'dump.rows_cut_off',
    severity: 'warn',
    sentence: ({ line = 0 }) => `The file ends on line ${line} in the middle of the rows of this table.`,
    remedy: 'Ask for the dump again: rows are missing, and the last one may be cut short.',
  },
  {
    code: 'dump.cut_off',
    severity: 'hold',
    sentence: ({ line = 0 }) =>
      `The file ends in the middle of the statement on line ${line}: whatever came after it is missing.`,
    remedy: 'Ask for the dump again and compare its size with the original.',
  },
  {
    code: 'dump.no_end_mark',
    severity: 'hold',
    sentence: () =>
      'The dump lacks the line with which pg_dump ends (“PostgreSQL database dump complete”): tables at its end may be missing.',
    remedy:
      'Ask for the dump again and compare its size with the original. Go on only if it is known that nothing is missing.',
  },
  {
    code: 'dump.rows_not_closed',
    severity: 'warn',
    sentence: ({ line = 0 }) =>
      `The rows of this table are not closed: on line ${line} another statement begins where “\\.” or “;” should be.`,
    remedy: 'Compare the number of rows with the old system; some may be missing at the end.',
  },
  {
    code: 'dump.rows_without_table',
    severity: 'hold',
    sentence: ({ line = 0, lines = 0 }) =>
      `${counted(lines, 'line')} from line ${line} on look like rows of a table, but the COPY statement that says of which is missing or damaged. They are not read.`,
    remedy: 'Ask for the dump again, or correct that line in a copy of the file.',
  },
  {
    code: 'dump.damaged_statement',
    severity: 'hold',
    sentence: ({ line = 0, lines = 0 }) =>
      `The statement on line ${line} never ends, usually because of a stray quotation mark; ${counted(lines, 'line')} belong to it or were passed over with it.`,
    remedy: 'Look at these lines. Ask for the dump again if they hold rows.',
  },
  {
    // Found by earlier versions, and kept in workspaces; now it is `table.damaged_rows`.
    code: 'dump.damaged_rows',
    severity: 'warn',
    sentence: ({ rows = 0 }) =>
      `${counted(rows, 'row')} of this table cannot be taken apart, because of quotation marks that stand where none may stand or because the file ends there.`,
    remedy: 'Look at them after reading: each is kept as it stands in the file.',
  },
  {
    code: 'dump.encodings_differ',
    severity: 'hold',
    sentence: ({ first = '', other = '' }) =>
      `Parts of this table are written in ${first} and parts in ${other}. All of it would be read as ${first}.`,
    remedy:
      'Ask for the dump again with “--encoding=UTF8”, or look closely at names with accents and confirm it if they are right.',
  },
  {
    code: 'dump.other_columns',
    severity: 'warn',
    sentence: ({ statements = 0 }) =>
      `${counted(statements, 'statement')} for this table name a column that its first one does not have.`,
    remedy: 'Look at their rows: the values of such columns stand after the last column of the table.',
  },
];

/** What else is in a dump, so that every part of it is accounted for. */
const contents: readonly FileFindingKind[] = [
  {
    code: 'dump.unnamed_columns',
    severity: 'hold',
    sentence: ({ columns = 0 }) =>
      `The dump does not name the ${counted(columns, 'column')} of this table, so they are numbered.`,
    remedy:
      'Ask for a dump with the table definitions, or confirm it and say in the Mapping step what each column holds.',
  },
  {
    code: 'dump.databases',
    severity: 'note',
    sentence: ({ databases = 0 }) =>
      `The dump holds ${counted(databases, 'database')} with rows. The name of each table begins with the name of its database.`,
    remedy: 'Check that only the tables of this practice’s database are read.',
  },
  {
    code: 'dump.partition',
    severity: 'note',
    sentence: ({ parent = '' }) => `This table is a part (partition) of “${parent}”.`,
    remedy: 'Read the other parts of it as well: each is a table of its own here.',
  },
  {
    code: 'dump.several_blocks',
    severity: 'warn',
    sentence: ({ blocks = 0 }) =>
      `The rows of this table stand in ${counted(blocks, 'block')}, so the dump may hold them more than once.`,
    remedy:
      'Check whether two dumps were put into one file; rows that repeat are found when they are checked.',
  },
  {
    code: 'dump.tables_without_rows',
    severity: 'note',
    sentence: ({ tables = 0, names = '' }) => `${counted(tables, 'table')} without rows: ${names}.`,
    remedy: 'Nothing to do, unless one of them should have rows.',
  },
  {
    code: 'dump.other_statements',
    severity: 'note',
    sentence: ({ statements = 0, kinds = '' }) =>
      `${counted(statements, 'statement')} that bring no rows are left out, with the comments between them: ${kinds}.`,
    remedy: 'Nothing to do: they describe the database, not its records.',
  },
  {
    code: 'dump.unknown_statements',
    severity: 'warn',
    sentence: ({ statements = 0, line = 0 }) =>
      `${counted(statements, 'statement')} are of no kind that belongs in a dump; the first is on line ${line}. They are not read.`,
    remedy: 'Look at that line. Ask for the dump again if it looks like rows of a table.',
  },
  {
    code: 'dump.large_objects',
    severity: 'note',
    sentence: ({ statements = 0 }) =>
      `${counted(statements, 'statement')} hold large objects (such as pictures and scans), which are left out.`,
    remedy: 'Export attachments from the old system by themselves if they are needed.',
  },
  {
    code: 'dump.changes_rows',
    severity: 'warn',
    sentence: ({ statements = 0 }) =>
      `${counted(statements, 'statement')} change or remove rows after they were brought in (UPDATE, DELETE and the like). They are not carried out.`,
    remedy: 'Ask for a dump that holds the rows as they are now.',
  },
  {
    code: 'dump.rows_elsewhere',
    severity: 'warn',
    sentence: ({ statements = 0 }) =>
      `${counted(statements, 'COPY statement')} take rows from other files, which are not part of this one.`,
    remedy: 'Ask for a dump in plain SQL, in one file.',
  },
  {
    code: 'dump.insert_unread',
    severity: 'hold',
    sentence: ({ statements = 0, line = 0 }) =>
      `${counted(statements, 'INSERT statement')} that bring in rows without a list of values cannot be read; the first is on line ${line}.`,
    remedy: 'Ask for a dump that holds the rows themselves.',
  },
];

export const dumpFindings: readonly FileFindingKind[] = [...damage, ...contents];
