import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { SingleSource } from '#contract/operations/file-views';
import { pack } from '../unit/read/archive/zips.ts';
import type { Desk } from './desk.ts';
import { openPlainPractice, patientsCsv } from './plain-practice.ts';

/** Hands a file over as a browser does, in one piece. */
async function inPieces(desk: Desk, fileName: string, content: Buffer): Promise<SingleSource> {
  const { spoolId } = await desk.must('files.spool_start', { fileName, sizeBytes: content.length });
  await desk.must('files.spool_chunk', { spoolId, sequence: 0, base64: content.toString('base64') });
  return { kind: 'spool', spoolId };
}

test.each(['archive first', 'folder first'])(
  'the files of a folder that is called like an archive beside it are not mixed up with those in it: %s',
  async (order) => {
    const desk = await openPlainPractice();
    const archive = await inPieces(desk, 'x.zip', await pack({ 'a.csv': patientsCsv(50) }));
    const inFolder = await inPieces(desk, 'x.zip/a.csv', Buffer.from(patientsCsv(70)));
    const sources = order === 'archive first' ? [archive, inFolder] : [inFolder, archive];
    const source = { kind: 'several' as const, sources };
    const { parts } = await desk.must('files.survey', { source });
    expect(new Set(parts.map(({ part }) => part)).size).toBe(2);
    const { tables, leftOut } = await desk.must('files.stage', { source });
    expect(leftOut).toEqual([]);
    expect(tables.map(({ rowCount }) => rowCount).toSorted((a, b) => a - b)).toEqual([50, 70]);
  },
);

test('a table that is chosen twice is read once, as it was chosen last', async () => {
  const desk = await openPlainPractice();
  const path = desk.write('patients.csv', patientsCsv(50));
  const chosen = [
    { part: '', override: { firstLine: 2 } },
    { part: '', table: '', override: {} },
  ];
  const { tables } = await desk.must('files.stage', { source: { kind: 'path', path }, tables: chosen });
  expect(tables).toMatchObject([{ rowCount: 50, layout: { firstLine: 1 } }]);
});

test('of an archive that cannot be read to its end, what was to be read is named, and nothing else of it', async () => {
  const desk = await openPlainPractice();
  const rows = patientsCsv(20_000).split('\r\n');
  const damaged = rows.with(6_000, rows[6_000]!.replace('Long', 'x'.repeat(5_000))).join('\r\n');
  const archive = { 'a.csv': patientsCsv(50), 'b.csv': damaged };
  desk.write('export.zip', await pack(archive));
  const source = { kind: 'path' as const, path: dirname(desk.write('c.csv', patientsCsv(70))) };
  const asked = [{ part: 'export.zip/b.csv' }, { part: 'c.csv' }];
  const limits = { maxCellBytes: 1_000 };
  const { tables, leftOut } = await desk.must('files.stage', { source, tables: asked, limits });
  expect(tables).toMatchObject([{ fileName: 'c.csv', rowCount: 70 }]);
  expect(leftOut).toMatchObject([{ part: 'export.zip/b.csv', table: '', sizeBytes: damaged.length }]);
});
