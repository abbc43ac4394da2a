import { expect, test } from 'vitest';
import { hasByteOrderMark, Utf8Decoder } from '#main/steps/read/utf8-decoder';
import { readAll, faultOf, sourceOf, commaLf } from './byte-sources.ts';

const invalid: readonly (readonly [string, readonly number[]])[] = [
  ['a byte of Windows-1252', [0xe9, 0x2c]],
  ['a continuation byte by itself', [0x80]],
  ['a character cut short', [0xe2, 0x82, 0x2c]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ['the byte FF', [0xff]],
];

test.each(invalid)('%s is refused with its line, however the bytes are cut', async (_, damage) => {
  const start = Buffer.from('a,b\n1,"é\n👓"\n2,👓');
  const bytes = Buffer.concat([start, Buffer.from(damage), Buffer.from('\n3,x\n')]);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    for (const sizes of [[cut, bytes.length], [cut], [cut, 1, bytes.length], [cut, 1, 1, bytes.length]]) {
      const fault = await faultOf(readAll(sourceOf(bytes, sizes)));
      expect(fault, `pieces of ${sizes.join()}`).toMatchObject({
        code: 'read.not_utf8',
        params: { line: 4 },
      });
    }
  }
});

test('bytes that stop in the middle of a character are refused on the last line', async () => {
  const bytes = Buffer.from('a,b\n1,x\n2,👓').subarray(0, -1);
  expect(await faultOf(readAll(sourceOf(bytes, [3])))).toMatchObject({
    code: 'read.not_utf8',
    params: { line: 3 },
  });
});

test('lines of a file of bare carriage returns are counted by these', async () => {
  const bytes = Buffer.concat([Buffer.from('a,b\r1,x\r2,'), Buffer.from([0xff, 0x0d])]);
  const reading = readAll(sourceOf(bytes), { delimiter: ',', newline: '\r' });
  expect(await faultOf(reading)).toMatchObject({ code: 'read.not_utf8', params: { line: 3 } });
});

test('a replacement character that stands in the file is text like any other', async () => {
  const { rows } = await readAll(sourceOf('a,b\n1,\uFFFD\n'), commaLf);
  expect(rows[0]?.cells).toEqual(['1', '\uFFFD']);
});

test('a byte order mark is taken off at the start only, even in pieces of one byte', () => {
  const decoder = new Utf8Decoder('\n');
  const pieces = [...Buffer.from('\uFEFFa\uFEFF')].map((byte) => decoder.decode(Uint8Array.of(byte)).text);
  expect(pieces.join('') + decoder.finish().text).toBe('a\uFEFF');
  expect(hasByteOrderMark(Buffer.from('\uFEFFa'))).toBe(true);
  expect(hasByteOrderMark(Buffer.from([0xef, 0xbb]))).toBe(false);
});
