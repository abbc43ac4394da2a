import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fault, FaultError } from '#contract/faults';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import { recogniseWorkbook } from '#main/steps/read/workbook/recognise-workbook';
import { faultOf } from '../byte-sources.ts';
import { bookOf, fileOf, layoutOf, partsOf, readSheet, refused, relationships, zipOf } from './books.ts';

const sheetData = '<row><c t="inlineStr"><is><t>id</t></is></c></row><row><c><v>1</v></c></row>';

async function faultOfReading(bytes: Uint8Array, limits: Partial<ReadLimits> = {}): Promise<Fault> {
  return faultOf(readSheet(bytes, {}, { ...defaultReadLimits, ...limits }));
}

test('a part that grows out of all proportion is stopped, by ratio and by total', async () => {
  const bomb = await bookOf({ sheetData: `<row><c><v>1</v></c></row>${' '.repeat(8_000_000)}` });
  expect(await faultOfReading(bomb)).toMatchObject({
    code: 'read.workbook_inflation_ratio',
    params: { limit: 200 },
  });
  expect(await faultOfReading(bomb, { maxInflationRatio: 2_000, maxInflatedBytes: 4_000_000 })).toMatchObject(
    {
      code: 'read.workbook_inflates_too_large',
      params: { limitBytes: 4_000_000 },
    },
  );
});

test('formats that are read whole are counted before', async () => {
  const ods = await zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content>${' '.repeat(8_000_000)}</office:document-content>`,
  });
  expect((await refused(ods, 'a.ods')).code).toBe('read.workbook_inflation_ratio');
});

test('each limit has its fault', async () => {
  const bytes = await bookOf({ sheetData });
  expect((await faultOfReading(bytes, { maxWorkbookBytes: 100 })).code).toBe('read.workbook_too_large');
  expect((await faultOfReading(bytes, { maxArchiveEntries: 3 })).code).toBe('read.workbook_too_many_parts');
  const wide = await bookOf({ sheetData: '<row><c r="XFD1"><v>1</v></c></row>' });
  expect((await faultOfReading(wide)).code).toBe('read.too_many_columns');
  const large = await bookOf({ sheetData: `<row><c t="str"><v>${'é'.repeat(600)}</v></c></row>` });
  expect((await faultOfReading(large, { maxCellBytes: 1_000 })).code).toBe('read.cell_too_large');
  expect((await faultOfReading(large, { maxRowBytes: 1_000 })).code).toBe('read.workbook_row_too_large');
  const shared = await bookOf({ strings: `<si><t>${'é'.repeat(600)}</t></si>` });
  expect((await faultOfReading(shared, { maxCellBytes: 1_000 })).code).toBe('read.cell_too_large');
  const texts = await bookOf({ strings: `<si><t>a</t></si>` });
  expect((await faultOfReading(texts, { maxReaderMegabytes: 1 })).code).toBe('read.workbook_texts_too_large');
});

test('two parts of one name are refused: which of them counts is anyone’s guess', async () => {
  const bytes = await bookOf({ sheetData, others: { 'xl/Worksheets/Sheet1.xml': '<worksheet/>' } });
  expect(await faultOfReading(bytes)).toMatchObject({
    code: 'read.workbook_damaged',
    params: { part: 'it has two parts of the same name' },
  });
});

test('more sheets than allowed are refused', async () => {
  const sheets = Array.from(
    { length: 101 },
    (_, place) => `<sheet name="s${place}" sheetId="${place + 1}" r:id="r1"/>`,
  );
  const bytes = await bookOf({
    others: { 'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${sheets.join('')}</sheets></workbook>` },
  });
  expect(await refused(bytes)).toMatchObject({
    code: 'read.workbook_too_many_sheets',
    params: { limit: 100 },
  });
});

test('a document type is refused in every part', async () => {
  const entities = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  for (const name of [
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
    'xl/sharedStrings.xml',
    'xl/styles.xml',
  ]) {
    const parts = partsOf({
      sheetData: '<row><c t="s"><v>0</v></c></row>',
      strings: '<si><t>a</t></si>',
      styles: '<cellXfs/>',
    });
    const bytes = await zipOf({ ...parts, [name]: `${entities}${String(parts[name])}` });
    expect(await refused(bytes)).toMatchObject({ code: 'read.workbook_unsafe' });
  }
  const flat = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "a">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`;
  expect((await refused(Buffer.from(flat), 'a.xls')).code).toBe('read.workbook_unsafe');
});

test('sizes that lie are damage', async () => {
  const bytes = await bookOf({ sheetData });
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const entry = bytes.lastIndexOf(name) - 46;
  for (const size of [0, 10, 5_000, 0xfffffff0]) {
    const lying = Buffer.from(bytes);
    lying.writeUInt32LE(size, entry + 24);
    expect((await faultOfReading(lying)).code).toBe('read.workbook_damaged');
  }
});

test('a workbook that is cut short is damage, wherever it is cut', async () => {
  const bytes = await bookOf({ sheetData, strings: '<si><t>a</t></si>', styles: '<cellXfs/>' });
  for (let length = 4; length < bytes.length; length += 7) {
    expect((await refused(bytes.subarray(0, length))).code).toBe('read.workbook_damaged');
  }
});

test('main parts that are missing are damage', async () => {
  const parts = partsOf({ sheetData });
  const { 'xl/workbook.xml': _, ...without } = parts;
  expect((await refused(await zipOf(without))).code).toBe('read.workbook_damaged');
  const noSheets = { ...parts, 'xl/workbook.xml': '<workbook/>' };
  expect((await refused(await zipOf(noSheets))).code).toBe('read.workbook_damaged');
  const elsewhere = {
    ...parts,
    'xl/_rels/workbook.xml.rels': relationships([['r1', 'worksheet', 'gone.xml']]),
  };
  expect((await refused(await zipOf(elsewhere))).code).toBe('read.workbook_no_rows');
});

test('bytes changed at random give rows or a fault, never a crash', async () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>';
  const strings = '<si><t>Zoë</t></si><si><r><t>a</t></r><r><t>b</t></r></si>';
  const rows =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44197</v></c></row><row r="2"><c t="s"><v>1</v></c></row>';
  const packed = await bookOf({ sheetData: rows, strings, styles });
  // Parts that are not packed let the changes through to the XML; the checksum would stop them at once.
  const open = await zipOf(partsOf({ sheetData: rows, strings, styles }), false);
  const change = fc.tuple(fc.nat(), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async (isPacked, changes) => {
        const bytes = Buffer.from(isPacked ? packed : open);
        for (const [place, value] of changes) bytes[place % bytes.length] = value;
        const source = fileOf(bytes);
        const found = await recogniseWorkbook(source, await takeSamples(source), {}, defaultReadLimits);
        if (found === null) return;
        if (!found.ok) expect(found.fault.code).toMatch(/^read\./);
        else
          for (const { layout } of found.value.tables)
            if (layout.format === 'workbook') await readQuietly(bytes, layout);
      },
    ),
    { numRuns: 250 },
  );
});

async function readQuietly(bytes: Buffer, layout: ReturnType<typeof layoutOf>): Promise<void> {
  try {
    await readSheet(bytes, layout);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
  }
}

test('OpenDocument cells that repeat without end are stopped before there is one of them', async () => {
  const cell = '<t:table-cell t:number-columns-repeated="9999" o:value-type="string"><p>X</p></t:table-cell>';
  const ods = await zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<o:document-content><t:table t:name="Patients"><t:table-row t:number-rows-repeated="999999">${cell}</t:table-row></t:table></o:document-content>`,
  });
  expect((await refused(ods)).code).toBe('read.workbook_inflates_too_large');
});

test('parts changed at random behind a right checksum give rows or a fault', async () => {
  const parts = partsOf({
    sheetData: `${sheetData}<row r="3" hidden="1"><c r="B3" s="1" t="s"><f>A1</f><v>0</v></c></row>`,
    strings: '<si><t>a&amp;b</t></si>',
    styles: '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>',
  });
  const names = Object.keys(parts);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.nat(),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.nat(3),
      async (which, place, text, cut) => {
        const name = names[which % names.length]!;
        const part = String(parts[name]);
        const at = place % (part.length + 1);
        const bytes = await zipOf(
          { ...parts, [name]: part.slice(0, at) + text + part.slice(at + cut) },
          false,
        );
        const source = fileOf(bytes);
        const found = await recogniseWorkbook(source, await takeSamples(source), {}, defaultReadLimits);
        if (found?.ok === true) await readQuietly(bytes, layoutOf({ headerRows: 1 }));
      },
    ),
    { numRuns: 120 },
  );
});

test('a fault of the source comes out as it is', async () => {
  const bytes = await bookOf({ sheetData });
  const gone = new FaultError({ code: 'read.interrupted', message: '', params: {} });
  let reads = 0;
  const source = {
    ...fileOf(bytes),
    read: (position: number, length: number) =>
      (reads += 1) > 5 ? Promise.reject(gone) : Promise.resolve(bytes.subarray(position, position + length)),
  };
  const found = await recogniseWorkbook(source, await takeSamples(source), {}, defaultReadLimits);
  expect(found !== null && !found.ok && found.fault.code).toBe('read.interrupted');
});
