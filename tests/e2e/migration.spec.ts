import { expect, test, type Page } from '@playwright/test';
import { filePassphrase, preparePractice, type PracticeAtHand } from './central.ts';
import { judgeScreen, lookAt } from './screens.ts';
import { launchWindow, type OpenWindow } from './support.ts';

/** The five steps as a practice manager takes them, each screen looked at on the way. */
test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

const rows = 12_000;
const passphrase = 'three plain words';
let practice: PracticeAtHand;
let window: OpenWindow;
let page: Page;

test.beforeAll(async () => {
  practice = await preparePractice(rows);
  window = await launchWindow();
  page = window.page;
});
test.afterAll(async () => {
  await window?.close();
  await practice?.stop();
});

const numbers = new Intl.NumberFormat('en-GB');
const button = (name: string | RegExp) => page.getByRole('button', { name });
const main = () => page.getByRole('main');
const chooseExport = () =>
  page.getByLabel('Exported file', { exact: true }).setInputFiles(practice.exportFile);

test('a workspace is made, and its recovery key shown once', async () => {
  await judgeScreen(page, '01-home-empty');
  await button('New practice workspace').first().click();
  await button('Make the workspace').click();
  await expect(page.getByLabel('Passphrase', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Name of the practice').fill(practice.practiceName);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Passphrase again').fill(passphrase);
  await judgeScreen(page, '02-new-workspace');
  await button('Make the workspace').click();
  await expect(page.getByText(/recovery key/i).first()).toBeVisible();
  await judgeScreen(page, '03-recovery-key');
  await page.getByRole('checkbox').check();
  await button(/go on|continue|open/i)
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Files', level: 1 })).toBeVisible();
});

test('an export is dropped, recognised and read', async () => {
  await judgeScreen(page, '04-files-empty');
  const picture = {
    name: 'scan.png',
    mimeType: 'image/png',
    buffer: Buffer.from('\x89PNG\r\n\x1a\n\0', 'latin1'),
  };
  await page.getByLabel('Exported file', { exact: true }).setInputFiles(picture);
  await expect(page.getByTestId('left-out')).toContainText('scan.png');
  await expect(page.getByLabel('Between the columns')).toBeHidden();
  await judgeScreen(page, '04-files-refused');
  await button('Choose something else').click();
  await chooseExport();
  await expect(main()).toContainText('What was recognised');
  await expect(main()).toContainText('Optix');
  await judgeScreen(page, '05-files-recognised');
  await button('Read this file into the workspace').click();
  await expect(main()).toContainText(`${numbers.format(rows)} rows`);
  await judgeScreen(page, '06-files-read');
});

test('the same export is refused a second time, until another file is chosen', async () => {
  const refusal = main().getByText('was read before and is in this workspace');
  await chooseExport();
  await button('Read this file into the workspace').click();
  await expect(refusal).toBeVisible();
  await button('Choose something else').click();
  await chooseExport();
  await expect(main()).toContainText('What was recognised');
  await expect(refusal).toBeHidden();
});

test('the mapping is reviewed and approved by name', async () => {
  await page.getByRole('link', { name: /^Mapping/ }).click();
  await expect(page.getByRole('heading', { name: /columns are carried over/ })).toBeVisible();
  await judgeScreen(page, '07-mapping');
  await button('Approve and lock the mapping').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Approved by (your name)').fill('Practice manager');
  await judgeScreen(page, '08-mapping-approve');
  await dialog.getByRole('button', { name: 'Approve and lock' }).click();
  await expect(main()).toContainText('Approved and locked by Practice manager');
});

test('the rows are checked, and the numbers are those of the planted faults', async () => {
  await page.getByRole('link', { name: /^Checks/ }).click();
  await button('Run the checks').click();
  await expect(page.getByRole('heading', { name: 'What was found' })).toBeVisible({ timeout: 60_000 });
  await judgeScreen(page, '09-checks');
  const { accepted, held, rejected, skipped } = practice.expected;
  for (const [count, state] of [
    [accepted, 'accepted'],
    [held, 'held'],
    [rejected, 'rejected'],
    [skipped, 'skipped'],
  ] as const) {
    await expect(
      page
        .getByRole('link', {
          name: new RegExp(`${state}.*${numbers.format(count)}|${numbers.format(count)}.*${state}`, 'i'),
        })
        .first(),
    ).toBeVisible();
  }
  await page
    .getByRole('link', { name: /^Show the .* rows?:/ })
    .first()
    .click();
  await expect(page.getByRole('grid')).toBeVisible();
  await page.getByRole('grid').locator('[row-index="0"] [col-id]').first().click();
  await expect(page.getByTestId('row-detail')).toBeInViewport({ ratio: 1 });
  await judgeScreen(page, '10-checks-rows');
  await page.setViewportSize({ width: 640, height: 400 });
  const second = page.getByRole('grid').locator('[row-index="1"] [col-id]').first();
  await second.click();
  await expect(page.getByTestId('row-detail')).toBeInViewport({ ratio: 1 });
  await expect(second).toBeInViewport({ ratio: 1 });
  await lookAt(page, '10-checks-rows-low');
});

test('the upload is stopped half way, continued, and ends with every accepted row there once', async () => {
  await page.getByRole('link', { name: /^Upload/ }).click();
  await judgeScreen(page, '11-upload-connect');
  await page.locator('input[type=file]').setInputFiles(practice.enrolmentFile);
  await page.getByLabel('Passphrase of the enrolment file').fill(filePassphrase);
  await button('Connect').click();
  await expect(main()).toContainText('Reached, and proven to be yours', { timeout: 30_000 });
  for (const box of await main().getByRole('checkbox').all()) await box.check();
  await judgeScreen(page, '12-upload-plan');
  const { held } = practice.expected;
  await main()
    .getByRole('link', { name: `See the ${numbers.format(held)} held rows` })
    .click();
  const filter = page.getByRole('link', { name: `Held ${numbers.format(held)}`, exact: true });
  await expect(filter).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('grid')).toBeInViewport();
  await page.getByRole('link', { name: /^Upload/ }).click();
  for (const box of await main().getByRole('checkbox').all()) await box.check();
  practice.slowDown(120);
  await button(/^Upload [\d,]+ records to/).click();
  await expect(page.getByTestId('progress')).toContainText(/[1-9][\d,]* of [\d,]+ rows/, { timeout: 30_000 });
  await lookAt(page, '13-upload-running');
  await button('Stop the upload').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop after this batch' }).click();
  await expect(button('Continue the upload')).toBeVisible({ timeout: 30_000 });
  const batches = Math.ceil(practice.expected.accepted / 1_000);
  await expect(page.getByTestId('open-job')).toContainText(new RegExp(`[1-9]\\d* of ${batches} batches`));
  await judgeScreen(page, '14-upload-stopped');
  practice.slowDown(0);
  await button('Continue the upload').click();
  const accepted = numbers.format(practice.expected.accepted);
  await expect(main()).toContainText(`${accepted} records are in the central database`, { timeout: 60_000 });
  await judgeScreen(page, '15-upload-done');
});

test('the result is verified, previewed and taken back', async () => {
  const accepted = numbers.format(practice.expected.accepted);
  await page.getByRole('link', { name: /^Result/ }).click();
  await button('Verify every record').click();
  await expect(main()).toContainText(`All ${accepted} records are in the central database exactly as sent.`, {
    timeout: 60_000,
  });
  await judgeScreen(page, '16-result');
  await page.getByRole('link', { name: /^Upload/ }).click();
  await expect(main()).toContainText('every record arrived as it was sent');
  await page.getByRole('link', { name: /^Files/ }).click();
  await expect(button('Remove optix-patients.csv')).toBeDisabled();
  await judgeScreen(page, '16-files-in-use');
  await page.getByRole('link', { name: /^Result/ }).click();
  await button(`Remove the ${accepted} records that this job added`).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('No record was edited since');
  await expect(dialog).toContainText(practice.practiceName);
  await expect(dialog).toContainText(/MIG-\d+-\d+/);
  await judgeScreen(page, '17-rollback-preview');
  practice.slowDown(250);
  await dialog.getByRole('button', { name: `Remove ${accepted} records from the central database` }).click();
  const progress = page.getByTestId('progress');
  await expect(progress).toContainText(/[1-9][\d,]* of [\d,]+ rows/, { timeout: 30_000 });
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await expect(main()).toContainText('Taking back not finished', { timeout: 30_000 });
  await expect(main()).toContainText('What was removed until then is gone');
  await judgeScreen(page, '17-rollback-stopped');
  await page.getByRole('link', { name: /^Upload/ }).click();
  await expect(main()).toContainText('is being taken back');
  await page.getByRole('link', { name: 'Go to Result' }).click();
  practice.slowDown(0);
  await button('Finish taking back').click();
  await dialog.getByRole('button', { name: /^Remove [\d,]+ records? from the central database/ }).click();
  await expect(main()).toContainText('The central database is as it was before.', { timeout: 60_000 });
  await expect(main()).toContainText(/Taken back.*\(uploaded/);
  await expect(page.getByTestId('step-result')).toContainText('To do');
  await expect(page.getByRole('link', { name: 'Upload it again' })).toBeVisible();
  await judgeScreen(page, '18-result-taken-back');
});

test('a record that somebody edited is kept, and held when the file comes again', async () => {
  await uploadAgain();
  const edited = await practice.editRecord();
  await page.getByRole('link', { name: /^Result/ }).click();
  await button('Verify every record').click();
  const { accepted } = practice.expected;
  await expect(main()).toContainText(
    `${numbers.format(accepted - 1)} of ${numbers.format(accepted)} records are in the central database exactly as ` +
      'sent. 1 record was edited there since the upload',
    { timeout: 60_000 },
  );
  await button(/^Remove the [\d,]+ records that this job added/).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('row', { name: edited })).toBeVisible();
  await judgeScreen(page, '19-rollback-preview-kept');
  await dialog.getByRole('button', { name: /^Remove [\d,]+ records from the central database/ }).click();
  await expect(main()).toContainText(
    '1 record was kept: edited there since, or also sent by another upload.',
    {
      timeout: 60_000,
    },
  );
  await judgeScreen(page, '20-result-kept');
  await uploadAgain();
  await page.getByRole('link', { name: /^Result/ }).click();
  const different = page.getByTestId('different');
  await expect(different.getByRole('row', { name: edited })).toBeVisible();
  await judgeScreen(page, '21-result-different', different);
});

async function uploadAgain(): Promise<void> {
  await page.getByTestId('step-upload').click();
  for (const box of await main().getByRole('checkbox').all()) await box.check();
  await button(/^Upload [\d,]+ records to/).click();
  await expect(main()).toContainText(/records are in the central database/, { timeout: 60_000 });
}

test('the page never broke its security policy and the console stayed quiet', () => {
  expect(window.consoleLines.filter((line) => !line.startsWith('debug'))).toEqual([]);
});
