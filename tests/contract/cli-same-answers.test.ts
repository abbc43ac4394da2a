import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TaskSnapshot } from '#contract/events';
import { exitCodeOf, httpStatusOf, type FaultCode } from '#contract/faults';
import { findOperation } from '#contract/operations';
import { createEngine, type Engine } from '#main/engine/engine';
import { serve, type HttpShell } from '#main/shells/http/server';
import { pack } from '../unit/read/archive/zips.ts';
import { ask } from './http-client.ts';
import { jsonOf, passphrase, root, runCommand } from './support/command-line.ts';
import { writeText } from './support/exports.ts';
import { testFolder } from './support/practice.ts';

interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly fault?: { readonly code: FaultCode };
}

/** One way to the same operations: the engine in this process, the command line, HTTP. */
interface Way {
  readonly name: string;
  /** Answers as for one who waits for long work; `code` is the exit code or the HTTP status, where there is one. */
  call(operation: string, input: object): Promise<{ readonly answer: Answer; readonly code: number | null }>;
}

const folder = testFolder();
const caller = { name: 'tester', role: 'manager' } as const;
const engines: Engine[] = [];
let shell: HttpShell;
let authorization: string;
let ways: Way[];

// No name of the file, of a person or of a place is a patient's value here: the answers are compared whole.
const header = 'patient_id,first_name,last_name,dob,email,mobile,phone,address_1,city,postcode';
const rows = ['P1,Ada,Lane,01/02/1980,,,,1 Long Street,London,SW1A 1AA', 'P2,Ada,Lane,31/02/1980,,,,,,', ''];
const file = writeText(folder, 'patients.csv', [header, ...rows].join('\n'));
const bare = writeText(folder, 'bare.csv', rows.join('\n'));
const exportFolder = join(folder, 'export');
const path = (path: string): object => ({ kind: 'path', path });
const columns = [{ name: 'id', start: 1, width: 2 }];
const lines = { override: { headerLines: 0 } };
const both = { kind: 'several', sources: [path(file), path(bare)] };

function startEngine(host: 'cli' | 'http', dataFolder: string): Engine {
  const engine = createEngine({ appRoot: root, dataFolder, host, version: '0.0.0', checkOutputs: true });
  engines.push(engine);
  return engine;
}

/** Every way works on its own copy of one workspace, so that ids are the same and nobody is in another's way. */
async function copiesOfOneWorkspace(): Promise<[string, string, string]> {
  const maker = startEngine('cli', join(folder, 'maker'));
  const path = join(folder, 'maker.workspace');
  await maker.dispatch('workspace.create', { practiceName: 'High Street', passphrase, path }, caller);
  await maker.close();
  return ['process', 'terminal', 'browser'].map((way) => {
    const copy = join(folder, way, 'practice.workspace');
    mkdirSync(join(folder, way));
    for (const end of ['', '.keys']) copyFileSync(`${path}${end}`, `${copy}${end}`);
    return copy;
  }) as [string, string, string];
}

beforeAll(async () => {
  mkdirSync(exportFolder);
  writeText(exportFolder, 'letter.pdf', '%PDF-1.7\n');
  const entries = {
    'a.csv': [header, ...rows, ...rows].join('\n'),
    'photo.jpg': Buffer.from('ffd8ffe0', 'hex'),
  };
  writeText(exportFolder, 'export.zip', await pack(entries));
  const [inProcess, onTerminal, inBrowser] = await copiesOfOneWorkspace();
  const engine = startEngine('cli', join(folder, 'process'));
  await engine.dispatch('workspace.open', { path: inProcess, secret: passphrase }, caller);
  const served = startEngine('http', join(folder, 'browser'));
  await served.dispatch('workspace.open', { path: inBrowser, secret: passphrase }, caller);
  writeFileSync(join(folder, 'index.html'), '');
  shell = await serve({ engine: served, caller, rendererFolder: folder });
  const token = new URL(shell.newLink()).searchParams.get('token');
  const headers = { 'content-type': 'application/json' };
  const session = await ask(shell.port, '/api/session', {
    method: 'POST',
    headers,
    body: JSON.stringify({ token }),
  });
  authorization = `Bearer ${(session.json as { value: { bearer: string } }).value.bearer}`;
  ways = [
    { name: 'engine', call: (operation, input) => callEngine(engine, operation, input) },
    { name: 'command line', call: (operation, input) => callCommand(onTerminal, operation, input) },
    { name: 'HTTP', call: callHttp },
  ];
});

afterAll(async () => {
  await shell.close();
  for (const engine of engines) await engine.close();
});

function isLong(operation: string): boolean {
  return findOperation(operation)?.effect === 'task';
}

function answerOf({ state, output, fault }: TaskSnapshot): Answer {
  return state === 'succeeded' ? { ok: true, value: output } : { ok: false, fault: fault as never };
}

async function callEngine(engine: Engine, operation: string, input: object) {
  const reply = (await engine.dispatch(operation, input, caller)) as Answer;
  if (!reply.ok || !isLong(operation)) return { answer: reply, code: null };
  const snapshot = await engine.waitForTask((reply.value as { taskId: string }).taskId);
  return { answer: answerOf(snapshot), code: null };
}

async function callCommand(workspace: string, operation: string, input: object) {
  const env = { PRACTICE_MIGRATOR_DATA: join(folder, 'terminal'), PRACTICE_MIGRATOR_PASSPHRASE: passphrase };
  const args = ['call', operation, '--input', JSON.stringify(input), '--workspace', workspace];
  const outcome = await runCommand(args, { env });
  expect(outcome.stderr).toBe('');
  return { answer: jsonOf(outcome) as Answer, code: outcome.code };
}

async function post(operation: string, input: object): Promise<{ answer: Answer; code: number }> {
  const headers = { 'content-type': 'application/json', authorization };
  const request = { method: 'POST', headers, body: JSON.stringify(input) };
  const { status, json } = await ask(shell.port, `/api/operations/${operation}`, request);
  return { answer: json as Answer, code: status };
}

async function callHttp(operation: string, input: object) {
  const reply = await post(operation, input);
  if (!reply.answer.ok || !isLong(operation)) return reply;
  for (;;) {
    const { answer } = await post('task.get', reply.answer.value as { taskId: string });
    const snapshot = answer.value as TaskSnapshot;
    if (snapshot.finishedAt !== null) return { answer: answerOf(snapshot), code: reply.code };
    await wait(20);
  }
}

/** What is each way's own: its host, its caller's name, its folder and its clock. */
function comparable(answer: Answer): unknown {
  const own = new Set([
    'at',
    'path',
    'host',
    'checkedAt',
    'createdAt',
    'stagedAt',
    'stagedBy',
    'version',
    'workspaceFolder',
  ]);
  const text = JSON.stringify(answer, (key, value: unknown) => (own.has(key) ? undefined : value));
  return JSON.parse(text.replaceAll(/"caller":\{"name":"[^"]*"/g, '"caller":{"name":""'));
}

describe('engine, command line and HTTP give the same answer to', () => {
  // In their order: each step works on what the one before left in the three workspaces.
  test.each<[string, FaultCode | 'done', object]>([
    ['app.info', 'done', {}],
    ['workspace.status', 'done', {}],
    ['preset.list', 'done', {}],
    ['files.inspect', 'done', { source: { kind: 'path', path: file } }],
    ['files.inspect', 'read.file_missing', { source: { kind: 'path', path: `${file}.missing` } }],
    ['files.stage', 'done', { source: { kind: 'path', path: file } }],
    ['files.stage', 'files.already_staged', { source: path(file) }],
    ['files.list', 'done', {}],
    ['files.survey', 'done', { source: path(exportFolder) }],
    ['files.survey', 'read.folder_too_many', { source: path(exportFolder), limits: { maxFolderFiles: 1 } }],
    ['files.inspect', 'done', { source: path(exportFolder), part: 'export.zip/a.csv' }],
    ['files.inspect', 'read.no_such_part', { source: path(exportFolder), part: 'nothing.csv' }],
    ['files.inspect', 'done', { source: path(file), override: { delimiter: ';', headerLines: 0 } }],
    ['files.stage', 'app.unknown_name', { source: path(bare), tables: [{ override: { delimeter: ';' } }] }],
    ['files.inspect', 'app.unknown_name', { source: { ...path(file), encoding: 'utf-8' } }],
    ['files.stage', 'read.unanswered', { source: path(bare) }],
    ['files.stage', 'read.too_many_columns', { source: path(bare), limits: { maxColumns: 3 } }],
    ['files.stage', 'done', { source: both }],
    ['files.stage', 'done', { source: path(exportFolder) }],
    ['files.reinspect', 'done', { sourceTableId: 1, override: { headerLines: 0 } }],
    ['files.reread', 'files.not_found', { sourceTableId: 9, override: {} }],
    ['files.reread', 'files.nothing_to_change', { sourceTableId: 1 }],
    ['files.reread', 'read.unfit_settings', { sourceTableId: 1, override: { format: 'delimited', columns } }],
    ['files.stage', 'read.not_asked', { source: path(bare), tables: [lines], answers: ['header'] }],
    ['files.profile', 'done', { sourceTableId: 1 }],
    ['files.get_profile', 'done', { sourceTableId: 1 }],
    ['files.list', 'done', {}],
    ['mapping.propose', 'done', { sourceTableId: 1, presetId: 'optix-patients' }],
    ['mapping.propose', 'mapping.other_source_system', { sourceTableId: 1, sourceSystem: 'optik' }],
    ['mapping.propose', 'files.not_found', { sourceTableId: 9 }],
    ['mapping.assign', 'mapping.unknown_field', { mappingId: 1, column: 4, field: 'nonsense' }],
    ['checks.run', 'mapping.not_approved', { mappingId: 1 }],
    ['mapping.approve', 'done', { mappingId: 1, approvedBy: 'tester' }],
    ['mapping.assign', 'mapping.locked', { mappingId: 1, column: 4, field: null }],
    ['checks.run', 'done', { mappingId: 1 }],
    ['rows.list', 'done', { sourceTableId: 1, state: 'held', offset: 0, limit: 10 }],
    ['rows.list', 'app.invalid_input', { sourceTableId: 1, offset: -1, limit: 0 }],
    ['upload.plan', 'central.not_enrolled', { sourceTableId: 1 }],
    ['task.get', 'task.not_found', { taskId: 'none' }],
    ['nothing.like_it', 'app.unknown_operation', {}],
  ])('%s: %s', async (operation, expectedCode, input) => {
    const code = expectedCode === 'done' ? null : expectedCode;
    const answers = new Map<string, unknown>();
    for (const way of ways) {
      const { answer, code: ended } = await way.call(operation, input);
      expect(answer.fault?.code ?? null).toBe(code);
      // Long work that fails is started all the same over HTTP, and its fault comes with the task; what cannot be
      // understood is not.
      const isStarted = way.name === 'HTTP' && isLong(operation) && code !== 'app.unknown_name';
      const expected =
        way.name === 'HTTP' ? (code && !isStarted ? httpStatusOf(code) : 200) : code ? exitCodeOf(code) : 0;
      if (way.name !== 'engine') expect(ended).toBe(expected);
      answers.set(way.name, comparable(answer));
    }
    expect(answers.get('command line')).toEqual(answers.get('engine'));
    expect(answers.get('HTTP')).toEqual(answers.get('engine'));
  });
});
