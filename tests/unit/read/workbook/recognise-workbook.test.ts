import { expect, test } from 'vitest';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { recogniseWorkbook } from '#main/steps/read/workbook/recognise-workbook';
import {
  bookOf,
  fileOf,
  partsOf,
  readSheet,
  recognised,
  refused,
  relationships,
  rowXml,
  zipOf,
} from './books.ts';

const row = (...cells: (string | number)[]): string => rowXml(cells);
const people = Array.from({ length: 100 }, (_, place) => row(place + 1, 'Ann', 1970 + (place % 30)));
const table = row('id', 'name', 'year') + people.join('');

const lines = (rows: readonly { line: number }[]): number[] => [
  rows[0]!.line,
  rows.at(-1)!.line,
  rows.length,
];

const cellsOfRow = (number: number): string =>
  `<row r="${number + 1}"><c t="s"><v>${number * 2}</v></c><c t="s"><v>${number * 2 + 1}</v></c><c><v>${number}</v></c></row>`;

test('a sheet is recognised with its header, its first, middle and last rows, and the reasons', async () => {
  const file = await recognised(await bookOf({ sheetData: table }));
  const [found] = file.tables;
  expect(file).toMatchObject({ format: 'workbook', findings: [] });
  expect(found).toMatchObject({
    name: 'Patients',
    layout: { format: 'workbook', container: 'xlsx', sheet: 'Patients', firstRow: 1, headerRows: 1 },
    confidence: 0.95,
    header: ['id', 'name', 'year'],
    rowsEstimate: 100,
    questions: [],
    findings: [],
  });
  expect(lines(found!.preview.first)).toEqual([2, 21, 20]);
  expect(lines(found!.preview.middle)).toEqual([42, 61, 20]);
  expect(lines(found!.preview.last)).toEqual([82, 101, 20]);
  expect(found!.reasons.join(' ')).not.toContain('Ann');
});

test('titles above the table are left out and named', async () => {
  const sheetData = `${row('Vision Care Ltd')}<row/>${row('Patients as of today')}${table}`;
  const [found] = (await recognised(await bookOf({ sheetData }))).tables;
  expect(found!.layout).toMatchObject({ firstRow: 4, headerRows: 1 });
  expect(found!.findings).toEqual([{ code: 'workbook.rows_above', params: { rows: 2 } }]);
});

test('a sparse row above names that repeat belongs to the header; above other names it is a title', async () => {
  const body = Array.from({ length: 9 }, (_, place) => row(place, 'Ann', 1.25, -0.5, 1, 0)).join('');
  const above = row('Patient', '', 'Right', '', 'Left');
  const repeated = `${above}${row('id', 'name', 'Sph', 'Cyl', 'Sph', 'Cyl')}${body}`;
  const [found] = (await recognised(await bookOf({ sheetData: repeated }))).tables;
  expect(found!.layout).toMatchObject({ firstRow: 1, headerRows: 2 });
  expect(found!.header).toEqual(['Patient id', 'name', 'Right Sph', 'Right Cyl', 'Left Sph', 'Left Cyl']);
  const different = `${above}${row('id', 'name', 'R Sph', 'R Cyl', 'L Sph', 'L Cyl')}${body}`;
  const [titled] = (await recognised(await bookOf({ sheetData: different }))).tables;
  expect(titled!.layout).toMatchObject({ firstRow: 2, headerRows: 1 });
});

test('a sheet without names asks for them, and nothing is taken for titles', async () => {
  const [found] = (await recognised(await bookOf({ sheetData: people.join('') }))).tables;
  expect(found).toMatchObject({
    layout: { firstRow: 1, headerRows: 0 },
    header: ['Column 1', 'Column 2', 'Column 3'],
  });
  expect(found!.questions.map(({ code }) => code)).toEqual(['header']);
  expect(found!.rowsEstimate).toBe(100);
});

test('what a person says counts more, and answers the question', async () => {
  const source = fileOf(await bookOf({ sheetData: people.join('') }));
  const samples = await takeSamples(source);
  for (const override of [{ headerLines: 0 }, { firstLine: 3, headerLines: 2 }]) {
    const found = await recogniseWorkbook(source, samples, override, defaultReadLimits);
    expect(found?.ok === true && found.value.tables[0]!.questions).toEqual([]);
    if ('firstLine' in override) {
      expect(found?.ok === true && found.value.tables[0]!.layout).toMatchObject({
        firstRow: 3,
        headerRows: 2,
      });
    }
  }
});

test('columns of the same name are told apart, and a person is told', async () => {
  const [found] = (await recognised(await bookOf({ sheetData: row('id', 'ID', 'x') + people.join('') })))
    .tables;
  expect(found!.header.slice(0, 2)).toEqual(['id', 'ID (2)']);
  expect(found!.findings).toMatchObject([{ code: 'table.duplicate_header' }]);
  expect(fileFindingKind(found!.findings[0]!).severity).toBe('warn');
});

test('everything in the file that is not read is named', async () => {
  const file = await recognised(
    await bookOf({
      sheetData: table,
      beforeData: '<cols><col min="2" max="2" hidden="1"/></cols>',
      afterData: '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
      others: {
        'xl/workbook.xml':
          '<workbook xmlns:r="r"><sheets><sheet name="Patients" state="hidden" r:id="r1"/><sheet name="Chart" r:id="r2"/><sheet name="Empty" r:id="r3"/><sheet name="Gone" r:id="r4"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels': relationships([
          ['r1', 'worksheet', 'worksheets/sheet1.xml'],
          ['r2', 'chartsheet', 'chartsheets/sheet1.xml'],
          ['r3', 'worksheet', 'worksheets/sheet2.xml'],
          ['r4', 'worksheet', 'worksheets/sheet3.xml'],
        ]),
        'xl/chartsheets/sheet1.xml': '<chartsheet/>',
        'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row r="1"/></sheetData></worksheet>',
        'xl/vbaProject.bin': 'macro',
        'xl/media/image1.png': 'picture',
        'xl/comments1.xml': '<comments/>',
        'xl/externalLinks/externalLink1.xml': '<externalLink/>',
        'xl/strange.dat': 'what is it',
        'xl/theme/theme1.xml': '<theme/>',
        'docProps/core.xml': '<core/>',
      },
    }),
  );
  expect(file.findings.map(({ code, params }) => [code, params['sheet'] ?? params['kind']])).toEqual([
    ['workbook.sheet_without_cells', 'Chart'],
    ['workbook.sheet_missing', 'Gone'],
    ['workbook.parts_left_out', 'charts and drawings'],
    ['workbook.macros', 'macros'],
    ['workbook.parts_left_out', 'pictures'],
    ['workbook.comments', 'comments'],
    ['workbook.parts_left_out', 'links to other files'],
    ['workbook.parts_left_out', 'other parts'],
    ['workbook.empty_sheet', 'Empty'],
  ]);
  expect(file.tables[0]!.findings).toEqual([
    { code: 'workbook.hidden_sheet', params: { sheet: 'Patients' } },
    { code: 'workbook.merged_cells', params: { sheet: 'Patients', ranges: 1 } },
    { code: 'workbook.hidden_columns', params: { sheet: 'Patients', count: 1, names: 'name' } },
  ]);
  for (const finding of [...file.findings, ...file.tables[0]!.findings]) {
    expect(fileFindingKind(finding).sentence(finding.params)).not.toContain('undefined');
  }
});

test('what is found on a sheet is found by reading it, too', async () => {
  const others = {
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="Patients" state="veryHidden" r:id="r1"/></sheets></workbook>',
  };
  const afterData = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/></mergeCells>';
  const { summary } = await readSheet(await bookOf({ sheetData: table, afterData, others }), {
    headerRows: 1,
  });
  expect(summary.findings).toEqual([
    { code: 'workbook.hidden_sheet', params: { sheet: 'Patients' } },
    { code: 'workbook.merged_cells', params: { sheet: 'Patients', ranges: 2 } },
  ]);
});

test('rows that are hidden are read and counted', async () => {
  const sheetData = table.replaceAll('<row><c><v>5', '<row hidden="1"><c><v>5');
  const { rows, summary } = await readSheet(await bookOf({ sheetData }), { headerRows: 1 });
  expect(rows).toHaveLength(100);
  expect(summary.findings).toEqual([{ code: 'workbook.hidden_rows', params: { rows: 11 } }]);
});

test('dates that follow the settings of each computer are a finding', async () => {
  const styles = '<cellXfs><xf numFmtId="14"/></cellXfs>';
  const { summary } = await readSheet(await bookOf({ styles, sheetData: '<row><c><v>44197</v></c></row>' }));
  expect(summary.findings).toEqual([{ code: 'workbook.regional_dates', params: { rows: 1 } }]);
});

test('of a large sheet the beginning is looked at, and only the texts that it needs are read', async () => {
  const count = 30_000;
  const strings = Array.from({ length: count * 2 }, (_, number) => `<si><t>text ${number}</t></si>`).join('');
  const sheetData = Array.from({ length: count }, (_, number) => cellsOfRow(number)).join('');
  const parts = partsOf({ sheetData, strings, beforeData: `<dimension ref="A1:C${count}"/>` });
  // Were the table of texts read to its end, its damage would be found.
  const damaged = { ...parts, 'xl/sharedStrings.xml': `${String(parts['xl/sharedStrings.xml'])}</sst>` };
  const [found] = (await recognised(await zipOf(damaged, false))).tables;
  expect(found!.preview.first[0]!.cells.slice(0, 2)).toEqual(['text 0', 'text 1']);
  expect(found!.preview.last).toEqual([]);
  expect(found!.rowsEstimate).toBe(count);
  expect(found!.reasons.join(' ')).toContain('because the sheet is large');
});

test('a book without any value is refused; a file that is no workbook is left to others', async () => {
  expect((await refused(await bookOf({ sheetData: '<row r="1"/>' }))).code).toBe('read.workbook_no_rows');
  const others = [
    await zipOf({ 'patients.csv': 'id\n1' }),
    await zipOf({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': relationships([['r1', 'officeDocument', 'word/document.xml']]),
      'word/document.xml': '<document/>',
    }),
    Buffer.from('id,name\n1,Ann\n'),
    Buffer.from('id\tname\n1\tAnn\n'),
    Buffer.alloc(0),
  ];
  for (const bytes of others) {
    const source = fileOf(bytes, 'patients.xls');
    expect(await recogniseWorkbook(source, await takeSamples(source), {}, defaultReadLimits)).toBeNull();
  }
});
