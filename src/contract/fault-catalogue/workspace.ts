import { entry, type Nothing } from './entry.ts';

/** What can go wrong with the encrypted workspace and its keys. */
export const workspaceFaults = {
  'workspace.missing': entry<{ file: string }>(
    'workspace',
    404,
    (p) => `There is no workspace at “${p.file}”. Check the place, or create a new one.`,
  ),
  'workspace.exists': entry<{ file: string }>(
    'workspace',
    409,
    (p) => `A workspace already exists at “${p.file}”. Open it, or choose another name.`,
  ),
  'workspace.key_file_missing': entry<{ file: string }>(
    'workspace',
    422,
    (p) =>
      `The key file “${p.file}” that belongs to this workspace is missing or damaged. Put it back beside the workspace; without it nothing can be opened.`,
  ),
  'workspace.wrong_key': entry<Nothing>(
    'workspace',
    403,
    () => 'The passphrase or recovery key does not open this workspace. Nothing was changed. Try again.',
  ),
  'workspace.corrupted': entry<{ file: string }>(
    'workspace',
    422,
    (p) =>
      `The workspace “${p.file}” is damaged and was not opened. Nothing was changed. Use your latest copy of it, and keep this one for support.`,
  ),
  'workspace.log_differs': entry<{ file: string }>(
    'workspace',
    422,
    (p) =>
      `The workspace “${p.file}” and the log beside it (“-wal”) do not belong together: perhaps an older copy was put back. Nothing was changed. To use the copy, move the log to another folder; to use what was there before, put that file back.`,
  ),
  'workspace.newer': entry<{ file: string }>(
    'workspace',
    409,
    (p) => `The workspace “${p.file}” was made by a newer version of this program. Update the program first.`,
  ),
  'workspace.in_use': entry<{ file: string }>(
    'workspace',
    409,
    (p) => `The workspace “${p.file}” is open in another window or command. Close that one first.`,
  ),
  'workspace.not_open': entry<Nothing>(
    'workspace',
    409,
    () => 'No workspace is open. Open or create one first.',
  ),
  'workspace.not_permitted': entry<{ file: string }>(
    'workspace',
    403,
    (p) => `“${p.file}” cannot be written by this user account. Choose another folder.`,
  ),
  'workspace.disk_full': entry<Nothing>(
    'workspace',
    507,
    () =>
      'The disk is full. Everything saved so far is kept. Make space on the disk, then continue where it stopped.',
  ),
  'workspace.disk_failed': entry<{ file: string }>(
    'workspace',
    503,
    (p) =>
      `The disk that holds “${p.file}” did not read or write as it should. Everything saved so far is kept. Check the disk or the network drive, then open the workspace again.`,
  ),
  'workspace.history_differs': entry<{ file: string; migration: string }>(
    'workspace',
    409,
    (p) =>
      `The workspace “${p.file}” was made by another edition of this program (“${p.migration}” differs). Nothing was changed. Use the program that made it.`,
  ),
  'workspace.passphrase_too_short': entry<{ least: number }>(
    'workspace',
    422,
    (p) =>
      `The passphrase is too short. Use at least ${p.least} characters; three or four words are easy to keep.`,
  ),
};
