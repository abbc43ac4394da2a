import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- writes the workbooks that are read
import type { LayoutOverride } from '#contract/layout';
import type { ByteSource } from '#main/steps/read/byte-source';
import { LookMemory } from '#main/steps/read/look-memory';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { inspectPart, surveyParts } from '#main/steps/read/survey';
import { named, pack } from './archive/zips.ts';

type Counted = ByteSource & { bytes: number };

/** A file that counts the bytes that are taken from it. */
function counted(fileName: string, content: string | Uint8Array, identity: string | null = 'a'): Counted {
  const source = named(fileName, content);
  const self: Counted = {
    fileName,
    sizeBytes: source.sizeBytes,
    identity: identity ?? undefined,
    bytes: 0,
    async *open() {
      for await (const piece of source.open()) {
        self.bytes += piece.length;
        yield piece;
      }
    },
    read: async (position, length) => {
      const bytes = await source.read(position, length);
      self.bytes += bytes.length;
      return bytes;
    },
  };
  return self;
}

const rows = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => line(row + 1)).join('');
const csv = `id,name,town\n${rows(40_000, (row) => `${row},Müller ${row},Bath\n`)}`;
const dumpOf = (table: string): string =>
  `SET standard_conforming_strings = on;\nCREATE TABLE ${table} (id text, name text);\nCOPY ${table} (id, name) FROM stdin;\n${rows(30_000, (row) => `${row}\tMüller ${row}\n`)}\\.\n\nINSERT INTO exam VALUES ${rows(900, (row) => `('${row}', 'é'),\n`)}('0', 'é');\n`;
const book = (bookType: 'xlsx' | 'biff8' | 'ods'): Buffer => {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['id', 'name'],
    ...Array.from({ length: 300 }, (_, row) => [row, 'x']),
  ]);
  return XLSX.write(XLSX.utils.book_new(sheet, 'Patients'), { type: 'buffer', bookType }) as Buffer;
};

interface Example {
  readonly file: string;
  readonly part?: string;
  readonly content: string | Uint8Array;
  readonly settings: readonly LayoutOverride[];
}

const ofText: LayoutOverride[] = [{}, { encoding: 'windows-1252' }, { format: 'delimited' }];
const examples: readonly Example[] = [
  { file: 'a.csv', content: csv, settings: [...ofText, { delimiter: ';' }, { headerLines: 0 }] },
  { file: 'a.zip', part: 'in/a.csv', content: await pack({ 'in/a.csv': csv }), settings: ofText },
  {
    file: 'outer.zip',
    part: 'a.zip/a.csv',
    content: await pack({ 'a.zip': await pack({ 'a.csv': csv }) }),
    settings: ofText,
  },
  { file: 'a.csv.gz', part: 'a.csv', content: gzipSync(csv), settings: ofText },
  { file: 'a.sql', content: dumpOf('patient'), settings: ofText },
  { file: 'latin.sql', content: Buffer.from(dumpOf('patient'), 'latin1'), settings: ofText },
  {
    file: 'a.xml',
    content: `<?xml version="1.0"?><all>${rows(9_000, (row) => `<p><id>${row}</id><name>Müller</name></p>\n`)}</all>`,
    settings: ofText,
  },
  {
    file: 'a.json',
    content: `{"patients":[${rows(9_000, (row) => `{"id":${row},"name":"Müller"},\n`)}{"id":0}]}`,
    settings: ofText,
  },
  { file: 'a.xlsx', content: book('xlsx'), settings: [{}, { headerLines: 0 }, { firstLine: 3 }] },
  {
    file: 'b.zip',
    part: 'a.xlsx',
    content: await pack({ 'a.xlsx': book('xlsx') }),
    settings: [{}, { headerLines: 0 }],
  },
  { file: 'a.xls', content: book('biff8'), settings: [{}, { headerLines: 0 }] },
  { file: 'a.ods', content: book('ods'), settings: [{}, { headerLines: 0 }] },
];

test.each(examples)(
  'looked at again under other settings, $file $part is not read again, and the answer is that of a first look',
  async ({ file, part = '', content, settings }) => {
    const source = counted(file, content);
    const memory = new LookMemory();
    const look = (override: LayoutOverride) => inspectPart(source, part, override, defaultReadLimits, memory);
    expect(await look({})).toMatchObject({ outcome: 'recognised' });
    expect(source.bytes).toBeGreaterThan(0);
    source.bytes = 0;
    for (const override of settings) {
      const fresh = await inspectPart(named(file, content), part, override, defaultReadLimits);
      expect(await look(override)).toEqual(fresh);
    }
    expect(source.bytes).toBe(0);
  },
);

test('what a survey has looked at is known to the look at one of its parts', async () => {
  const source = counted('a.zip', await pack({ 'a.csv': csv, 'b.csv': csv }));
  const memory = new LookMemory();
  for await (const part of surveyParts(source, defaultReadLimits, memory))
    expect(part.outcome).toBe('recognised');
  source.bytes = 0;
  await inspectPart(source, 'b.csv', { headerLines: 0 }, defaultReadLimits, memory);
  expect(source.bytes).toBe(0);
});

test('names beyond ASCII are read anew in another encoding, once', async () => {
  const source = counted('a.sql', dumpOf('"Müller"'));
  const memory = new LookMemory();
  const namesIn = async (override: LayoutOverride) => {
    const looked = await inspectPart(source, '', override, defaultReadLimits, memory);
    return looked.outcome === 'recognised' ? looked.file.tables.map(({ name }) => name) : [];
  };
  expect(await namesIn({})).toEqual(['Müller', 'exam']);
  expect(await namesIn({ encoding: 'windows-1252' })).toEqual(['MÃ¼ller', 'exam']);
  source.bytes = 0;
  expect(await namesIn({ encoding: 'windows-1252' })).toEqual(['MÃ¼ller', 'exam']);
  expect(await namesIn({})).toEqual(['Müller', 'exam']);
  expect(source.bytes).toBe(0);
});

/** Larger than what is kept of a file's bytes: what is looked through again is taken in again. */
const patients = 30_000;
const longNote = 'seen again '.repeat(40);
const xmlOf = (field: string, table: string): string =>
  `<all>${rows(patients, (row) => `<p><id>${row}</id><${field}>Müller</${field}><c>${longNote}</c></p>\n`)}<${table}><d>1</d></${table}><${table}><d>2</d></${table}></all>`;
const jsonOf = (field: string, table: string): string =>
  `{"p":[${rows(patients, (row) => `{"id":${row},"${field}":"Müller","c":"${longNote}"},\n`)}{"id":0}],"${table}":[{"d":1},{"d":2}]}`;

test.each([
  { format: 'xml', of: xmlOf },
  { format: 'json', of: jsonOf },
])(
  'tables of $format are looked for once for all encodings, unless their names are not ASCII',
  async ({ format, of }) => {
    const taken = async (content: string) => {
      const source = counted(`a.${format}`, content);
      const memory = new LookMemory();
      const bytes: number[] = [];
      const encodings = ['utf-8', 'windows-1252', 'macintosh', 'windows-1252'] as const;
      for (const encoding of [undefined, ...encodings]) {
        source.bytes = 0;
        const looked = await inspectPart(source, '', { encoding }, defaultReadLimits, memory);
        bytes.push(source.bytes);
        if (encoding !== 'macintosh') continue;
        const fresh = await inspectPart(named(`a.${format}`, content), '', { encoding }, defaultReadLimits);
        expect(looked).toEqual(fresh);
      }
      return { bytes, sizeBytes: source.sizeBytes };
    };
    const ascii = await taken(of('größe', 'exams'));
    expect(ascii.bytes[0]).toBeGreaterThan(ascii.sizeBytes / 2);
    for (const bytes of ascii.bytes.slice(1)) expect(bytes).toBeLessThan(ascii.sizeBytes / 2);
    const { bytes, sizeBytes } = await taken(of('größe', 'prüfung'));
    const isAnew = bytes.map((each) => each > sizeBytes / 2);
    expect(isAnew).toEqual([true, false, true, true, false]);
  },
);

test('a damaged tag with letters beyond ASCII is looked at in each encoding', async () => {
  // In Windows-1252 the second byte of “à” is a blank, so that the tag reads as a damaged one.
  const content = `<all>${rows(10_000, (row) => `<voilà><id>${row}</id><name>x</name></voilà>\n`)}</all>`;
  const memory = new LookMemory();
  const source = counted('a.xml', content);
  for (const encoding of ['windows-1252', 'utf-8'] as const) {
    const looked = await inspectPart(source, '', { encoding }, defaultReadLimits, memory);
    expect(looked).toEqual(await inspectPart(named('a.xml', content), '', { encoding }, defaultReadLimits));
  }
});

test('another content, other limits and a file without an identity are looked at anew', async () => {
  const memory = new LookMemory();
  const look = async (source: Counted, limits = defaultReadLimits) => {
    source.bytes = 0;
    const looked = await inspectPart(source, 'a.csv', {}, limits, memory);
    return looked.outcome === 'recognised' ? looked.file.tables[0]!.header : looked;
  };
  const zip = await pack({ 'a.csv': csv });
  const first = counted('a.zip', zip);
  expect(await look(first)).toEqual(['id', 'name', 'town']);
  const changed = counted('a.zip', await pack({ 'a.csv': csv.replace('town', 'city') }), 'a, changed');
  expect(await look(changed)).toEqual(['id', 'name', 'city']);
  expect(await look(first, { ...defaultReadLimits, maxInflatedBytes: 1_000 })).toMatchObject({
    fault: { code: 'read.archive_too_large' },
  });
  const unknown = counted('a.zip', zip, null);
  await look(unknown);
  await look(unknown);
  expect(unknown.bytes).toBeGreaterThan(0);
});

test('a damaged end is a fault at every look', async () => {
  const content = gzipSync(csv);
  content[content.length - 8]! ^= 1;
  const source = counted('a.csv.gz', content);
  const memory = new LookMemory();
  for (let look = 1; look <= 2; look += 1) {
    const looked = await inspectPart(source, 'a.csv', {}, defaultReadLimits, memory);
    expect(looked).toMatchObject({ outcome: 'unreadable', fault: { code: 'read.entry_damaged' } });
  }
});

test('what was looked at last is remembered, and there is an end to it', async () => {
  const memory = new LookMemory();
  const sources = Array.from({ length: 400 }, (_, index) => counted('a.csv', csv, `file ${index}`));
  const look = (source: Counted) => inspectPart(source, '', {}, defaultReadLimits, memory);
  const large = 1024 * 1024;
  for (const source of sources) {
    const part = memory.of(source, '', defaultReadLimits);
    await part.once(
      'something large',
      async () => null,
      () => large,
    );
  }
  const last = sources.at(-1)!;
  await look(last);
  last.bytes = 0;
  await look(last);
  expect(last.bytes).toBe(0);
  let made = 0;
  for (const source of [sources[0]!, last]) {
    await memory.of(source, '', defaultReadLimits).once(
      'something large',
      async () => (made += 1),
      () => large,
    );
  }
  expect(made).toBe(1);
});
