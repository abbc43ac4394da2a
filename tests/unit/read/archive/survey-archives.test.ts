import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ByteSource } from '#main/steps/read/byte-source';
import { make, named, outcomes, pack, patients, survey } from './zips.ts';

test('a file that is no archive is one part without a place', async () => {
  expect(await outcomes(named('patients.csv', patients))).toEqual({ '': 'delimited' });
});

test('every entry of an archive is a part with one outcome; folders as such are none', async () => {
  const zip = await pack({
    'export/': '',
    'export/patients.csv': patients,
    'export/photo.jpg': Buffer.from('ffd8ffe000104a464946', 'hex'),
    'export/letter.pdf': '%PDF-1.7\n',
    '__MACOSX/export/._patients.csv': 'x',
    'export/.DS_Store': 'x',
    'export/Thumbs.db': 'x',
    'export/empty.csv': '',
  });
  expect(await outcomes(named('export.zip', zip))).toEqual({
    'export/patients.csv': 'delimited',
    'export/photo.jpg': 'excluded: picture',
    'export/letter.pdf': 'excluded: document',
    '__MACOSX/export/._patients.csv': 'excluded: system',
    'export/.DS_Store': 'excluded: system',
    'export/Thumbs.db': 'excluded: system',
    'export/empty.csv': 'read.empty',
  });
});

test('what is left out has its size and a sentence', async () => {
  const [part] = await survey(named('x.zip', await pack({ 'a.pdf': '%PDF-1.7 and more' })));
  expect(part).toMatchObject({
    part: 'a.pdf',
    fileName: 'a.pdf',
    sizeBytes: 17,
    sentence: expect.stringContaining('PDF document'),
  });
});

test('archives within an archive are looked into, to the depth allowed', async () => {
  const inner = await pack({ 'patients.csv': patients });
  const middle = await pack({ 'inner.zip': inner, 'exams.csv': patients });
  const outer = named('outer.zip', await pack({ 'middle.zip': middle }));
  expect(await outcomes(outer)).toEqual({
    'middle.zip/inner.zip': 'read.archive_too_deep',
    'middle.zip/exams.csv': 'delimited',
  });
  expect(await outcomes(outer, { maxArchiveDepth: 3 })).toEqual({
    'middle.zip/inner.zip/patients.csv': 'delimited',
    'middle.zip/exams.csv': 'delimited',
  });
});

test('an entry without a table is told by its own fault, and the others are read', async () => {
  const zip = make([
    { name: 'good.csv', content: patients },
    { name: 'locked.csv', content: patients, flags: 1 },
    { name: 'method.csv', content: patients, method: 9, packed: Buffer.from('??') },
    { name: 'unknown.csv', content: patients, method: 77, packed: Buffer.from('??') },
    { name: 'sum.csv', content: patients, crc: 1 },
    { name: 'longer.csv', content: patients, size: patients.length - 1 },
    { name: 'shorter.csv', content: patients, size: patients.length + 1 },
    { name: 'stored.csv', content: patients, method: 0 },
    { name: 'stored-size.csv', content: patients, method: 0, size: 3 },
    { name: 'stored-sum.csv', content: patients, method: 0, crc: 1 },
    { name: 'noise.csv', content: patients, packed: Buffer.from('ffffffffff', 'hex') },
    { name: 'descriptor.csv', content: patients, descriptor: true },
    { name: 'link.csv', content: '../../etc/passwd', mode: 0o120777 },
    { name: 'pipe.csv', content: '', mode: 0o010644 },
  ]);
  expect(await outcomes(named('x.zip', zip))).toEqual({
    'good.csv': 'delimited',
    'locked.csv': 'read.archive_encrypted',
    'method.csv': 'read.archive_method',
    'unknown.csv': 'read.archive_method',
    'sum.csv': 'read.entry_damaged',
    'longer.csv': 'read.entry_damaged',
    'shorter.csv': 'read.entry_damaged',
    'stored.csv': 'delimited',
    'stored-size.csv': 'read.entry_damaged',
    'stored-sum.csv': 'read.entry_damaged',
    'noise.csv': 'read.entry_damaged',
    'descriptor.csv': 'delimited',
    'link.csv': 'excluded: link',
    'pipe.csv': 'excluded: device',
  });
});

test('an archive with 64-bit sizes is read', async () => {
  const zip = await pack({ 'patients.csv': patients }, { forceZip64Format: true });
  expect(await outcomes(named('x.zip', zip))).toEqual({ 'patients.csv': 'delimited' });
});

test.each([
  ['cut off', (zip: Buffer) => zip.subarray(0, zip.length - 30), 'read.archive_damaged'],
  ['without entries', () => make([]), 'read.archive_empty'],
  ['of folders only', () => make([{ name: 'a/', content: '' }]), 'read.archive_empty'],
  [
    'the last of several pieces',
    () => make([{ name: 'a.csv', content: patients }], { disk: 3 }),
    'read.archive_split',
  ],
  [
    'the first of several pieces',
    (zip: Buffer) => Buffer.concat([Buffer.from('PK\x07\x08'), zip]),
    'read.archive_split',
  ],
  [
    'with more entries than it has',
    () => make([{ name: 'a.csv', content: patients }], { count: 2 }),
    'read.archive_damaged',
  ],
  [
    'whose directory is elsewhere',
    () => make([{ name: 'a.csv', content: patients }], { directoryShift: 5 }),
    'read.archive_damaged',
  ],
  [
    'that is encrypted as a whole',
    () => make([{ name: 'a.csv', content: patients, flags: 0x41 }]),
    'read.archive_encrypted',
  ],
  [
    'whose entries share their bytes',
    () =>
      make([
        { name: 'a.csv', content: patients },
        { name: 'b.csv', content: '', offset: 0 },
      ]),
    'read.archive_overlapping',
  ],
])('an archive %s is a fault of its own', async (_what, damage, code) => {
  const zip = damage(make([{ name: 'a.csv', content: patients }]));
  expect(await outcomes(named('x.zip', zip))).toEqual({ '': code });
});

test('what is in the archive and in no entry is named with its size', async () => {
  const zip = make([
    { name: 'a.csv', content: patients },
    { name: 'deleted.csv', content: patients, isUnlisted: true },
    { name: 'b.csv', content: patients },
  ]);
  const parts = await survey(named('x.zip', zip));
  expect(parts[0]).toMatchObject({ part: '', outcome: 'excluded', kind: 'remnant' });
  expect(parts[0]!.sizeBytes).toBeGreaterThan(patients.length);
  expect(parts.map(({ part }) => part)).toEqual(['', 'a.csv', 'b.csv']);
});

test('entries that the archive has beyond the number it tells are named', async () => {
  const zip = make(
    [
      { name: 'a.csv', content: patients },
      { name: 'b.csv', content: patients },
    ],
    { count: 1 },
  );
  expect(await outcomes(named('x.zip', zip))).toEqual({ '': 'excluded: remnant', 'a.csv': 'delimited' });
});

const bomb = Buffer.alloc(2_000_000, '1,2\n');

test.each([
  ['maxArchiveEntries', { maxArchiveEntries: 1 }, { '': 'read.archive_too_many' }],
  [
    'maxInflatedBytes',
    { maxInflatedBytes: 100_000 },
    { 'a.csv': 'delimited', 'b.csv': 'read.archive_too_large' },
  ],
  ['maxInflationRatio', { maxInflationRatio: 20 }, { 'a.csv': 'delimited', 'b.csv': 'read.archive_ratio' }],
])('%s is a limit with its own fault', async (_limit, limits, expected) => {
  const zip = make([
    { name: 'a.csv', content: patients },
    { name: 'b.csv', content: bomb },
  ]);
  expect(await outcomes(named('x.zip', zip), limits)).toEqual(expected);
});

test('what archives within archives hold is counted together', async () => {
  const rows = Buffer.from(
    'id,code,note\n' + Array.from({ length: 30_000 }, (_, row) => `${row},${row * 7919},x\n`).join(''),
  );
  const inner = await pack({ 'a.csv': rows, 'b.csv': rows });
  const outer = named('x.zip', await pack({ '1.zip': inner, '2.zip': inner }));
  const enough = 6 * rows.length;
  expect(Object.values(await outcomes(outer, { maxInflatedBytes: enough }))).toEqual(
    Array(4).fill('delimited'),
  );
  expect(await outcomes(outer, { maxInflatedBytes: 3 * rows.length })).toMatchObject({
    '1.zip/a.csv': 'delimited',
    '2.zip': 'read.archive_too_large',
  });
  expect(await outcomes(outer, { maxArchiveEntries: 4 })).toMatchObject({ '2.zip': 'read.archive_too_many' });
});

test('a gzip file is an archive of one', async () => {
  const gz = gzipSync(patients);
  expect(await survey(named('patients.csv.gz', gz))).toMatchObject([
    { part: 'patients.csv', fileName: 'patients.csv', sizeBytes: patients.length, outcome: 'recognised' },
  ]);
  expect(await outcomes(named('two.csv.gz', Buffer.concat([gz, gzipSync('3,x,y\n')])))).toEqual({
    'two.csv': 'delimited',
  });
  expect(await outcomes(named('x.zip', await pack({ 'a.csv.gz': gz })))).toEqual({
    'a.csv.gz/a.csv': 'delimited',
  });
});

test('a gzip file is unpacked once to be looked at', async () => {
  const rows = Array.from({ length: 60_000 }, (_, id) => `${id},Ann ${(id * 7919) % 60_000},note ${id}`);
  const gz = gzipSync(`id,name,note\n${rows.join('\n')}\n`);
  const inner = named('patients.csv.gz', gz);
  let taken = 0;
  const counted: ByteSource = {
    ...inner,
    read: async (position, length) => {
      taken += length;
      return inner.read(position, length);
    },
  };
  const [part] = await survey(counted);
  const shown = part?.outcome === 'recognised' ? part.file.tables[0]!.preview : expect.fail('not recognised');
  expect(shown.first[0]!.cells[0]).toBe('0');
  expect(Number(shown.middle[0]!.cells[0])).toBeGreaterThan(20_000);
  expect(shown.last.at(-1)!.cells).toEqual(rows.at(-1)!.split(','));
  expect(taken).toBeLessThan(gz.length + 1_000);
});

test.each([
  ['cut off', gzipSync(patients).subarray(0, 30), 'read.entry_damaged'],
  [
    'followed by something else',
    Buffer.concat([gzipSync(patients), Buffer.from('more')]),
    'read.entry_damaged',
  ],
  ['of a bomb', gzipSync(Buffer.alloc(2_000_000)), 'read.archive_ratio'],
])('a gzip file that is %s is a fault', async (_what, gz, code) => {
  expect(await outcomes(named('a.csv.gz', gz))).toEqual({ '': code });
});

test('a TAR archive in a gzip file has to be unpacked by a person', async () => {
  const tar = Buffer.alloc(1024);
  tar.write('patients.csv');
  tar.write('ustar', 257);
  expect(await outcomes(named('a.tgz', gzipSync(tar)))).toEqual({ 'a.tar': 'read.other_archive' });
});

test('what shows at its beginning is not unpacked to its end', async () => {
  const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(400_000, 'photo')]);
  const zip = make([
    { name: 'photo.jpg', content: photo },
    { name: 'photo-with-damage-behind.jpg', content: photo, crc: 1 },
    { name: 'patients.csv', content: patients },
  ]);
  expect(await outcomes(named('x.zip', zip), { maxInflatedBytes: 600_000, maxInflationRatio: 2000 })).toEqual(
    {
      'photo.jpg': 'excluded: picture',
      'photo-with-damage-behind.jpg': 'excluded: picture',
      'patients.csv': 'delimited',
    },
  );
});

test('an archive that was meant to be split and fitted into one piece is read', async () => {
  const zip = make([{ name: 'a.csv', content: patients, offset: 4 }], { directoryShift: 4 });
  expect(await outcomes(named('x.zip', Buffer.concat([Buffer.from('PK00'), zip])))).toEqual({
    'a.csv': 'delimited',
  });
});

test('what stands before an archive is named, and the archive is read', async () => {
  const zip = make([{ name: 'a.csv', content: patients }]);
  const parts = await survey(named('x.zip', Buffer.concat([Buffer.alloc(300, 'x'), zip])));
  expect(parts).toMatchObject([
    { part: '', kind: 'remnant', sizeBytes: 300 },
    { part: 'a.csv', outcome: 'recognised' },
  ]);
});

test('an archive whose first bytes are wrong loses its first file at most', async () => {
  const zip = make([
    { name: 'a.csv', content: patients },
    { name: 'b.csv', content: patients },
  ]);
  zip.fill(0, 0, 8);
  expect(await outcomes(named('x.zip', zip))).toEqual({
    'a.csv': 'read.entry_damaged',
    'b.csv': 'delimited',
    '': 'excluded: remnant',
  });
});

test('the last piece of an archive that was split begins in the middle of a file, and is told by its end', async () => {
  const zip = make([{ name: 'a.csv', content: patients }], { disk: 1 });
  expect(await outcomes(named('x.zip', zip.subarray(40)))).toEqual({ '': 'read.archive_split' });
});

test('what a sender put behind an archive is named, and the archive is read', async () => {
  const zip = make([{ name: 'a.csv', content: patients }], { comment: 'of the practice' });
  const parts = await survey(named('x.zip', Buffer.concat([zip, Buffer.alloc(512)])));
  expect(parts).toMatchObject([
    { part: '', kind: 'remnant', sizeBytes: 512 },
    { part: 'a.csv', outcome: 'recognised' },
  ]);
  expect(await outcomes(named('x.zip', zip))).toEqual({ 'a.csv': 'delimited' });
});
