import { expect, test } from 'vitest';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { cellsOf, codesOf, faultsOf, outcomeOf, readXmlText } from './reading.ts';

const patient = (inner: string) => `<Patient>${inner}</Patient>`;
const document = (...records: string[]) => `<?xml version="1.0"?>\n<Export>${records.join('\n')}</Export>\n`;

test('elements become rows: attributes, children, children of children', async () => {
  const read = await readXmlText(
    document(
      '<Patient id="1"><name>A</name><addr><city>York</city></addr></Patient>',
      '<Patient id="2"><town/><name>B</name></Patient>',
    ),
  );
  expect(read.header).toEqual(['@id', 'name', 'addr.city', 'town']);
  expect(cellsOf(read)).toEqual([
    ['1', 'A', 'York', ''],
    ['2', 'B', '', ''],
  ]);
  expect(read.rows[1]?.stored).toEqual([[3, '<town/>']]);
  expect(read.findings).toEqual([]);
});

test('repeated children are numbered, those after the tenth share a column', async () => {
  const phones = Array.from({ length: 12 }, (_, i) => `<phone type="t${i}">${i}</phone>`).join('');
  const read = await readXmlText(document(patient(phones)));
  expect(read.header.slice(0, 4)).toEqual(['phone', 'phone@type', 'phone[2]', 'phone[2]@type']);
  expect(read.header.at(-1)).toBe('phone[11+]');
  expect(read.rows[0]?.cells.at(-1)).toBe('<phone type="t10">10</phone><phone type="t11">11</phone>');
});

test('records inside records stay text, in every record alike, and are a table of their own', async () => {
  const text = document(
    patient('<id>7</id><Exam><d>x</d></Exam><z>1</z>'),
    patient('<id>8</id><Exam><d>y</d></Exam><Exam><d>z</d></Exam>'),
  );
  const read = await readXmlText(text);
  expect(read.header).toEqual(['id', 'Exam', 'z']);
  expect(cellsOf(read)).toEqual([
    ['7', '<Exam><d>x</d></Exam>', '1'],
    ['8', '<Exam><d>y</d></Exam><Exam><d>z</d></Exam>', ''],
  ]);
  expect(read.findings[0]).toEqual({ code: 'records.nested_table', params: { column: 'Exam', records: 3 } });
  const exams = await readXmlText(text, { path: ['Export', 'Patient', 'Exam'], outer: 2 });
  expect(exams.header).toEqual(['Patient.id', 'Patient.z', 'd']);
  expect(cellsOf(exams)).toEqual([
    ['7', '1', 'x'],
    ['8', '', 'y'],
    ['8', '', 'z'],
  ]);
});

test('text with elements in it stays as it is written', async () => {
  const read = await readXmlText(
    document(patient('<n>see <b>this</b> &amp; that</n>'), patient('<n>plain</n>')),
  );
  expect(cellsOf(read)).toEqual([['<n>see <b>this</b> &amp; that</n>'], ['<n>plain</n>']]);
});

test('characters are what XML says they are, and nothing else is resolved', async () => {
  const read = await readXmlText(
    document(
      patient('<a b="&quot;&#65;">&lt;&#xe9;&#x1F453;<![CDATA[<&amp;>]]><!-- x --> y\r\nz</a>'),
      patient('<a>Smith & Sons&nbsp;</a>'),
      patient('<a>&#0;</a>'),
      patient('<a>&#xD800;</a>'),
      patient('<a>&#xD83D;&#xDC53;</a>'),
    ),
  );
  expect(cellsOf(read)[0]).toEqual(['<é👓<&amp;> y\nz', '"A']);
  expect(read.rows[1]).toMatchObject({
    cells: ['Smith & Sons&nbsp;', ''],
    notes: [[0, 'text.markup_not_read']],
  });
  expect(faultsOf(read)).toEqual([null, null, 'row.nul_character', 'row.unpaired_surrogate', null]);
  expect(cellsOf(read)[4]?.[0]).toBe('👓');
});

test('names keep their prefix; names that mean something in JavaScript are names', async () => {
  const read = await readXmlText(
    document(
      '<Patient hasOwnProperty="h" xsi:nil="true"><o:name>A</o:name><__proto__>p</__proto__></Patient>',
    ),
  );
  expect(read.header).toEqual(['@hasOwnProperty', '@xsi:nil', 'o:name', '__proto__']);
});

test.each([
  ['a tag not closed', '<Patient><a>2</Patient>'],
  ['tags crossed', '<Patient><a><b>2</a></b></Patient>'],
  ['a bare <', '<Patient><a>sphere < 2</a></Patient>'],
  ['an attribute without quotation marks', '<Patient id=2><a>2</a></Patient>'],
  ['an attribute given twice', '<Patient id="2" id="3"><a>2</a></Patient>'],
  ['an end missing', '<Patient><a>2</a>'],
])('a record with %s is kept as it is, and the next one is read', async (_, damaged) => {
  const read = await readXmlText(document(patient('<a>1</a>'), damaged, patient('<a>3</a>')));
  expect(faultsOf(read)).toEqual([null, 'row.damaged_record', null]);
  expect(read.header).toEqual(['a', 'unread text']);
  expect(read.rows[1]?.cells[1]?.trim()).toBe(damaged);
  expect(read.rows[2]?.cells[0]).toBe('3');
});

test('a damaged first record and the cut end cost nothing of what is whole between, and their places are named', async () => {
  const records = [1, 2, 3, 4, 5].map((id) => patient(`<a>${id}</a>`));
  records[0] = '<Patient><a>1</Patient>';
  records[2] = '<Patient><a>3</b></Patient>';
  const text = document(...records).slice(0, -25);
  for (const pieces of [[1 << 16], [1], [7]]) {
    const read = await readXmlText(text, {}, pieces);
    expect(faultsOf(read)).toEqual([
      'row.damaged_record',
      null,
      'row.damaged_record',
      null,
      'row.damaged_record',
    ]);
    expect(cellsOf(read).map(([a]) => a)).toEqual(['', '2', '', '4', '']);
    expect(read.findings).toEqual([
      {
        code: 'records.damaged',
        params: { count: 3, first: 'line 2, character 9; line 4, character 1; line 6, character 1' },
      },
      { code: 'records.cut_off', params: {} },
    ]);
  }
});

test.each(['<Patient><a>1</a>', '<Patient><a>1'])(
  'a first record without its end does not swallow the others, however many: %s',
  async (first) => {
    const rows = Array.from({ length: 12_000 }, (_, id) => patient(`<a>${id}</a><b>${'x'.repeat(20)}</b>`));
    const limits = { ...defaultReadLimits, maxRowBytes: 400_000 };
    const read = await readXmlText(document(first, ...rows), {}, [1 << 16], limits);
    expect(faultsOf(read).slice(0, 3)).toEqual(['row.damaged_record', null, null]);
    expect(read.rows).toHaveLength(12_001);
  },
);

test('a field that is called like its record is a field, in a long record too', async () => {
  const read = await readXmlText(
    document(patient(`<a>${'x'.repeat(300_000)}</a><Patient>1</Patient><Patient>2</Patient>`)),
  );
  expect(read.header).toEqual(['a', 'Patient', 'Patient[2]']);
  expect(faultsOf(read)).toEqual([null]);
});

test('what stands outside of the records is counted', async () => {
  const text =
    '<Export made="2026" xmlns:x="y"><!-- c --><Head><v>1</v></Head><Patient><a>1</a></Patient><Exam><d>1</d></Exam><Exam><d>2</d></Exam></Export>';
  const read = await readXmlText(text);
  expect(read.findings).toEqual([
    { code: 'records.other_table', params: { table: 'Export.Exam', records: 2 } },
    { code: 'records.values_outside', params: { count: 2 } },
    { code: 'records.comments', params: { count: 1 } },
  ]);
});

const withEntities = (declarations: string) =>
  `<!DOCTYPE Export [${declarations}]><Export><Patient><a>&x;</a></Patient></Export>`;

test('a document type is never carried out, one that multiplies is refused', async () => {
  const plain = await readXmlText(
    withEntities('<!ENTITY x "secret"><!ENTITY y SYSTEM "file:///etc/passwd">'),
  );
  expect(plain.rows[0]).toMatchObject({ cells: ['&x;'], notes: [[0, 'text.markup_not_read']] });
  expect(codesOf(plain)).toEqual(['records.document_type']);
  const laughs = withEntities('<!ENTITY l "lol"><!ENTITY x "&l;&l;&l;">');
  expect(await outcomeOf(readXmlText(laughs))).toBe('read.xml_entities');
});

test('elements one after the other without a root are read', async () => {
  const read = await readXmlText('<row id="1"/>\n<row id="2"/>', { path: ['row'] });
  expect(cellsOf(read)).toEqual([['1'], ['2']]);
  expect(read.findings).toEqual([]);
});

test('depth and size without end are damage or a fault, not a crash', async () => {
  const deep = await readXmlText(document(patient('<a>1</a>'), `<Patient>${'<b>'.repeat(50_000)}`));
  expect(faultsOf(deep)).toEqual([null, 'row.damaged_record']);
  const limits = { ...defaultReadLimits, maxRowBytes: 4_000, maxCellBytes: 1_000 };
  const code = (inner: string) => outcomeOf(readXmlText(document(patient(inner)), {}, [100], limits));
  expect(await code(`<a>${'x'.repeat(9_000)}</a>`)).toBe('read.record_too_large');
  expect(await code(`<a>${'x'.repeat(2_000)}</a>`)).toBe('read.record_value_too_large');
  expect(await outcomeOf(readXmlText('<Export></Export>'))).toBe('read.no_records');
});
