import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { FileSource } from '#contract/operations/file-views';
import { pack } from '../unit/read/archive/zips.ts';
import { answersTo, openPlainPractice, patientsCsv, type PlainPractice } from './plain-practice.ts';

const at = (path: string): FileSource => ({ kind: 'path', path });

function folderOf(desk: PlainPractice, files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(dirname(desk.write('beside', '')), 'export');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

test('the same content inside an archive and beside it is read once, in whatever order', async () => {
  const content = patientsCsv(30);
  for (const names of [
    ['a.csv', 'b.zip', 'c.csv.gz'],
    ['a.zip', 'b.csv', 'c.csv.gz'],
    ['a.csv.gz', 'b.zip', 'c.csv'],
  ]) {
    const desk = await openPlainPractice();
    const packed = { csv: content, zip: await pack({ 'patients.csv': content }), gz: gzipSync(content) };
    const kindOf = (name: string) => name.split('.').at(-1) as keyof typeof packed;
    const folder = folderOf(desk, Object.fromEntries(names.map((name) => [name, packed[kindOf(name)]])));
    const { tables, leftOut } = await desk.must('files.stage', { source: at(folder) });
    expect(tables).toMatchObject([{ rowCount: 30 }]);
    const { sourceTableId } = tables[0]!;
    const known = { why: 'read_before', sourceTableId };
    expect(leftOut).toMatchObject([known, known]);
    expect(leftOut.map(({ part }) => part.split('/')[0])).toEqual(names.slice(1));
    expect(await desk.must('files.list', {})).toHaveLength(1);

    // And another time, packed with something else.
    const more = await pack({ 'exams.csv': patientsCsv(31), 'again.csv': content });
    const later = await desk.must('files.stage', { source: at(desk.write('more.zip', more)) });
    expect(later.tables).toMatchObject([{ part: 'exams.csv', rowCount: 31 }]);
    expect(later.leftOut).toMatchObject([{ part: 'again.csv', ...known }]);
  }
});

test('the same file twice in one archive is read once; one of the same size is another', async () => {
  const desk = await openPlainPractice();
  const content = patientsCsv(30);
  const entries = { 'a.csv': content, 'copy/a.csv': content, 'b.csv': content.replaceAll('1980', '1981') };
  const path = desk.write('export.zip', await pack(entries));
  const { tables, leftOut } = await desk.must('files.stage', { source: at(path) });
  expect(tables.map(({ part }) => part)).toEqual(['a.csv', 'b.csv']);
  const { sourceTableId } = tables[0]!;
  expect(leftOut).toMatchObject([{ part: 'copy/a.csv', why: 'read_before', sourceTableId }]);
  // It says so again, and of every table of it.
  const again = await desk.must('files.stage', { source: at(path) });
  expect(again.tables).toEqual([]);
  expect(again.leftOut.map(({ part, sourceTableId }) => [part, sourceTableId])).toEqual([
    ['a.csv', sourceTableId],
    ['copy/a.csv', sourceTableId],
    ['b.csv', tables[1]!.sourceTableId],
  ]);
  // With the table goes what is known of its content.
  await desk.must('files.remove', { sourceTableId });
  const anew = await desk.must('files.stage', { source: at(path) });
  expect(anew.tables).toMatchObject([{ part: 'a.csv', rowCount: 30 }]);
});

test('nothing is to be decided about what was read before', async () => {
  const desk = await openPlainPractice();
  const bare = patientsCsv(30).split('\r\n').slice(1).join('\r\n');
  const path = desk.write('bare.csv', bare);
  const answers = await answersTo(desk, at(path));
  const { tables } = await desk.must('files.stage', { source: at(path), answers });
  const { sourceTableId } = tables[0]!;
  expect(await desk.ask('files.stage', { source: at(path) })).toMatchObject({
    fault: { code: 'files.already_staged', params: { table: sourceTableId } },
  });
  const folder = folderOf(desk, { 'bare.csv': bare, 'bare.zip': await pack({ 'x.csv': bare }) });
  const { leftOut } = await desk.must('files.stage', { source: at(folder) });
  const known = { why: 'read_before', sourceTableId };
  expect(leftOut).toMatchObject([known, known]);
});

test('a table of an archive that was read in another way is still known by its content', async () => {
  const desk = await openPlainPractice();
  const content = patientsCsv(30);
  const path = desk.write('export.zip', await pack({ 'patients.csv': content }));
  const { tables } = await desk.must('files.stage', { source: at(path) });
  const [first] = tables;
  const override = { headerLines: 0 };
  const again = await desk.must('files.reread', { sourceTableId: first!.sourceTableId, override });
  expect(await desk.ask('files.stage', { source: at(desk.write('copy.csv', content)) })).toMatchObject({
    fault: {
      code: 'files.already_staged',
      params: { file: 'export.zip/patients.csv', table: again.sourceTableId },
    },
  });
});
