import type { Format } from '../../format.ts';

export const rowStrings = (f: Format) => ({
  strip: 'Where every row went',
  read: 'read',
  state: { accepted: 'accepted', held: 'held', rejected: 'rejected', skipped: 'skipped' },
  stateTitle: { accepted: 'Accepted', held: 'Held', rejected: 'Rejected', skipped: 'Skipped' },
  stateMeaning: {
    accepted: 'Ready to go to the central database.',
    held: 'Needs a person before it may be uploaded.',
    rejected: 'Cannot be read as a record.',
    skipped: 'Left out on purpose; nothing is lost by it.',
  },
  showThem: 'rows: show them',
  central: (count: number) => `${f.number(count)} in central`,
  heldInCentral: (count: number) => `(${f.number(count)} with another version in central)`,
  centralTitle: 'In central',
  notChecked: (count: number) => `${f.count(count, 'row', 'rows')} read, not checked yet`,
  outOfBalance: 'These numbers do not add up. Do not upload; tell support.',
  severity: { reject: 'Cannot be read', hold: 'Held back', warn: 'Please look', skip: 'Left out' },
});

export const taskStrings = (f: Format) => ({
  title: {
    'files.survey': 'Looking at the files',
    'files.stage': 'Reading into the workspace',
    'files.reread': 'Reading the file again',
    'files.remove': 'Removing the table from the workspace',
    'files.profile': 'Counting what the columns hold',
    'checks.run': 'Checking every row',
    'upload.run': 'Uploading',
    'verify.run': 'Comparing with the central database',
    'rollback.run': 'Removing the records of this job',
  },
  cancelling: 'Stopping at the next safe point …',
  rows: (done: number) => f.count(done, 'row', 'rows'),
  rowsOf: (done: number, total: number) => `${f.number(done)} of ${f.count(total, 'row', 'rows')}`,
  bytesOf: (done: number, total: number) => `${f.bytes(done)} of ${f.bytes(total)}`,
  rate: (rows: number) => `${f.count(Math.round(rows), 'row', 'rows')} a second`,
  waiting: 'The central database does not answer at the moment; trying again …',
  timeLeft: (seconds: number) => `about ${f.duration(seconds)} left`,
  announce: (title: string, percent: string) => `${title}: ${percent}`,
  stopped: {
    'files.survey': 'Stopped as you asked. Nothing was kept; choose the files again to look at them.',
    'files.stage': 'Stopped as you asked. Nothing of it was kept; it can be read again.',
    'files.reread': 'Stopped as you asked. The rows are as they were before.',
    'files.remove':
      'Stopped as you asked. The table is removed; the space that it took up is free when the workspace is opened the next time.',
    'files.profile': 'Stopped as you asked. Nothing was changed; count again when you like.',
    'checks.run': 'Stopped as you asked. The rows are as they were before; run the checks again.',
    'upload.run':
      'Stopped as you asked. What the central database has received stays there; you can continue.',
    'verify.run': 'Stopped as you asked. Nothing was changed; verify again when you like.',
    'rollback.run':
      'Stopped as you asked. What was removed until then is gone from the central database; finish taking the rest back.',
  },
  anotherRuns: (title: string) => `Something else is running: ${title}. Wait for it, or cancel it there.`,
  goThere: 'Go there',
});
