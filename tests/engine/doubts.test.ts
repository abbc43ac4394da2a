import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { optixHeader, optixRow, writeCleanExport } from '../contract/support/exports.ts';
import { openPractice, stage, type Desk } from './desk.ts';

/** Reads an export of 9,000 rows in which only some in the middle have dates that must be month first. */
async function readMixedExport(desk: Desk): Promise<number> {
  const path = join(desk.folder, 'mixed.csv');
  const rows = Array.from({ length: 9000 }, (_, index) =>
    optixRow(`P${index}`, { dob: index > 4800 && index < 5200 ? '12/31/1980' : '01/02/1980' }),
  );
  writeFileSync(path, [optixHeader, ...rows].join('\n'));
  return stage(desk, path);
}

test('dates of another order in the middle of a file put the column in doubt, which a person resolves', async () => {
  const desk = await openPractice();
  const sourceTableId = await readMixedExport(desk);
  const { mappingId, columns } = await desk.must('mapping.propose', { sourceTableId });
  const dob = columns.find(({ header }) => header === 'dob')!;
  expect(dob).toMatchObject({ field: 'dateOfBirth', confidence: 'unsure' });
  expect(dob.samples[0]).toEqual({ source: '01/02/1980', converted: '1980-02-01' });

  const approval = { mappingId, approvedBy: 'A. Manager' };
  const unconfirmed = { fault: { code: 'mapping.unconfirmed', params: { columns: '“dob”' } } };
  expect(await desk.ask('mapping.approve', approval)).toMatchObject(unconfirmed);
  expect(await desk.ask('mapping.approve', { ...approval, confirmedColumns: [0] })).toMatchObject(
    unconfirmed,
  );
  expect(await desk.must('mapping.get', { sourceTableId })).toMatchObject({ state: 'draft' });

  const confirmed = { ...approval, confirmedColumns: [dob.column] };
  const approved = await desk.must('mapping.approve', confirmed);
  expect(approved.columns[dob.column]!.evidence).toContain(
    'Looked at and confirmed by A. Manager (version 1)',
  );
  expect(await desk.ask('mapping.approve', approval)).toMatchObject({ fault: { code: 'mapping.locked' } });

  const revised = await desk.must('mapping.revise', { mappingId });
  expect(
    await desk.ask('mapping.approve', { mappingId: revised.mappingId, approvedBy: 'A. Manager' }),
  ).toMatchObject(unconfirmed);
});

test('another source system than the preset’s or the earlier files’ is taken only when it is confirmed', async () => {
  const desk = await openPractice();
  const first = await stage(desk, writeCleanExport(desk.folder, 'first.csv', 3));
  const typo = { sourceTableId: first, sourceSystem: 'optik' };
  expect(await desk.ask('mapping.propose', typo)).toMatchObject({
    fault: { code: 'mapping.other_source_system', params: { asked: 'optik', known: 'optix' } },
  });
  expect(await desk.must('mapping.get', { sourceTableId: first })).toBeNull();
  const branch = await desk.must('mapping.propose', { ...typo, confirmSourceSystem: true });
  expect(branch.sourceSystem).toBe('optik');
  await desk.must('mapping.approve', { mappingId: branch.mappingId, approvedBy: 'tester' });

  const sourceTableId = await stage(desk, writeCleanExport(desk.folder, 'second.csv', 4));
  const named = { sourceTableId, sourceSystem: 'optix' };
  expect(await desk.ask('mapping.propose', named)).toMatchObject({
    fault: { code: 'mapping.other_source_system', params: { asked: 'optix', known: 'optik' } },
  });
  expect(await desk.must('mapping.propose', { ...named, confirmSourceSystem: true })).toMatchObject(named);
  expect(await desk.must('mapping.propose', { sourceTableId })).toMatchObject({ sourceSystem: 'optix' });
});

test('a file that was approved under a mistyped source system and not uploaded can be given the right one', async () => {
  const desk = await openPractice();
  const path = writeCleanExport(desk.folder, 'one.csv', 3);
  const sourceTableId = await stage(desk, path);
  const typo = { sourceTableId, sourceSystem: 'optik', confirmSourceSystem: true };
  const { mappingId } = await desk.must('mapping.propose', typo);
  await desk.must('mapping.approve', { mappingId, approvedBy: 'tester' });
  const named = { sourceTableId, sourceSystem: 'optix' };
  expect(await desk.must('mapping.propose', named)).toMatchObject(named);
});
