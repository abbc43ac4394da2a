import { expect, test } from 'vitest';
import type { LayoutOverride } from '#contract/layout';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { recogniseXml } from '#main/steps/read/records/recognise-xml';
import { sourceOf } from '../byte-sources.ts';

async function look(content: string | Uint8Array, override: LayoutOverride = {}) {
  const source = sourceOf(content);
  const found = await recogniseXml(source, await takeSamples(source), override, defaultReadLimits);
  if (found === null) return null;
  if (!found.ok) throw new Error(found.fault.code);
  return found.value;
}

test.each([
  'id,name\n1,A\n',
  '{"a":1}',
  '',
  '<!DOCTYPE html><html><body><p>1</p><p>2</p></body></html>',
  '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Row a="1"/><Row a="2"/></Workbook>',
  '< 5 mm\n',
  '<Surname>;<Town>\nTest;Leeds\n',
])('%j is not XML with records', async (text) => {
  expect(await look(text)).toBeNull();
});

test.each([
  '<?xml version="1.0" encoding="UTF-8"?\xff>\n<Patients><Patient><id>1</id></Patient></Patients>',
  '<?xml version="1.0" encoding="w\n\n\nients>\n<Patient>\n<id>1</id></Patient>\n<Patient><id>2</id></Patient>',
  '<?xml >>\n<&//"<=a>&a\n"=<aa"">&=&a\naa \n/<a "=\n&\n<\n<<\na\n<\na<"=>"a<=a<=<&',
  '<?xml version="1.0"?>',
  '<?xml version="1.0"?><a>one value</a>',
  '<a>one value</a>',
  '<head>\n  <title>title</title>\n</head>\n',
  '<e xmlns:a="http://example.com/" xmlns:b="http://example.com/"\n  a:x="1" b:x="2"/>\n',
])('%j is XML and has no record to be read', async (text) => {
  await expect(look(text)).rejects.toThrow('read.no_records');
});

test('elements that repeat are tables, those inside them too', async () => {
  const file = await look(
    `<Export><Head><v>1</v></Head><Patients>
      <Patient><id>1</id><EWSpecRx><sphereOD>-1.25E+0</sphereOD></EWSpecRx><EWSpecRx><sphereOD>1</sphereOD></EWSpecRx></Patient>
      <Patient><id>2</id></Patient></Patients><Practice><name>A</name><town>B</town></Practice></Export>`,
  );
  expect(file?.tables.map(({ name, header, rowsEstimate }) => [name, header, rowsEstimate])).toEqual([
    ['Export.Patients.Patient', ['id', 'EWSpecRx'], 2],
    ['Export.Patients.Patient.EWSpecRx', ['Patient.id', 'sphereOD'], 2],
    ['Export.Practice', ['name', 'town'], 1],
  ]);
  expect(file?.tables[1]?.layout).toMatchObject({
    path: ['Export', 'Patients', 'Patient', 'EWSpecRx'],
    outer: 3,
  });
  expect(file?.tables.map(({ confidence }) => confidence)).toEqual([1, 1, 0.5]);
});

test('a document with one record has one table', async () => {
  const file = await look('<Export><Patient><id>1</id><name>A</name></Patient></Export>');
  expect(file?.tables.map(({ name }) => name)).toEqual(['Export.Patient']);
});

const sound = (id: number) => `<Patient><id>${id}</id><name>A</name><town>B</town></Patient>`;

test.each([
  ['an element not closed', '<Patient><id>1<name>A</name><town>B</town></Patient>'],
  ['several elements not closed', '<Patient><id>1<name>A<town>B</Patient>'],
  ['its end missing', '<Patient><id>1</id><name>A</name>'],
  ['its beginning missing', '<id>1</id><name>A</name><town>B</town></Patient>'],
  ['its tag damaged', '<Patient<id>1</id><name>A</name></Patient>'],
  ['an attribute without quotation marks', '<Patient id=1><name>A</name></Patient>'],
  ['a damaged tag inside', '<Patient><id>1</id><na<me>A</name><town>B</town></Patient>'],
  ['tags crossed', '<Patient><id><name>1</id>A</name></Patient>'],
  ['a bare <', '<Patient><id>1</id><name>A < B</name></Patient>'],
  ['nothing but garbage', '<<\0>>&<"="'],
  ['a damaged head before it', '<Head><made>2026</Head>'],
])('a first record with %s hides no table, and the others are read', async (_, first) => {
  for (const around of [
    ['<Export>', '</Export>'],
    ['<Export><Patients>', '</Patients></Export>'],
  ] as const) {
    for (const cut of [0, 30]) {
      const text = `<?xml version="1.0"?>${around[0]}\n${first}\n${[2, 3, 4, 5].map(sound).join('\n')}\n${around[1]}`;
      const file = await look(cut === 0 ? text : text.slice(0, -cut));
      const name = [...around[0].matchAll(/\w+/g), ['Patient']].map(([each]) => each).join('.');
      expect(file?.tables.map((table) => table.name)).toEqual([name]);
      const rows = file!.tables[0]!.preview.first.filter((row) => row.fault === null);
      const ids = cut === 0 ? ['2', '3', '4', '5'] : ['2', '3', '4'];
      expect(rows.map(({ cells }) => cells[0])).toEqual(ids);
    }
  }
});

test('of a long file the first, middle and last records are shown', async () => {
  const records = Array.from({ length: 9_000 }, (_, i) => `<P id="${i}"><n>${'x'.repeat(60)}</n></P>`);
  const file = await look(`<E>${records.join('\n')}</E>`);
  const table = file?.tables[0];
  expect(table?.preview.last.at(-1)?.cells[0]).toBe('8999');
  expect(table?.preview.middle).toHaveLength(20);
  expect(table?.rowsEstimate).toBeGreaterThan(8_000);
  expect(table?.rowsEstimate).toBeLessThan(10_000);
});

test.each([
  ['utf-8', Buffer.from('<E><P a="1"><n>Zoë</n></P><P><n>é</n></P></E>')],
  [
    'iso-8859-1',
    Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><E><P><n>Zoë</n></P><P/></E>', 'latin1'),
  ],
  ['windows-1252', Buffer.from('<E><P><n>Zoë</n></P><P/></E>', 'latin1')],
  [
    'utf-16le',
    Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><E><P><n>Zoë</n></P><P/></E>', 'utf16le'),
  ],
  ['utf-8', Buffer.from('<?xml version="1.0" encoding="utf-16"?><E><P><n>Zoë</n></P><P/></E>')],
])('%s is known by the bytes or by what the file says', async (encoding, bytes) => {
  const table = (await look(bytes))?.tables[0];
  expect(table?.layout).toMatchObject({ encoding });
  expect(table?.preview.first[0]?.cells).toContain('Zoë');
});

const longTable = (name: string): string => {
  const record = (id: number): string => `<${name}><id>${id}</id><note>${'x'.repeat(90)}</note></${name}>`;
  return `<${name}s>${Array.from({ length: 6_000 }, (_, id) => record(id)).join('\n')}</${name}s>`;
};

test('tables in the middle of a large document are found and shown', async () => {
  const names = ['Patient', 'Exam', 'Order', 'Visit', 'Recall', 'Note'];
  const file = await look(`<Export>${names.map(longTable).join('\n')}</Export>`);
  expect(file?.tables.map(({ name, header }) => [name, header])).toEqual(
    names.map((name) => [`Export.${name}s.${name}`, ['id', 'note']]),
  );
});
