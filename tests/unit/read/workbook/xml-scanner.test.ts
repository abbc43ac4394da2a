import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FaultError } from '#contract/faults';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { CellFormat } from '#main/steps/read/workbook/cell-format';
import { SheetScanner } from '#main/steps/read/workbook/sheet-scanner';
import type { SheetRow } from '#main/steps/read/workbook/sheet-row';
import { StringTable } from '#main/steps/read/workbook/string-table';
import { nameCode, token, XmlScanner } from '#main/steps/read/workbook/xml-scanner';

const strings = new StringTable();
for (const text of ['Zoë', 'plain', 'a & b']) strings.add(text);

const sheet = `<?xml version="1.0"?><!-- a > b --><x:worksheet xmlns:x="n"><x:dimension ref="A1:D9"/><x:cols><x:col min="2" max="3" hidden="1"/></x:cols><x:sheetData>
<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r='B1' t='inlineStr'><x:is><x:r><x:t>in</x:t></x:r><x:r><x:t xml:space="preserve"> line é👓</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c></x:row>
<x:row hidden="1"><x:c t="str"><x:f>A1&amp;"&gt;"</x:f><x:v>a&lt;b &#x1F453;&#9;_x000D_</x:v></x:c><x:c/><x:c><x:v>12.5</x:v></x:c><x:c t="s"><x:v><![CDATA[2]]></x:v></x:c></x:row>
<x:row r="7"/><x:row r="9"><x:c r="D9" t="b"><x:v>1</x:v></x:c><x:c r="B9" t="e"><x:v>#N/A</x:v></x:c></x:row>
</x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>`;

function scan(pieces: readonly Uint8Array[]): { rows: SheetRow[]; facts: SheetScanner['facts'] } {
  const scanner = new XmlScanner('book.xlsx', 'sheet', 1 << 20);
  const reader = new SheetScanner({
    file: 'book.xlsx',
    limits: defaultReadLimits,
    formats: [new CellFormat('General', false)],
    strings,
    date1904: false,
  });
  for (const piece of pieces) {
    scanner.push(piece);
    for (let kind = scanner.next(); kind !== token.more; kind = scanner.next()) reader.take(scanner, kind);
  }
  scanner.finish();
  reader.finish();
  return { rows: reader.rows, facts: reader.facts };
}

test('a sheet is read whatever the prefix, the order of cells and what is left out', () => {
  const { rows, facts } = scan([Buffer.from(sheet)]);
  expect(rows.map(({ line, cells, hidden }) => [line, hidden, ...cells])).toEqual([
    [1, false, 'Zoë', 'in line é👓'],
    [2, true, 'a<b 👓\t\r', '', '12.5', 'a & b'],
    [7, false],
    [9, false, '', '#N/A', '', 'TRUE'],
  ]);
  expect(rows[3]!.notes).toEqual([[1, 'cell.formula_error']]);
  expect(facts).toEqual({ lastRow: 9, hiddenColumns: new Set([1, 2]), mergedRanges: 1 });
});

test('the pieces in which it comes make no difference', () => {
  const bytes = Buffer.from(sheet);
  const whole = scan([bytes]);
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(scan([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  }
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
      const pieces: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length]!;
        pieces.push(bytes.subarray(at, at + size));
        at += size;
      }
      expect(scan(pieces)).toEqual(whole);
    }),
  );
});

test.each([
  ['read.workbook_unsafe', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['read.workbook_unsafe', '<a><!ENTITY b "c"></a>'],
  ['read.workbook_damaged', '<a><b></b>'],
  ['read.workbook_damaged', '<a></a></b>'],
  ['read.workbook_damaged', '<a b=c></a>'],
  ['read.workbook_damaged', '<a b></a>'],
  ['read.workbook_damaged', '<a <b></a>'],
  ['read.workbook_damaged', '<></>'],
  ['read.workbook_damaged', '<a>text</a'],
  ['read.workbook_damaged', '<a><!-- never ends </a>'],
])('%s for %j', (code, xml) => {
  let thrown: unknown;
  try {
    scan([Buffer.from(xml)]);
  } catch (error) {
    thrown = error;
  }
  expect(thrown instanceof FaultError && thrown.fault.code).toBe(code);
});

test('bytes of any kind are scanned or refused, and never wait for ever', () => {
  const marks = fc.constantFrom(
    '<',
    '>',
    '/',
    '"',
    "'",
    '=',
    '!',
    '-',
    '?',
    '&',
    ' ',
    'c',
    'row',
    'sheetData',
    '<![CDATA[',
    ']]>',
    '<c ',
    '<v>',
    '</v>',
  );
  fc.assert(
    fc.property(fc.array(marks, { maxLength: 60 }), (parts) => {
      try {
        scan([Buffer.from(`<sheetData><row>${parts.join('')}`)]);
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a text that grows beyond what a cell may hold is not waited for', () => {
  const scanner = new XmlScanner('book.xlsx', 'sheet', 1_000);
  const endless = (): void => {
    for (let piece = 0; piece < 100; piece += 1) {
      scanner.push(Buffer.from(`${piece === 0 ? '<t>' : ''}${'x'.repeat(100)}`));
      while (scanner.next() !== token.more);
    }
  };
  expect(endless).toThrow('read.workbook_damaged');
});

test('no two names that the readers look for have the same code', () => {
  const names =
    'sheetData row c v f is t r s si rPh col dimension mergeCell hidden min max ref sheet workbookPr name id state date1904 numFmt cellXfs xf numFmtId formatCode Relationship Id Type Target TargetMode encryption-data cols mergeCells worksheet extLst sheetViews sheetPr pane selection hyperlink conditionalFormatting';
  const all = names.split(' ');
  expect(new Set(all.map(nameCode)).size).toBe(all.length);
});
