import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { serve, type ServedPage } from './served-page.ts';

let served: ServedPage;
test.beforeEach(async () => {
  served = await serve();
});
test.afterEach(async () => {
  await served.stop();
});

const firstScreen = (page: Page) => page.getByRole('button', { name: 'New practice workspace' }).first();
const refusal = (page: Page) => page.locator('[data-fault="app.not_authorised"]');
const storedSecrets = (page: Page) => page.evaluate(() => Object.values<string>(sessionStorage));

test('npm run serve shows the same screens in a browser, within its security policy, and stops on Ctrl-C', async () => {
  const { page, browser, link, stop } = served;
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const answered = page.waitForResponse((response) => response.url().includes('/api/operations/'));
  await page.goto(link);
  expect((await answered).status()).toBe(200);
  await expect(page).toHaveTitle(/Practice Migrator$/);
  await expect(firstScreen(page)).toBeVisible();
  expect(complaints).toEqual([]);

  const second = await (await browser.newContext()).newPage();
  expect((await second.goto(link))?.status()).toBe(401);

  expect(await stop()).toBe(0);
});

test('the link’s token and code leave the address and the history, and the session’s secret is in neither', async () => {
  const { page, link } = served;
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('framenavigated', (frame) => addresses.push(frame.url()));
  await page.goto(link);
  await expect(firstScreen(page)).toBeVisible();
  expect(page.url()).toBe(new URL('/', link).href);
  expect(await page.evaluate(() => history.length)).toBe(2);
  const [secret, ...others] = await storedSecrets(page);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(others).toEqual([]);
  expect(addresses.filter((address) => address.includes(String(secret)))).toEqual([]);
  await page.goBack();
  await page.goForward();
  expect(page.url()).toBe(new URL('/', link).href);
  await expect(firstScreen(page)).toBeVisible();
});

test('loading the page again keeps the session and the place', async () => {
  const { page, link } = served;
  await page.goto(link);
  await firstScreen(page).click();
  await page.getByLabel('Name of the practice').fill('Mill Lane Opticians');
  await page.getByLabel('Passphrase', { exact: true }).fill('three plain words');
  await page.getByLabel('Passphrase again').fill('three plain words');
  await page.getByRole('button', { name: 'Make the workspace' }).click();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Go on to the files' }).click();
  const heading = page.getByRole('heading', { name: 'Files', level: 1 });
  await expect(heading).toBeVisible();
  await page.goto(`${new URL('/', link).href}#/files?table=1`);
  await page.reload();
  await expect(heading).toBeVisible();
  expect(page.url()).toMatch(/\/#\/files\?table=1$/);
});

test('a second tab has no session, and says how to get in', async () => {
  const { page, link } = served;
  await page.goto(link);
  await expect(firstScreen(page)).toBeVisible();
  const second = await page.context().newPage();
  await second.goto(new URL('/', link).href);
  await expect(refusal(second)).toContainText('press Enter and open the new link');
  await expect(firstScreen(second)).toBeHidden();
});

test('events are followed again after their connection broke, and what was missed is asked for', async () => {
  const { page, link } = served;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const count = (path: string) => asked.filter((one) => one === path).length;
  const brokenAtOnce = { status: 200, contentType: 'text/event-stream', body: 'retry: 1000\n\n' };
  await page.route('**/api/events', (route) => route.fulfill(brokenAtOnce), { times: 1 });
  await page.goto(link);
  await expect(firstScreen(page)).toBeVisible();
  const before = count('/api/operations/workspace.status');
  await expect.poll(() => count('/api/events')).toBe(2);
  await expect.poll(() => count('/api/operations/workspace.status')).toBeGreaterThan(before);
});

test('a page whose session is over forgets what it showed', async () => {
  const { page, link } = served;
  await page.goto(link);
  await expect(firstScreen(page)).toBeVisible();
  const over = {
    status: 401,
    json: { ok: false, fault: { code: 'app.not_authorised', message: '', params: {} } },
  };
  await page.route('**/api/operations/**', (route) => route.fulfill(over));
  await page.reload();
  await expect(refusal(page)).toContainText('press Enter and open the new link');
  expect(await storedSecrets(page)).toEqual([]);
});

test('another program on another port of this computer gets nothing that lets in', async () => {
  const { page, link } = served;
  const heard: IncomingHttpHeaders[] = [];
  const paths: string[] = [];
  const other = createServer((request, response) => {
    heard.push(request.headers);
    paths.push(request.url ?? '');
    // Everywhere that a cookie of ours could be meant for.
    if (request.url === '/') response.writeHead(302, { location: '/api/x' }).end();
    else response.setHeader('content-type', 'text/html').end('<title>elsewhere</title>');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  try {
    await page.goto(link);
    await expect(firstScreen(page)).toBeVisible();
    const [secret] = await storedSecrets(page);
    // In a tab of its own, and in the very tab that holds the session.
    for (const tab of [await page.context().newPage(), page]) {
      await tab.goto(`${elsewhere}/`);
      await expect(tab).toHaveTitle('elsewhere');
      expect(await storedSecrets(tab)).toEqual([]);
    }
    expect(paths).toContain('/api/x');
    for (const headers of heard) {
      expect(Object.keys(headers)).not.toContain('cookie');
      expect(Object.keys(headers)).not.toContain('authorization');
      expect(JSON.stringify(headers)).not.toContain(String(secret));
      expect(headers.referer ?? '').not.toContain(new URL(link).host);
    }
    expect(await page.context().cookies()).toEqual([]);
  } finally {
    other.closeAllConnections();
    other.close();
  }
});
