import { appendFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ReaderChild } from '#main/engine/reading/reader-process';
import {
  atFirstRows,
  cancelAtFirstRows,
  openPlainPractice,
  patientsCsv,
  watchedReaders,
} from './plain-practice.ts';

const manyRows = 60_000;

test('a reader that is killed half way leaves the workspace as it was, and the file can be read again', async () => {
  const { startReader, started } = watchedReaders();
  const desk = await openPlainPractice({ startReader });
  const path = desk.write('patients.csv', patientsCsv(manyRows));
  const before = await desk.content();
  const seen = atFirstRows(desk, () => started.forEach((child) => child.kill()));
  const staged = await desk.ask('files.stage', { source: { kind: 'path', path } });
  expect(staged).toMatchObject({ fault: { code: 'read.reader_gone', params: { file: 'patients.csv' } } });
  expect(seen.done).toBeGreaterThan(0);
  expect(seen.done).toBeLessThan(manyRows);
  expect(await desk.content()).toEqual(before);
  const again = await desk.must('files.stage', { source: { kind: 'path', path } });
  expect(again.tables).toMatchObject([{ rowCount: manyRows }]);
});

test('a cancel half way leaves the workspace as it was, and the file can be read again', async () => {
  const desk = await openPlainPractice();
  const path = desk.write('patients.csv', patientsCsv(manyRows));
  const before = await desk.content();
  const seen = cancelAtFirstRows(desk);
  const staged = await desk.ask('files.stage', { source: { kind: 'path', path } });
  expect(staged).toMatchObject({ fault: { code: 'task.cancelled' } });
  expect(seen.done).toBeLessThan(manyRows);
  expect(await desk.content()).toEqual(before);
  const again = await desk.must('files.stage', { source: { kind: 'path', path } });
  expect(again.tables).toMatchObject([{ rowCount: manyRows }]);
});

test('a file that is written to while it is read is refused, and nothing of it is kept', async () => {
  const desk = await openPlainPractice();
  const path = desk.write('patients.csv', patientsCsv(manyRows));
  const before = await desk.content();
  const seen = atFirstRows(desk, () => appendFileSync(path, 'more\r\n'));
  const staged = await desk.ask('files.stage', { source: { kind: 'path', path } });
  expect(staged).toMatchObject({ fault: { code: 'read.changed', params: { file: 'patients.csv' } } });
  expect(seen.done).toBeGreaterThan(0);
  expect(await desk.content()).toEqual(before);
});

test('a reader without enough memory is a fault of the file and no crash', async () => {
  const desk = await openPlainPractice();
  const path = desk.write('patients.csv', patientsCsv(manyRows));
  const before = await desk.content();
  const limits = { maxReaderMegabytes: 2 };
  const source = { kind: 'path' as const, path };
  expect(await desk.ask('files.stage', { source, limits })).toMatchObject({
    fault: { code: 'read.reader_gone', params: { file: 'patients.csv', limitMegabytes: 2 } },
  });
  expect(await desk.ask('files.inspect', { source, limits })).toMatchObject({
    fault: { code: 'read.reader_gone' },
  });
  expect(await desk.content()).toEqual(before);
  expect((await desk.must('files.stage', { source })).tables).toHaveLength(1);
});

test('of a folder, the file that brings its reader down is named, and the others are read', async () => {
  const { startReader, started } = watchedReaders();
  const desk = await openPlainPractice({ startReader });
  const small = desk.write('small.csv', patientsCsv(20));
  const large = desk.write('large.csv', patientsCsv(manyRows));
  atFirstRows(desk, () => started.at(-1)!.kill());
  const sources = [large, small].map((path) => ({ kind: 'path' as const, path }));
  const staged = await desk.must('files.stage', { source: { kind: 'several', sources } });
  expect(staged.tables).toMatchObject([{ fileName: 'small.csv', rowCount: 20 }]);
  expect(staged.leftOut).toMatchObject([{ part: 'large.csv' }]);
  expect(await desk.must('files.list', {})).toEqual(staged.tables);
});

/** Its questions are answered until it begins to read a table; then nothing comes any more. */
function deafToBytes(child: ReaderChild): ReaderChild {
  let isReading = false;
  return {
    ...child,
    post: (message) => {
      if (message.kind === 'run') isReading = message.request.kind === 'read';
      if (message.kind !== 'bytes' || !isReading) child.post(message);
    },
  };
}

test('a source that does not answer any more is a standstill, and its reader is ended', async () => {
  const { startReader, started } = watchedReaders(deafToBytes);
  const desk = await openPlainPractice({ startReader });
  const path = desk.write('patients.csv', patientsCsv(50));
  const before = await desk.content();
  const source = { kind: 'path' as const, path };
  // Looked at beforehand: that must not stand still, however slow this computer is.
  await desk.must('files.inspect', { source });
  const ended = new Promise<void>((resolve) => started.at(-1)!.onExit(resolve));
  expect(await desk.ask('files.stage', { source, limits: { maxStandstillMs: 4_000 } })).toMatchObject({
    fault: { code: 'read.standstill', params: { file: 'patients.csv', seconds: 4 } },
  });
  await ended;
  expect(await desk.content()).toEqual(before);
});

test('a reader that says what no reader says is a bug that is told without its words, and no row of it is kept', async () => {
  const { startReader } = watchedReaders((child) => ({
    ...child,
    onMessage: (listener) =>
      child.onMessage((message) =>
        // One row less than the pages held.
        listener(message.kind === 'done' ? { ...message, value: lessOne(message.value) } : message),
      ),
  }));
  const desk = await openPlainPractice({ startReader });
  const path = desk.write('patients.csv', patientsCsv(50));
  const before = await desk.content();
  const staged = await desk.ask('files.stage', { source: { kind: 'path', path } });
  expect(staged).toMatchObject({ fault: { code: 'app.internal', params: { operation: 'files.stage' } } });
  expect(await desk.content()).toEqual(before);
});

function lessOne(value: unknown): unknown {
  const isCount = typeof value === 'object' && value !== null && 'rows' in value;
  return isCount ? { ...value, rows: Number(value.rows) - 1 } : value;
}

test('a program that is closed leaves no reader behind, with a workspace or without', async () => {
  const { startReader, started } = watchedReaders();
  const desk = await openPlainPractice({ startReader });
  const path = desk.write('patients.csv', patientsCsv(50));
  await desk.must('workspace.close', {});
  await desk.must('files.inspect', { source: { kind: 'path', path } });
  const ended = started.map((child) => new Promise<void>((resolve) => child.onExit(resolve)));
  expect(ended).toHaveLength(1);
  await desk.engine.close();
  await Promise.all(ended);
});

test('a file that changed between two looks is looked at anew, also inside an archive', async () => {
  const desk = await openPlainPractice();
  const headerOf = async (path: string, part: string) => {
    const looked = await desk.must('files.inspect', { source: { kind: 'path', path }, part });
    return looked.outcome === 'recognised' ? looked.tables[0]!.header : [];
  };
  const path = desk.write('patients.csv', 'id,town\n1,Bath\n');
  expect(await headerOf(path, '')).toEqual(['id', 'town']);
  expect(await headerOf(path, '')).toEqual(['id', 'town']);
  writeFileSync(path, 'id,city\n1,Bath\n');
  expect(await headerOf(path, '')).toEqual(['id', 'city']);
  const packed = desk.write('patients.csv.gz', gzipSync('id,town\n1,Bath\n'));
  expect(await headerOf(packed, 'patients.csv')).toEqual(['id', 'town']);
  writeFileSync(packed, gzipSync('id,city\n1,Bath\n'));
  expect(await headerOf(packed, 'patients.csv')).toEqual(['id', 'city']);
});
