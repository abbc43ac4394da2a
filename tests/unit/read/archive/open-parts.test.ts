import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fault, FaultError } from '#contract/faults';
import type { LayoutOverride } from '#contract/layout';
import type { ByteSource } from '#main/steps/read/byte-source';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { readTable } from '#main/steps/read/read-table';
import { inspectPart, openPart } from '#main/steps/read/survey';
import { faultOf } from '../byte-sources.ts';
import { make, named, outcomeOf, pack, patients, survey } from './zips.ts';

const inspect = (source: ByteSource, part: string, override: LayoutOverride = {}) =>
  inspectPart(source, part, override, defaultReadLimits);
const openAt = (source: ByteSource, part: string) => openPart(source, part, defaultReadLimits);

const photo = Buffer.from('ffd8ffe0', 'hex');
const inner = await pack({ 'b/patients.csv': patients, 'photo.jpg': photo });
const outer = named('outer.zip', await pack({ 'a/inner.zip': inner, 'exams.csv': patients, '.hidden': 'x' }));

test('every part that a survey names is found again with the same outcome', async () => {
  const parts = await survey(outer);
  expect(parts.map(({ part }) => part)).toEqual([
    'a/inner.zip/b/patients.csv',
    'a/inner.zip/photo.jpg',
    'exams.csv',
    '.hidden',
  ]);
  for (const part of parts) expect(await inspect(outer, part.part)).toEqual(part);
});

test('a part is opened for reading, through archives within archives', async () => {
  const source = await openAt(outer, 'a/inner.zip/b/patients.csv');
  expect(source).toMatchObject({ fileName: 'patients.csv', sizeBytes: patients.length });
  const looked = await inspect(outer, 'a/inner.zip/b/patients.csv');
  const { layout } = looked.outcome === 'recognised' ? looked.file.tables[0]! : expect.fail('not recognised');
  const reading = readTable(source, layout, defaultReadLimits);
  const page = await reading.next();
  expect(page.done ? [] : page.value.rows.map(({ cells }) => cells[1])).toEqual(['Test', 'Probe']);
});

test('the file itself is its part without a place', async () => {
  const file = named('patients.csv', patients);
  expect(await openAt(file, '')).toBe(file);
  expect(outcomeOf(await inspect(file, ''))).toBe('delimited');
});

test('an archive itself is not inspected as a table: its files are', async () => {
  expect(outcomeOf(await inspect(outer, ''))).toBe('read.archive_chosen');
  expect(outcomeOf(await inspect(outer, 'a/inner.zip'))).toBe('read.archive_chosen');
});

test.each(['nothing.csv', 'exams.csv/more', 'a', 'a/inner.zip/none.csv', '.hidden/x', '../exams.csv'])(
  'a part that is not there is a fault: %s',
  async (part) => {
    expect(outcomeOf(await inspect(outer, part))).toBe('read.no_such_part');
    expect(await faultOf(openAt(outer, part))).toMatchObject({ code: 'read.no_such_part' });
  },
);

test('a part of a file that is no archive is not there', async () => {
  expect(await faultOf(openAt(named('a.csv', patients), 'b.csv'))).toMatchObject({
    code: 'read.no_such_part',
  });
});

test('what was left out is not opened', async () => {
  expect(await faultOf(openAt(outer, '.hidden'))).toMatchObject({ code: 'read.excluded' });
  const locked = named('x.zip', make([{ name: 'a.csv', content: patients, flags: 1 }]));
  expect(await faultOf(openAt(locked, 'a.csv'))).toMatchObject({ code: 'read.archive_encrypted' });
});

test('who names a format gets that reader, whatever the file seems to be', async () => {
  const drawing = named('a.svg', '<svg\n1,2\n3,4\n');
  expect(outcomeOf(await inspect(drawing, ''))).toBe('excluded: picture');
  expect(outcomeOf(await inspect(drawing, '', { format: 'delimited' }))).not.toContain('excluded');
});

test('a damaged entry ends the reading with a fault, after pages that are then taken back', async () => {
  const rows = Buffer.from(
    `id,name,town\n${Array.from({ length: 40_000 }, (_, row) => `${row},Test,Leeds\n`).join('')}`,
  );
  const zip = named('x.zip', make([{ name: 'a.csv', content: rows, crc: 1 }]));
  const source = await openAt(zip, 'a.csv');
  const readToEnd = async (): Promise<void> => {
    for await (const piece of source.open()) expect(piece.length).toBeGreaterThan(0);
  };
  expect(await faultOf(readToEnd())).toMatchObject({ code: 'read.entry_damaged' });
});

test('a source that fails fails the part, and is no bug', async () => {
  const interrupted = new FaultError(fault('read.interrupted', { file: 'outer.zip' }));
  for (const mostBytes of [0, 100]) {
    const read: ByteSource['read'] = async (at, length) => {
      if (length > mostBytes) throw interrupted;
      return outer.read(at, length);
    };
    expect(await survey({ ...outer, read })).toMatchObject([{ part: '', fault: interrupted.fault }]);
  }
});

const seed = make([
  { name: 'a.csv', content: patients },
  { name: 'b/c.csv', content: patients, method: 0 },
  { name: 'd.csv', content: patients, descriptor: true },
  { name: 'e.zip', content: make([{ name: 'f.csv', content: patients }]) },
  {
    name: 'g.gz',
    content: Buffer.concat([Buffer.from('1f8b080000000000000a', 'hex'), deflateRawSync(patients)]),
  },
]);

/** Whatever it is: parts with places of their own, each with an outcome, and all of them found again. */
async function isAccountedFor(bytes: Uint8Array): Promise<void> {
  const source = named('x.zip', bytes);
  const parts = await survey(source);
  expect(parts.length).toBeGreaterThan(0);
  expect(new Set(parts.map(({ part }) => part)).size).toBe(parts.length);
  for (const part of parts.filter(({ part }) => part !== '')) {
    expect(outcomeOf(await inspect(source, part.part))).toBe(outcomeOf(part));
  }
}

test('an archive with bytes changed is read, or named with its fault', async () => {
  const change = fc.record({ at: fc.nat(seed.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const bytes = Buffer.from(seed);
      for (const { at, to } of changes) bytes[at] = to;
      await isAccountedFor(bytes);
    }),
    { numRuns: 300 },
  );
});

test('an archive with bytes missing or added is read, or named with its fault', async () => {
  const cut = fc.record({
    from: fc.nat(seed.length),
    length: fc.nat(80),
    put: fc.uint8Array({ maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(cut, async ({ from, length, put }) => {
      await isAccountedFor(Buffer.concat([seed.subarray(0, from), put, seed.subarray(from + length)]));
    }),
    { numRuns: 150 },
  );
});

test('any bytes at all, also behind the sign of an archive, are one part at least', async () => {
  const sign = fc.constantFrom('', 'PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08', '\x1f\x8b\x08');
  await fc.assert(
    fc.asyncProperty(sign, fc.uint8Array({ maxLength: 400 }), async (begin, bytes) => {
      await isAccountedFor(Buffer.concat([Buffer.from(begin, 'latin1'), bytes]));
    }),
    { numRuns: 300 },
  );
});
