import { afterAll, beforeAll, expect, test } from 'vitest';
import { join } from 'node:path';
import { createEngine, type Engine } from '#main/engine/engine';
import type { Survey, StagedTables } from '#contract/operations/file-views';
import { serve, type HttpShell } from '#main/shells/http/server';
import { pack } from '../unit/read/archive/zips.ts';
import { ask } from './http-client.ts';
import { passphrase, root } from './support/command-line.ts';
import { writeText } from './support/exports.ts';
import { testFolder } from './support/practice.ts';

const folder = testFolder();
const caller = { name: 'tester', role: 'manager' } as const;
let engine: Engine;
let shell: HttpShell;
let authorization: string;

beforeAll(async () => {
  engine = createEngine({
    appRoot: root,
    dataFolder: folder,
    host: 'http',
    version: '0.0.0',
    checkOutputs: true,
  });
  const path = join(folder, 'practice.workspace');
  await engine.dispatch('workspace.create', { practiceName: 'High Street', passphrase, path }, caller);
  writeText(folder, 'index.html', '');
  shell = await serve({ engine, caller, rendererFolder: folder });
  const token = new URL(shell.newLink()).searchParams.get('token');
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify({ token }) };
  const session = await ask(shell.port, '/api/session', request);
  authorization = `Bearer ${(session.json as { value: { bearer: string } }).value.bearer}`;
});

afterAll(async () => {
  await shell.close();
  await engine.close();
});

async function call<Value>(operation: string, input: object): Promise<Value> {
  const headers = { 'content-type': 'application/json', authorization };
  const request = { method: 'POST', headers, body: JSON.stringify(input) };
  const { json } = await ask(shell.port, `/api/operations/${operation}`, request);
  const reply = json as { ok: boolean; value: Value; fault?: { code: string } };
  if (!reply.ok) throw new Error(reply.fault!.code);
  return reply.value;
}

async function longCall<Value>(operation: string, input: object): Promise<Value> {
  const { taskId } = await call<{ taskId: string }>(operation, input);
  const { state, output, fault } = await engine.waitForTask(taskId);
  if (state !== 'succeeded') throw new Error(String(fault?.code));
  return output as Value;
}

/** Hands a file over as a browser does: piece by piece. */
async function handOver(fileName: string, bytes: Buffer, pieceBytes: number): Promise<number> {
  const start = { fileName, sizeBytes: bytes.length };
  const { spoolId, chunkBytes } = await call<{ spoolId: number; chunkBytes: number }>(
    'files.spool_start',
    start,
  );
  expect(chunkBytes).toBeGreaterThanOrEqual(pieceBytes);
  for (let sequence = 0; sequence * pieceBytes < bytes.length; sequence += 1) {
    const piece = bytes.subarray(sequence * pieceBytes, (sequence + 1) * pieceBytes);
    await call('files.spool_chunk', { spoolId, sequence, base64: piece.toString('base64') });
  }
  return spoolId;
}

const csv = (from: number): string =>
  ['id,name,town', ...Array.from({ length: 200 }, (_, index) => `${from + index},Test,Leeds`), ''].join(
    '\r\n',
  );

test('several files that a browser hands over in pieces are looked at and read as those of one folder', async () => {
  const spools = [
    await handOver('patients.csv', Buffer.from(csv(1)), 700),
    await handOver(
      'export.zip',
      await pack({ 'patients.csv': csv(1_000), 'photo.jpg': Buffer.from('ffd8ffe0', 'hex') }),
      300,
    ),
    // A second one of the same name.
    await handOver('patients.csv', Buffer.from(csv(2_000)), 100_000),
  ];
  const source = { kind: 'several', sources: spools.map((spoolId) => ({ kind: 'spool', spoolId })) };
  const survey = await longCall<Survey>('files.survey', { source });
  expect(survey.kind).toBe('folder');
  expect(survey.parts.map(({ part, outcome }) => [part, outcome])).toEqual([
    ['patients.csv', 'recognised'],
    ['export.zip/patients.csv', 'recognised'],
    ['export.zip/photo.jpg', 'excluded'],
    ['patients.csv (2)', 'recognised'],
  ]);
  expect(await call('files.inspect', { source, part: 'patients.csv (2)' })).toMatchObject({
    tables: [
      {
        preview: {
          first: expect.arrayContaining([expect.objectContaining({ cells: ['2000', 'Test', 'Leeds'] })]),
        },
      },
    ],
  });

  const staged = await longCall<StagedTables>('files.stage', { source });
  expect(staged.tables.map(({ rowCount, isKept }) => [rowCount, isKept])).toEqual([
    [200, true],
    [200, true],
    [200, true],
  ]);
  expect(staged.leftOut).toMatchObject([{ part: 'export.zip/photo.jpg' }]);
  // The same again is not read twice, and all of it is named.
  const again = await longCall<StagedTables>('files.stage', { source });
  expect(again.tables).toEqual([]);
  expect(again.leftOut.map(({ part, why, sourceTableId }) => [part, why, sourceTableId])).toEqual([
    ['export.zip/photo.jpg', 'excluded', undefined],
    ['patients.csv', 'read_before', staged.tables[0]!.sourceTableId],
    ['export.zip/patients.csv', 'read_before', staged.tables[1]!.sourceTableId],
    ['patients.csv (2)', 'read_before', staged.tables[2]!.sourceTableId],
  ]);
  const incomplete = await call<{ spoolId: number }>('files.spool_start', {
    fileName: 'x.csv',
    sizeBytes: 9,
  });
  const more = {
    kind: 'several',
    sources: [...source.sources, { kind: 'spool', spoolId: incomplete.spoolId }],
  };
  await expect(longCall('files.survey', { source: more })).rejects.toThrow('files.spool_incomplete');
});
