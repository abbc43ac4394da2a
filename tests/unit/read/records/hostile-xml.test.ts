import { expect, test } from 'vitest';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import { recogniseXml } from '#main/steps/read/records/recognise-xml';
import { XmlRecords } from '#main/steps/read/records/xml-records';
import type { XmlShape } from '#main/steps/read/records/xml-shape';
import { sourceOf } from '../byte-sources.ts';
import { cellsOf, codesOf, faultsOf, outcomeOf, readXmlText } from './reading.ts';

const patient = (inner: string) => `<Patient>${inner}</Patient>`;
const document = (...records: string[]) => `<Export>${records.join('\n')}</Export>`;
const first = patient('<a>1</a>');
const last = patient('<a>3</a>');

/** The fault with which a reading ends, under limits that are quickly reached. */
function faultCode(text: string, limits: Partial<ReadLimits> = {}) {
  const small = { ...defaultReadLimits, maxRowBytes: 20_000, maxCellBytes: 5_000, ...limits };
  return outcomeOf(readXmlText(text, {}, [1_000], small));
}

test.each([
  ['general', '<!ENTITY a "x"><!ENTITY b "&a;&a;">'],
  ['in single quotation marks', "<!ENTITY a 'x'><!ENTITY b '&a;'>"],
  ['of parameters', '<!ENTITY % a "x"><!ENTITY b "%a;">'],
  ['that call themselves', '<!ENTITY a "&a;">'],
  ['on several lines', '<!ENTITY\n  b\n  "x\n&a;\n">'],
])('entities that name others are refused: %s', async (_, declarations) => {
  const text = `<!DOCTYPE Export [${declarations}]>${document(first)}`;
  expect(await faultCode(text)).toBe('read.xml_entities');
  const source = sourceOf(text);
  const found = await recogniseXml(source, await takeSamples(source), {}, defaultReadLimits);
  expect(found).toMatchObject({ ok: false, fault: { code: 'read.xml_entities' } });
});

test.each([
  ['a file', '<!DOCTYPE Export SYSTEM "file:///etc/passwd">'],
  ['an address', '<!DOCTYPE Export PUBLIC "-//X//Y" "http://127.0.0.1:9/x.dtd">'],
  ['an entity of a file', '<!DOCTYPE Export [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
  ['parameters of an address', '<!DOCTYPE Export [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>'],
])('what a document type names is not fetched: %s', async (_, doctype) => {
  const read = await readXmlText(`${doctype}${document(patient('<a>&x;</a>'))}`);
  expect(read.rows[0]).toMatchObject({ cells: ['&x;'], notes: [[0, 'text.markup_not_read']] });
  expect(codesOf(read)).toEqual(['records.document_type']);
});

test.each(['&#x110000;', '&#99999999;', '&#xFFFFFFFFFF;', '&#x;', '&#;', `&${'n'.repeat(100)};`])(
  'a character that there is not stays as it is written: %s',
  async (reference) => {
    const read = await readXmlText(document(patient(`<a>${reference}</a>`)));
    expect(read.rows[0]).toMatchObject({ cells: [reference], notes: [[0, 'text.markup_not_read']] });
  },
);

test.each([
  ['elements within elements', patient(`${'<b>'.repeat(300)}2${'</b>'.repeat(300)}`)],
  [
    'attributes',
    `<Patient ${Array.from({ length: 2_001 }, (_, index) => `a${index}="2"`).join(' ')}></Patient>`,
  ],
])('a record with more %s than any has is kept as it is, and the next one is read', async (_, record) => {
  const read = await readXmlText(document(first, record, last));
  expect(faultsOf(read)).toEqual([null, 'row.damaged_record', null]);
  expect(cellsOf(read)[2]?.[0]).toBe('3');
});

test('elements without end outside of the records end with the next record', async () => {
  const read = await readXmlText(document(first, '<b>'.repeat(20_000), last));
  expect(cellsOf(read).map(([a]) => a)).toEqual(['1', '', '3']);
  expect(codesOf(read)).toContain('records.unread_text');
});

test.each([
  ['a comment', `<!-- ${'x'.repeat(30_000)}`],
  ['an instruction', `<?x ${'x'.repeat(30_000)}`],
  ['a CDATA section', `<![CDATA[${'x'.repeat(30_000)}`],
  ['a document type', `<!DOCTYPE x [${'x'.repeat(30_000)}`],
  ['a tag', `<Patient a="${'x'.repeat(30_000)}`],
  ['a name', `<P${'x'.repeat(30_000)}`],
])('%s that does not end is a fault that names the limit of a record', async (_, begun) => {
  expect(await faultCode(document(first, begun, last))).toBe('read.record_too_large');
});

test.each([
  ['a text', patient(`<a>${'x'.repeat(6_000)}</a>`)],
  ['an attribute', `<Patient a="${'x'.repeat(6_000)}"/>`],
  ['a text of several parts', patient(`<a>${`x<![CDATA[${'x'.repeat(50)}]]>`.repeat(120)}</a>`)],
])('%s that is too long is a fault that names the limit of a cell', async (_, record) => {
  expect(await faultCode(document(record))).toBe('read.record_value_too_large');
});

test('columns and their names have limits with faults of their own', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `<n${index}>1</n${index}>`).join('');
  expect(await faultCode(document(patient(names)), { maxColumns: 50 })).toBe('read.too_many_fields');
  const long = 'n'.repeat(300);
  expect(await faultCode(document(patient(`<${long}>1</${long}>`)))).toBe('read.record_name_too_long');
});

test('names without number make no more tables than a person can look at', async () => {
  const groups = Array.from({ length: 3_000 }, (_, index) => `<g${index} a="1"/><g${index} a="2"/>`);
  const source = sourceOf(document(...groups));
  const found = await recogniseXml(source, await takeSamples(source), {}, defaultReadLimits);
  expect(found?.ok === true && found.value.tables.length).toBe(100);
});

const numbered = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join('');
const names = (count: number) => numbered(count, (index) => `<n${index}>1</n${index}>`);
const elementsIn = (shape: XmlShape): number =>
  [...shape.inside.values()].reduce((sum, child) => sum + 1 + elementsIn(child), 0);

test('elements of ever other names are not kept without end, and what is in them is counted', async () => {
  const many = numbered(60, (index) => `<g${index}>${names(1_000)}</g${index}>`);
  for (const path of [[], ['Export', 'Patient']]) {
    const walk = new XmlRecords(path, 'a.xml', defaultReadLimits, { record: () => {}, unread: () => {} });
    walk.push(document(many, first));
    expect(elementsIn(walk.shape)).toBeGreaterThan(40_000);
    expect(elementsIn(walk.shape)).toBeLessThanOrEqual(50_000);
  }
  for (const [around, count] of [
    [many, 60_000],
    [names(3_000), 3_000],
  ] as const) {
    const read = await readXmlText(document(around, first, last));
    expect(cellsOf(read)).toEqual([['1'], ['3']]);
    expect(read.findings).toEqual([{ code: 'records.values_outside', params: { count } }]);
  }
});

test('a long name takes more room than a short one', () => {
  const walk = new XmlRecords([], 'a.xml', defaultReadLimits, { record: () => {}, unread: () => {} });
  walk.push(document(numbered(1_500, (index) => `<n${index}${'x'.repeat(6_400)}/>`)));
  expect(elementsIn(walk.shape)).toBeLessThan(500);
});

test('looking for tables ends where there is no room for other names', async () => {
  const many = numbered(60, (index) => `<g${index}>${names(1_000)}</g${index}>`);
  const source = sourceOf(document(first, last, many, ' '.repeat(16 * 1024 * 1024)));
  let taken = 0;
  const counting = {
    ...source,
    read: async (position: number, length: number) => {
      const bytes = await source.read(position, length);
      taken += bytes.length;
      return bytes;
    },
  };
  const found = await recogniseXml(counting, await takeSamples(source), {}, defaultReadLimits);
  expect(found?.ok === true && found.value.tables.map(({ name }) => name)).toContain('Export.Patient');
  expect(taken).toBeLessThan(source.sizeBytes / 2);
});
