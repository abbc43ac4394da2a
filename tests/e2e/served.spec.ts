import { expect, test } from '@playwright/test';
import { serve } from './served-page.ts';

test('npm run serve shows the same screens in a browser, within its security policy, and stops on Ctrl-C', async () => {
  const { page, browser, link, stop } = await serve();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const answered = page.waitForResponse((response) => response.url().includes('/api/operations/'));
  await page.goto(link);
  expect((await answered).status()).toBe(200);
  await expect(page).toHaveTitle(/Practice Migrator$/);
  expect(page.url()).not.toContain('token');
  expect(complaints).toEqual([]);

  const second = await (await browser.newContext()).newPage();
  expect((await second.goto(link))?.status()).toBe(401);

  expect(await stop()).toBe(0);
});
