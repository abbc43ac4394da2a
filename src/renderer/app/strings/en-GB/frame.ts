import type { Format } from '../../format.ts';

/** Words that several screens use. */
export const shared = {
  appName: 'Practice Migrator',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  tryAgain: 'Try again',
  dismiss: 'Dismiss this message',
  loading: 'Loading …',
  showTyped: 'Show or hide what is typed',
  faultTitle: 'That did not work',
  faultCode: (code: string) => `Code for support: ${code}`,
  screenBroken: 'This screen could not be shown',
  screenBrokenText: 'Nothing was changed or lost. Load the window again; if it repeats, tell support.',
  reload: 'Load the window again',
};

export const frameStrings = (f: Format) => ({
  skip: 'Skip to the content',
  steps: 'Steps of the migration',
  step: { files: 'Files', mapping: 'Mapping', checks: 'Checks', upload: 'Upload', result: 'Result' },
  toDo: 'To do',
  done: 'Done',
  running: 'Running',
  runningPercent: (percent: string) => `Running, ${percent}`,
  needsYou: (count: number) => `Needs you: ${f.number(count)}`,
  signedInAs: (name: string) => `Signed in as ${name}`,
  role: { manager: 'Practice manager', consultant: 'Consultant', support: 'Support', operator: 'Operator' },
  tenant: (practice: string, name: string, companyId: string) =>
    practice === name ? companyId : `${name} · ${companyId}`,
  notEnrolled: 'Not connected to a central database yet',
  lock: 'Lock',
  lockHint: 'Close the workspace; the passphrase opens it again',
  lockBlocked: 'Something is still running. Wait for it or cancel it before you lock the workspace.',
  theme: 'Light or dark',
  themeChoice: { auto: 'As the computer', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languageName: { 'en-GB': 'English (UK)', 'en-US': 'English (US)' },
  settings: 'Appearance and language',
  chooseFile: 'Which file the steps are about',
  noFileTitle: 'No file has been read yet',
  noFileText: 'Start by reading the export of your old system into the workspace.',
  goToFiles: 'Go to Files',
});
