import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { generatePatients } from '../../scripts/generate-sample/generate-patients.ts';
import { newPractice } from './long-work.ts';
import { judgeScreen } from './screens.ts';
import { callFromPage, launchWindow, type OpenWindow } from './support.ts';

let opened: OpenWindow;
test.beforeEach(async () => {
  opened = await launchWindow();
});
test.afterEach(async () => {
  await opened.close();
});

async function readExport(vendor: 'acuity' | 'optix'): Promise<void> {
  await callFromPage(opened.page, 'workspace.create', newPractice);
  const path = join(opened.folder, `${vendor}.csv`);
  writeFileSync(path, [...generatePatients({ vendor, rows: 400, seed: 2 }).chunks].join(''));
  await openMapping(opened.page, path);
}

async function openMapping(page: Page, path: string): Promise<void> {
  await page.getByLabel('Exported file', { exact: true }).setInputFiles(path);
  await page.getByRole('button', { name: 'Read this file into the workspace' }).click();
  await page.getByRole('link', { name: 'Review the mapping' }).click();
}

test('a system that Files recognised is proposed at once, with what it sets in every record', async () => {
  const { page } = opened;
  await readExport('acuity');
  await expect(page.getByText('Draft', { exact: true })).toBeVisible();
  const same = page.getByTestId('constants');
  await expect(same).toContainText('The same in every record');
  await expect(same).toContainText('Country');
  await expect(same).toContainText('US');
  await judgeScreen(page, '22-mapping-constants', same);
  await page.getByRole('button', { name: 'Approve and lock the mapping' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Country = US');
  const approve = dialog.getByRole('button', { name: 'Approve and lock' });
  await expect(dialog.getByLabel('Approved by (your name)')).toHaveValue('');
  await expect(approve).toBeDisabled();
  await dialog.getByLabel('Approved by (your name)').fill('A. Manager');
  await approve.click();
  await expect(page.getByRole('main')).toContainText('Approved and locked by A. Manager');
});

test('a column that may be read wrongly is looked at and ticked before the mapping can be approved', async () => {
  const { page } = opened;
  await callFromPage(page, 'workspace.create', newPractice);
  const path = join(opened.folder, 'optix.csv');
  const sample = [...generatePatients({ vendor: 'optix', rows: 400, seed: 2 }).chunks].join('');
  const dayFirst = /\b(\d\d)\/(\d\d)\/(\d{4})\b/g;
  writeFileSync(path, sample.replace(dayFirst, '$2/$1/$3'));
  await openMapping(page, path);
  await page.getByRole('button', { name: 'Approve and lock the mapping' }).click();
  const dialog = page.getByRole('dialog');
  const doubts = dialog.getByRole('group', { name: 'One column may be read wrongly' });
  await expect(doubts).toContainText('dates can only be month/day/year, not day/month/year');
  await dialog.getByLabel('Approved by (your name)').fill('A. Manager');
  const approve = dialog.getByRole('button', { name: 'Approve and lock' });
  await expect(approve).toBeDisabled();
  const box = doubts.getByRole('checkbox', { name: 'I looked at “dob”' });
  await expect(box).not.toBeChecked();
  await judgeScreen(page, '23-mapping-doubts', doubts);
  await box.focus();
  await page.keyboard.press('Space');
  await expect(approve).toBeEnabled();
  await approve.click();
  await expect(page.getByRole('main')).toContainText('Looked at and confirmed by A. Manager');
});

test('in American English, the findings name the fields as the mapping does', async () => {
  const { page } = opened;
  await readExport('acuity');
  await page.getByRole('button', { name: 'Approve and lock the mapping' }).click();
  await page.getByLabel('Approved by (your name)').fill('A. Manager');
  await page.getByRole('dialog').getByRole('button', { name: 'Approve and lock' }).click();
  await page.getByRole('link', { name: 'Go on to the checks' }).click();
  await page.getByRole('button', { name: 'Run the checks' }).click();
  const issues = page.getByTestId('issues');
  await expect(issues).toContainText('Mobile phone');
  await page.getByRole('button', { name: 'Appearance and language' }).click();
  await page.getByText('English (US)').click();
  await expect(issues).toContainText('Cell phone');
  await expect(issues).not.toContainText('Mobile phone');
});
