import { expect, test } from 'vitest';
import { bookOf, cellsOf, partsOf, readSheet, relationships, zipOf } from './books.ts';

const text = (ref: string, value: string): string =>
  `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const header = `<row r="1">${text('A1', 'id')}${text('B1', 'name')}${text('C1', 'born')}</row>`;
const named = { headerRows: 1 };

test('rich text is joined, reading aids are left out, and an empty text is a blank cell', async () => {
  const bytes = await bookOf({
    strings:
      '<si><r><t>Ann</t></r><r><rPr><b/></rPr><t xml:space="preserve"> Lee</t></r></si><si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh></si><si><t/></si><si/><si><t>a_b</t><phoneticPr/></si>',
    sheetData: `<row r="1">${[0, 1, 2, 3, 4].map((number) => `<c t="s"><v>${number}</v></c>`).join('')}</row>`,
  });
  expect(await cellsOf(bytes)).toEqual([['Ann Lee', '課', '', '', 'a_b']]);
});

test('what is stored is kept where it differs from what is shown', async () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="2"/></cellXfs>';
  const sheetData =
    '<row><c><v>0.30000000000000004</v></c><c s="1"><v>44197</v></c><c s="2"><v>1.5</v></c><c><v>7</v></c></row>';
  const { rows } = await readSheet(await bookOf({ styles, sheetData }));
  expect(rows[0]!.cells).toEqual(['0.3', '01/01/2021', '1.50', '7']);
  expect(rows[0]!.stored).toEqual([
    [0, '0.30000000000000004'],
    [1, '44197'],
    [2, '1.5'],
  ]);
  expect(rows[0]!.notes).toBeUndefined();
});

test('the 29th of February 1900 is there in the one date system and not in the other', async () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>';
  const sheetData =
    '<row><c s="1"><v>59</v></c><c s="1"><v>60</v></c><c s="1"><v>61</v></c><c s="1" t="d"><v>2021-01-01T12:00:00</v></c></row>';
  expect(await cellsOf(await bookOf({ styles, sheetData }))).toEqual([
    ['1900-02-28', '1900-02-29', '1900-03-01', '2021-01-01'],
  ]);
  const workbookPr = '<workbookPr date1904="1"/>';
  expect(await cellsOf(await bookOf({ styles, sheetData, workbookPr }))).toEqual([
    ['1904-02-29', '1904-03-01', '1904-03-02', '2021-01-01'],
  ]);
});

test('what stands under a workbook’s extensions does not change its date system', async () => {
  const styles = '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>';
  const extension = '<extLst><ext><x14:workbookPr defaultImageDpi="32767"/></ext></extLst>';
  const bytes = await bookOf({
    styles,
    sheetData: '<row><c s="1"><v>40908</v></c></row>',
    workbookPr: `<workbookPr date1904="1"/>${extension}`,
  });
  expect(await cellsOf(bytes)).toEqual([['2016-01-01']]);
});

test('a format without any code shows numbers as they are', async () => {
  const styles =
    '<numFmts><numFmt numFmtId="0" formatCode=""/><numFmt numFmtId="164" formatCode=""/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>';
  const sheetData = '<row><c s="0"><v>1640</v></c><c s="1"><v>-2.25</v></c></row>';
  const { rows } = await readSheet(await bookOf({ styles, sheetData }));
  expect(rows[0]).toEqual({ rowNo: 1, line: 1, cells: ['1640', '-2.25'], fault: null });
});

test('formats of conditional formatting are not those of cells', async () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="0.00"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs><dxfs><dxf><numFmt numFmtId="0" formatCode="dd/mm/yyyy"/></dxf><dxf><numFmt numFmtId="14" formatCode="0%"/></dxf><dxf><numFmt numFmtId="164" formatCode="0%"/></dxf></dxfs>';
  const sheetData = '<row><c s="0"><v>1640</v></c><c s="1"><v>42062</v></c><c s="2"><v>-2.25</v></c></row>';
  expect(await cellsOf(await bookOf({ styles, sheetData }))).toEqual([['1640', '2015-02-27', '-2.25']]);
});

test.each([
  ['cell.formula_error', '<c t="e"><v>#N/A</v></c>', '#N/A'],
  ['cell.formula_without_value', '<c><f>A1+1</f></c>', ''],
  ['cell.formula_without_value', '<c><f>A1+1</f><v/></c>', ''],
  ['cell.text_missing', '<c t="s"><v>5</v></c>', ''],
  ['cell.scientific', '<c><v>123456789012</v></c>', '1.23457E+11'],
  ['cell.digits_lost', '<c s="1"><v>1234567890123456</v></c>', '1234567890123456'],
  ['cell.hidden_by_format', '<c s="2"><v>12</v></c>', ''],
])('%s is noted on its cell, which stays', async (code, cell, shown) => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts><cellXfs><xf/><xf numFmtId="1"/><xf numFmtId="164"/></cellXfs>';
  const { rows } = await readSheet(await bookOf({ styles, sheetData: `<row><c><v>1</v></c>${cell}</row>` }));
  expect(rows[0]!.cells).toEqual(['1', shown]);
  expect(rows[0]!.notes).toContainEqual([1, code]);
  expect(rows[0]!.fault).toBeNull();
});

test('the result of a formula is read, also an empty one', async () => {
  const sheetData =
    '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c><c t="str"><f>"x"</f><v>x</v></c></row>';
  const { rows } = await readSheet(await bookOf({ sheetData }));
  expect(rows[0]).toEqual({ rowNo: 1, line: 1, cells: ['2', '', 'x'], fault: null });
});

test('rows are padded; what stands beyond the header, or twice at one place, is kept and named', async () => {
  const sheetData = `${header}<row r="2">${text('A2', '1')}</row><row r="3">${text('A3', '2')}${text('D3', 'beyond')}</row><row r="4">${text('A4', '3')}${text('A4', 'again')}</row><row r="5">${text('A5', '4')}<c r="F5" s="0"/></row>`;
  const { rows, summary } = await readSheet(await bookOf({ sheetData }), named);
  expect(summary.header).toEqual(['id', 'name', 'born']);
  expect(rows.map(({ cells, fault }) => [fault, ...cells])).toEqual([
    [null, '1', '', ''],
    ['row.wrong_cell_count', '2', '', '', 'beyond'],
    ['row.wrong_cell_count', '3', 'again', ''],
    [null, '4', '', ''],
  ]);
});

test('a last column that nobody named belongs to the table when most rows have it', async () => {
  const body = [2, 3, 4].map(
    (row) => `<row r="${row}">${text(`A${row}`, 'x')}${text(`D${row}`, 'note')}</row>`,
  );
  const { rows, summary } = await readSheet(await bookOf({ sheetData: header + body.join('') }), named);
  expect(summary.header).toEqual(['id', 'name', 'born', 'Column 4']);
  expect(rows.every(({ fault }) => fault === null)).toBe(true);
});

test('an empty row within the table is a row; those below are counted', async () => {
  const sheetData = `${header}<row r="2">${text('A2', '1')}</row><row r="3"><c r="A3" s="0"/></row><row r="5">${text('A5', '2')}</row><row r="6"/><row r="9"/>`;
  const { rows, summary } = await readSheet(await bookOf({ sheetData }), named);
  expect(rows.map(({ rowNo, line, fault }) => [rowNo, line, fault])).toEqual([
    [1, 2, null],
    [2, 3, 'row.blank'],
    [3, 4, 'row.blank'],
    [4, 5, null],
  ]);
  expect(summary.rows).toBe(4);
  expect(summary.findings).toEqual([{ code: 'workbook.blank_rows', params: { rows: 4 } }]);
});

test('a lie about where a row stands makes no million of rows', async () => {
  const sheetData = `${header}<row r="2">${text('A2', '1')}</row><row r="1048576">${text('A1048576', '2')}</row>`;
  const { rows, summary } = await readSheet(await bookOf({ sheetData }), named);
  expect(rows.map(({ line }) => line)).toEqual([2, 1_048_576]);
  expect(summary.findings).toEqual([{ code: 'workbook.blank_rows', params: { rows: 1_048_573 } }]);
});

test('rows that come twice or too late are rows all the same', async () => {
  const sheetData = `${header}<row r="5">${text('A5', '1')}</row><row r="5">${text('A5', '2')}</row><row r="1">${text('A1', '3')}</row>`;
  const { rows } = await readSheet(await bookOf({ sheetData }), { firstRow: 1, headerRows: 1 });
  expect(rows.filter(({ fault }) => fault === null).map(({ line, cells }) => [line, cells[0]])).toEqual([
    [5, '1'],
    [5, '2'],
    [1, '3'],
  ]);
});

test('rows and cells that are not closed are rows and cells all the same', async () => {
  const sheetData =
    '<row r="1"><c r="A1"><v>1</v><c r="B1"><v>2</v></c></c><row r="2"><c r="A2"><v>3</v></c></row></row>';
  expect(await cellsOf(await bookOf({ sheetData }))).toEqual([
    ['1', '2'],
    ['3', ''],
  ]);
});

test('characters that no database takes are named', async () => {
  const sheetData = `${header}<row r="2">${text('A2', 'a_x0000_b')}</row><row r="3">${text('A3', 'a_xD800_b')}</row>`;
  const { rows } = await readSheet(await bookOf({ sheetData }), named);
  expect(rows.map(({ fault }) => fault)).toEqual(['row.nul_character', 'row.unpaired_surrogate']);
});

test('names above that span several columns tell those of the same name apart', async () => {
  const sheetData = `<row r="1">${text('A1', 'Patient')}${text('B1', 'Right')}${text('D1', 'Left')}</row><row r="2">${text('A2', 'id')}${['B', 'C', 'D', 'E'].map((column, place) => text(`${column}2`, place % 2 === 0 ? 'Sph' : 'Cyl\nD')).join('')}</row><row r="3">${text('A3', '1')}</row>`;
  const { summary } = await readSheet(await bookOf({ sheetData }), { headerRows: 2 });
  expect(summary.header).toEqual(['Patient id', 'Right Sph', 'Right Cyl D', 'Left Sph', 'Left Cyl D']);
});

test('a date in a column of codes is noted', async () => {
  const styles = '<cellXfs><xf/><xf numFmtId="16"/></cellXfs>';
  const codes = Array.from(
    { length: 8 },
    (_, place) => `<row>${text(`A${place + 2}`, `${place + 1}-4`)}</row>`,
  );
  const sheetData = `<row>${text('A1', 'code')}</row>${codes.join('')}<row><c s="1"><v>45293</v></c></row>`;
  const { rows } = await readSheet(await bookOf({ styles, sheetData }), named);
  expect(rows.at(-1)!.notes).toEqual([[0, 'cell.date_made_by_excel']]);
  expect(rows.slice(0, -1).every(({ notes }) => notes === undefined)).toBe(true);
});

test('numbers beside texts with leading zeros are a finding', async () => {
  const sheetData = `${header}<row r="2">${text('A2', '00123')}</row><row r="3"><c><v>124</v></c></row><row r="4"><c><v>7</v></c></row>`;
  const { summary } = await readSheet(await bookOf({ sheetData }), named);
  expect(summary.findings).toEqual([{ code: 'workbook.lost_zeros', params: { column: 'id', rows: 2 } }]);
});

test('parts are found where the relationships point, however that is written', async () => {
  for (const target of [
    '/xl/odd/one.xml',
    'odd/one.xml',
    './odd/../odd/one.xml',
    'odd\\one.xml',
    '../xl/ODD/One.xml',
    'odd/%6Fne.xml',
  ]) {
    const parts = partsOf({ sheetData: header });
    const bytes = await zipOf({
      ...parts,
      'xl/_rels/workbook.xml.rels': relationships([['r1', 'worksheet', target]]),
      'xl/odd/one.xml': String(parts['xl/worksheets/sheet1.xml']).replace('>id<', '>odd<'),
    });
    expect((await cellsOf(bytes))[0]![0]).toBe('odd');
  }
});

test('the strict standard, UTF-16 and parts that are not packed are read', async () => {
  const parts = partsOf({ sheetData: header });
  const strict = Object.fromEntries(
    Object.entries(parts).map(([name, content]) => [
      name,
      String(content)
        .replaceAll(
          'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
          'http://purl.oclc.org/ooxml/officeDocument/relationships',
        )
        .replaceAll(
          'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
          'http://purl.oclc.org/ooxml/spreadsheetml/main',
        ),
    ]),
  );
  const sheet = `\uFEFF${String(parts['xl/worksheets/sheet1.xml'])}`;
  const utf16 = { ...parts, 'xl/worksheets/sheet1.xml': Buffer.from(sheet, 'utf16le') };
  for (const bytes of [await zipOf(strict), await zipOf(utf16), await zipOf(parts, false)]) {
    expect(await cellsOf(bytes)).toEqual([['id', 'name', 'born']]);
  }
});

const plainRow = (line: number, cells: readonly string[]): string =>
  `<row r="${line}">${cells.map((cell, column) => (cell === '' ? '' : text(`${'ABC'[column]!}${line}`, cell))).join('')}</row>`;

test('a row with little more than the word for a sum, and the header again, are for a person to look at', async () => {
  const lines = [
    ['1', 'Ann', '1970-01-01'],
    ['id', 'name', 'born'],
    ['2', 'Total', '1970-01-01'],
    ['', 'Total', '2'],
    ['Total', '2'],
    ['2 records'],
  ];
  const body = lines.map((cells, index) => plainRow(index + 2, cells));
  const { rows } = await readSheet(await bookOf({ sheetData: header + body.join('') }), named);
  expect(rows.map(({ fault }) => fault)).toEqual([
    null,
    'row.repeated_header',
    null,
    null,
    null,
    'row.total',
  ]);
});

test('cells of one row in several elements of its number are one row', async () => {
  const parts = [
    `<row r="2">${text('A2', '1')}</row><row r="2">${text('C2', '1990')}</row><row r="2" hidden="1">${text('B2', 'x')}</row>`,
    `<row r="3">${text('A3', '2')}</row><row r="3"/><row r="3">${text('B3', 'y')}</row>`,
    `<row r="4">${text('A4', '3')}</row><row r="4">${text('A4', '4')}</row>`,
  ];
  const { rows, summary } = await readSheet(await bookOf({ sheetData: header + parts.join('') }), named);
  expect(rows.map(({ line, cells, fault }) => [line, fault, ...cells])).toEqual([
    [2, null, '1', 'x', '1990'],
    [3, null, '2', 'y', ''],
    [4, null, '3', '', ''],
    [4, null, '4', '', ''],
  ]);
  expect(summary.findings).toEqual([{ code: 'workbook.hidden_rows', params: { rows: 1 } }]);
});

test('times and durations of cells of the type of dates are shown in their format', async () => {
  const styles = '<cellXfs><xf/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs>';
  const sheetData =
    '<row><c s="1" t="d"><v>10:59:59.9999999999984</v></c><c s="2" t="d"><v>PT26H11M0.000S</v></c><c t="d"><v>PT</v></c></row>';
  expect(await cellsOf(await bookOf({ styles, sheetData }))).toEqual([['11:00', '26:11:00', 'PT']]);
});
