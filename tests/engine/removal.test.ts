import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { manager } from './desk.ts';
import { openPlainPractice, patientsCsv } from './plain-practice.ts';

/** A file that hardly packs, so that removing it takes several steps. */
function largeCsv(): string {
  const lines = Array.from(
    { length: 160 },
    (_, index) => `P${index},${randomBytes(48 * 1024).toString('base64')}`,
  );
  return `${['patient_id,photo', ...lines].join('\n')}\n`;
}

test('others are answered while a table is removed, and a cancel leaves the rest to the next opening', async () => {
  const desk = await openPlainPractice();
  await desk.must('files.stage', {
    source: { kind: 'path', path: desk.write('small.csv', patientsCsv(20)) },
  });
  const source = { kind: 'path', path: desk.write('photos.csv', largeCsv()) } as const;
  const { tables } = await desk.must('files.stage', { source });
  const { sourceTableId } = tables[0]!;

  const shares: number[] = [];
  let listed: Promise<unknown> | undefined;
  desk.engine.on('task.progress', ({ taskId, kind, state, bytes, totalBytes }) => {
    // The first that is told is told at once, however quick the machine is; later ones only now and then.
    if (kind !== 'files.remove' || state !== 'running' || bytes === null || !totalBytes) return;
    shares.push(bytes / totalBytes);
    listed ??= desk.must('files.list', {}).then((files) => files.map(({ fileName }) => fileName));
    void desk.engine.dispatch('task.cancel', { taskId }, manager);
  });
  // It is gone from sight: to do the same again would find no table.
  expect(await desk.ask('files.remove', { sourceTableId })).toMatchObject({
    fault: { code: 'files.removal_stopped', params: { file: 'photos.csv' } },
  });
  const tasks = await desk.must('task.list', {});
  expect(tasks.find(({ kind }) => kind === 'files.remove')).toMatchObject({ state: 'cancelled' });
  expect(await listed).toEqual(['small.csv']);
  expect(shares[0]).toBeLessThan(1);
  const tablesAndChunks = `SELECT (SELECT count(*) FROM source_table), (SELECT count(*) FROM source_chunk)`;
  const left = await desk.withDatabase((db) => db.prepare<[], number[]>(tablesAndChunks).raw().get()!);
  expect(left[0]).toBe(2);
  expect(left[1]).toBeGreaterThan(1);
  expect(await desk.withDatabase((db) => db.prepare<[], number[]>(tablesAndChunks).raw().get())).toEqual([
    1, 1,
  ]);
});
