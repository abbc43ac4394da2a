import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect, test, type Page } from '@playwright/test';
import yazl from 'yazl';
import { generatePatients } from '../../scripts/generate-sample/generate-patients.ts';
import { newPractice } from './long-work.ts';
import { judgeScreen, lookAt } from './screens.ts';
import { serve } from './served-page.ts';
import { callFromPage, launchWindow, type OpenWindow } from './support.ts';

/** What a practice is handed: a folder of this and that, files that have to be asked about, and wrong guesses. */
test.setTimeout(240_000);

let opened: OpenWindow;
let page: Page;
const button = (name: string | RegExp) => page.getByRole('button', { name });

test.beforeEach(async () => {
  opened = await launchWindow();
  page = opened.page;
  await callFromPage(page, 'workspace.create', newPractice);
});
test.afterEach(async () => {
  expect(opened.consoleLines.filter((line) => line.startsWith('error'))).toEqual([]);
  await opened.close();
});

const patients = (rows: number): string =>
  [...generatePatients({ vendor: 'optix', rows, seed: 2 }).chunks].join('');
const exams = [
  'Nr;Datum;Sphäre',
  ...Array.from({ length: 60 }, (_, row) => `${row};0${(row % 9) + 1}.03.2024;-1,2${row % 6}`),
];
const notes = ['id,note', ...Array.from({ length: 30 }, (_, row) => `N${row},"seen, and sent on"`)];
const picture = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');

async function makeExport(folder: string): Promise<string> {
  const path = join(folder, 'export');
  mkdirSync(join(path, 'more'), { recursive: true });
  writeFileSync(join(path, 'patients.csv'), patients(300));
  writeFileSync(join(path, 'more', 'exams.csv'), Buffer.from(exams.join('\r\n'), 'latin1'));
  writeFileSync(
    join(path, 'more', 'ids.txt'),
    `Reference\n${Array.from({ length: 30 }, (_, row) => `R-${row}`).join('\n')}\n`,
  );
  writeFileSync(join(path, 'scan.pdf'), '%PDF-1.7\n%âãÏÓ\n');
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from(notes.join('\n')), 'notes.csv');
  zip.addBuffer(picture, 'photo.png');
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(join(path, 'letters.zip')));
  return path;
}

test('a folder is looked at file by file, answered where it asks, and read', async () => {
  await page.getByLabel('Exported folder', { exact: true }).setInputFiles(await makeExport(opened.folder));
  const survey = page.getByTestId('survey');
  await expect(survey).toContainText('patients.csv');
  for (const name of ['more/exams.csv', 'more/ids.txt', 'letters.zip/notes.csv']) {
    await expect(survey).toContainText(name);
  }
  await expect(survey.getByRole('row', { name: /ids\.txt/ })).toContainText('Look at it first');
  await expect(page.getByLabel('Read more/ids.txt', { exact: true })).toBeDisabled();
  const leftOut = page.getByTestId('left-out');
  await leftOut.locator('summary').click();
  await expect(leftOut).toContainText('scan.pdf');
  await expect(leftOut).toContainText('letters.zip/photo.png');
  await judgeScreen(page, '30-files-survey');

  await button('Look at more/ids.txt').click();
  await expect(page.getByTestId('questions')).toContainText('one column');
  await judgeScreen(page, '31-files-question');
  const right = page.getByTestId('questions').getByRole('checkbox');
  await right.click();
  await expect(right).toBeChecked();
  await right.click();
  await expect(right).not.toBeChecked();
  await button('Back to the list').click();
  await expect(page.getByLabel('Read more/ids.txt', { exact: true })).toBeDisabled();
  await button('Look at more/ids.txt').click();
  await right.click();
  await expect(right).toBeChecked();
  await button('Back to the list').click();
  await expect(page.getByLabel('Read more/ids.txt', { exact: true })).toBeChecked();
  const notesBox = page.getByLabel('Read letters.zip/notes.csv', { exact: true });
  await notesBox.click();
  await expect(notesBox).not.toBeChecked();
  await button('Read 3 tables into the workspace').click();
  await expect(page.getByRole('main')).toContainText('3 tables with');
  const read = page.getByTestId('read-files');
  await expect(read).toContainText('patients.csv');
  await expect(read).toContainText('exams.csv');
  await judgeScreen(page, '32-files-folder-read', read);
});

test('a wrong guess is changed before reading, and again after it', async () => {
  const path = join(opened.folder, 'exams.csv');
  writeFileSync(path, Buffer.from(exams.join('\r\n'), 'latin1'));
  await page.getByLabel('Exported file', { exact: true }).setInputFiles(path);
  const preview = page.getByTestId('preview');
  await expect(preview).toContainText('Sphäre');
  await page.getByText('Change how it is read').click();
  const delimiter = page.getByRole('combobox', { name: 'Between the columns' });
  await expect(delimiter).toHaveValue('Semicolon (as recognised)');
  await page.getByRole('combobox', { name: 'Encoding of the letters' }).click();
  await page.getByRole('option', { name: /^Mac Roman/ }).click();
  await expect(preview).not.toContainText('Sphäre');
  await lookAt(page, '33-files-wrong-guess');
  await page.getByRole('button', { name: 'Forget my choices and recognise it again' }).click();
  await expect(preview).toContainText('Sphäre');
  await page.getByLabel('Lines that name the columns').fill('0');
  await expect(preview).toContainText('Column 1');
  await page.getByLabel('Another sign, or several').fill(',');
  await expect(preview).toContainText('1;02.03.2024;-1');
  await page.getByRole('combobox', { name: 'Read as' }).click();
  await page.getByRole('option', { name: 'JSON' }).click();
  await expect(page.getByRole('alert')).toContainText(
    '“exams.csv” cannot be read as JSON, which was chosen.',
  );
  await expect(button('Read this file into the workspace')).toHaveCount(0);
  await page.getByRole('button', { name: 'Forget my choices and recognise it again' }).click();
  await button('Read this file into the workspace').click();
  await expect(page.getByRole('main')).toContainText('60 rows of “exams.csv” are in the workspace.');

  await page.getByRole('link', { name: 'Columns of exams.csv' }).click();
  await button('Count the columns').click();
  const columns = page.getByTestId('columns');
  await expect(columns).toContainText('Sphäre');
  await expect(columns).toContainText('60 of 60');
  await judgeScreen(page, '34-files-columns');
  await page.getByRole('link', { name: 'Back to the files' }).click();

  await page.getByRole('link', { name: 'Read differently: exams.csv' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('differently');
  await page.getByText('Change how it is read').click();
  await page.getByLabel('Lines that name the columns').fill('0');
  await expect(preview).toContainText('Column 1');
  await judgeScreen(page, '35-files-reread');
  await page.getByRole('main').getByRole('button', { name: 'Read differently' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Read differently' }).click();
  await expect(page.getByTestId('read-files')).toContainText('61');

  // What was decided stays so, and what would change nothing is not done again.
  await page.getByRole('link', { name: 'Read differently: exams.csv' }).click();
  await expect(page.getByLabel('Lines that name the columns')).toHaveValue('0');
  await page.getByRole('main').getByRole('button', { name: 'Read differently' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Read differently' }).click();
  await expect(page.getByRole('main')).toContainText('was read in exactly this way');
});

test('what was decided is kept when reading comes to nothing', async () => {
  const path = join(opened.folder, 'exams.csv');
  writeFileSync(path, Buffer.from(exams.join('\r\n'), 'latin1'));
  await page.getByLabel('Exported file', { exact: true }).setInputFiles(path);
  await page.getByText('Change how it is read').click();
  await page.getByLabel('Lines that name the columns').fill('0');
  const preview = page.getByTestId('preview');
  await expect(preview).toContainText('Column 1');
  writeFileSync(path, Buffer.from([...exams, '', '60;01.01.2024;-1,00'].join('\r\n'), 'latin1'));
  await button('Read this file into the workspace').click();
  await expect(page.getByTestId('fault')).toBeVisible();
  await expect(preview).toContainText('Column 1');
  await button('Read this file into the workspace').click();
  await expect(page.getByRole('main')).toContainText('63 rows of “exams.csv” are in the workspace.');
  await expect(page.getByTestId('read-files')).toContainText('with 62 records');
  await expect(page.getByTestId('fault')).toBeHidden();
  await expect(page.getByTestId('inspection')).toBeHidden();
});

test('a file is taken by the keyboard alone', async () => {
  // Waited for well before the key: the browser is told without an answer that the chooser is taken over.
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).focus();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused();
  await page.keyboard.press('Enter');
  const path = join(opened.folder, 'patients.csv');
  writeFileSync(path, patients(50));
  await (await chooser).setFiles(path);
  const read = button('Read this file into the workspace');
  await expect(read).toBeVisible();
  await read.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('read-files')).toContainText('patients.csv');
});

test('a browser hands over several files and a folder in pieces, with the same outcome', async () => {
  const served = await serve();
  try {
    await served.page.goto(served.link);
    await served.page.getByRole('button', { name: 'New practice workspace' }).first().click();
    await served.page.getByLabel('Name of the practice').fill('Mill Lane Opticians');
    await served.page.getByLabel('Passphrase', { exact: true }).fill('three plain words');
    await served.page.getByLabel('Passphrase again').fill('three plain words');
    await served.page.getByRole('button', { name: 'Make the workspace' }).click();
    await served.page.getByRole('checkbox').check();
    await served.page.getByRole('button', { name: 'Go on to the files' }).click();
    const folder = await makeExport(opened.folder);
    await served.page.getByLabel('Exported folder', { exact: true }).setInputFiles(folder);
    const survey = served.page.getByTestId('survey');
    await expect(survey).toContainText('patients.csv');
    await expect(survey).toContainText('export/letters.zip/notes.csv');
    await served.page.getByRole('button', { name: /^Read 3 tables/ }).click();
    await expect(served.page.getByTestId('read-files')).toContainText('notes.csv');
  } finally {
    await served.stop();
  }
});
