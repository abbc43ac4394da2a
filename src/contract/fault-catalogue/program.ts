import { entry, type Nothing } from './entry.ts';

/** What can go wrong with a request itself. */
export const programFaults = {
  'app.unknown_operation': entry<{ operation: string }>(
    'usage',
    404,
    (p) => `There is no operation “${p.operation}”.`,
  ),
  'app.invalid_input': entry<{ operation: string; where: string }>(
    'usage',
    400,
    (p) => `The request “${p.operation}” is not complete or not right at: ${p.where}.`,
  ),
  'app.unknown_name': entry<{ operation: string; name: string }>(
    'usage',
    400,
    (p) => `The request “${p.operation}” has no “${p.name}”, so nothing was done. Check how it is spelt.`,
  ),
  'app.wrong_setting': entry<{ setting: string; given: string; known: string }>(
    'usage',
    400,
    (p) =>
      `“${p.given}” in the setting ${p.setting} is no limit of reading, so nothing was done. A limit is a name, “=” and a whole number from 1, with commas between several. Correct the setting or take it away, and start again. Names are: ${p.known}.`,
  ),
  'app.secret_differs': entry<Nothing>(
    'usage',
    400,
    () => 'The two entries are not the same, so nothing was made. Run the command again.',
  ),
  'app.secret_missing': entry<{ what: string; variable: string }>(
    'usage',
    400,
    (p) =>
      `The ${p.what[0]?.toLowerCase() ?? ''}${p.what.slice(1)} is needed and was not given. Set ${p.variable}, name a file that holds it, or run the command at a terminal.`,
  ),
  'app.not_permitted': entry<{ operation: string; role: string }>(
    'usage',
    403,
    (p) => `The role “${p.role}” may not do this (${p.operation}). Ask someone with the right role.`,
  ),
  'app.not_authorised': entry<Nothing>(
    'usage',
    401,
    () =>
      'This window is not allowed in any more. In the terminal where the program runs, press Enter and open the new link.',
  ),
  'app.link_used': entry<Nothing>(
    'usage',
    401,
    () =>
      'This link lets in once, within ten minutes, and was used already or is too old. Press Enter in the terminal where the program runs: it prints a new one.',
  ),
  'app.request_too_large': entry<{ limitBytes: number }>(
    'usage',
    413,
    (p) => `The request is larger than ${p.limitBytes} bytes. Hand a file over in pieces.`,
  ),
  'app.internal': entry<{ operation: string }>(
    'bug',
    500,
    (p) =>
      `Something went wrong inside the program (${p.operation}). Nothing was sent after it. Try again; if it repeats, tell support.`,
  ),
  'app.engine_gone': entry<Nothing>(
    'bug',
    503,
    () => 'The program’s engine stopped. Everything saved is kept. Close the window and open it again.',
  ),
  'task.not_found': entry<{ task: string }>('usage', 404, (p) => `There is no running task ${p.task}.`),
  'task.busy': entry<{ kind: string }>(
    'usage',
    409,
    (p) => `Something is still running (${p.kind}). Wait for it, or cancel it first.`,
  ),
  'task.cancelled': entry<Nothing>(
    'cancelled',
    409,
    () =>
      'Stopped as you asked. What was finished before is kept; the same again goes on from there, or begins anew where nothing was finished.',
  ),
};
