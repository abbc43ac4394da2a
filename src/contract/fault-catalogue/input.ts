import { entry, numberText, sizeText, type Nothing } from './entry.ts';

/** What can be wrong with a file, a preset, a mapping or the checked rows. */
export const inputFaults = {
  'read.file_missing': entry<{ file: string }>(
    'input',
    404,
    (p) => `There is no file at “${p.file}”. Check the name and the folder, then choose the file again.`,
  ),
  'read.not_a_file': entry<{ file: string }>(
    'input',
    422,
    (p) => `“${p.file}” is a folder or a device, not a file. Choose the export file itself.`,
  ),
  'read.is_a_link': entry<{ file: string }>(
    'input',
    422,
    (p) => `“${p.file}” is a link to another file or folder. Choose what it leads to.`,
  ),
  'read.not_permitted': entry<{ file: string }>(
    'input',
    403,
    (p) =>
      `“${p.file}” may not be read by this user account. Copy it to your own documents and choose the copy.`,
  ),
  'read.interrupted': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” stopped being readable half way. Nothing of it was kept. Check the disk or network drive and read it again.`,
  ),
  'read.changed': entry<{ file: string }>(
    'input',
    409,
    (p) =>
      `“${p.file}” changed while it was being read. Nothing of it was kept. Wait until the old system has finished writing it, then choose it again.`,
  ),
  'read.empty': entry<{ file: string }>(
    'input',
    422,
    (p) => `“${p.file}” is empty. Export it again from the old system.`,
  ),
  'read.header_only': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” has names of columns and no rows. Check the filter of the export in the old system and export it again.`,
  ),
  'read.binary': entry<{ file: string; kind: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is ${p.kind}, not a text export. Export the data as CSV (UTF-8) and choose that file.`,
  ),
  'read.unclosed_quote': entry<{ file: string; line: number }>(
    'input',
    422,
    (p) =>
      `In “${p.file}” the row that starts on line ${p.line} has so many misplaced quotation marks that it cannot be read. Nothing of it was kept. Correct that line in a copy of the file, or export it again.`,
  ),
  'read.file_too_large': entry<{ file: string; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `“${p.file}” is larger than the limit of ${sizeText(p.limitBytes)}. Split the export, or raise the limit (--limit maxFileBytes).`,
  ),
  'read.row_too_large': entry<{ file: string; line: number; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `In “${p.file}” the row that starts on line ${p.line} is larger than ${sizeText(p.limitBytes)}, usually because of a quotation mark that is never closed. Nothing of it was kept. Correct that line in a copy of the file, export it again, or raise the limit (--limit maxRowBytes).`,
  ),
  'read.all_rows_too_large': entry<{ file: string; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `The rows of “${p.file}” hold more than ${sizeText(p.limitBytes)} of text, as where a file was made so that one long text stands in thousands of cells. Nothing of it was kept. If you trust the file, split the export, or raise the limit (--limit maxStagedBytes).`,
  ),
  'read.cell_too_large': entry<{ file: string; line: number; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `In “${p.file}” a cell on line ${p.line} is larger than ${sizeText(p.limitBytes)}. Nothing of it was kept. Leave pictures and documents out of the export, or raise the limit (--limit maxCellBytes).`,
  ),
  'read.too_many_columns': entry<{ file: string; limit: number }>(
    'input',
    413,
    (p) =>
      `“${p.file}” has more than ${numberText(p.limit)} columns. Check that it is the right file, or raise the limit (--limit maxColumns).`,
  ),
  'read.too_many_fields': entry<{ file: string; limit: number }>(
    'input',
    413,
    (p) =>
      `The records of “${p.file}” have more than ${numberText(p.limit)} different fields. Perhaps each record stands under a name of its own, such as its number: then ask for an export as a list of records. If they really have so many fields, raise the limit (--limit maxColumns).`,
  ),
  'read.header_too_long': entry<{ file: string; column: number; limit: number }>(
    'input',
    422,
    (p) =>
      `In “${p.file}” the name of column ${p.column} is longer than ${p.limit} characters. Perhaps that line does not name the columns: choose the line on which the table begins, or say that no line names them, and read it again. If they are names, raise the limit (--limit maxHeaderCharacters).`,
  ),
  'read.one_column': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” seems to be plain text in sentences, or to have one column only. Choose the sign that stands between its columns, or export it again with commas, semicolons, tabs or pipes between them.`,
  ),
  'read.wrong_delimiter': entry<{ file: string; delimiter: string }>(
    'input',
    422,
    (p) =>
      `With “${p.delimiter}” between the columns, “${p.file}” has one column only. Let the program recognise the sign, or choose the one that the file uses.`,
  ),
  'read.damaged_header': entry<{ file: string; line: number }>(
    'input',
    422,
    (p) =>
      `In “${p.file}” the names of the columns on line ${p.line} are damaged (a quotation mark that is missing or misplaced, a name of several lines, or unreadable characters). Nothing of it was kept. Correct that line in a copy of the file, or export it again.`,
  ),
  'read.reader_gone': entry<{ file: string; limitMegabytes: number }>(
    'input',
    422,
    (p) =>
      `Reading “${p.file}” needed more than this program allows (${p.limitMegabytes} MB of memory) or broke down. Nothing of it was kept. Split the export, export it as CSV, or raise the limit (--limit maxReaderMegabytes).`,
  ),
  'read.standstill': entry<{ file: string; seconds: number }>(
    'input',
    422,
    (p) =>
      `Reading “${p.file}” stood still for ${p.seconds} seconds and was stopped. Nothing of it was kept. Copy the file to this computer’s own disk, export it as CSV, or raise the limit (--limit maxStandstillMs), and read it again.`,
  ),
  'read.no_such_part': entry<{ file: string; part: string }>('usage', 404, (p) =>
    p.part === ''
      ? `“${p.file}” holds several files, so it is not certain which one is meant. Look at it again and choose one of those it lists (on the command line: --part).`
      : `“${p.file}” holds no file “${p.part}”. Look at it again and choose one of those it lists.`,
  ),
  'read.no_such_table': entry<{ file: string; table: string; known: string }>(
    'usage',
    404,
    (p) => `“${p.file}” has no table “${p.table}”. Choose one of those it has: ${p.known}.`,
  ),
  'read.excluded': entry<{ file: string; reason: string }>(
    'input',
    422,
    (p) => `“${p.file}” is not read. ${p.reason}`,
  ),
  'read.unanswered': entry<{ file: string; question: string }>(
    'needsPerson',
    409,
    (p) => `“${p.file}” was not read, because something about it has to be decided first. ${p.question}`,
  ),
  'read.changed_since_look': entry<{ file: string }>(
    'needsPerson',
    409,
    (p) =>
      `“${p.file}” changed since it was looked at, so nothing of it was read. Look at it again, and answer what is asked then.`,
  ),
  'read.unfit_settings': entry<{ file: string; format: string; settings: string; known: string }>(
    'usage',
    400,
    (p) =>
      `“${p.file}” is recognised as ${p.format}, to which this does not apply: ${p.settings}. Nothing was read. Leave it out; what can be decided there is ${p.known}. If the file is something else, say what (--format).`,
  ),
  'read.not_asked': entry<{ file: string; answer: string; asked: string }>(
    'usage',
    400,
    (p) =>
      `Nothing that is asked about “${p.file}” is answered by “${p.answer}”, so nothing was read. ${p.asked === '' ? 'Nothing is asked at all: leave the answer out.' : `What is asked is answered so: ${p.asked}.`}`,
  ),
  'read.nothing_to_read': entry<{ file: string; reason: string }>(
    'input',
    422,
    (p) => `Nothing in “${p.file}” can be read as it is. ${p.reason}`,
  ),
  'read.in_part': entry<{ read: number; notRead: number }>(
    'inPart',
    422,
    (p) =>
      `${p.read === 0 ? 'What could be read was read before' : p.read === 1 ? 'One table was read' : `${numberText(p.read)} tables were read`}, but not everything that was handed over: ${p.notRead === 1 ? 'one file or table is' : `${numberText(p.notRead)} files or tables are`} not in the workspace. Each is named with its reason: do what that says, and read it again.`,
  ),
  'read.unreadable_parts': entry<{ file: string; files: number }>(
    'inPart',
    422,
    (p) =>
      `${p.files === 1 ? 'One file' : `${numberText(p.files)} files`} of “${p.file}” cannot be read as it stands. Each is named with its reason: do what that says, and look again.`,
  ),
  'files.others_unreadable': entry<{ file: string; names: string }>(
    'needsPerson',
    409,
    (p) =>
      `“${p.file}” also holds what cannot be read: ${p.names}. Records may be missing, so nothing was uploaded. Look at it (inspect) and have it exported again, or say which file is meant (--part).`,
  ),
  'files.not_kept': entry<{ file: string }>(
    'input',
    409,
    (p) =>
      `The original bytes of “${p.file}” are not in this workspace, because an earlier version read it. Remove it and read the file again.`,
  ),
  'files.several_tables': entry<{ file: string; known: string }>(
    'needsPerson',
    409,
    (p) => `“${p.file}” holds several tables: ${p.known}. Say which one is meant (--part, --table).`,
  ),
  'files.not_found': entry<{ table: string }>(
    'input',
    404,
    (p) =>
      `This workspace has no file with the number ${p.table}. Look at the Files step for what was read (on the command line: files).`,
  ),
  'files.in_use': entry<{ file: string }>(
    'input',
    409,
    (p) => `“${p.file}” is part of an upload and stays as the record of it. Roll the upload back first.`,
  ),
  'files.nothing_to_change': entry<{ file: string; table: number }>(
    'usage',
    409,
    (p) =>
      `“${p.file}” (table ${p.table}) was read in exactly this way, so it was left as it is. Change a setting; how it was read shows in the Files step (on the command line: files ${p.table}).`,
  ),
  'files.removal_stopped': entry<{ file: string }>(
    'cancelled',
    409,
    (p) =>
      `The table of “${p.file}” is removed and cannot be seen any more. Giving its space back was stopped as you asked; the rest of that is done when the workspace is opened the next time.`,
  ),
  'files.removal_unfinished': entry<{ file: string }>(
    'workspace',
    507,
    (p) =>
      `The table of “${p.file}” is removed and cannot be seen any more, but the disk is full, so that it still takes up space. Make space on the disk; what is left of the table goes when the workspace is opened the next time.`,
  ),
  'files.already_staged': entry<{ file: string; table: number }>(
    'input',
    409,
    (p) =>
      `The very same content as “${p.file}” was read before and is in this workspace, so it was not read a second time. Go on with it, or read it differently in the Files step (on the command line: reread ${p.table}).`,
  ),
  'files.other_rows': entry<{ file: string; table: number }>(
    'usage',
    409,
    (p) =>
      `The lines that you chose are not among those of table ${p.table} (“${p.file}”), so it was left as it is. To have them as well, read the file once more with these settings (stage); to have them in place of the table, remove that first.`,
  ),
  'files.rows_elsewhere': entry<{ file: string; table: number }>(
    'usage',
    409,
    (p) =>
      `Some of the lines of “${p.file}” that you chose are in table ${p.table} already, so nothing was changed: no record is read twice. Choose other lines, or remove that table first.`,
  ),
  'files.read_otherwise': entry<{ file: string; table: number }>(
    'input',
    409,
    (p) =>
      `“${p.file}” is in this workspace already (table ${p.table}) and was read in another way than you ask for now, so nothing was done. Read it again in that way (reread ${p.table} with the same options), or leave the options out to go on with it as it was read (files ${p.table} shows how).`,
  ),
  'files.read_in_part': entry<{ file: string; table: number }>(
    'input',
    409,
    (p) =>
      `“${p.file}” was read before, but not all of it: rows that stand above or below those of table ${p.table} are in no table. To have them as a table of their own, read the file with the first and the last line of these rows (stage with --first-line, --last-line); to have all of it as one table, read that one again with other lines (reread ${p.table}; files ${p.table} shows which it has).`,
  ),
  'files.spool_unknown': entry<{ spool: number }>(
    'input',
    404,
    (p) => `The file that was being handed over (${p.spool}) is no longer here. Choose the file again.`,
  ),
  'files.spool_out_of_order': entry<{ spool: number }>(
    'input',
    409,
    (p) => `A piece of the file that was being handed over (${p.spool}) did not fit. Choose the file again.`,
  ),
  'files.spool_incomplete': entry<{ file: string }>(
    'input',
    409,
    (p) => `“${p.file}” was not handed over completely. Choose the file again.`,
  ),
  'preset.unknown': entry<{ preset: string; known: string }>(
    'usage',
    404,
    (p) => `There is no preset “${p.preset}”. Known presets: ${p.known}.`,
  ),
  'preset.invalid': entry<{ preset: string; where: string }>(
    'input',
    422,
    (p) =>
      `The preset “${p.preset}” has a mistake at ${p.where}. Correct it, or take the one that came with the program.`,
  ),
  'preset.does_not_fit': entry<{ preset: string; missing: string }>(
    'input',
    422,
    (p) => `The preset “${p.preset}” does not fit this file: the file has no column ${p.missing}.`,
  ),
  'mapping.not_found': entry<{ mapping: string }>(
    'input',
    404,
    (p) => `This workspace has no mapping ${p.mapping}. Open the Mapping step to make one.`,
  ),
  'mapping.unknown_field': entry<{ field: string }>(
    'input',
    422,
    (p) => `There is no field “${p.field}” to carry a column over to.`,
  ),
  'mapping.field_taken': entry<{ field: string; column: string }>(
    'needsPerson',
    409,
    (p) => `“${p.field}” is already filled by the column “${p.column}”. Leave that one behind first.`,
  ),
  'mapping.required_field': entry<{ field: string }>(
    'needsPerson',
    422,
    (p) => `“${p.field}” must be filled by a column before the mapping can be approved.`,
  ),
  'mapping.unconfirmed': entry<{ columns: string; reasons: string }>(
    'needsPerson',
    409,
    (p) =>
      `The mapping was not approved, because it is not certain that ${p.columns} would be carried over rightly. ${p.reasons} Look at the file and confirm each of these columns that is right as it is (--confirm-column); otherwise correct the export or the mapping.`,
  ),
  'mapping.unknown_column': entry<{ column: string; known: string }>(
    'usage',
    404,
    (p) =>
      `The file has no column “${p.column}” that could be confirmed. Its columns are, written exactly so: ${p.known}.`,
  ),
  'mapping.other_source_system': entry<{ asked: string; known: string }>(
    'needsPerson',
    409,
    (p) =>
      `The source system was named “${p.asked}”, and the preset or this practice’s earlier files have “${p.known}”. It is part of every record’s identity: under another name every record is a new record, beside the one that may be there already. Check how it is spelt, or confirm that another one is meant (--confirm-source-system).`,
  ),
  'mapping.locked': entry<{ name: string }>(
    'needsPerson',
    409,
    (p) => `This mapping was approved by ${p.name} and is locked. Make a new version to change it.`,
  ),
  'mapping.not_approved': entry<Nothing>(
    'needsPerson',
    409,
    () => 'The mapping is not approved yet. Review it and approve it by name first.',
  ),
  'checks.not_run': entry<Nothing>(
    'needsPerson',
    409,
    () => 'The rows were not checked under this mapping yet. Run the checks first.',
  ),
  'checks.rows_set_aside': entry<{ held: number; rejected: number }>(
    'needsPerson',
    409,
    (p) =>
      `Rows are set aside (held: ${p.held}, rejected: ${p.rejected}), so nothing was uploaded. Repair them in the old system and export again, or choose to go on and set them aside (--continue-on-error).`,
  ),
  'checks.duplicates': entry<{ duplicates: number }>(
    'needsPerson',
    409,
    (p) =>
      `Rows repeat an earlier row exactly (${p.duplicates}), so nothing was uploaded. Choose to skip them (--skip-duplicates) or remove them in the old system.`,
  ),
  'checks.nothing_accepted': entry<Nothing>(
    'needsPerson',
    409,
    () => 'No row passed the checks, so there is nothing to upload. Look at the issues first.',
  ),
};
