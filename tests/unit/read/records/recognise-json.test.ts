import { expect, test } from 'vitest';
import type { LayoutOverride } from '#contract/layout';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { recogniseJson } from '#main/steps/read/records/recognise-json';
import { sourceOf } from '../byte-sources.ts';

async function look(content: string | Uint8Array, override: LayoutOverride = {}) {
  const source = sourceOf(content);
  const found = await recogniseJson(source, await takeSamples(source), override, defaultReadLimits);
  if (found === null) return null;
  if (!found.ok) throw new Error(found.fault.code);
  return found.value;
}

async function onlyTable(content: string | Uint8Array, override: LayoutOverride = {}) {
  const file = await look(content, override);
  if (file?.tables.length !== 1) throw new Error(`${file?.tables.length} tables`);
  return file.tables[0]!;
}

const records = (count: number) =>
  Array.from({ length: count }, (_, i) => `{"id":${i},"name":"N${i}","note":"${'x'.repeat(80)}"}`);

test.each([
  'id,name\n1,A\n',
  '<a><b/></a>',
  '[id],[name]\n1,2\n',
  '',
  '{\\rtf1 x}',
  '[Section]\nkey=1\n',
  'null',
  '5',
])('%j is not JSON with records', async (text) => {
  expect(await look(text)).toBeNull();
});

test('every list of records is a table named by its path, those inside records too', async () => {
  const file = await look('{"v":1,"data":{"patients":[{"id":1,"exams":[{"d":1}]}],"exams":[{"e":1}]}}');
  expect(file?.tables.map(({ name, header }) => [name, header])).toEqual([
    ['data.patients', ['id', 'exams']],
    ['data.patients.exams', ['patients.id', 'd']],
    ['data.exams', ['e']],
  ]);
  expect(file?.tables[0]?.layout).toMatchObject({ format: 'json', lines: false, path: ['data', 'patients'] });
});

test.each([
  ['{"a":1}\n{"a":2}', true],
  ['{"a":1}{"a":2}', true],
  ['{"a":1}', false],
  ['[{"a":1}]', false],
  ['{"a":\n{"a":2}\n{"a":3}\n', true],
  ['[1,2]\n[3,4]', true],
])('%j: records one after the other, with nothing around them: %s', async (text, lines) => {
  expect((await onlyTable(text)).layout).toMatchObject({ lines });
});

test.each([
  [
    'records under their numbers',
    '{"P1":{"name":"A","dob":"1980"},"P2":{"name":"B","dob":"1981"}}',
    '4 fields',
  ],
  ['a list for each column', '{"id":[1,2],"name":["A","B"]}', '4 fields'],
  ['a setting', '{"version":1}', '1 field'],
])('a document that is one record is asked about: %s', async (_what, text, fields) => {
  const table = await onlyTable(text);
  expect(table.questions.map(({ code }) => code)).toEqual(['single_record']);
  expect(table.questions[0]?.sentence).toContain(`one record with ${fields},`);
  expect(table.reasons[0]).toBe('The document itself is the one record.');
  expect(table.confidence).toBeLessThan(0.5);
  expect(table.rowsEstimate).toBe(1);
});

test.each(['[{"a":1}]', '{"a":1}\n{"a":2}', '{"list":[{"a":1}]}', '[[1,2],[3,4]]'])(
  '%j is not asked about as one record',
  async (text) => {
    const { questions } = await onlyTable(text, { headerLines: 0 });
    expect(questions).toEqual([]);
  },
);

test('rows that are arrays: the first names the columns until a person says otherwise', async () => {
  const text = '[["id","name"],[1,"A"]]';
  const asked = await onlyTable(text);
  expect(asked.questions.map(({ code }) => code)).toEqual(['header']);
  expect(asked.header).toEqual(['id', 'name']);
  const plain = await onlyTable(text, { headerLines: 0 });
  expect([plain.questions, plain.header, plain.rowsEstimate]).toEqual([[], ['Column 1', 'Column 2'], 2]);
});

test.each([
  ['one list', (all: string[]) => `[${all.join(',\n')}]`],
  ['lines', (all: string[]) => all.join('\n')],
])('of a long file (%s) the first, middle and last records are shown', async (_, print) => {
  const table = await onlyTable(print(records(9_000)));
  const { first, middle, last } = table.preview;
  expect([first.length, middle.length, last.length]).toEqual([20, 20, 20]);
  expect(first[0]?.cells[0]).toBe('0');
  expect(last.at(-1)?.cells[0]).toBe('8999');
  expect(Number(middle[0]?.cells[0])).toBeGreaterThan(3_000);
  expect([first[1]?.line, middle[1]?.line]).toEqual([2, 0]);
  expect(table.rowsEstimate).toBeGreaterThan(8_000);
  expect(table.rowsEstimate).toBeLessThan(10_000);
});

test('a table far behind the first one is found', async () => {
  const text = `{"patients":[${records(9_000).join()}],"exams":[${records(9_000).join()}]}`;
  expect((await look(text))?.tables.map(({ name }) => name)).toEqual(['patients', 'exams']);
});

test('tables in the middle of a large document are found', async () => {
  const names = ['patients', 'exams', 'orders', 'visits', 'recalls', 'notes'];
  const text = `{${names.map((name) => `"${name}":[${records(6_000).join()}]`).join(',')}}`;
  expect((await look(text))?.tables.map(({ name }) => name)).toEqual(names);
});

const longList = (name: string) => `"${name}":[${records(6_000).join(',')}]`;

test('a table of which no record is shown is asked about before it is read', async () => {
  const file = await look(`{${['patients', 'exams', 'recalls', 'orders', 'last'].map(longList).join(',')}}`);
  const told = file!.tables.map(({ name, header, confidence, questions }) => ({
    name,
    isShown: header.length > 0,
    isSure: confidence > 0.9,
    asked: questions.map(({ code }) => code),
  }));
  expect(told[0]).toEqual({ name: 'patients', isShown: true, isSure: true, asked: [] });
  expect(told).toContainEqual({ name: 'exams', isShown: false, isSure: false, asked: ['unseen'] });
  expect(told.filter(({ isShown, asked }) => !isShown && asked.length === 0)).toEqual([]);
});

test('encodings are told by mark, zero bytes and what is not UTF-8', async () => {
  const text = '[{"name":"Zoë"}]';
  const utf16 = await onlyTable(Buffer.from(`\uFEFF${text}`, 'utf16le'));
  expect(utf16.layout).toMatchObject({ encoding: 'utf-16le', byteOrderMark: true });
  expect(utf16.preview.first[0]?.cells).toEqual(['Zoë']);
  const bare = await onlyTable(Buffer.from(text, 'utf16le'));
  expect(bare.layout).toMatchObject({ encoding: 'utf-16le', byteOrderMark: false });
  const windows = await onlyTable(Buffer.from(text, 'latin1'));
  expect(windows.layout).toMatchObject({ encoding: 'windows-1252' });
  expect(windows.questions.map(({ code }) => code)).toEqual(['encoding']);
  expect(windows.preview.first[0]?.cells).toEqual(['Zoë']);
  const line = '{"name":"Zoë"}\n';
  const joined = Buffer.concat([Buffer.from(line.repeat(3)), Buffer.from(line, 'latin1')]);
  const both = await onlyTable(joined);
  expect(both.layout).toMatchObject({ encoding: 'utf-8+windows-1252' });
  expect(both.questions.map(({ code }) => code)).toEqual(['encoding']);
  expect(both.preview.first.map(({ cells }) => cells)).toEqual([['Zoë'], ['Zoë'], ['Zoë'], ['Zoë']]);
});

test('JSON that is damaged or holds no records is told by its name, and is no table of text', async () => {
  for (const content of ['{"id":0,}', '{"a" b}', '{"a":"b",}']) {
    const source = { ...sourceOf(content), fileName: 'patients.json' };
    const found = await recogniseJson(source, await takeSamples(source), {}, defaultReadLimits);
    expect(found).toMatchObject({ ok: false, fault: { code: 'read.no_records' } });
  }
});
