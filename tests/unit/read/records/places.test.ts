import { describe, expect, test } from 'vitest';
import { codesOf, faultsOf, type Read, readJsonText, readXmlText } from './reading.ts';

// Where a record stands in its file, and that it is held when a character there is none.

const piecesOf = [[1 << 16], [1], [2], [5, 1, 3]];

function linesOf({ rows }: Read): number[] {
  return rows.map(({ line }) => line);
}

const json = [
  '[',
  '  {"id": 1,',
  '   "note": "two lines"},',
  '  {"id": 2}, {"id": 3},',
  '',
  '  {"id": 4, "exams": [',
  '    {"d": "x"},',
  '    {"d": "y"}]},',
  '  {"id": NaN},',
  '  {"id": 6}',
  ']',
].join('\n');

const xml = [
  '<?xml version="1.0"?>',
  '<Export>',
  '<Patient><id>1</id>',
  '</Patient><Patient><id>2</id></Patient>  <Patient',
  ' no="3"/>',
  '',
  '<!-- a comment',
  'of two lines --><Patient><id>4</b></Patient>',
  '<Patient><id>5</id></Patient>',
  '</Export>',
].join('\n');

describe.each([
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR', '\r'],
])('with %s', (_name, lineEnd) => {
  const written = (text: string): string => text.replaceAll('\n', lineEnd);

  test.each(piecesOf)('a record has the line on which it begins (pieces of %j)', async (...pieces) => {
    const records = await readJsonText(written(json), {}, pieces);
    expect(linesOf(records)).toEqual([2, 4, 4, 6, 9, 10]);
    expect(records.findings).toContainEqual({
      code: 'records.damaged',
      params: { count: 1, first: 'line 9, character 3' },
    });
    const lines = ['{"a":1}', '', '{"a":2}', '{"a":', '{"a":4}'].join('\n');
    expect(linesOf(await readJsonText(written(lines), { lines: true }, pieces))).toEqual([1, 3, 4, 5]);
    const elements = await readXmlText(written(xml), {}, pieces);
    expect(linesOf(elements)).toEqual([3, 4, 4, 8, 9]);
    expect(elements.findings).toContainEqual({
      code: 'records.damaged',
      params: { count: 1, first: 'line 8, character 17' },
    });
  });

  test('records inside records have lines of their own', async () => {
    const text = written(
      '{"p":[\n{"id":1,"exams":[\n{"d":1},\n{"d":2},{"d":3}]},\n{"id":2,"exams":{"d":4}}]}',
    );
    expect(linesOf(await readJsonText(text, { path: ['p', 'exams'] }))).toEqual([3, 4, 4, 5]);
    const inXml = written(
      '<Export>\n<Patient><id>1</id>\n<Exam><d>1</d></Exam>\n<Exam><d>2</d></Exam></Patient>\n<Patient><Exam><d>3</d></Exam></Patient></Export>',
    );
    const exams = await readXmlText(inXml, { path: ['Export', 'Patient', 'Exam'], outer: 2 });
    expect(linesOf(exams)).toEqual([3, 4, 5]);
  });
});

test('text that cannot be read has the line on which it begins', async () => {
  const read = await readJsonText('[{"a":1},\n{"a":2}]\n\nsomething else\n{"b":1}');
  expect(faultsOf(read)).toEqual([null, null, 'row.damaged_record']);
  expect(linesOf(read)).toEqual([1, 2, 4]);
});

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('characters that the encoding does not have', () => {
  const bytes = Buffer.concat([
    Buffer.from('{"id":1,"name":"Zoë"}\n'),
    latin('{"id":2,"name":"Zoë"}\n'),
    Buffer.from('{"id":3,"name":"Zoë",'),
    latin('"town":"Orléans"}\n'),
    Buffer.from('{"id":4}\n'),
  ]);

  test.each(piecesOf)('hold the records that have them (pieces of %j)', async (...pieces) => {
    const read = await readJsonText(bytes, { lines: true }, pieces);
    expect(faultsOf(read)).toEqual([null, 'row.mixed_encoding', 'row.mixed_encoding', null]);
    expect(read.findings).toEqual([
      { code: 'text.mixed_encodings', params: { lines: 2, first: '2, 3', encoding: 'UTF-8' } },
    ]);
    const linewise = await readJsonText(bytes, { lines: true, encoding: 'utf-8+windows-1252' }, pieces);
    expect(faultsOf(linewise)).toEqual([null, null, 'row.mixed_encoding', null]);
    expect(codesOf(linewise)).toEqual(['text.lines_in_other_encoding', 'text.mixed_lines']);
  });

  test('in XML too, on whatever line of the record', async () => {
    const all = Buffer.concat([
      Buffer.from('<Export>\n<Patient><n>Zoë</n>\n<t>x</t></Patient><Patient><n>A</n>\n<t>'),
      latin('Orléans</t></Patient>\n'),
      Buffer.from('<Patient><n>B</n></Patient></Export>'),
    ]);
    for (const pieces of piecesOf) {
      const read = await readXmlText(all, {}, pieces);
      expect(faultsOf(read)).toEqual([null, 'row.mixed_encoding', null]);
    }
  });

  test('of a record inside another: its own, and what it takes over', async () => {
    const [own, taken] = ['{"id":1,"x":[{"d":"é"},{"d":"e"}]}', '{"n":"é","x":[{"d":"e"},{"d":"f"}]}'].map(
      (text) => readJsonText(latin(`{"p":[${text}]}`), { path: ['p', 'x'] }),
    );
    expect(faultsOf(await own!)).toEqual(['row.mixed_encoding', null]);
    expect(faultsOf(await taken!)).toEqual(['row.mixed_encoding', 'row.mixed_encoding']);
    const text = '<Export><Patient><n>é</n><Exam><d>1</d></Exam></Patient></Export>';
    const exam = await readXmlText(latin(text), { path: ['Export', 'Patient', 'Exam'], outer: 2 });
    expect(faultsOf(exam)).toEqual(['row.mixed_encoding']);
  });
});
