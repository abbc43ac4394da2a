import { randomFillSync } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { fault } from '#contract/faults';
import { isLinewise, textEncodings } from '#contract/layout';
import { isText } from '#main/steps/read/text/is-text';
import { samplesOf } from './samples.ts';

const text = 'id;name;born\r\n1;Zoe;01/02/1970\r\n2;Ann;03/04/1980\r\n'.repeat(20);

test.each(textEncodings.filter((encoding) => !isLinewise(encoding)))('%s is text', (encoding) => {
  expect(isText(samplesOf(iconv.encode(text, encoding)))).toBe(true);
});

test('text is text with some damage in it, or with control characters between its columns', () => {
  const damage = ['\0'.repeat(15), '\x1A', text.replaceAll(';', '\x01'), text.replaceAll(';', '\x1F'), ''];
  for (const part of damage) expect(isText(samplesOf(Buffer.from(text + part)))).toBe(true);
});

test('a text in a language of other letters, in two bytes a character and without a mark, is text', () => {
  const records = '1;Привет;Александр;01.02.1970\r\n'.repeat(20);
  expect(isText(samplesOf(Buffer.from(records, 'utf16le')))).toBe(true);
  expect(isText(samplesOf(Buffer.from(records, 'utf16le').swap16()))).toBe(true);
});

test('what is compressed, encrypted, a program or a picture is no text', () => {
  expect(isText(samplesOf(randomFillSync(Buffer.alloc(4096))))).toBe(false);
  expect(isText(samplesOf(deflateRawSync(randomFillSync(Buffer.alloc(4096)))))).toBe(false);
  const numbers = Buffer.from(Uint16Array.from({ length: 2000 }, (_, index) => index % 40).buffer);
  expect(isText(samplesOf(numbers))).toBe(false);
  expect(isText(samplesOf(Buffer.from('%PDF-1.7\n')))).toBe(false);
});

test('what turns from text to something else further on is no text', () => {
  const big = Buffer.concat([Buffer.alloc(300_000, 'id,name\n'), randomFillSync(Buffer.alloc(200_000))]);
  expect(isText(samplesOf(big))).toBe(false);
});

test('the fault names the file and what to do', () => {
  expect(fault('read.not_text', { file: 'a.dat' }).message).toMatch(/“a\.dat” is not text.*Export/);
});
