import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- writes the formats that are read here
import { expect, test } from 'vitest';
import { bookOf, readSheet, recognised, refused, zipOf } from './books.ts';

const cells = [
  ['id', 'name', 'born'],
  ['007', 'Zoe', { t: 'n', v: 44_197, z: 'dd/mm/yyyy' }],
  ['008', 'Ann', { t: 'n', v: 0.1 + 0.2 }],
  ['009', 'Bob', { t: 'e', v: 0x2a }],
];

function write(bookType: XLSX.BookType): Buffer {
  const sheet = XLSX.utils.aoa_to_sheet(cells, { dense: false });
  const hidden = XLSX.utils.aoa_to_sheet([['x', 'y'], [1]]);
  hidden['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 1, c: 1 } }];
  return XLSX.write(
    {
      SheetNames: ['Patients', 'Old'],
      Sheets: { Patients: sheet, Old: hidden },
      Workbook: { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] },
    },
    { type: 'buffer', bookType },
  ) as Buffer;
}

test.each([
  ['xls', 'xls', 'patients.xls'],
  ['xlsb', 'xlsb', 'patients.xlsb'],
  ['ods', 'ods', 'patients.ods'],
  ['fods', 'ods', 'patients.fods'],
  ['xlml', 'xls', 'patients.xml'],
  ['biff5', 'xls', 'patients.xls'],
  ['biff4', 'xls', 'patients.xls'],
] as const)('a workbook of type %s is recognised and read', async (bookType, container, fileName) => {
  const bytes = write(bookType as XLSX.BookType);
  const file = await recognised(bytes, fileName);
  const name = file.tables[0]!.name;
  expect(file.tables[0]).toMatchObject({
    layout: { format: 'workbook', container, firstRow: 1, headerRows: 1 },
    header: ['id', 'name', 'born'],
    rowsEstimate: 3,
  });
  const { rows } = await readSheet(bytes, { container, sheet: name, headerRows: 1 });
  expect(rows.map((row) => row.cells.slice(0, 2))).toEqual([
    ['007', 'Zoe'],
    ['008', 'Ann'],
    ['009', 'Bob'],
  ]);
  // What an OpenDocument file shows stands in it as text; the writer of this test puts every digit there.
  if (container !== 'ods') {
    expect(rows[1]!.cells[2]).toBe('0.3');
    expect(rows[1]!.stored).toEqual([[2, '0.30000000000000004']]);
    expect(rows[2]!.notes).toEqual([[2, 'cell.formula_error']]);
  }
  if (bookType !== 'biff4' && container !== 'ods') expect(rows[0]!.stored).toEqual([[2, '44197']]);
});

const odsCell = (attributes: string, shown: string): string =>
  `<table:table-cell ${attributes}><text:p>${shown}</text:p></table:table-cell>`;

const odsRow = (attributes: string, id: string): string => {
  const texts = [id, `name ${id}`, `note ${id}`, `fax ${id}`];
  const cells = texts.map((text) => odsCell('office:value-type="string"', text)).join('');
  return `<table:table-row${attributes}>${cells}</table:table-row>`;
};

const odsRows = (hidden: string): string =>
  `${odsRow('', 'id')}${odsRow('', '1')}${odsRow(' table:visibility="filter"', '2')}${odsRow(' table:visibility="collapse"', '3')}${odsRow('', '4')}${hidden}`;

test.each(['patients.ods', 'patients.fods'])(
  'what is hidden in an OpenDocument file is said: %s',
  async (file) => {
    const namespaces = ['office', 'style', 'table', 'text']
      .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
      .join(' ');
    const styles = `<office:automatic-styles><style:style style:name="co1" style:family="table-column"><style:table-column-properties/></style:style><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false" style:writing-mode="lr-tb"/></style:style></office:automatic-styles>`;
    const tables = `<table:table table:name="A &amp; B" table:style-name="ta1"><table:table-column table:style-name="co1"/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/><table:table-column table:number-columns-repeated="1021"/>${odsRows('<table:table-row table:number-rows-repeated="1048571" table:visibility="collapse"><table:table-cell/></table:table-row>')}</table:table><table:table table:name="Old" table:style-name="ta2"><table:table-column table:number-columns-repeated="4"/>${odsRows('')}</table:table>`;
    const body = `${styles}<office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body>`;
    const mimetype = 'application/vnd.oasis.opendocument.spreadsheet';
    const bytes = file.endsWith('.fods')
      ? Buffer.from(
          `<?xml version="1.0"?><office:document ${namespaces} office:mimetype="${mimetype}">${body}</office:document>`,
        )
      : await zipOf({
          mimetype,
          'META-INF/manifest.xml': '<manifest:manifest xmlns:manifest="m"/>',
          'content.xml': `<office:document-content ${namespaces}>${body}</office:document-content>`,
        });
    const { tables: found } = await recognised(bytes, file);
    expect(found.map(({ name }) => name)).toEqual(['A & B', 'Old']);
    expect(found[0]!.findings).toEqual([
      { code: 'workbook.hidden_rows', params: { rows: 2 } },
      { code: 'workbook.hidden_columns', params: { sheet: 'A & B', count: 2, names: 'name id, note id' } },
    ]);
    expect(found[1]!.findings).toEqual([
      { code: 'workbook.hidden_rows', params: { rows: 2 } },
      { code: 'workbook.hidden_sheet', params: { sheet: 'Old' } },
    ]);
  },
);

test('an OpenDocument file as its own programs write it: shown and stored differ, errors are texts', async () => {
  const namespaces = ['office', 'table', 'text'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  );
  const content = `<office:document-content ${namespaces.join(' ')}><office:body><office:spreadsheet><table:table table:name="Patients"><table:table-row>${odsCell('office:value-type="float" office:value="1.25"', '1,3')}${odsCell('office:value-type="string"', '#N/A')}${odsCell('office:value-type="date" office:date-value="2021-01-02"', '02.01.21')}<table:table-cell office:value-type="string"><text:p>two</text:p><text:p>lines</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;
  const bytes = await zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'META-INF/manifest.xml': '<manifest:manifest xmlns:manifest="m"/>',
    'styles.xml': '<office:document-styles/>',
    'content.xml': content,
  });
  const { rows, summary } = await readSheet(bytes, { container: 'ods' });
  expect(rows[0]).toMatchObject({
    cells: ['1,3', '#N/A', '02.01.21', 'two\nlines'],
    stored: [
      [0, '1.25'],
      [2, '44198'],
    ],
    notes: [[1, 'cell.formula_error']],
  });
  expect(summary.findings).toEqual([]);
});

test('texts of an old workbook are in the code page of its computer', async () => {
  const bytes = Buffer.from(write('biff5').toString('latin1').replaceAll('Zoe', 'Z\x92\xEB'), 'latin1');
  const { rows } = await readSheet(bytes, { container: 'xls', headerRows: 1 });
  expect(rows[0]!.cells[1]).toBe('Z’ë');
});

test('hidden sheets and merged cells of an old workbook are findings', async () => {
  const { tables } = await recognised(write('xls'), 'patients.xls');
  expect(tables.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
    [],
    ['workbook.hidden_sheet', 'workbook.merged_cells'],
  ]);
});

const page =
  '<html><head><meta charset="windows-1252"></head><body><table><tr><th>id</th><th>name</th></tr><tr><td>007</td><td>Zo\xEB</td></tr><tr><td>1-2</td><td>1E10</td></tr></table></body></html>';

test('a web page under the name of a workbook is read, with its zeros', async () => {
  const bytes = Buffer.from(page, 'latin1');
  const file = await recognised(bytes, 'export.xls');
  expect(file.findings).toEqual([{ code: 'workbook.web_page', params: {} }]);
  const { rows } = await readSheet(bytes, { container: 'xls', sheet: file.tables[0]!.name, headerRows: 1 });
  expect(rows.map((row) => row.cells)).toEqual([
    ['007', 'Zoë'],
    ['1-2', '1E10'],
  ]);
});

const book2003 = (rows: string, encoding = 'UTF-8', workbook = ''): string =>
  `<?xml version="1.0" encoding="${encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">${workbook}
<Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>
<Worksheet ss:Name="Patients"><Table>${rows}</Table></Worksheet></Workbook>`;

async function cells2003(bytes: Buffer): Promise<readonly (readonly string[])[]> {
  const { rows } = await readSheet(bytes, { container: 'xls', sheet: 'Patients' });
  return rows.map(({ cells }) => cells);
}

test('texts of Excel 2003’s XML are whole, also where a part of them is in bold', async () => {
  const rich =
    '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">Near <B>R +1.25</B><Font html:Color="#FF0000"> &lt;5 mm</Font></ss:Data>';
  const rows = `<Row><Cell><Data ss:Type="String">a&amp;b</Data></Cell><Cell>${rich}</Cell><Cell><Data ss:Type="String"/></Cell><Cell><Data ss:Type="String"><![CDATA[x <b> y]]></Data></Cell></Row>`;
  expect(await cells2003(Buffer.from(book2003(rows)))).toEqual([
    ['a&b', 'Near R +1.25 <5 mm', '', 'x <b> y'],
  ]);
});

test.each([
  ['ISO-8859-1', 'latin1'],
  ['UTF-8', 'utf8'],
  ['UTF-16', 'utf16le'],
] as const)('Excel 2003’s XML is read in the encoding that it declares: %s', async (declared, encoding) => {
  const rows = '<Row><Cell><Data ss:Type="String">Zoë</Data></Cell></Row>';
  const mark = declared === 'UTF-16' ? '\uFEFF' : '';
  expect(await cells2003(Buffer.from(mark + book2003(rows, declared), encoding))).toEqual([['Zoë']]);
});

test('Excel 2003’s XML needs no declaration', async () => {
  const text = book2003('<Row><Cell><Data ss:Type="String">Zoë</Data></Cell></Row>');
  expect(await cells2003(Buffer.from(text.replace(/^<.*\n<.*\n/, '')))).toEqual([['Zoë']]);
});

test.each([false, true])('its dates keep their century (system of 1904: %s)', async (is1904) => {
  const rows =
    '<Row><Cell ss:StyleID="d"><Data ss:Type="DateTime">1932-12-23T00:00:00.000</Data></Cell></Row>';
  const system = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>';
  expect(await cells2003(Buffer.from(book2003(rows, 'UTF-8', is1904 ? system : '')))).toEqual([
    ['1932-12-23'],
  ]);
});

test('values of OpenDocument cells count, also without a text to show', async () => {
  const content = `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Patients"><table:table-row><table:table-cell office:value-type="float" office:value="1640"/><table:table-cell/><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="2"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;
  const bytes = await zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': content,
  });
  const { rows } = await readSheet(bytes, { container: 'ods' });
  expect(rows.map(({ cells }) => cells)).toEqual([['1640', '', 'x', '7', '7']]);
});

test.each(['export.csv', 'report.html', 'patients'])(
  'a whole web page is one under the name %s',
  async (name) => {
    const file = await recognised(Buffer.from(page, 'latin1'), name);
    expect(file.tables.map(({ header }) => header)).toEqual([['id', 'name']]);
  },
);

test.each(['export.csv', 'export.xls'])('a page without a table says so: %s', async (name) => {
  const signIn = Buffer.from('<!DOCTYPE html>\n<html><body><form>Password</form></body></html>');
  expect((await refused(signIn, name)).code).toBe('read.web_page');
});

test('encrypted workbooks are refused with what to do', async () => {
  const compound = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(compound, '/EncryptionInfo', Buffer.alloc(64));
  XLSX.CFB.utils.cfb_add(compound, '/EncryptedPackage', Buffer.alloc(5_000));
  const ooxml = Buffer.from(XLSX.CFB.write(compound, { type: 'buffer' }) as Buffer);
  const manifest =
    '<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
  const ods = await zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'META-INF/manifest.xml': manifest,
    'content.xml': 'secret',
  });
  for (const [bytes, name] of [
    [ooxml, 'a.xlsx'],
    [ods, 'a.ods'],
    [encryptedXls(), 'a.xls'],
    [await lockedZip(), 'a.xlsx'],
  ] as const) {
    const fault = await refused(bytes, name);
    expect(fault.code).toBe('read.workbook_protected');
    expect(fault.message).toContain('password');
  }
});

/** An .xls file with a FILEPASS record of a kind that no known password opens, behind its first record. */
function encryptedXls(): Buffer {
  const compound = XLSX.CFB.read(write('xls'), { type: 'buffer' });
  const place = compound.FullPaths.findIndex((path: string) => /\/(?:Workbook|Book)$/.test(path));
  const stream = Buffer.from(compound.FileIndex[place].content as Buffer);
  const firstEnd = 4 + stream.readUInt16LE(2);
  const filePass = Buffer.from('2f000600000012345678', 'hex');
  const content = Buffer.concat([stream.subarray(0, firstEnd), filePass, stream.subarray(firstEnd)]);
  const made = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(made, '/Workbook', content);
  return Buffer.from(XLSX.CFB.write(made, { type: 'buffer' }) as Buffer);
}

/** A workbook that a ZIP program encrypted, by the flag of its entries. */
async function lockedZip(): Promise<Buffer> {
  const bytes = await bookOf({ sheetData: '<row><c><v>1</v></c></row>' });
  const entryMark = Buffer.from('504b0102', 'hex');
  for (let at = bytes.indexOf(entryMark); at !== -1; at = bytes.indexOf(entryMark, at + 4))
    bytes[at + 8]! |= 1;
  return bytes;
}

test('damaged old workbooks are refused', async () => {
  const whole = write('xls');
  for (const length of [600, 1_500, 3_000]) {
    expect((await refused(whole.subarray(0, length), 'a.xls')).code).toBe('read.workbook_damaged');
  }
  const noWorkbook = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(noWorkbook, '/WordDocument', Buffer.alloc(100));
  const word = Buffer.from(XLSX.CFB.write(noWorkbook, { type: 'buffer' }) as Buffer);
  expect((await refused(word, 'a.xls')).code).toBe('read.workbook_damaged');
});
