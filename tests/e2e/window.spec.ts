import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Bridge } from '#contract/bridge';
import { newPractice } from './long-work.ts';
import { callFromPage, launchWindow, type OpenWindow } from './support.ts';

let opened: OpenWindow;
test.beforeEach(async () => {
  opened = await launchWindow();
});
test.afterEach(async () => {
  await opened.close();
});

test('the window opens on its own page', async () => {
  await expect(opened.page).toHaveTitle(/Practice Migrator$/);
  expect(opened.app.windows()).toHaveLength(1);
});

test('the page reaches the engine through the bridge, and has nothing else of the host', async () => {
  const info = await callFromPage(opened.page, 'app.info', {});
  expect(info).toMatchObject({ ok: true, value: { host: 'electron', caller: { role: 'manager' } } });
  const reach = await opened.page.evaluate(() => ({
    bridge: Object.keys(Reflect.get(globalThis, 'practiceMigrator') as Bridge).sort(),
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
  }));
  expect(reach).toEqual({
    bridge: ['call', 'host', 'on', 'pathOf'],
    require: 'undefined',
    process: 'undefined',
  });
});

for (const [what, name, input, code] of [
  ['an operation that the contract does not have', 'shell.run', {}, 'app.unknown_operation'],
  ['an operation of the operator', 'operator.revoke', {}, 'app.unknown_operation'],
  ['a wrong input', 'task.get', { taskId: 7 }, 'app.invalid_input'],
] as const) {
  test(`${what} is refused with a code`, async () => {
    expect(await callFromPage(opened.page, name, input)).toMatchObject({ ok: false, fault: { code } });
  });
}

test('the engine’s events arrive, until listening stops', async () => {
  await opened.page.evaluate(() => {
    const bridge = Reflect.get(globalThis, 'practiceMigrator') as Bridge;
    const heard = { count: 0, stop: bridge.on('workspace.changed', () => (heard.count += 1)) };
    Reflect.set(globalThis, 'heard', heard);
  });
  const heardCount = () =>
    opened.page.evaluate(() => (Reflect.get(globalThis, 'heard') as { count: number }).count);
  await callFromPage(opened.page, 'workspace.create', newPractice);
  await expect.poll(heardCount).toBeGreaterThan(0);
  await opened.page.evaluate(() => (Reflect.get(globalThis, 'heard') as { stop(): void }).stop());
  const before = await heardCount();
  await callFromPage(opened.page, 'workspace.close', {});
  await callFromPage(opened.page, 'app.info', {});
  expect(await heardCount()).toBe(before);
});

test('the path of a chosen file is known, and that of a made one is not', async () => {
  const file = join(opened.folder, 'patients.csv');
  writeFileSync(file, 'PatientID\n1\n');
  await opened.page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'probe';
    document.body.append(input);
  });
  await opened.page.setInputFiles('#probe', file);
  const paths = await opened.page.evaluate(() => {
    const bridge = Reflect.get(globalThis, 'practiceMigrator') as Bridge;
    const chosen = document.querySelector<HTMLInputElement>('#probe')?.files?.[0];
    return { chosen: chosen && bridge.pathOf(chosen), made: bridge.pathOf(new File(['x'], 'made.csv')) };
  });
  expect(paths).toEqual({ chosen: file, made: null });
});

test('a whole load stays within the security policy', async () => {
  await opened.page.reload();
  await opened.page.waitForLoadState('networkidle');
  expect(opened.consoleLines.filter((line) => /Content Security Policy|^error:/.test(line))).toEqual([]);
});

test('the security policy refuses script and style of the page’s own making, and every connection', async () => {
  const outcome = await opened.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.wasRun = true';
    const style = document.createElement('style');
    style.textContent = 'body { outline: 7px solid red }';
    document.head.append(script, style);
    const wasConnected = await fetch(location.href).then(
      () => true,
      () => false,
    );
    const outline = getComputedStyle(document.body).outlineWidth;
    return { wasRun: Reflect.get(globalThis, 'wasRun') === true, isStyled: outline === '7px', wasConnected };
  });
  expect(outcome).toEqual({ wasRun: false, isStyled: false, wasConnected: false });
});

test('the window cannot be led to another page', async () => {
  const address = opened.page.url();
  for (const elsewhere of ['https://example.com/', 'file:///etc/hostname', 'data:text/html,elsewhere']) {
    await opened.page.evaluate((url) => location.assign(url), elsewhere);
    expect(await callFromPage(opened.page, 'app.info', {})).toMatchObject({ ok: true });
  }
  expect(opened.page.url()).toBe(address);
});

test('the page cannot open a second window', async () => {
  expect(await opened.page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await opened.page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), {
      href: 'https://example.com/',
      target: '_blank',
    });
    document.body.append(link);
    link.click();
  });
  await expect.poll(() => opened.app.windows().filter((page) => !page.isClosed()).length).toBe(1);
});
