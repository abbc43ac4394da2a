import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '#main/engine/engine';
import { serve, type HttpShell } from '#main/shells/http/server';
import { ask, listen, type Answer } from './http-client.ts';

const caller = { name: 'manager', role: 'manager' } as const;
const refused = { ok: false, fault: { code: 'app.not_authorised' } };
const newPractice = { practiceName: 'North Street Opticians', passphrase: 'correct horse battery' };
const idleMs = 10 * 60 * 1000;

let folder: string;
let engine: Engine;
let shell: HttpShell;
let nowMs: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-idle-'));
  nowMs = Date.now();
  const dataFolder = join(folder, 'data');
  engine = createEngine({
    appRoot: join(import.meta.dirname, '../..'),
    dataFolder,
    host: 'http',
    version: '0',
  });
  shell = await serve({ engine, caller, rendererFolder: folder, nowMs: () => nowMs });
});

afterEach(async () => {
  await shell.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

type Headers = Readonly<Record<string, string>>;

async function signIn(): Promise<Headers> {
  const token = new URL(shell.newLink()).searchParams.get('token');
  const headers = { 'content-type': 'application/json' };
  const asked = { method: 'POST', headers, body: JSON.stringify({ token }) };
  const { json } = await ask(shell.port, '/api/session', asked);
  return { authorization: `Bearer ${(json as { value: { bearer: string } }).value.bearer}` };
}

function run(name: string, input: unknown, headers: Headers): Promise<Answer> {
  const asked = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  };
  return ask(shell.port, `/api/operations/${name}`, asked);
}

/** Asked of the engine itself: nothing comes over HTTP that could count as somebody being there. */
async function isWorkspaceOpen(): Promise<boolean> {
  const status = await engine.dispatch('workspace.status', {}, caller);
  return status.ok && status.value !== null;
}

async function startReading(headers: Headers, rows: number): Promise<string> {
  const path = join(folder, 'long.csv');
  writeFileSync(path, `PatientID,Title\n${'1,Mx\n'.repeat(rows)}`);
  const { json } = await run('files.stage', { source: { kind: 'path', path } }, headers);
  return (json as { value: { taskId: string } }).value.taskId;
}

describe('a session', () => {
  test('ends after ten minutes without a request, and each request begins them anew', async () => {
    const headers = await signIn();
    nowMs += idleMs;
    expect((await run('app.info', {}, headers)).status).toBe(200);
    nowMs += idleMs;
    expect((await run('app.info', {}, headers)).status).toBe(200);
    nowMs += idleMs + 1;
    const late = await run('app.info', {}, headers);
    expect(late.status).toBe(401);
    expect(late.json).toMatchObject(refused);
    nowMs -= idleMs;
    expect((await run('app.info', {}, headers)).json).toMatchObject(refused);
  });

  test('is not kept by an open event stream, which ends with it', async () => {
    const headers = await signIn();
    const stream = await listen(shell.port, headers);
    nowMs += idleMs + 1;
    await stream.ended;
    expect((await run('app.info', {}, headers)).json).toMatchObject(refused);
    expect((await ask(shell.port, '/api/events', { headers })).json).toMatchObject(refused);
  });

  test('is not kept by what a page asks while nobody is at it', async () => {
    const headers = await signIn();
    nowMs += idleMs;
    expect((await run('app.info', {}, { ...headers, 'x-unattended': '1' })).status).toBe(200);
    nowMs += 1;
    expect((await run('app.info', {}, headers)).json).toMatchObject(refused);
  });

  test('is kept by a person who only reads and moves the mouse', async () => {
    const headers = await signIn();
    nowMs += idleMs;
    const told = await ask(shell.port, '/api/presence', { method: 'POST', headers });
    expect(told.json).toEqual({ ok: true, value: {} });
    nowMs += idleMs;
    expect((await run('app.info', {}, headers)).status).toBe(200);
  });
});

describe('the workspace', () => {
  test('closes when the last session has ended, with nobody asking for anything', async () => {
    const headers = await signIn();
    expect((await run('workspace.create', newPractice, headers)).json).toMatchObject({ ok: true });
    nowMs += idleMs + 1;
    await expect.poll(isWorkspaceOpen, { timeout: 10_000 }).toBe(false);
  });

  test('stays open for whoever is still there', async () => {
    await signIn();
    nowMs += idleMs / 2;
    const second = await signIn();
    expect((await run('workspace.create', newPractice, second)).json).toMatchObject({ ok: true });
    nowMs += idleMs / 2 + 1;
    const status = await run('workspace.status', {}, second);
    expect(status.json).toMatchObject({ ok: true, value: { practiceName: newPractice.practiceName } });
  });

  test('is open for work that runs, which comes to its end, and closes then', async () => {
    const headers = await signIn();
    await run('workspace.create', newPractice, headers);
    const taskId = await startReading(headers, 200_000);
    nowMs += idleMs + 1;
    expect((await run('task.get', { taskId }, headers)).json).toMatchObject(refused);
    expect((await engine.waitForTask(taskId)).state).toBe('succeeded');
    await expect.poll(isWorkspaceOpen, { timeout: 10_000 }).toBe(false);
  });

  test('is found open by a person who is back before the work ends', async () => {
    const headers = await signIn();
    await run('workspace.create', newPractice, headers);
    const taskId = await startReading(headers, 200_000);
    nowMs += idleMs + 1;
    expect((await run('task.get', { taskId }, headers)).json).toMatchObject(refused);
    const back = await signIn();
    expect((await engine.waitForTask(taskId)).state).toBe('succeeded');
    const status = await run('workspace.status', {}, back);
    expect(status.json).toMatchObject({ ok: true, value: { practiceName: newPractice.practiceName } });
  });
});
