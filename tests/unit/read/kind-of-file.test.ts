import { expect, test } from 'vitest';
import { takeSamples } from '#main/steps/read/file-samples';
import { kindOfFile } from '#main/steps/read/file-kind';
import { extensions, signatures } from '#main/steps/read/file-signatures';
import { named, outcomes, pack, patients, survey } from './archive/zips.ts';

async function kindOf(fileName: string, content: string | Uint8Array): Promise<string | null> {
  const found = kindOfFile(fileName, await takeSamples(named(fileName, content)));
  if (found === null) return null;
  return found.outcome === 'excluded' ? found.leftOut.kind : found.fault.code;
}

const at = (offset: number, text: string): Buffer => {
  const bytes = Buffer.alloc(offset + text.length + 200);
  bytes.write(text, offset, 'latin1');
  return bytes;
};
const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const riff = (kind: string): Buffer => Buffer.concat([at(0, 'RIFF').subarray(0, 8), at(0, kind)]);
const bitmap = Buffer.concat([Buffer.from('BM'), Buffer.alloc(12), hex('28000000'), Buffer.alloc(100)]);
/** As programs packed before there was a standard: a header with its checksum, then the file. */
const oldTar = ((): Buffer => {
  const bytes = Buffer.alloc(1536);
  bytes.write('exams.csv');
  bytes.write('100664 \0', 100);
  bytes.write('00000000050 ', 124);
  bytes.fill(' ', 148, 156);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  bytes.write(patients, 512);
  return bytes;
})();
const oldOffice = (stream: string): Buffer =>
  Buffer.concat([
    hex('d0cf11e0a1b11ae1'),
    Buffer.alloc(1000),
    Buffer.from(stream, 'utf16le'),
    Buffer.alloc(100),
  ]);

test.each<readonly [what: string, content: string | Uint8Array, kind: string]>([
  ['JPEG', hex('ffd8ffe0'), 'picture'],
  ['PNG', hex('89504e470d0a1a0a0000'), 'picture'],
  ['GIF', 'GIF89a\0\0', 'picture'],
  ['BMP', bitmap, 'picture'],
  ['TIFF', 'II*\0aaaa', 'picture'],
  ['TIFF of another byte order', 'MM\0*aaaa', 'picture'],
  ['WebP', riff('WEBP'), 'picture'],
  ['HEIC', '\0\0\0\x18ftypheic', 'picture'],
  ['SVG', '<?xml version="1.0"?>\n<svg xmlns="x">', 'picture'],
  ['DICOM', at(128, 'DICM'), 'scan'],
  ['PDF', '%PDF-1.4\n', 'document'],
  ['RTF', '{\\rtf1\\ansi', 'document'],
  ['old Word', oldOffice('WordDocument'), 'document'],
  ['old PowerPoint', oldOffice('PowerPoint Document'), 'document'],
  ['Outlook message', oldOffice('__substg1.0_001A001E'), 'mail'],
  ['MP3', 'ID3\x03\0\0', 'sound'],
  ['WAV', riff('WAVE'), 'sound'],
  ['MP4', '\0\0\0\x18ftypisom', 'video'],
  ['AVI', riff('AVI '), 'video'],
  ['program for Windows', at(0, 'MZ'), 'program'],
  ['program for Linux', '\x7fELF\x02', 'program'],
  ['font', at(0, 'OTTO'), 'font'],
  ['certificate', '-----BEGIN CERTIFICATE-----\nMII', 'certificate'],
  ['Outlook mailbox', at(0, '!BDN'), 'mail'],
  ['7-Zip', hex('377abcaf271c0004'), 'read.other_archive'],
  ['RAR', 'Rar!\x1a\x07\x01\0', 'read.other_archive'],
  ['TAR', at(257, 'ustar'), 'read.other_archive'],
  ['TAR without a sign', oldTar, 'read.other_archive'],
  ['LZ4', hex('04224d186440'), 'read.other_archive'],
  ['compress', hex('1f9d9061'), 'read.other_archive'],
  ['Lzip', at(0, 'LZIP'), 'read.other_archive'],
  ['LHA', at(2, '-lh5-'), 'read.other_archive'],
  ['CAB', 'MSCF\0\0\0\0', 'read.other_archive'],
  ['bzip2', 'BZh91AY&SY', 'read.other_archive'],
  ['XZ', hex('fd377a585a00'), 'read.other_archive'],
  ['Access', '\0\x01\0\0Standard ACE DB\0', 'read.other_database'],
  ['old Access', '\0\x01\0\0Standard Jet DB\0', 'read.other_database'],
  ['SQLite', 'SQLite format 3\0', 'read.other_database'],
  ['backup of SQL Server', at(0, 'TAPE'), 'read.other_database'],
  ['SYLK', 'ID;PWXL;N;E\r\nP;PGeneral\r\nF;P0;DG0G8\r\nC;Y1;X1;K"id"\r\nE\r\n', 'read.other_database'],
  ['HL7', 'MSH|^~\\&|A|B\rPID|1||7\r', 'read.other_database'],
  ['a batch of HL7', 'FHS|^~\\&|A|B\rBHS|^~\\&|A\rMSH|^~\\&|A\r', 'read.other_database'],
  ['vCard', 'BEGIN:VCARD\r\nVERSION:3.0\r\nN:A;B;;;\r\nEND:VCARD\r\n', 'read.other_database'],
  ['iCalendar', 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n', 'read.other_database'],
  ['DIF', 'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n', 'read.other_database'],
])('%s is told by its content, whatever its name', async (_what, content, kind) => {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  expect(await kindOf('patients.csv', bytes)).toBe(kind);
});

const binary = Buffer.alloc(4000, Buffer.from([7, 0, 200, 3, 0]));

test.each([
  ['practice.fdb', 'read.other_database'],
  ['stock.wk1', 'read.other_database'],
  ['PRACTICE.MDF', 'read.other_database'],
  ['patient.dbf', 'read.other_database'],
  ['old.z01', 'read.other_archive'],
  ['left.e2e', 'excluded: scan'],
  ['letter.wpd', 'excluded: document'],
])('what has no certain beginning is told by its name: %s', async (fileName, outcome) => {
  expect(await outcomes(named(fileName, binary))).toEqual({ '': outcome });
});

test('what nobody knows is unreadable', async () => {
  const [part] = await survey(named('what.ever', binary));
  expect(part?.outcome).toBe('unreadable');
});

test('the name says nothing about text', async () => {
  expect(await outcomes(named('patients.dbf', patients))).toEqual({ '': 'delimited' });
});

test.each([
  'BMI,Date\n22,x\n',
  'MZ,b\n1,2\n',
  'ID3,b\n1,2\n',
  'OTTO,b\n1,2\n',
  'TAPE,b\n1,2\n',
  'PAR1,b\n1,2\n',
  'RIFF,1234WAVE,x\n',
  'GIF,b\n1,2\n',
  'PK,b\n1,2\n',
  '7z,b\n',
  '<?xml version="1.0"?>\n<patients/>',
  'a,b\n',
])('text is no other kind, whatever it begins with and is called: %j', async (text) => {
  for (const fileName of ['a.csv', 'a.pdf', 'a.mdb', 'a.jpg', 'a']) {
    expect(await kindOf(fileName, text)).toBeNull();
    expect(await kindOf(fileName, Buffer.from(`\uFEFF${text}`, 'utf16le'))).toBeNull();
    expect(await kindOf(fileName, Buffer.from(text, 'utf16le'))).toBeNull();
  }
});

test('workbooks are left to their reader', async () => {
  expect(await kindOf('a.xls', oldOffice('Workbook'))).toBeNull();
  expect(await kindOf('a.doc', oldOffice('Workbook'))).toBeNull();
  expect(await kindOf('a.xlsx', oldOffice('EncryptedPackage'))).toBeNull();
});

test.each([
  [{ '[Content_Types].xml': 'x', 'word/document.xml': 'x' }, 'excluded: document'],
  [{ '[Content_Types].xml': 'x', 'ppt/presentation.xml': 'x' }, 'excluded: document'],
  [{ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': 'x' }, 'excluded: document'],
  [{ 'Index/Document.iwa': 'x', 'Data/a.jpg': 'x' }, 'excluded: document'],
])('documents that are packed as archives are left out as one: %j', async (files, outcome) => {
  expect(await outcomes(named('a', await pack(files)))).toEqual({ '': outcome });
});

test.each([
  ['.xlsx', { '[Content_Types].xml': 'x', 'xl/workbook.xml': 'x' }],
  ['.xlsx in small letters', { '[content_types].xml': 'x', 'xl\\workbook.xml': 'x' }],
  ['.xlsx that lacks parts', { 'xl/worksheets/sheet1.xml': '<worksheet/>' }],
  ['.ods', { mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': 'x' }],
])('a workbook is one part, not an archive: %s', async (_what, files) => {
  const found = await outcomes(named('a', await pack(files)));
  expect(Object.keys(found)).toEqual(['']);
  const damaged = (await pack(files)).subarray(0, 150);
  expect(await outcomes(named('a', damaged))).not.toEqual({ '': 'read.archive_damaged' });
});

test('an archive that holds a workbook is an archive', async () => {
  const book = await pack({ '[Content_Types].xml': 'x', 'xl/workbook.xml': 'x' });
  const found = await outcomes(
    named('a.zip', await pack({ 'book.xlsx': book, 'a.csv': patients }, { compress: false })),
  );
  expect(Object.keys(found)).toEqual(['book.xlsx', 'a.csv']);
});

test('every kind has a sentence that says what to do', async () => {
  for (const { bytes, at: offset, isWeak } of signatures) {
    const content = Buffer.concat([Buffer.alloc(offset), bytes, Buffer.alloc(isWeak ? 50 : 0)]);
    const found = kindOfFile('a', await takeSamples(named('a', content)));
    const sentence = found?.outcome === 'excluded' ? found.leftOut.sentence : (found?.fault.message ?? '');
    expect(sentence.length).toBeGreaterThan(30);
    expect(sentence).toMatch(/\.$/u);
  }
  expect(extensions.get('mdb')?.remedy).toContain('Access');
});
