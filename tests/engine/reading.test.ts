import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TaskSnapshot } from '#contract/events';
import type { FileSource } from '#contract/operations/file-views';
import { getSourceFile, SourceFileReader } from '#main/workspace/source-file';
import { pack } from '../unit/read/archive/zips.ts';
import { partsOf, zipOf } from '../unit/read/workbook/books.ts';
import { answersTo, openPlainPractice, patientsCsv, type PlainPractice } from './plain-practice.ts';

const at = (path: string): FileSource => ({ kind: 'path', path });

const dump = [
  '-- PostgreSQL database dump',
  '',
  "SET client_encoding = 'UTF8';",
  'CREATE TABLE public.patient (id integer, first_name text);',
  'CREATE TABLE public.exam (id integer, on_day date);',
  'COPY public.patient (id, first_name) FROM stdin;',
  '1\tTest',
  '2\tProbe',
  '\\.',
  '',
  'COPY public.exam (id, on_day) FROM stdin;',
  '1\t2025-01-02',
  '2\t2025-01-03',
  '3\t2025-01-04',
  '\\.',
  '',
  '-- PostgreSQL database dump complete',
  '',
].join('\n');

const cell = (ref: string, text: string): string => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
const sheetData = [
  ['id', 'name'],
  ['1', 'Test'],
  ['2', 'Probe'],
  ['3', 'Third'],
]
  .map(
    ([id, name], row) => `<row r="${row + 1}">${cell(`A${row + 1}`, id!)}${cell(`B${row + 1}`, name!)}</row>`,
  )
  .join('');

const json = JSON.stringify({
  patients: [
    { id: 1, name: 'Test' },
    { id: 2, name: 'Probe' },
  ],
});
const xml =
  '<export><patient><id>1</id><name>Test</name></patient><patient><id>2</id><name>Probe</name></patient></export>';
const fixed = Array.from(
  { length: 40 },
  (_, index) => `${String(1000 + index)}  Test${String(index).padEnd(8)}  London `,
).join('\n');

interface KeptBytes {
  readonly fileName: string;
  readonly state: string;
  readonly bytes: Buffer;
}

/** The bytes kept of every file, as a later version would read them. */
function keptFiles(desk: PlainPractice): Promise<KeptBytes[]> {
  return desk.withDatabase((db) => {
    const ids = db.prepare<[], number>('SELECT id FROM source_file ORDER BY id').pluck().all();
    return ids.map((id) => {
      const { fileName, state, sizeBytes } = getSourceFile(db, id)!;
      return { fileName, state, bytes: new SourceFileReader(db, id).read(0, sizeBytes) };
    });
  });
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the original bytes are kept, whatever the format', () => {
  const cases: readonly (readonly [
    name: string,
    content: () => Promise<string | Buffer> | string | Buffer,
  ])[] = [
    ['patients.csv', () => patientsCsv(9_000)],
    ['patients-utf16.csv', () => Buffer.from(`\uFEFF${patientsCsv(300)}`, 'utf16le')],
    ['list.txt', () => fixed],
    ['patients.json', () => json],
    ['patients.xml', () => xml],
    ['practice.sql', () => dump],
    ['book.xlsx', () => zipOf(partsOf({ sheetData }))],
    [
      'export.zip',
      () =>
        pack({
          'a.csv': patientsCsv(2_000),
          'b/c.csv': patientsCsv(30),
          'photo.jpg': Buffer.from('ffd8ffe0', 'hex'),
        }),
    ],
    ['stored.zip', () => pack({ 'a.csv': patientsCsv(2_100) }, { compress: false })],
  ];

  test('of each of them, and once', async () => {
    const desk = await openPlainPractice();
    const originals = new Map<string, Buffer>();
    for (const [name, content] of cases) {
      const path = desk.write(name, await content());
      const original = readFileSync(path);
      originals.set(name, original);
      // What was recognised here is not the point: it is said to be right.
      const answers = await answersTo(desk, at(path));
      const staged = await desk.must('files.stage', { source: at(path), answers });
      expect(staged.tables.length).toBeGreaterThan(0);
      for (const table of staged.tables) {
        expect(table).toMatchObject({ isKept: true, sha256: sha256(original), sizeBytes: original.length });
      }
    }
    const kept = await keptFiles(desk);
    expect(kept.map(({ fileName, state }) => [fileName, state])).toEqual(
      cases.map(([name]) => [name, 'kept']),
    );
    for (const { fileName, bytes } of kept) {
      expect([fileName, bytes.equals(originals.get(fileName)!)]).toEqual([fileName, true]);
    }
  });
});

describe('several tables of one file', () => {
  test('are read in one go, and the file is kept once', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('practice.sql', dump);
    const staged = await desk.must('files.stage', { source: at(path) });
    expect(staged.tables.map(({ table, rowCount }) => [table, rowCount])).toEqual([
      ['public.patient', 2],
      ['public.exam', 3],
    ]);
    expect(await keptFiles(desk)).toHaveLength(1);
  });

  test('one of them is read, later the other: the file is still kept once', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('practice.sql', dump);
    await desk.must('files.stage', { source: at(path), tables: [{ part: '', table: 'public.exam' }] });
    const rest = await desk.must('files.stage', { source: at(path) });
    expect(rest.tables.map(({ table }) => table)).toEqual(['public.patient']);
    expect(rest.leftOut).toMatchObject([
      { table: 'public.exam', sentence: expect.stringContaining('read before') },
    ]);
    expect(await keptFiles(desk)).toHaveLength(1);
  });

  test('the bytes go with the last of them', async () => {
    const desk = await openPlainPractice();
    const before = await desk.content();
    const path = desk.write('practice.sql', dump);
    const [first, second] = (await desk.must('files.stage', { source: at(path) })).tables;
    await desk.must('files.remove', { sourceTableId: first!.sourceTableId });
    expect((await keptFiles(desk)).map(({ bytes }) => sha256(bytes))).toEqual([second!.sha256]);
    await desk.must('files.remove', { sourceTableId: second!.sourceTableId });
    expect(await keptFiles(desk)).toEqual([]);
    expect(await desk.content()).toEqual(before);
    expect((await desk.must('files.stage', { source: at(path) })).tables).toHaveLength(2);
  });
});

test('the very same content under another name is not read twice', async () => {
  const desk = await openPlainPractice();
  const content = patientsCsv(50);
  const first = await desk.must('files.stage', { source: at(desk.write('patients.csv', content)) });
  const { sourceTableId } = first.tables[0]!;
  const before = await desk.content();
  const again = await desk.ask('files.stage', { source: at(desk.write('copy.csv', content)) });
  expect(again).toMatchObject({
    fault: { code: 'files.already_staged', params: { file: 'patients.csv', table: sourceTableId } },
  });
  expect(await desk.content()).toEqual(before);
  expect(await desk.must('files.list', {})).toEqual(first.tables);
});

async function progressOf(desk: PlainPractice, work: (run: PlainPractice) => Promise<unknown>) {
  const snapshots: TaskSnapshot[] = [];
  desk.engine.on('task.progress', (snapshot) => snapshots.push(snapshot));
  await work(desk);
  const told = snapshots.flatMap(({ bytes, totalBytes }) => (bytes === null ? [] : [{ bytes, totalBytes }]));
  expect(told.map(({ bytes }) => bytes)).toEqual(told.map(({ bytes }) => bytes).toSorted((a, b) => a - b));
  expect(new Set(told.map(({ totalBytes }) => totalBytes)).size).toBe(1);
  expect(told.at(-1)!.bytes).toBe(told.at(-1)!.totalBytes);
  return { ...told.at(-1)!, done: snapshots.at(-1)!.done };
}

describe('progress by bytes never goes back and ends at the total', () => {
  const large = patientsCsv(30_000);
  const archive = () => pack({ 'a.csv': large, 'b.csv': patientsCsv(25_000), 'c.csv': patientsCsv(10) });

  test('of one file', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('patients.csv', large);
    const end = await progressOf(desk, (run) => run.must('files.stage', { source: at(path) }));
    expect(end).toMatchObject({ bytes: large.length, done: 30_000 });
  });

  test('of an archive, which unpacks to far more than its size', async () => {
    const desk = await openPlainPractice();
    const bytes = await archive();
    const path = desk.write('export.zip', bytes);
    const end = await progressOf(desk, (run) => run.must('files.stage', { source: at(path) }));
    expect(end).toMatchObject({ bytes: bytes.length, done: 55_010 });
  });

  test('of several files, one of which cannot be read', async () => {
    const desk = await openPlainPractice();
    const paths = [
      desk.write('a.csv', large),
      desk.write('broken.csv', `${patientsCsv(4_000)}P,"${'x'.repeat(3_000_000)}"\r\n`),
      desk.write('c.csv', patientsCsv(25_000)),
    ];
    const source: FileSource = { kind: 'several', sources: paths.map((path) => ({ kind: 'path', path })) };
    const end = await progressOf(desk, async (run) => {
      const staged = await run.must('files.stage', { source });
      expect(staged.leftOut).toMatchObject([{ part: 'broken.csv' }]);
    });
    expect(end.bytes).toBe(paths.reduce((sum, path) => sum + readFileSync(path).length, 0));
  });

  test('of looking at an archive', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('export.zip', await archive());
    await progressOf(desk, (run) => run.must('files.survey', { source: at(path) }));
  });
});

test('of a folder of thirty files of every kind, each has exactly one outcome, and what is staged or left out is the same list', async () => {
  const desk = await openPlainPractice();
  const folder = join(dirname(desk.write('beside.csv', '')), 'export');
  const files: Record<string, string | Buffer> = {
    'practice.sql': dump,
    'book.xlsx': await zipOf(partsOf({ sheetData })),
    'patients.json': json,
    'patients.xml': xml,
    'locked.xls': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    'nested/export.zip': await pack({ 'in.csv': patientsCsv(12), 'in.pdf': '%PDF-1.7\n', 'deep/': '' }),
    'nested/broken.zip': Buffer.from('504b0304140000000800', 'hex'),
    'photo.jpg': Buffer.from('ffd8ffe000104a464946', 'hex'),
    'letter.pdf': '%PDF-1.7\n',
    'empty.csv': '',
    'blank.txt': '\r\n\r\n',
    '.DS_Store': 'x',
    'Thumbs.db': 'x',
    'desktop.ini': 'x',
    'noise.bin': Buffer.from(Array.from({ length: 900 }, (_, index) => (index * 197) % 256)),
    'header-only.csv': 'id,name\r\n',
    'notes.txt': 'Dear all,\nplease find the export in this folder.\nThank you\n',
    'scan.dcm': Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]),
    'sound.wav': Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WAVEfmt ')]),
    'archive.rar': Buffer.from('526172211a0700', 'hex'),
    'tool.exe': Buffer.concat([Buffer.from('4d5a9000', 'hex'), Buffer.alloc(200)]),
  };
  for (let number = 1; Object.keys(files).length < 30; number += 1)
    files[`list-${number}.csv`] = patientsCsv(10 + number);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  symlinkSync(join(folder, 'practice.sql'), join(folder, 'link.sql'));

  const expected = [...Object.keys(files), 'link.sql']
    .flatMap((name) => (name === 'nested/export.zip' ? [`${name}/in.csv`, `${name}/in.pdf`] : [name]))
    .toSorted();
  const { parts, kind } = await desk.must('files.survey', { source: at(folder) });
  expect(kind).toBe('folder');
  expect(parts.map(({ part }) => part).toSorted()).toEqual(expected);

  const staged = await desk.must('files.stage', { source: at(folder) });
  const places = [
    ...staged.tables.map(({ fileName, part }) => (part === '' ? fileName : `${fileName}/${part}`)),
    ...staged.leftOut.map(({ part }) => part),
  ];
  expect([...new Set(places)].toSorted()).toEqual(expected);
  // Two tables of the dump; everything else once.
  expect(places.toSorted()).toEqual([...expected, 'practice.sql'].toSorted());
});
