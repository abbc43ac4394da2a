import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { isLinewise, type Newline, type TextEncoding, textEncodings } from '#contract/layout';
import { byteOrderMarkOf } from '#main/steps/read/text/byte-order-mark';
import { TextDecoding } from '#main/steps/read/text/decode-text';
import { isUnicode, tableOf } from '#main/steps/read/text/single-byte-table';

/** Every character of a single-byte encoding; samples of every length of a character for Unicode. */
function lettersOf(encoding: TextEncoding): string {
  if (isUnicode(encoding) || isLinewise(encoding))
    return 'a\u007F\u0080é\u07FF\u0800€\uD7FF\uE000\uFFFD\uFFFF\u{10000}👓\u{10FFFF}';
  return Array.from(tableOf(encoding), (unit) => String.fromCharCode(unit))
    .filter((letter) => letter !== '\uFFFD')
    .join('');
}

/**
 * Encodes without the code under test; the two characters that iconv-lite lacks are put in by hand. `otherLines`: those
 * of an encoding by lines that are no UTF-8.
 */
function encode(text: string, encoding: TextEncoding, otherLines: readonly number[] = []): Buffer {
  if (isLinewise(encoding)) {
    const other = encoding.slice(6) as TextEncoding;
    const lines = text.split(/(?<=\n)/);
    return Buffer.concat(
      lines.map((line, at) => encode(line, otherLines.includes(at + 1) ? other : 'utf-8')),
    );
  }
  if (encoding !== 'macintosh') return iconv.encode(text, encoding, { addBOM: false });
  const parts = text.split(/([\u20AC\uF8FF])/);
  return Buffer.concat(
    parts.map((part) => {
      if (part === '\u20AC') return Buffer.from([0xdb]);
      return part === '\uF8FF' ? Buffer.from([0xf0]) : iconv.encode(part, encoding);
    }),
  );
}

function decode(pieces: readonly Uint8Array[], encoding: TextEncoding, newline: Newline = '\n') {
  const decoding = new TextDecoding(encoding, newline);
  const parts = [...pieces.map((piece) => decoding.decode(piece)), decoding.finish()];
  return {
    text: parts.map(({ text }) => text).join(''),
    damagedLines: [...new Set(parts.flatMap(({ damagedLines }) => damagedLines))],
    otherLines: [...new Set(parts.flatMap(({ otherLines }) => otherLines))],
  };
}

const bytes = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');

test.each(textEncodings)('%s is read back, wherever its bytes are cut', (encoding) => {
  const text = `id\tname\n1\t${lettersOf(encoding)}\n`;
  const encoded = encode(text, encoding);
  for (let cut = 0; cut <= encoded.length; cut += 1) {
    const pieces = [encoded.subarray(0, cut), encoded.subarray(cut)];
    expect(decode(pieces, encoding)).toEqual({ text, damagedLines: [], otherLines: [] });
  }
  const single = Array.from(encoded, (byte) => Uint8Array.of(byte));
  expect(decode(single, encoding)).toEqual({ text, damagedLines: [], otherLines: [] });
});

test('decode ∘ encode is the identity for any text of an encoding’s letters', () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...textEncodings)
        .chain((encoding) =>
          fc.tuple(
            fc.constant(encoding),
            fc.string({ unit: fc.constantFrom(...Array.from(lettersOf(encoding))), minLength: 1 }),
          ),
        ),
      fc.nat(),
      ([encoding, text], cut) => {
        const encoded = encode(text, encoding);
        const at = cut % (encoded.length + 1);
        expect(decode([encoded.subarray(0, at), encoded.subarray(at)], encoding)).toEqual({
          text,
          damagedLines: [],
          otherLines: [],
        });
      },
    ),
    { numRuns: 500 },
  );
});

test('what any bytes become does not depend on where they are cut', () => {
  const awkward = fc.constantFrom(
    0,
    0x0a,
    0x0d,
    0x41,
    0x80,
    0x81,
    0xbf,
    0xc3,
    0xd8,
    0xdc,
    0xe2,
    0xed,
    0xf0,
    0xfe,
    0xff,
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...textEncodings),
      fc.constantFrom<Newline>('\n', '\r\n', '\r'),
      fc.array(fc.oneof(awkward, fc.integer({ min: 0, max: 255 })), { maxLength: 24 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 24 }),
      (encoding, newline, values, sizes) => {
        const whole = Uint8Array.from(values);
        const pieces: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < whole.length; turn += 1) {
          pieces.push(whole.subarray(at, at + sizes[turn % sizes.length]!));
          at += sizes[turn % sizes.length]!;
        }
        expect(decode(pieces, encoding, newline)).toEqual(decode([whole], encoding, newline));
      },
    ),
    { numRuns: 1500 },
  );
});

test('a text without damaged lines is the bytes exactly', () => {
  let clean = 0;
  const few = fc.constantFrom(0x0a, 0x41, 0x61, 0x82, 0xa3, 0xa9, 0xc3, 0xe2, 0x93, 0, 0x20, 0xd8);
  fc.assert(
    fc.property(fc.constantFrom(...textEncodings), fc.array(few, { maxLength: 16 }), (encoding, values) => {
      const { text, damagedLines, otherLines } = decode([Uint8Array.from(values)], encoding);
      if (damagedLines.length > 0) return;
      clean += 1;
      expect([...encode(text, encoding, otherLines)]).toEqual(values);
    }),
    { numRuns: 1500 },
  );
  expect(clean).toBeGreaterThan(100);
});

test('every byte that UTF-8 does not define is shown, and its line named; the rest of the piece is as it was', () => {
  const damaged = Buffer.concat([
    Buffer.from('id,name\n1,Zoë\n'),
    bytes('2,Ren\xe9e \x80\n'),
    Buffer.from('3,Siân\n4,Ünal '),
    bytes('\xff\xc3\n5,\xed\xa0\x80\n6,\x81\n'),
    Buffer.from('7,👓\n'),
  ]);
  expect(decode([damaged], 'utf-8')).toEqual({
    text: 'id,name\n1,Zoë\n2,Renée €\n3,Siân\n4,Ünal ÿÃ\n5,í\u00A0€\n6,�\n7,👓\n',
    damagedLines: [3, 5, 6, 7],
    otherLines: [],
  });
});

test('lines that are no UTF-8 are read in the other encoding and named, those in both are damage', () => {
  const mixed = Buffer.concat([
    Buffer.from('1,Zoë\n'),
    bytes('2,Ren\xe9e \x80\n'),
    Buffer.from('3,Siân,'),
    bytes('Zo\xeb\n4,\x81\n'),
    Buffer.from('5,👓\n'),
    bytes('6,Ren\xe9'),
  ]);
  const text = '1,Zoë\n2,Renée €\n3,Siân,Zoë\n4,�\n5,👓\n6,René';
  expect(decode([mixed], 'utf-8+windows-1252')).toEqual({
    text,
    damagedLines: [3, 4],
    otherLines: [2, 3, 4, 6],
  });
  const marked = Buffer.concat([Buffer.from('\uFEFF'), mixed]);
  expect(decode([marked], 'utf-8+windows-1252').text).toBe(text);
  expect(decode([bytes('\xa3\x82\n')], 'utf-8+cp850').text).toBe('úé\n');
});

test.each(['Jos\xc3,x', 'O\xe2\x80,x', '\xe2\x82', 'Ren\xc2'])(
  'what is left of a cut character of UTF-8 is no letter of the other encoding: %j',
  (line) => {
    expect(decode([bytes(line)], 'utf-8+windows-1252').damagedLines).toEqual([1]);
    expect(
      decode(
        Array.from(bytes(line), (byte) => Uint8Array.of(byte)),
        'utf-8+windows-1252',
      ).damagedLines,
    ).toEqual([1]);
  },
);

test.each(['Ren\xe9\x92s', '\xc3VORA', 'RITA \xc2', '\xe2me'])('but %j is', (line) => {
  expect(decode([bytes(line)], 'utf-8+windows-1252').damagedLines).toEqual([]);
});

test('a character cut off by the end of the file is damage of its last line', () => {
  expect(decode([bytes('id\r\n1,\xe2\x82')], 'utf-8', '\r\n')).toEqual({
    text: 'id\r\n1,â‚',
    damagedLines: [2],
    otherLines: [],
  });
  expect(decode([bytes('i\0\n\0x')], 'utf-16le')).toMatchObject({ text: 'i\nx', damagedLines: [2] });
  expect(decode([bytes('\xd8\x3d\xd8')], 'utf-16be')).toMatchObject({ text: '\uD83DØ', damagedLines: [1] });
});

test('half a surrogate pair and values beyond Unicode are damage', () => {
  const halves = Buffer.from('a\n\uDC00b\n👓\n\uD83D', 'utf16le');
  expect(decode([halves], 'utf-16le')).toMatchObject({
    text: 'a\n\uDC00b\n👓\n\uD83D',
    damagedLines: [2, 4],
  });
  const beyond = Uint8Array.of(0x41, 0, 0, 0, 0, 0, 0x11, 0, 0x0a, 0, 0, 0, 0, 0xd8, 0, 0);
  expect(decode([beyond], 'utf-32le')).toMatchObject({ text: 'A�\n�', damagedLines: [1, 2] });
});

test('a byte without a meaning in a single-byte encoding spoils no letter beside it', () => {
  expect(decode([bytes('a\n\xb3\x92\x81\n\xea')], 'iso-8859-2')).toMatchObject({
    text: 'a\nł’�\nę',
    damagedLines: [2],
  });
  expect(decode([bytes('\x98\xcf')], 'windows-1251')).toMatchObject({ text: '˜П', damagedLines: [1] });
});

test('bare carriage returns are counted where they end lines', () => {
  expect(decode([bytes('a\r\n\rb\r\xff')], 'utf-8', '\r').damagedLines).toEqual([4]);
});

test.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const)(
  'the byte order mark of %s is recognised and taken off once, at the start only',
  (encoding) => {
    const encoded = encode('\uFEFFid\n\uFEFF1', encoding);
    expect(byteOrderMarkOf(encoded)?.encoding).toBe(encoding);
    const single = Array.from(encoded, (byte) => Uint8Array.of(byte));
    expect(decode(single, encoding).text).toBe('id\n\uFEFF1');
    expect(byteOrderMarkOf(encode('id', encoding))).toBeNull();
  },
);

test('one very long line full of damage takes no longer than it is long', () => {
  const damage = Buffer.alloc(400_000, 0xff);
  for (const encoding of ['utf-8', 'utf-8+windows-1252'] as const)
    expect(decode([damage], encoding).text).toHaveLength(400_000);
});
