import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recogniseDelimited } from '#main/steps/read/delimited/recognise-delimited';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { generatePatients } from '../../../../scripts/generate-sample/generate-patients.ts';
import { readAll, sourceOf } from '../byte-sources.ts';
import { codesOf, refused, repeated, tableOf } from './recognised.ts';

test('says what was recognised and why', async () => {
  const found = await tableOf(`\uFEFFid;Name;Born\r\n${repeated('1;"Doe; A";01/02/1970', 250, '\r\n')}`);
  expect(found.layout).toEqual({
    format: 'delimited',
    encoding: 'utf-8',
    byteOrderMark: true,
    undoDoubleEncoding: null,
    newline: '\r\n',
    delimiter: ';',
    quote: '"',
    escape: 'doubled',
    firstLine: 1,
    lastLine: null,
    headerLines: 1,
    comment: null,
    trailingDelimiter: false,
  });
  expect(found.reasons).toEqual([
    'The file begins with the mark of UTF-8 text.',
    'Lines end as Windows writes them (CR LF).',
    'Line 1 holds the names of the columns: they differ from the values below.',
    'Columns are separated by semicolons: 250 of 250 rows then have 3 columns.',
  ]);
  expect(found.header).toEqual(['id', 'Name', 'Born']);
  expect(found).toMatchObject({ name: '', rowsEstimate: 250, questions: [], findings: [] });
  expect(found.confidence).toBeGreaterThan(0.9);
});

const vendors = ['optix', 'occuco', 'acuity'] as const;

test.each(vendors)(
  'an export of %s leaves nothing to ask, and shows its start, middle and end',
  async (vendor) => {
    const rows = 6_000;
    const text = [...generatePatients({ vendor, rows, seed: 7 }).chunks].join('');
    const table = await tableOf(text);
    expect(codesOf(table)).toEqual([]);
    expect(table.confidence).toBeGreaterThan(0.9);
    expect(Math.abs(table.rowsEstimate! - rows)).toBeLessThan(rows * 0.03);
    const read = await readAll(sourceOf(text), table.layout);
    const all = read.rows.map(({ cells }) => JSON.stringify(cells));
    const { first, middle, last } = table.preview;
    expect([first.length, middle.length, last.length]).toEqual([20, 20, 20]);
    expect(first.map(({ cells }) => JSON.stringify(cells))).toEqual(all.slice(0, 20));
    expect(last.map(({ cells }) => JSON.stringify(cells))).toEqual(all.slice(-20));
    const from = all.indexOf(JSON.stringify(middle[0]!.cells));
    expect(from).toBeGreaterThan(2_000);
    expect(middle.map(({ cells }) => JSON.stringify(cells))).toEqual(all.slice(from, from + 20));
    expect([...middle, ...last].every(({ line }) => line === 0)).toBe(true);
  },
);

test('samples that begin within a quoted cell of several lines come into step', async () => {
  const note = 'seen 2021, stable\nno change, "see" letter\n'.repeat(6).replaceAll('"', '""');
  const rows = Array.from({ length: 3_000 }, (_, index) => `${index},"${note}",01/02/1980,x\n`);
  const table = await tableOf(`id,note,born,mark\n${rows.join('')}`);
  expect(table.layout).toMatchObject({ delimiter: ',', newline: '\n' });
  const later = [...table.preview.middle, ...table.preview.last];
  expect(later.map(({ cells }) => cells.length)).toEqual(Array(40).fill(4));
  expect(later.every(({ fault }) => fault === null)).toBe(true);
});

test.each(['utf-16le', 'latin1'] as const)('a large file in %s', async (encoding) => {
  const text = `id;name;born\n${repeated('1;Zoë;01/02/1980', 40_000)}`;
  const bytes = Buffer.from(encoding === 'utf-16le' ? `\uFEFF${text}` : text, encoding);
  const table = await tableOf(bytes);
  expect(table.layout).toMatchObject({ delimiter: ';', byteOrderMark: encoding === 'utf-16le' });
  expect(table.preview.middle[3]!.cells).toEqual(['1', 'Zoë', '01/02/1980']);
  expect(table.preview.last.at(-1)!.cells).toEqual(['1', 'Zoë', '01/02/1980']);
  expect(Math.abs(table.rowsEstimate! - 40_000)).toBeLessThan(400);
});

test('an encoding that is not certain is asked about, with its names', async () => {
  const table = await tableOf(
    Buffer.from('id,name\n1,Mu\u0160\n2,x\n'.replace('\u0160', '\u00A9'), 'latin1'),
  );
  const question = table.questions.find(({ code }) => code === 'encoding');
  expect(question?.sentence).toMatch(/ISO 8859-|Windows-125/);
});

test('text that was converted once too often is found, and undone only when a person says so', async () => {
  const text = `id,name\n${repeated('1,Zoë', 5)}`;
  const twice = Buffer.from(Buffer.from(text).toString('latin1'));
  const found = await tableOf(twice);
  expect(found.layout.undoDoubleEncoding).toBeNull();
  expect(found.findings).toMatchObject([
    { code: 'text.double_encoded', params: { cells: 5, line: 2, option: 'windows-1252' } },
  ]);
  const undone = await tableOf(twice, { undoDoubleEncoding: 'windows-1252' });
  expect(undone.preview.first[0]).toMatchObject({ cells: ['1', 'Zoë'], stored: [[1, 'ZoÃ«']] });
});

test('lines in another encoding show in the preview', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`id,name\n${repeated('1,Zoë', 9)}`),
    Buffer.from('2,Zo\u00EB\n', 'latin1'),
  ]);
  const table = await tableOf(bytes);
  expect(table.layout.encoding).toBe('utf-8');
  expect(table.preview.first.at(-1)!.fault).toBe('row.mixed_encoding');
});

test('lines in two encodings are asked about, with what speaks for it and what else may be chosen', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`id,name\n${repeated('1,Zoë', 9)}`),
    Buffer.from('2,Zo\u00EB\n3,Ren\u00E9\n', 'latin1'),
  ]);
  const table = await tableOf(bytes);
  expect(table.layout.encoding).toBe('utf-8+windows-1252');
  expect(table.preview.first.at(-1)).toMatchObject({ cells: ['3', 'René'], fault: null });
  expect(table.questions).toMatchObject([{ code: 'encoding' }]);
  expect(table.questions[0]!.sentence).toMatch(
    /2 of 11 are not UTF-8.*: UTF-8 with lines in Windows-1252 .*, UTF-8, Windows-1252 /,
  );
  const chosen = await tableOf(bytes, { encoding: 'utf-8' });
  expect(chosen.questions).toEqual([]);
  expect(chosen.preview.first.at(-1)).toMatchObject({ fault: 'row.mixed_encoding' });
});

test.each([
  ['read.empty', ' \r\n\r\n'],
  ['read.empty', '\uFEFF'],
  ['read.header_only', 'id,name'],
  ['read.header_only', 'id,name\r\n\r\n'],
  ['read.one_column', 'a plain letter\nwithout any columns\n'],
  ['read.one_column', 'id\n'],
  ['read.damaged_header', '"id"s,name\n1,"x",y\n'],
  ['read.damaged_header', 'id,"name\n1,Ann"\n2,Bob\n'],
  ['read.too_many_columns', `${'a,'.repeat(2_001)}\n1\n`],
  ['read.header_too_long', `id,${'n'.repeat(257)}\n1,x\n`],
  ['read.row_too_large', 'a,b '.repeat(100_000)],
])('%s', async (code, text) => {
  expect(await refused(text)).toMatchObject({ code, params: { file: 'patients.csv' } });
});

test('what is no text is refused', async () => {
  const workbook = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.from('xl/workbook.xml')]);
  expect(await refused(workbook)).toMatchObject({ code: 'read.not_text' });
});

test('a row of NUL bytes makes no binary file', async () => {
  const table = await tableOf(`id,name,born\n1,Ann,01/02/1980\n${'\0'.repeat(20)}\n3,Cay,01/02/1980\n`);
  expect(table.rowsEstimate).toBe(3);
});

test('a file beyond the limit is refused', async () => {
  const source = { ...sourceOf('id,name\n1,x\n'), sizeBytes: defaultReadLimits.maxFileBytes + 1 };
  const samples = await takeSamples(sourceOf('id,name\n1,x\n'));
  const found = await recogniseDelimited(source, samples, {}, defaultReadLimits);
  expect(found).toMatchObject({ ok: false, fault: { code: 'read.file_too_large' } });
});

test('a file that a person calls of another format is left to that one', async () => {
  const source = sourceOf('id,name\n1,x\n');
  const found = await recogniseDelimited(
    source,
    await takeSamples(source),
    { format: 'json' },
    defaultReadLimits,
  );
  expect(found).toBeNull();
});

test('recognises the tricky file', async () => {
  const found = await tableOf(
    readFileSync(new URL('../../../fixtures/delimited/tricky.csv', import.meta.url)),
  );
  expect(found.layout).toMatchObject({ byteOrderMark: true, delimiter: ',', newline: '\r\n' });
  expect(found.header).toEqual(['id', 'Name "as known"', 'note']);
});

test.each([
  ['marks', '"x\n'.repeat(100_000)],
  ['openings', "'x,".repeat(100_000)],
  ['returns', 'a\r'.repeat(150_000)],
  ['widths', Array.from({ length: 40_000 }, (_, i) => 'a,'.repeat((i >> 2) % 7)).join('\n')],
  ['signs', '#,|;~^\n'.repeat(40_000)],
])('a file of nothing but %s is recognised or refused', async (_what, text) => {
  const source = sourceOf(text);
  const found = await recogniseDelimited(source, await takeSamples(source), {}, defaultReadLimits);
  expect(
    found === null || !found.ok || found.value.tables.every(({ questions }) => questions.length > 0),
  ).toBe(true);
});
