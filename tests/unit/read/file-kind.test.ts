import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { kindOfBinary } from '#main/steps/read/file-kind';

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const zip = (entry: string): Buffer => Buffer.concat([hex('504b0304'), Buffer.alloc(26), Buffer.from(entry)]);

test.each([
  ['an Excel workbook', zip('[Content_Types].xml … xl/workbook.xml')],
  ['an OpenDocument file', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')],
  ['a Word document', zip('[Content_Types].xml … word/document.xml')],
  ['a ZIP archive', zip('patients.csv')],
  ['a ZIP archive', hex('504b050600000000')],
  ['an old Excel workbook (or another old Office file)', hex('d0cf11e0a1b11ae10000')],
  ['a Microsoft Access database', Buffer.from('\0\x01\0\0Standard Jet DB\0')],
  ['a Microsoft Access database', Buffer.concat([hex('00010000'), Buffer.from('Standard ACE DB\0')])],
  ['an SQLite database', Buffer.from('SQLite format 3\0')],
  ['a Postgres backup in its own format', Buffer.from('PGDMP\x01\x0e')],
  ['a PDF document', Buffer.from('%PDF-1.7\n')],
  ['a PNG picture', hex('89504e470d0a1a0a')],
  ['a JPEG picture', hex('ffd8ffe0')],
  ['a GIF picture', Buffer.from('GIF89a')],
  ['a gzip archive', gzipSync('id,name\n')],
  ['a binary file', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(60), Buffer.alloc(200, 0x41)])],
])('%s is told by its first bytes', (kind, start) => {
  expect(kindOfBinary(start)).toBe(kind);
});

test.each(['id,name\n1,x\n', '\uFEFFid,name\n', 'PK,name\n1,x\n', 'GIF,name\n', 'id,name\n1,\0\0\0\n', ''])(
  'delimited text is not taken for anything else: %j',
  (text) => {
    expect(kindOfBinary(Buffer.from(text))).toBeNull();
  },
);

test.each([
  Buffer.from('\uFEFFid,name\n1,x\n', 'utf16le'),
  Buffer.from('\uFEFFid,name\n', 'utf16le').swap16(),
  Buffer.from('id,name\n1,x\n2,y\n3,z\n4,a\n', 'utf16le'),
  Buffer.from('id,name\n1,x\n2,y\n3,z\n4,a\n', 'utf16le').swap16(),
  hex('fffe0000690000006400000000'),
])('text of two or four bytes a character is text', (start) => {
  expect(kindOfBinary(start)).toBeNull();
});
