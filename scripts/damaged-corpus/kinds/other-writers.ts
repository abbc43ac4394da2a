import { type DamageKind, type Making, nothingElse } from '../kind.ts';
import { type Sheet, sheetTruth, textCell, withPart } from '../workbook.ts';
import { dateCell, inventSheet, madeBook } from './workbooks.ts';

const birthColumn = 3;

/** With a date of birth in every row, counted from 1904 in every other file. */
function sheetWithDates(making: Making, from1904: boolean): Sheet {
  const { random } = making;
  const sheet = inventSheet(making);
  const rows = sheet.rows.map(({ cells }) => {
    const [day, month, year] = [random.whole(1, 28), random.whole(1, 12), random.whole(1932, 2021)];
    return { cells: cells.with(birthColumn, dateCell(day, month, year, false, from1904 ? 1462 : 0)) };
  });
  return { ...sheet, rows };
}

const conditional = [0, 14, 164, 165].map((id) => `<dxf><numFmt numFmtId="${id}" formatCode="0.00%"/></dxf>`);

const otherStyles: DamageKind = {
  name: 'workbook-other-styles',
  what: 'Written by other programs: a format without a code, formats of conditional formatting under the numbers of cells, extensions.',
  files: 12,
  make: (making) => {
    const from1904 = making.index % 2 === 1;
    const made = madeBook([sheetWithDates(making, from1904)], 'xlsx', {}, from1904);
    const withFormats = withPart(Buffer.from(made.bytes), '/xl/styles.xml', (styles) =>
      styles
        .replace(/<numFmts[^>]*>/, '$&<numFmt numFmtId="0" formatCode=""/>')
        .replace(/<dxfs[^>]*\/>/, `<dxfs count="4">${conditional.join('')}</dxfs>`),
    );
    const extension =
      '<extLst><ext uri="{79F54976}"><x14:workbookPr defaultImageDpi="32767"/></ext></extLst>';
    const bytes = withPart(withFormats, '/xl/workbook.xml', (book) =>
      book.replace('</workbook>', `${extension}</workbook>`),
    );
    return { ...made, bytes };
  },
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '&#10;');

/** Every third text has a part in bold. */
function dataOf(text: string, at: number): string {
  if (at % 3 !== 0 || text.length < 2) return `<Data ss:Type="String">${escaped(text)}</Data>`;
  const runs = `${escaped(text[0]!)}<B>${escaped(text[1]!)}</B><Font html:Color="#000000">${escaped(text.slice(2))}</Font>`;
  return `<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">${runs}</ss:Data>`;
}

function write2003({ header, rows }: Sheet, dates: readonly string[], encoding: string): string {
  const lines = [header, ...rows.map(({ cells }) => cells.map(({ shown }) => shown))].map((cells, line) => {
    const each = cells.map((text, column) => {
      if (line === 0 || column !== birthColumn) return `<Cell>${dataOf(text, line + column)}</Cell>`;
      return `<Cell ss:StyleID="d"><Data ss:Type="DateTime">${dates[line - 1]}T00:00:00.000</Data></Cell>`;
    });
    return `<Row>${each.join('')}</Row>`;
  });
  const names =
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"';
  return `<?xml version="1.0" encoding="${encoding}"?>\r\n<Workbook ${names}><Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>\r\n<Worksheet ss:Name="Patients"><Table>${lines.join('\r\n')}</Table></Worksheet></Workbook>`;
}

const excel2003: DamageKind = {
  name: 'workbook-excel-2003-xml',
  what: 'The XML of Excel 2003, in the encoding that it declares, with parts of texts in bold and short dates.',
  files: 12,
  make: (making) => {
    const { random } = making;
    const invented = inventSheet(making);
    const dates = invented.rows.map(
      () => new Date(Date.UTC(random.whole(1932, 2021), random.whole(0, 11), random.whole(1, 28))),
    );
    const shown = dates.map((date) => date.toISOString().slice(0, 10));
    const rows = invented.rows.map(({ cells }, row) => ({
      cells: cells.with(birthColumn, textCell(shown[row]!)),
    }));
    const sheet = { ...invented, rows };
    const text = write2003(sheet, shown, 'ISO-8859-1');
    const isLatin = !/[^\0-\x7F\xA0-\xFF]/.test(text);
    return {
      extension: making.index % 2 === 0 ? 'xls' : 'xml',
      bytes: isLatin ? Buffer.from(text, 'latin1') : Buffer.from(write2003(sheet, shown, 'UTF-8')),
      truth: { ...nothingElse, format: 'workbook', outcomes: ['recognised'], tables: [sheetTruth(sheet)] },
    };
  },
};

export const otherWriterKinds: readonly DamageKind[] = [otherStyles, excel2003];
