import { describe, expect, test } from 'vitest';
import type { OperationOutput } from '#contract/operations';
import { createJob } from '#main/workspace/job';
import { getStagedRow } from '#main/workspace/staged-row';
import { pack } from '../unit/read/archive/zips.ts';
import { manager } from './desk.ts';
import { cancelAtFirstRows, openPlainPractice, patientsCsv, type PlainPractice } from './plain-practice.ts';

type Table = OperationOutput<'files.reread'>;

/** A table that was read, mapped, approved and checked. */
async function checkedTable(desk: PlainPractice, rows: number) {
  const path = desk.write('patients.csv', patientsCsv(rows));
  const { tables } = await desk.must('files.stage', { source: { kind: 'path', path } });
  const table = tables[0]!;
  const { sourceTableId } = table;
  const { mappingId } = await desk.must('mapping.propose', { sourceTableId, presetId: 'optix-patients' });
  // Values that are all alike give little evidence; that is not the point here.
  const confirmedColumns = table.header.map((_, column) => column);
  await desk.must('mapping.approve', { mappingId, approvedBy: 'tester', confirmedColumns });
  const summary = await desk.must('checks.run', { mappingId });
  return { table, mappingId, summary };
}

async function rowsOf(desk: PlainPractice, { sourceTableId }: Pick<Table, 'sourceTableId'>) {
  return desk.must('rows.list', { sourceTableId, offset: 0, limit: 3 });
}

describe('a table that is read again in another way', () => {
  test('has the rows of that way; the old rows, mapping and checks are gone, and the file is kept once', async () => {
    const desk = await openPlainPractice();
    const { table } = await checkedTable(desk, 300);
    const { sourceTableId } = table;
    const override = { headerLines: 0 };
    const looked = await desk.must('files.reinspect', { sourceTableId, override });
    expect(looked).toMatchObject({ outcome: 'recognised', tables: [{ layout: { headerLines: 0 } }] });
    // Looking changes nothing.
    expect(await desk.must('files.list', {})).toEqual([table]);

    const again = await desk.must('files.reread', { sourceTableId, override });
    expect(again).toMatchObject({ rowCount: 301, sha256: table.sha256, isKept: true, part: '', table: '' });
    expect(again.layout).toMatchObject({ headerLines: 0 });
    expect(again.header).not.toEqual(table.header);
    expect(await desk.must('files.list', {})).toEqual([again]);
    const first = await desk.withDatabase((db) => getStagedRow(db, again.sourceTableId, 1));
    expect(first?.cells).toEqual(table.header);

    expect(await desk.must('mapping.get', { sourceTableId: again.sourceTableId })).toBeNull();
    expect(await desk.must('checks.summary', { sourceTableId: again.sourceTableId })).toBeNull();
    const counts = await desk.withDatabase((db) =>
      ['source_file', 'source_table', 'mapping', 'check_run', 'issue_group', 'row_state'].map((name) => [
        name,
        db.prepare<[], number>(`SELECT count(*) FROM ${name}`).pluck().get(),
      ]),
    );
    expect(Object.fromEntries(counts)).toEqual({
      source_file: 1,
      source_table: 1,
      mapping: 0,
      check_run: 0,
      issue_group: 0,
      row_state: 0,
    });
  });

  test('a file in two encodings is read when a person has said how, and again as UTF-8 alone', async () => {
    const desk = await openPlainPractice();
    const header = 'id,surname,town';
    const lines = Array.from({ length: 60 }, (_, index) => `${index},Zoë,Ynys Môn`);
    const bytes = Buffer.concat([
      Buffer.from([header, ...lines, ''].join('\n')),
      Buffer.from('60,Ren\xe9,x\n61,Zo\xeb,x\n', 'latin1'),
      Buffer.from([...lines, ''].join('\n')),
    ]);
    const source = { kind: 'path', path: desk.write('joined.csv', bytes) } as const;
    expect(await desk.ask('files.stage', { source })).toMatchObject({ fault: { code: 'read.unanswered' } });
    const override = { encoding: 'utf-8+windows-1252' } as const;
    const { tables } = await desk.must('files.stage', { source, tables: [{ part: '', override }] });
    const table = tables[0]!;
    expect(table).toMatchObject({ rowCount: 122, layout: override });
    const cellsOf = (sourceTableId: number, rowNo: number) =>
      desk.withDatabase((db) => getStagedRow(db, sourceTableId, rowNo));
    expect(await cellsOf(table.sourceTableId, 61)).toMatchObject({ cells: ['60', 'René', 'x'], fault: null });
    expect(await cellsOf(table.sourceTableId, 63)).toMatchObject({ cells: ['0', 'Zoë', 'Ynys Môn'] });
    const { sourceTableId } = table;
    const again = await desk.must('files.reread', { sourceTableId, override: { encoding: 'utf-8' } });
    expect(await cellsOf(again.sourceTableId, 61)).toMatchObject({ fault: 'row.mixed_encoding' });
  });

  test('stays as it was, with mapping and checks, when that is cancelled or cannot be done', async () => {
    const desk = await openPlainPractice();
    const { table, summary } = await checkedTable(desk, 60_000);
    const { sourceTableId } = table;
    const before = await desk.content();
    const rows = await rowsOf(desk, table);

    const seen = cancelAtFirstRows(desk);
    const override = { headerLines: 0 };
    expect(await desk.ask('files.reread', { sourceTableId, override })).toMatchObject({
      fault: { code: 'task.cancelled' },
    });
    expect(seen.done).toBeLessThan(60_000);
    expect(await desk.content()).toEqual(before);

    const limits = { maxCellBytes: 4 };
    expect(await desk.ask('files.reread', { sourceTableId, override, limits })).toMatchObject({
      fault: { code: 'read.cell_too_large' },
    });
    expect(await desk.content()).toEqual(before);
    expect(await rowsOf(desk, table)).toEqual(rows);
    expect(await desk.must('checks.summary', { sourceTableId })).toEqual(summary);
    expect(await desk.must('mapping.get', { sourceTableId })).toMatchObject({ state: 'approved' });
  });

  test('is refused while a job speaks of it, as its removal is', async () => {
    const desk = await openPlainPractice();
    const { table, mappingId } = await checkedTable(desk, 20);
    const { sourceTableId } = table;
    await desk.withDatabase((db) => {
      const checkRunId = db.prepare<[], number>('SELECT id FROM check_run').pluck().get()!;
      createJob(db, {
        jobId: '11111111-1111-4111-8111-111111111111',
        sourceTableId,
        mappingId,
        checkRunId,
        tenantId: '22222222-2222-4222-8222-222222222222',
        batchSize: 10,
        options: { skipDuplicates: true, continueOnError: true },
        startedBy: manager.name,
      });
    });
    const before = await desk.content();
    const inUse = { fault: { code: 'files.in_use', params: { file: 'patients.csv' } } };
    expect(await desk.ask('files.reread', { sourceTableId, override: { headerLines: 0 } })).toMatchObject(
      inUse,
    );
    expect(await desk.ask('files.remove', { sourceTableId })).toMatchObject(inUse);
    expect(await desk.content()).toEqual(before);
  });

  test('one of an archive stays the entry that it was', async () => {
    const desk = await openPlainPractice();
    const path = desk.write(
      'export.zip',
      await pack({ 'a.csv': patientsCsv(10), 'b/c.csv': patientsCsv(20) }),
    );
    const staged = await desk.must('files.stage', { source: { kind: 'path', path } });
    const entry = staged.tables.find(({ part }) => part === 'b/c.csv')!;
    const again = await desk.must('files.reread', {
      sourceTableId: entry.sourceTableId,
      override: { headerLines: 0 },
    });
    expect(again).toMatchObject({ part: 'b/c.csv', rowCount: 21, fileName: 'export.zip' });
    const parts = (await desk.must('files.list', {})).map(({ part, rowCount }) => `${part} ${rowCount}`);
    expect(parts.toSorted()).toEqual(['a.csv 10', 'b/c.csv 21']);
  });

  test('of a table that is not there: files.not_found', async () => {
    const desk = await openPlainPractice();
    expect(await desk.ask('files.reread', { sourceTableId: 9, override: {} })).toMatchObject({
      fault: { code: 'files.not_found' },
    });
    expect(await desk.ask('files.reinspect', { sourceTableId: 9 })).toMatchObject({
      fault: { code: 'files.not_found' },
    });
  });
});
