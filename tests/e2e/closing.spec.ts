import { expect, test } from '@playwright/test';
import { newPractice, startReading } from './long-work.ts';
import { callFromPage, launchWindow, type OpenWindow } from './support.ts';

/** Answers the question with the button of that number from here on, and tells how often it was asked. */
async function answerWith(opened: OpenWindow, response: number): Promise<() => Promise<number>> {
  await opened.app.evaluate(({ dialog }, response) => {
    Reflect.set(globalThis, 'asked', 0);
    dialog.showMessageBox = async () => {
      Reflect.set(globalThis, 'asked', Number(Reflect.get(globalThis, 'asked')) + 1);
      return { response, checkboxChecked: false };
    };
  }, response);
  return () => opened.app.evaluate(() => Number(Reflect.get(globalThis, 'asked')));
}

function closeWindow(opened: OpenWindow): Promise<void> {
  return opened.app.evaluate(({ BrowserWindow }) => {
    // Afterwards, so that the answer to this very request still goes out.
    setTimeout(() => BrowserWindow.getAllWindows()[0]?.close(), 50);
  });
}

test('closing on work that runs asks first, and what is kept opens again', async () => {
  const opened = await launchWindow();
  const workspace = await startReading(opened, 1_500_000);
  const askedCount = await answerWith(opened, 0);
  await closeWindow(opened);
  await expect.poll(askedCount).toBe(1);
  expect(await callFromPage(opened.page, 'workspace.status', {})).toMatchObject({
    ok: true,
    value: workspace,
  });

  await answerWith(opened, 1);
  await closeWindow(opened);
  expect(await opened.ended).toBe(0);

  const again = await launchWindow({ folder: opened.folder });
  const reopened = await callFromPage(again.page, 'workspace.open', {
    path: workspace.path,
    secret: newPractice.passphrase,
  });
  expect(reopened).toMatchObject({ ok: true, value: { practiceName: newPractice.practiceName } });
  await again.close();
  await opened.close();
});

test('closing without work does not ask', async () => {
  const opened = await launchWindow();
  await answerWith(opened, 0);
  await closeWindow(opened);
  expect(await opened.ended).toBe(0);
  await opened.close();
});
