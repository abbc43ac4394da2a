import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEntryName, nameParts, safeSegment } from '#main/steps/read/archive/part-names';
import { make, named, outcomes, patients } from './zips.ts';

const utf8Flag = 0x800;

test.each([
  ['code page 437 where nothing is said', Buffer.from([0x4d, 0x81, 0x6c, 0x6c, 0x65, 0x72]), 0, 'Müller'],
  ['UTF-8 where it says so', Buffer.from('Müller'), utf8Flag, 'Müller'],
  ['UTF-8 where it can be nothing else, as macOS packs', Buffer.from('Müller – 患者'), 0, 'Müller – 患者'],
  ['folders of old Windows programs', Buffer.from('export\\patients.csv'), 0, 'export/patients.csv'],
])('names of entries are read: %s', (_what, raw, flags, name) => {
  expect(decodeEntryName(raw, flags, [])).toBe(name);
});

test.each([
  ['../../etc/passwd', '<..>/<..>/etc/passwd'],
  ['/etc/passwd', '<>/etc/passwd'],
  ['//server/share/a.csv', '<>/<>/server/share/a.csv'],
  ['C:/Windows/a.csv', 'C<:>/Windows/a.csv'],
  ['a.csv:stream', 'a.csv<:>stream'],
  ['./a.csv', '<.>/a.csv'],
  ['a\0.csv', 'a<U+0000>.csv'],
  ['a\r\nb.csv', 'a<U+000D><U+000A>b.csv'],
  ['x\u202Evsc.exe', 'x<U+202E>vsc.exe'],
  ['a\u200B.csv', 'a<U+200B>.csv'],
  ['a\uFEFF.csv', 'a<U+FEFF>.csv'],
  ['\u001B[31mred', '<U+001B>[31mred'],
  ['a<2>.csv', 'a<U+003C>2<U+003E>.csv'],
  ['', '<>'],
])('a hostile name is shown as what it is: %j', (raw, shown) => {
  expect(nameParts([raw])).toEqual([shown]);
});

test('every entry has a name of its own, also beside folders of that name', () => {
  expect(nameParts(['a.csv', 'a.csv', 'a.csv', 'b', 'b'])).toEqual([
    'a.csv',
    'a<2>.csv',
    'a<3>.csv',
    'b',
    'b<2>',
  ]);
  // `in.zip/a.csv` is the content of an archive elsewhere.
  expect(nameParts(['in.zip', 'in.zip/a.csv'])).toEqual(['in<2>.zip', 'in.zip/a.csv']);
});

test('very long names are cut at their beginning and stay apart', () => {
  const long = `${'x'.repeat(60_000)}.csv`;
  const names = nameParts([long, long]);
  expect(new Set(names).size).toBe(2);
  expect(names.every((name) => name.length < 500 && name.endsWith('.csv'))).toBe(true);
});

test('different segments are shown differently, and nothing in them is invisible or leads elsewhere', () => {
  const segment = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('/', ''));
  fc.assert(
    fc.property(segment, segment, (one, other) => {
      expect(safeSegment(one) === safeSegment(other)).toBe(one === other);
      expect(safeSegment(one)).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}/]|^\.{0,2}$/u);
    }),
    { numRuns: 60 },
  );
});

test('names are one another’s neither as they stand nor as a folder', () => {
  const name = fc.array(fc.constantFrom('a', 'b.zip', 'c.csv', '..', ''), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), (paths) => {
      const names = nameParts(paths.map((path) => path.join('/')));
      expect(new Set(names).size).toBe(paths.length);
      for (const one of names) expect(names.some((other) => other.startsWith(`${one}/`))).toBe(false);
    }),
  );
});

test('entries with the same hostile name are all read', async () => {
  const zip = make([
    { name: '../a.csv', content: patients },
    { name: '../a.csv', content: patients },
    { name: 'C:\\a.csv', content: patients },
    { name: Buffer.from('a\u202Ecsv.exe'), content: patients, flags: utf8Flag },
  ]);
  expect(await outcomes(named('x.zip', zip))).toEqual({
    '<..>/a.csv': 'delimited',
    '<..>/a<2>.csv': 'delimited',
    'C<:>/a.csv': 'delimited',
    'a<U+202E>csv.exe': 'delimited',
  });
});
