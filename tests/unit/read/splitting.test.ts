import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DelimitedParser } from '#main/steps/read/delimited-parser';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import type { DelimitedLayout, Newline } from '#contract/layout';
import { commaCrLf, readAll, sourceOf } from './byte-sources.ts';

const tricky = readFileSync(new URL('../../fixtures/delimited/tricky.csv', import.meta.url));
const variants: Pick<DelimitedLayout, 'delimiter' | 'newline'>[] = [',', ';', '\t', '|', '||', ' | '].flatMap(
  (delimiter) => (['\r\n', '\n', '\r'] satisfies Newline[]).map((newline) => ({ delimiter, newline })),
);

function rewritten(delimiter: string, newline: string): Buffer {
  const text = tricky.toString('utf8').replaceAll('\r\n', newline).replaceAll(',', delimiter);
  return Buffer.from(text);
}

test('the tricky file reads as written down here', async () => {
  const { rows, summary } = await readAll(sourceOf(tricky), commaCrLf);
  expect(summary).toMatchObject({ header: ['id', 'Name "as known"', 'note'], rows: 15 });
  expect(rows.map(({ line, cells, fault }) => [line, cells, fault])).toEqual([
    [2, ['1', 'Zoë', 'plain'], null],
    [3, ['2', '£ ½ ß', 'comma, inside'], null],
    [4, [''], 'row.blank'],
    [5, ['3', '日本 ‰ €', 'say "hi"'], null],
    [6, ['4', '👓🕶️', 'first line\r\nsecond line'], null],
    [8, ['5', '', '"'], null],
    [9, ['6', 'too', 'many', 'cells 𝄞'], 'row.wrong_cell_count'],
    [10, ['7', '37°36\'37.8"N', 'last "one"'], null],
    [11, ['8', '"closed" late', 'x'], 'row.malformed_quote'],
    [12, ['9', 'inner', 'y'], 'row.swallowed_lines'],
    [13, ['10', 'blank after', 'end'], null],
    [14, ['11', 'lone'], 'row.wrong_cell_count'],
    [15, ['feed'], 'row.wrong_cell_count'],
    [16, ['12', '8" lens" x', 'malformed'], 'row.malformed_quote'],
    [17, ['13', 'é', 'unfinished'], null],
  ]);
});

test.each(variants)('cut in two at any byte, the same is read (%j)', async (format) => {
  const bytes = rewritten(format.delimiter, format.newline);
  const whole = await readAll(sourceOf(bytes), format);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(await readAll(sourceOf(bytes, [cut, bytes.length]), format), `cut at ${cut}`).toEqual(whole);
  }
});

test.each(variants)('in pieces of 1 to all bytes, the same is read (%j)', async (format) => {
  const bytes = rewritten(format.delimiter, format.newline);
  const whole = await readAll(sourceOf(bytes), format);
  for (let size = 1; size < bytes.length; size += 1) {
    expect(await readAll(sourceOf(bytes, [size]), format), `pieces of ${size}`).toEqual(whole);
  }
});

test('a file whose rows are swallowed by stray quotation marks reads the same however it is cut', async () => {
  const text =
    'a,b,c\r\n1,x,"y\r\n2,"",z\r\n\r\n3,w,v"\r\n4,p,q\r\n5,"m,n\r\n6,o,r\r\n7,"s",t\r\n8,"u\r\nv",w';
  const whole = await readAll(sourceOf(text), commaCrLf);
  expect(whole.rows.map(({ line, fault }) => [line, fault])).toEqual([
    [2, 'row.malformed_quote'],
    [3, 'row.swallowed_lines'],
    [4, 'row.blank'],
    [5, 'row.swallowed_lines'],
    [6, null],
    [7, 'row.malformed_quote'],
    [8, 'row.swallowed_lines'],
    [9, 'row.swallowed_lines'],
    [10, null],
  ]);
  for (let cut = 1; cut < text.length; cut += 1) {
    expect(await readAll(sourceOf(text, [cut, text.length]), commaCrLf), `cut at ${cut}`).toEqual(whole);
    expect(await readAll(sourceOf(text, [cut]), commaCrLf), `pieces of ${cut}`).toEqual(whole);
  }
});

test('text cut in three at any two characters gives the same rows, halves of surrogate pairs included', () => {
  const text = 'a,b\r\n"1""\r\n",👓\r\n\r\n"x"y",z\r\n';
  const whole = parsePieces([text]);
  for (let first = 0; first <= text.length; first += 1) {
    for (let second = first; second <= text.length; second += 1) {
      const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
      expect(parsePieces(pieces), `cut at ${first} and ${second}`).toEqual(whole);
    }
  }
});

function parsePieces(pieces: readonly string[]): unknown {
  const parser = new DelimitedParser('patients.csv', commaCrLf, defaultReadLimits);
  const rows = pieces.flatMap((piece) => parser.push(piece)).concat(parser.finish());
  return { header: parser.header, rows, lines: parser.line - 1 };
}
