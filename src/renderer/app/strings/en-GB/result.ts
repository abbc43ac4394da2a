import type { Format } from '../../format.ts';

const records = (f: Format, count: number) => f.count(count, 'record', 'records');

export const resultStrings = (f: Format) => ({
  title: 'Result',
  lead: 'Where every row of the file went, and the proof that it arrived.',
  noneTitle: 'Nothing has been uploaded yet',
  noneText: 'After an upload you see here where every row went, verify it, and can take it back.',
  goToUpload: 'Go to Upload',
  job: 'Upload',
  jobOption: (number: string, file: string, when: string) => `${number} · ${file} · ${when}`,
  unnumbered: 'Not numbered yet',
  state: {
    uploading: 'Uploading',
    paused: 'Stopped, can be continued',
    uploaded: 'Uploaded, not verified yet',
    verified: 'Verified',
    rolling_back: 'Being taken back',
    rolled_back: 'Taken back',
  },
  takingBackStopped: 'Taking back not finished',
  takenBackAt: (when: string, uploaded: string, who: string) => `${when} (uploaded ${uploaded} by ${who})`,
  stateDiffers: 'Not the same as what was sent',
  startedBy: (when: string, who: string) => `${when} by ${who}`,
  flowTitle: 'From the file to the central database',
  flowLabel: (
    read: number,
    accepted: number,
    held: number,
    rejected: number,
    skipped: number,
    central: number,
  ) =>
    `Of ${f.number(read)} rows read, ${f.number(accepted)} were accepted, ${f.number(held)} held, ${f.number(rejected)} rejected and ${f.number(skipped)} skipped. The central database holds ${records(f, central)} of them.`,
  flowRead: 'Read',
  flowCentral: 'In central',
  flowTable: 'The same as a table',
  where: 'Where',
  rowsColumn: 'Rows',
  meaning: 'What it means',
  centralMeaning: 'Held by the central database for this upload.',
  alreadyUnchanged: 'Already there, the same',
  alreadyDifferent: 'Already there, different',
  alreadyUnchangedMeaning: 'The central database already held the same record; it was left as it is.',
  alreadyDifferentMeaning: 'The central database holds another version; it was left as it is.',
  verifyTitle: 'Verification',
  verifyNever: 'Compares every record of this upload with the central database, by count and by content.',
  verify: 'Verify every record',
  verifyAgain: 'Verify again',
  verifyGood: (same: number, all: number) =>
    `${same === all ? 'All' : `${f.number(same)} of`} ${records(f, all)} are in the central database exactly as sent.`,
  verifyBad: (missing: number, changed: number) =>
    `The central database is not the same as what was sent: ${f.number(missing)} missing, ${f.number(changed)} different.`,
  verifyEdited: (count: number) =>
    `${f.count(count, 'record was', 'records were')} edited there since the upload, which is no fault of it.`,
  verifyExtra: (count: number) =>
    `${f.count(count, 'record is', 'records are')} under this upload that were not sent.`,
  verifyGone: (count: number) =>
    `${f.number(count)} of the missing ${count === 1 ? 'was' : 'were'} there before this upload.`,
  verifiedAt: (when: string) => `Verified ${when}`,
  differencesTitle: 'Records that are not the same',
  differentTitle: 'Held: the central database has another version of these records',
  differentText: (count: number) =>
    `${f.count(count, 'record was', 'records were')} in the central database already, with other content than in this file. Nothing was overwritten, and taking this upload back does not touch ${count === 1 ? 'it' : 'them'}.`,
  differentAdvice:
    'Compare both versions: the line in the file and the patient in the central database. Where the file is right, correct the patient there; where the central database is right, nothing is left to do.',
  differentRecords: 'Records with another version',
  record: 'Patient number',
  line: 'Line in the file',
  what: 'What differs',
  whatIs: { missing: 'Missing in central', changed: 'Different in central', edited: 'Edited there since' },
  undoTitle: 'Take the upload back',
  undoText:
    'Removes from the central database what this upload added. Records that somebody edited there since, or that another upload sent, too, are kept. The workspace keeps everything, so the file can be uploaded again.',
  undo: (count: number) => `Remove the ${records(f, count)} that this job added`,
  undoAgain: 'Finish taking back',
  previewTitle: 'What taking back would do',
  previewing: 'Asking the central database what can be removed …',
  previewJob: 'Upload',
  previewPractice: 'Practice',
  previewFile: 'File',
  removable: 'Would be removed',
  kept: 'Would be kept',
  keptWhy:
    'Somebody edited these records in the central database since, or another upload sent them, too, so they are not removed.',
  keptNone: 'No record was edited since or sent by another upload, too, so none is kept.',
  keptTitle: 'Kept records',
  firstOf: (shown: number, all: number) => `The first ${f.number(shown)} of ${f.number(all)}`,
  undoConfirm: (count: number) => `Remove ${records(f, count)} from the central database`,
  undoNothing: 'There is nothing to remove.',
  undoKeep: 'Keep them',
  undone: (removed: number) =>
    `${records(f, removed)} of this upload were removed from the central database.`,
  undoneAll: 'The central database is as it was before.',
  undoneKept: (kept: number) =>
    `${f.count(kept, 'record was', 'records were')} kept: edited there since, or also sent by another upload.`,
  paused: 'This upload was stopped before its end. Continue it in the Upload step, or take it back here.',
  continueIt: 'Continue in Upload',
  uploadAgain: 'Upload it again',
});
