import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

const folder = join('artifacts', 'screens');
const normal = { width: 1280, height: 800 };
/** What is left of 1280 × 800 at 200 % zoom, in CSS pixels. */
const zoomed = { width: 640, height: 400 };

/**
 * Keeps pictures of a screen as people see it: light, dark, and at 200 % zoom; and asserts that axe finds nothing in
 * either theme and that nothing has to be scrolled sideways when zoomed. `subject` is scrolled into each picture.
 */
export async function judgeScreen(page: Page, name: string, subject?: Locator): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(normal);
    await settle(page);
    await subject?.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    expect(await complaintsOf(page), `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(zoomed);
  await subject?.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(folder, `${name}-zoomed.png`) });
  const overflowPx = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflowPx, `${name} at 200 %: pixels beyond the right edge`).toBeLessThanOrEqual(0);
  await page.setViewportSize(normal);
}

/** Colours that fade from one theme to the other are judged at their end. */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.getAnimations().some((each) => each instanceof CSSTransition));
}

/** A picture of what is too quick to be judged, such as progress. */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}-light.png`) });
}

async function complaintsOf(page: Page): Promise<string[]> {
  // legacy mode: the check runs in the page itself, which needs no second page of the browser.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  );
}
