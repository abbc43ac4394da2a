import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { operatorOperations } from '#contract/operations/operator';
import { createEngine, type Engine } from '#main/engine/engine';
import { bodyLimitBytes } from '#main/shells/http/api';
import { serve, type HttpShell } from '#main/shells/http/server';
import { ask, listen, type Answer } from './http-client.ts';

const appRoot = join(import.meta.dirname, '../..');
const refused = { ok: false, fault: { code: 'app.not_authorised' } };
const asJson = { 'content-type': 'application/json' };
const newPractice = { practiceName: 'North Street Opticians', passphrase: 'correct horse battery' };

let folder: string;
let engine: Engine;
let shell: HttpShell;
let nowMs: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-http-'));
  const rendererFolder = join(folder, 'renderer');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(rendererFolder, 'index.html'), '<meta property="csp-nonce" nonce="__STYLE_NONCE__">');
  writeFileSync(join(rendererFolder, 'assets/index-1a2b.js'), 'export {};');
  writeFileSync(join(rendererFolder, 'assets/index-1a2b.js.map'), '{}');
  writeFileSync(join(folder, 'outside.json'), '{"outside":true}');
  nowMs = Date.now();
  engine = createEngine({
    appRoot,
    dataFolder: join(folder, 'data'),
    host: 'http',
    version: '0.0.0',
    checkOutputs: true,
  });
  const caller = { name: 'manager', role: 'manager' } as const;
  shell = await serve({ engine, caller, rendererFolder, nowMs: () => nowMs });
});

afterEach(async () => {
  await shell.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const linkUsed = { ok: false, fault: { code: 'app.link_used' } };
const linkToken = (): string => new URL(shell.newLink()).searchParams.get('token') ?? '';
const ownOrigin = (): string => `http://127.0.0.1:${shell.port}`;
const useLink = (token: string): Promise<Answer> => ask(shell.port, `/start?token=${token}`);

const startCodeOf = (answer: Answer): string =>
  /^\/#start=([\w-]{43})$/.exec(answer.headers.location ?? '')?.[1] ?? '';

function openSession(token: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const asked = { method: 'POST', headers: { ...asJson, ...headers }, body: JSON.stringify({ token }) };
  return ask(shell.port, '/api/session', asked);
}

const bearerOf = ({ json }: Answer): string =>
  `Bearer ${(json as { value?: { bearer: string } }).value?.bearer}`;

/** As the page does after the link led to it. */
async function signInBrowser(): Promise<Record<string, string>> {
  const own = { origin: ownOrigin() };
  const answer = await openSession(startCodeOf(await useLink(linkToken())), own);
  return { authorization: bearerOf(answer), ...own };
}

async function signInScript(): Promise<Record<string, string>> {
  return { authorization: bearerOf(await openSession(linkToken())) };
}

function run(name: string, input: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const asked = { method: 'POST', headers: { ...asJson, ...headers }, body: JSON.stringify(input) };
  return ask(shell.port, `/api/operations/${name}`, asked);
}

describe('the link', () => {
  test('lets a browser in by a code in the fragment, which no server is sent, and never by a cookie', async () => {
    const answer = await useLink(linkToken());
    expect(answer.status).toBe(303);
    expect(startCodeOf(answer)).not.toBe('');
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    const opened = await openSession(startCodeOf(answer), { origin: ownOrigin() });
    const headers = { authorization: bearerOf(opened), origin: ownOrigin() };
    const info = await run('app.info', {}, headers);
    expect(info.json).toMatchObject({ ok: true, value: { host: 'http' } });
    for (const { headers } of [answer, opened, info]) expect(headers).not.toHaveProperty('set-cookie');
  });

  test('leads to a code that is no session, is good once and for a minute', async () => {
    const code = startCodeOf(await useLink(linkToken()));
    expect((await run('app.info', {}, { authorization: `Bearer ${code}` })).json).toMatchObject(refused);
    expect((await openSession(code)).json).toMatchObject({ ok: true });
    expect((await openSession(code)).json).toMatchObject(refused);
    const late = startCodeOf(await useLink(linkToken()));
    nowMs += 60_001;
    expect((await openSession(late)).json).toMatchObject(refused);
  });

  test('is good once', async () => {
    const token = linkToken();
    expect((await useLink(token)).status).toBe(303);
    const second = await useLink(token);
    expect(second.status).toBe(401);
    expect(second.json).toMatchObject(linkUsed);
    const person = await ask(shell.port, `/start?token=${token}`, { headers: { accept: 'text/html' } });
    expect(person.text).toMatch(/^This link lets in once.*Press Enter/);
  });

  test('is good for ten minutes', async () => {
    const early = linkToken();
    nowMs += 10 * 60 * 1000;
    expect((await useLink(early)).status).toBe(303);
    const late = linkToken();
    nowMs += 10 * 60 * 1000 + 1;
    expect((await useLink(late)).json).toMatchObject(linkUsed);
  });

  test('is void when a newer one was made', async () => {
    const older = linkToken();
    linkToken();
    expect((await useLink(older)).json).toMatchObject(linkUsed);
  });

  test('is not used up by a wrong token or by a check of its head', async () => {
    const token = linkToken();
    expect((await useLink(`${token.slice(0, -1)}-`)).json).toMatchObject(linkUsed);
    expect((await useLink('')).json).toMatchObject(linkUsed);
    await ask(shell.port, `/start?token=${token}`, { method: 'HEAD' });
    expect((await useLink(token)).status).toBe(303);
  });

  test('gives a script a bearer token, and only one', async () => {
    const headers = await signInScript();
    expect((await run('app.info', {}, headers)).json).toMatchObject({ ok: true });
    expect((await openSession('not-the-token')).json).toMatchObject(refused);
  });

  test.each([{ origin: 'http://127.0.0.1:1' }, { 'sec-fetch-site': 'same-site' }])(
    'gives nothing to a page from elsewhere (%o), and stays good',
    async (headers: Record<string, string>) => {
      const token = linkToken();
      expect((await openSession(token, headers)).json).toMatchObject(refused);
      expect((await useLink(token)).status).toBe(303);
    },
  );
});

describe('a call is refused', () => {
  test('without a session', async () => {
    const answer = await run('app.info', {}, { origin: ownOrigin() });
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject(refused);
  });

  test.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]'])(
    'for the host “%s”',
    async (host) => {
      const headers = { ...(await signInBrowser()), host, origin: `http://${host}` };
      expect((await run('app.info', {}, headers)).status).toBe(401);
      expect((await ask(shell.port, '/', { headers: { host } })).text).not.toContain('csp-nonce');
    },
  );

  test.each<[string, Record<string, string>]>([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of another port of this computer', { origin: 'http://127.0.0.1:1' }],
    ['of a page without an origin', { origin: 'null' }],
    ['that says another site in one header', { 'sec-fetch-site': 'same-site' }],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }],
  ])('with the session’s secret, %s', async (_what, change) => {
    const headers = { ...(await signInBrowser()), ...change };
    expect((await run('app.info', {}, headers)).json).toMatchObject(refused);
    expect((await ask(shell.port, '/api/events', { headers })).json).toMatchObject(refused);
    expect((await ask(shell.port, '/api/operations', { headers })).json).toMatchObject(refused);
  });

  test('with a wrong secret, or with the right one where a browser would put it unasked', async () => {
    const { authorization = '', origin = '' } = await signInBrowser();
    const secret = authorization.replace('Bearer ', '');
    for (const headers of [
      { cookie: `practice_migrator_${shell.port}=${secret}`, origin },
      { cookie: `session=${secret}`, 'sec-fetch-site': 'same-origin' },
      { authorization: `Bearer ${'A'.repeat(43)}`, origin },
      { authorization: 'Bearer ', origin },
      { authorization: `Basic ${secret}`, origin },
    ]) {
      expect((await run('app.info', {}, headers)).json).toMatchObject(refused);
    }
  });
});

test('the page’s own calls are let in with the headers that browsers send', async () => {
  const { authorization = '' } = await signInBrowser();
  const port = shell.port;
  for (const headers of [
    { origin: ownOrigin() },
    { 'sec-fetch-site': 'same-origin' },
    { host: `localhost:${port}`, origin: `http://localhost:${port}` },
  ]) {
    expect((await run('app.info', {}, { authorization, ...headers })).json).toMatchObject({ ok: true });
  }
});

describe('an operation', () => {
  test('answers with its Result, which is not kept by any cache', async () => {
    const answer = await run('workspace.status', {}, await signInBrowser());
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ ok: true, value: null });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('that does not exist is refused', async () => {
    const answer = await run('shell.run', {}, await signInBrowser());
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({ fault: { code: 'app.unknown_operation' } });
  });

  test('with a wrong input is refused, naming the place', async () => {
    const answer = await run('task.get', { taskId: 7 }, await signInBrowser());
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ fault: { code: 'app.invalid_input', params: { where: 'taskId' } } });
  });

  test('with a body that is no JSON, or not said to be, is refused', async () => {
    const headers = await signInBrowser();
    const send = (type: string, body: string) =>
      ask(shell.port, '/api/operations/app.info', {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body,
      });
    expect((await send('application/json', '{')).json).toMatchObject({
      fault: { code: 'app.invalid_input' },
    });
    expect((await send('text/plain', '{}')).json).toMatchObject({ fault: { code: 'app.invalid_input' } });
  });

  test.each(['told', 'not told'])('with a body over the limit, its size %s, is refused', async (how) => {
    const size = { ...(how === 'told' && { 'content-length': String(bodyLimitBytes + 2) }) };
    const headers = { ...(await signInBrowser()), ...asJson, ...size };
    const body = `"${'x'.repeat(bodyLimitBytes)}"`;
    const answer = await ask(shell.port, '/api/operations/app.info', { method: 'POST', headers, body });
    expect(answer.status).toBe(413);
    expect(answer.json).toMatchObject({ fault: { code: 'app.request_too_large' } });
  });

  test('takes the largest piece of a file that the contract allows', async () => {
    const input = { spoolId: 1, sequence: 0, base64: 'A'.repeat(3_000_000) };
    const answer = await run('files.spool_chunk', input, await signInBrowser());
    expect(answer.json).toMatchObject({ fault: { code: 'workspace.not_open' } });
  });

  test.each(operatorOperations.map(({ name }) => name))('of the operator is refused: %s', async (name) => {
    const answer = await run(name, {}, await signInBrowser());
    expect(answer.status).toBe(403);
    expect(answer.json).toMatchObject({ fault: { code: 'app.not_permitted' } });
  });

  test('is listed with its schemas, those of the operator left out', async () => {
    const { json } = await ask(shell.port, '/api/operations', { headers: await signInBrowser() });
    const listed = json as { name: string; input: object; output: object }[];
    expect(listed.map(({ name }) => name)).toContain('workspace.create');
    expect(listed.filter(({ name }) => name.startsWith('operator.'))).toEqual([]);
    expect(listed.find(({ name }) => name === 'workspace.create')?.input).toMatchObject({
      type: 'object',
      required: ['practiceName', 'passphrase'],
    });
  });
});

test('events arrive as they happen, under the name of their topic', async () => {
  const headers = await signInBrowser();
  const stream = await listen(shell.port, headers);
  expect((await run('workspace.create', newPractice, headers)).json).toMatchObject({ ok: true });
  expect(await stream.until('\n\nevent: ')).toMatch(
    /event: workspace\.changed\ndata: \{"what":"workspace"\}/,
  );
  stream.stop();
});

describe('the screens', () => {
  test('come with a security policy whose nonce is that of the page, and of this load alone', async () => {
    const [first, second] = [await ask(shell.port, '/'), await ask(shell.port, '/')];
    const nonce = /nonce="([^"]+)"/.exec(first.text)?.[1];
    const policy = String(first.headers['content-security-policy']);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(second.text).not.toBe(first.text);
    expect(first.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  });

  test('are served with their types', async () => {
    const script = await ask(shell.port, '/assets/index-1a2b.js');
    expect(script.status).toBe(200);
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  test.each([
    '/../outside.json',
    '/assets/../../outside.json',
    '/%2e%2e/outside.json',
    '/..%2foutside.json',
    '/..%5coutside.json',
    '/assets/..%2f..%2foutside.json',
    '//outside.json',
    '/%00index.html',
    '/%',
    '/assets',
    '/assets/index-1a2b.js.map',
    '/link.json',
    'http://127.0.0.1/index.html',
  ])('are all there is: %s', async (path) => {
    symlinkSync(join(folder, 'outside.json'), join(folder, 'renderer/link.json'));
    const answer = await ask(shell.port, path);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('outside');
  });
});

test('the server can be reached on the loopback address only', async () => {
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  for (const { address } of others) {
    await expect(fetch(`http://${address}:${shell.port}/`)).rejects.toThrow('fetch failed');
  }
  expect((await ask(shell.port, '/')).status).toBe(200);
});
