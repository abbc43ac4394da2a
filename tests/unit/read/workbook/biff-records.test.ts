import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- writes the formats that are looked at here
import { expect, test } from 'vitest';
import { hasWholeRecords } from '#main/steps/read/workbook/biff-records';
import { compoundFileEntries } from '#main/steps/read/workbook/spreadsheet-library';
import { refused } from './books.ts';

function record(type: number, body: number | Buffer): Buffer {
  const content = typeof body === 'number' ? Buffer.alloc(body) : body;
  const header = Buffer.alloc(4);
  header.writeUInt16LE(type, 0);
  header.writeUInt16LE(content.length, 2);
  return Buffer.concat([header, content]);
}

const beginning = record(0x0809, Buffer.from('00060500000000000000000000000000', 'hex'));
const end = record(0x000a, 0);

function streamOf(bookType: string): Buffer {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['id', 'name'],
    [1, 'Ann'],
    [2, { t: 'n', v: 3, f: 'A2+1' }],
  ]);
  const bytes = XLSX.write(
    { SheetNames: ['A', 'B'], Sheets: { A: sheet, B: sheet } },
    { type: 'buffer', bookType: bookType as XLSX.BookType },
  );
  if (bookType !== 'biff8' && bookType !== 'biff5') return bytes as Buffer;
  return compoundFileEntries(bytes as Buffer).find(({ name }) => /^(?:Workbook|Book)$/.test(name))!.content;
}

test.each(['biff8', 'biff5', 'biff4', 'biff3', 'biff2'] as const)(
  'the records of a %s workbook are whole; cut anywhere they are not',
  (bookType) => {
    const stream = streamOf(bookType);
    expect(hasWholeRecords(stream)).toBe(true);
    expect(hasWholeRecords(Buffer.concat([stream, Buffer.alloc(100)]))).toBe(true);
    const isBehindSheet = (length: number): boolean =>
      [4, 5, 6, 7].some((back) => length >= back && stream.readUInt32LE(length - back) === 0x0a);
    for (let length = 0; length < stream.length; length += 1) {
      if (!isBehindSheet(length)) expect(hasWholeRecords(stream.subarray(0, length))).toBe(false);
    }
  },
);

test.each([0x0021, 0x0221, 0x0006, 0x0406, 0x04bc])(
  'a record %i that is too short for the length of its formula is damage, and no reader waits for its end',
  async (type) => {
    for (const length of [0, 4, 9]) {
      const stream = Buffer.concat([beginning, record(type, length), end]);
      expect(hasWholeRecords(stream)).toBe(false);
      expect((await refused(stream, 'a.xls')).code).toBe('read.workbook_damaged');
      const compound = XLSX.CFB.utils.cfb_new();
      XLSX.CFB.utils.cfb_add(compound, '/Workbook', stream);
      const bytes = Buffer.from(XLSX.CFB.write(compound, { type: 'buffer' }) as Buffer);
      expect((await refused(bytes, 'a.xls')).code).toBe('read.workbook_damaged');
    }
    expect(hasWholeRecords(Buffer.concat([beginning, record(type, 22), end]))).toBe(true);
  },
);
