import type { Format } from '../../format.ts';

export const homeStrings = (f: Format) => ({
  title: 'Your practices',
  lead: 'Each practice has a workspace: one encrypted file on this computer that holds its migration.',
  lockedIdle: (minutes: number) =>
    `The workspace was locked after ${f.count(minutes, 'minute', 'minutes')} without use.`,
  openTitle: (practice: string) => `Open ${practice}`,
  open: 'Open',
  lastOpened: (when: string) => `Last opened ${when}`,
  missing: 'The file is not where it was. Put it back, or connect the disk it is on.',
  openAs: (practice: string) => `Open the workspace of ${practice}`,
  secret: 'Passphrase or recovery key',
  secretHint: 'The recovery key is the one that was shown when the workspace was made.',
  emptyTitle: 'No practice on this computer yet',
  emptyText: 'Make a workspace for your practice. You need its name and a passphrase that you will remember.',
  create: 'New practice workspace',
  createTitle: 'New practice workspace',
  createLead: 'Everything of this practice stays in one encrypted file on this computer until you upload it.',
  practiceName: 'Name of the practice',
  passphrase: 'Passphrase',
  passphraseHint: (least: number) =>
    `At least ${f.number(least)} characters. Three or four words are strong and easy to keep.`,
  passphraseAgain: 'The same passphrase again',
  nameMissing: 'Give the name of the practice.',
  tooShort: (least: number, now: number) =>
    `Use at least ${f.number(least)} characters; this has ${f.number(now)}.`,
  different: 'The two passphrases are not the same.',
  secretMissing: 'Give the passphrase or the recovery key.',
  createAction: 'Make the workspace',
  recoveryTitle: 'Write down the recovery key',
  recoveryLead:
    'It opens the workspace if the passphrase is forgotten. It is shown this once and kept nowhere else: without passphrase and recovery key nobody can open the workspace, not even support.',
  recoveryKey: 'Recovery key',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying is not allowed here. The key is selected: press Ctrl C.',
  print: 'Print',
  printTitle: (practice: string) => `Recovery key for the workspace of ${practice}`,
  printHint: 'Keep this sheet locked away, apart from the computer.',
  writtenDown: 'I have written it down',
  writtenDownMissing: 'Tick this once the key is written down or printed.',
  goOn: 'Go on to the files',
});
