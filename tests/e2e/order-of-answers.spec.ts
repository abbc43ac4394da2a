import { expect, test, type Page } from '@playwright/test';
import { generatePatients } from '../../scripts/generate-sample/generate-patients.ts';
import { serve, type ServedPage } from './served-page.ts';

/** The engine's events and its answers reach a window in either order; the screens come out the same. */
const passphrase = 'three plain words';
const rows = 60;
let served: ServedPage;
let page: Page;

test.beforeEach(async () => {
  served = await serve();
  page = served.page;
});
test.afterEach(async () => {
  await served.stop();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const isOperation = (name: string) => (url: URL) => url.pathname === `/api/operations/${name}`;

async function makeWorkspace(): Promise<void> {
  await page.goto(served.link);
  await button('New practice workspace').first().click();
  await page.getByLabel('Name of the practice').fill('Mill Lane Opticians');
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Passphrase again').fill(passphrase);
  await button('Make the workspace').click();
  await page.getByRole('checkbox').check();
  await button('Go on to the files').click();
}

/** Lets the engine answer, and keeps its answers from the page until they are let go. */
async function holdAnswers(name: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(isOperation(name), async (route) => {
    const response = await route.fetch();
    await promise;
    await route.fulfill({ response });
  });
  return resolve;
}

async function chooseExport(): Promise<void> {
  const text = [...generatePatients({ vendor: 'optix', rows, seed: 3 }).chunks].join('');
  const file = { name: 'optix.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  await page.getByLabel('Exported file', { exact: true }).setInputFiles(file);
}

async function staysLocked(): Promise<void> {
  await expect(page.getByTestId('recent-workspace')).toContainText('Mill Lane Opticians');
  await expect(page.getByText('Loading …')).toBeHidden();
}

test('locked, and told so before the answer to Lock came: the workspaces are shown, and stay', async () => {
  await makeWorkspace();
  const letGo = await holdAnswers('workspace.close');
  await button('Lock').click();
  await staysLocked();
  const answered = page.waitForResponse((response) =>
    isOperation('workspace.close')(new URL(response.url())),
  );
  letGo();
  await answered;
  await staysLocked();
});

test('locked, and told so after the answer to Lock came: the workspaces are shown, and stay', async () => {
  const { promise: isOver, resolve: endConnection } = Promise.withResolvers<void>();
  const nothingYet = { status: 200, contentType: 'text/event-stream', body: 'retry: 1\n\n' };
  await page.route('**/api/events', async (route) => isOver.then(() => route.fulfill(nothingYet)), {
    times: 1,
  });
  await makeWorkspace();
  await button('Lock').click();
  await staysLocked();
  // Connected at last, the window asks for what it missed.
  const askedAgain = ['workspace.status', 'workspace.recent'].map((name) =>
    page.waitForResponse((response) => isOperation(name)(new URL(response.url()))),
  );
  endConnection();
  await Promise.all(askedAgain);
  await staysLocked();
});

test('a file that was read before the answer to “read it” came is not offered again', async () => {
  await makeWorkspace();
  const letGo = await holdAnswers('files.stage');
  await chooseExport();
  await button('Read this file into the workspace').click();
  await expect(page.getByText(`${rows} rows of “optix.csv” are in the workspace.`)).toBeVisible();
  await expect(page.getByTestId('inspection')).toBeHidden();
  const answered = page.waitForResponse((response) => isOperation('files.stage')(new URL(response.url())));
  letGo();
  await answered;
  await expect(page.getByRole('link', { name: 'Review the mapping' })).toBeVisible();
  await expect(page.getByTestId('inspection')).toBeHidden();
  await expect(page.getByTestId('fault')).toBeHidden();
});

test('a removed file’s question does not come back with the next file', async () => {
  await makeWorkspace();
  await chooseExport();
  await button('Read this file into the workspace').click();
  await button('Remove optix.csv').click();
  const letGo = await holdAnswers('files.remove');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove the/ })
    .click();
  await expect(page.getByTestId('read-files')).toBeHidden();
  letGo();
  await chooseExport();
  await button('Read this file into the workspace').click();
  await expect(page.getByTestId('read-files')).toBeVisible();
  // A question that came back would lie above the link and take the click.
  await page.getByRole('link', { name: 'Review the mapping' }).click();
  await expect(page.getByRole('heading', { name: 'Mapping', level: 1 })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
});
