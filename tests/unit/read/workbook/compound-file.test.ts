import { expect, test } from 'vitest';
import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- writes the workbooks that are damaged here
import { leadsInCircles } from '#main/steps/read/workbook/compound-file';
import { recognised, refused } from './books.ts';

const sectorBytes = 512;
const inSector = sectorBytes / 4;

function write(rows: number): Buffer {
  const cells = Array.from({ length: rows }, (_, row) => [row, `name ${row}`]);
  const book = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet(cells), 'Patients');
  return XLSX.write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer;
}

const sectorAt = (sector: number): number => (sector + 1) * sectorBytes;
/** Where the table says what follows a sector. */
const placeAfter = (content: Buffer, sector: number): number =>
  sectorAt(content.readInt32LE(76 + Math.floor(sector / inSector) * 4)) + (sector % inSector) * 4;
const entryAt = (content: Buffer, entry: number): number => sectorAt(content.readInt32LE(48)) + entry * 128;
const workbookEntry = (content: Buffer): number =>
  Array.from({ length: 4 }, (_, entry) => entryAt(content, entry)).find(
    (at) => content.toString('utf16le', at, at + 16) === 'Workbook',
  )!;

test.each([10, 2_000])('a workbook of %i rows as it is written leads to its end', async (rows) => {
  const content = write(rows);
  expect(leadsInCircles(content)).toBe(false);
  expect((await recognised(content, 'patients.xls')).tables).toHaveLength(1);
});

const damages: readonly (readonly [string, (content: Buffer) => void])[] = [
  [
    'the list of its records',
    (content) => {
      const start = content.readInt32LE(workbookEntry(content) + 116);
      const second = content.readInt32LE(placeAfter(content, start));
      content.writeInt32LE(start, placeAfter(content, second));
    },
  ],
  [
    'the list of its records, which begins within the circle',
    (content) => {
      const start = content.readInt32LE(workbookEntry(content) + 116);
      const second = content.readInt32LE(placeAfter(content, start));
      content.writeInt32LE(second, workbookEntry(content) + 116);
      content.writeInt32LE(second, placeAfter(content, content.readInt32LE(placeAfter(content, second))));
    },
  ],
  [
    'its directory',
    (content) => {
      const start = content.readInt32LE(48);
      content.writeInt32LE(start, placeAfter(content, start));
    },
  ],
  [
    'the tree of its directory',
    (content) => {
      content.writeInt32LE(2, entryAt(content, 1) + 68);
      content.writeInt32LE(1, entryAt(content, 2) + 68);
    },
  ],
];

test.each(damages)('a workbook is damaged when %s leads in circles', async (_, damage) => {
  const content = write(2_000);
  damage(content);
  expect(leadsInCircles(content)).toBe(true);
  expect(await refused(content, 'patients.xls')).toMatchObject({ code: 'read.workbook_damaged' });
});

test('no word of the header, the directory or the table keeps the reader from coming to an end', async () => {
  const sound = write(200);
  const directoryAt = entryAt(sound, 0);
  const tableAt = sectorAt(sound.readInt32LE(76));
  const places = [
    ...Array.from({ length: 20 }, (_, word) => 44 + word * 4),
    ...[0, 1, 2].flatMap((entry) => [68, 72, 76, 116, 120].map((at) => directoryAt + entry * 128 + at)),
    ...Array.from({ length: 24 }, (_, word) => tableAt + word * 4),
  ];
  for (const place of places) {
    for (const value of [0, 1, 2, 5, 0x7fffffff, -1, -2]) {
      const content = Buffer.from(sound);
      content.writeInt32LE(value, place);
      // Whatever comes of it, it comes.
      expect(typeof leadsInCircles(content)).toBe('boolean');
      await recognised(content, 'patients.xls').catch(() => null);
    }
  }
});
