import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ok } from '#contract/result';
import { windowChannels } from '#contract/window-channels';
import { EngineLink } from '#main/shells/electron/engine-link';
import { answerCalls } from '#main/shells/electron/ipc';
import { ipcMain } from '../e2e/stand-in/ipc-main.ts';

vi.mock('electron', async () => {
  const [{ ipcMain }, { utilityProcess }] = await Promise.all([
    import('../e2e/stand-in/ipc-main.ts'),
    import('../e2e/stand-in/utility-process.ts'),
  ]);
  const stopping = join(import.meta.dirname, 'engine-that-stops.ts');
  return { ipcMain, utilityProcess: { fork: () => utilityProcess.fork(stopping) } };
});

const heard: unknown[] = [];
answerCalls(async (name, input) => {
  heard.push([name, input]);
  return ok('done');
});

const ownFrame = { origin: 'app://practice-migrator', parent: null };
const say = (senderFrame: unknown, ...args: unknown[]): Promise<unknown> =>
  ipcMain.invoke(windowChannels.call, { senderFrame }, args);

test('the program’s own page is heard', async () => {
  expect(await say(ownFrame, { name: 'app.info', input: {} })).toEqual({ ok: true, value: 'done' });
  expect(heard.splice(0)).toEqual([['app.info', {}]]);
});

test.each([
  ['another origin', { origin: 'https://evil.example', parent: null }],
  ['another host of the scheme', { origin: 'app://elsewhere', parent: null }],
  ['an origin that only begins alike', { origin: 'app://practice-migrator.evil.example', parent: null }],
  ['a page without an origin', { origin: 'null', parent: null }],
  ['a file', { origin: 'file://', parent: null }],
  ['a frame inside the page', { ...ownFrame, parent: ownFrame }],
  ['a frame that is gone', null],
])('%s is refused and nothing is run', async (_what, frame) => {
  const answer = await say(frame, { name: 'app.info', input: {} });
  expect(answer).toMatchObject({ ok: false, fault: { code: 'app.not_authorised' } });
  expect(heard).toEqual([]);
});

test.each([
  ['nothing', []],
  ['no name', [{ input: {} }]],
  ['a name that is no text', [{ name: 7, input: {} }]],
  ['an endless name', [{ name: 'x'.repeat(81), input: {} }]],
  ['more than name and input', [{ name: 'app.info', input: {}, caller: { name: 'x', role: 'operator' } }]],
  ['a second argument', [{ name: 'app.info', input: {} }, 'more']],
])('a request with %s is refused and nothing is run', async (_what, args) => {
  expect(await say(ownFrame, ...args)).toMatchObject({ ok: false, fault: { code: 'app.invalid_input' } });
  expect(heard).toEqual([]);
});

test('when the engine’s process ends, what was asked and what is asked later both get a fault', async () => {
  const engine = new EngineLink({ appRoot: '', dataFolder: '', readLimits: {} });
  const caller = { name: 'manager', role: 'manager' } as const;
  const gone = { ok: false, fault: { code: 'app.engine_gone' } };
  expect(await engine.dispatch('app.info', {}, caller)).toMatchObject(gone);
  expect(await engine.dispatch('app.info', {}, caller)).toMatchObject(gone);
  await engine.close();
});
