import { expect, test } from 'vitest';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { cellsOf, codesOf, faultsOf, outcomeOf, readJsonText } from './reading.ts';

test('an array of records becomes rows, with the columns of all of them in order of appearance', async () => {
  const read = await readJsonText('[{"id":1,"name":"A"},{"name":"B","town":"York","id":2}]');
  expect(read.header).toEqual(['id', 'name', 'town']);
  expect(cellsOf(read)).toEqual([
    ['1', 'A', ''],
    ['2', 'B', 'York'],
  ]);
  expect(read.findings).toEqual([]);
  expect(read.rows.map(({ rowNo, line }) => [rowNo, line])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('numbers keep every digit as written', async () => {
  const read = await readJsonText('[{"a":12345678901234567890,"b":1.10,"c":1E+10,"d":-0.0}]');
  expect(cellsOf(read)).toEqual([['12345678901234567890', '1.10', '1E+10', '-0.0']]);
});

test('null, the empty text and a name that is not there differ in what is stored', async () => {
  const read = await readJsonText('[{"a":null,"b":""},{"b":"x"}]');
  expect(cellsOf(read)).toEqual([
    ['', ''],
    ['', 'x'],
  ]);
  expect(read.rows[0]?.stored).toEqual([
    [0, 'null'],
    [1, '""'],
  ]);
  expect(read.rows[1]?.stored).toBeUndefined();
});

test('objects become dotted columns, lists of single values numbered ones, lists of objects stay text', async () => {
  const read = await readJsonText(
    '[{"address":{"city":"York","geo":{}},"phones":["1","2"],"exams":[{"d": 1},{"d":2}],"x":[]}]',
  );
  expect(read.header).toEqual(['address.city', 'address.geo', 'phones[0]', 'phones[1]', 'exams', 'x']);
  expect(cellsOf(read)).toEqual([['York', '', '1', '2', '[{"d": 1},{"d":2}]', '']]);
  expect(read.findings).toEqual([{ code: 'records.nested_table', params: { column: 'exams', records: 2 } }]);
});

test('a list without elements stands with the elements of others, and makes no column beside them', async () => {
  const text = '[{"exams":[],"phones":[],"none":[]},{"exams":[{"d":1}],"phones":["1"]},{"phones":[]}]';
  const read = await readJsonText(text);
  expect(read.header).toEqual(['exams', 'none', 'phones[0]']);
  expect(cellsOf(read)).toEqual([
    ['', '', ''],
    ['[{"d":1}]', '', '1'],
    ['', '', ''],
  ]);
  const empty = [0, 1, 2].map((column) => [column, '[]']);
  expect(read.rows[0]?.stored?.toSorted(([one], [other]) => one - other)).toEqual(empty);
  expect(read.rows[2]?.stored).toEqual([[2, '[]']]);
});

test('a list of one that is written as the one alone is a record of the table inside', async () => {
  const text =
    '{"p":[{"id":7,"exams":{"d":"x"}},{"id":8,"exams":[{"d":"y"}]},{"id":9,"exams":"none"},{"exams":null}]}';
  const read = await readJsonText(text, { path: ['p', 'exams'] });
  expect(cellsOf(read).slice(0, 2)).toEqual([
    ['7', 'x', ''],
    ['8', 'y', ''],
  ]);
  expect(faultsOf(read)).toEqual([null, null, 'row.not_a_record']);
  expect(read.rows[2]?.cells.at(-1)).toBe('"none"');
});

test('a long list keeps its end in one column', async () => {
  const read = await readJsonText(`[{"n":[${Array.from({ length: 12 }, (_, i) => i).join(',')}]}]`);
  expect(read.header.at(-1)).toBe('n[10+]');
  expect(read.rows[0]?.cells.at(-1)).toBe('[10,11]');
});

test('a table inside a document is found by its path, and what stands beside it is named', async () => {
  const text = '{"made":"2026","data":{"exams":[{"e":1}],"patients":[{"p":1},{"p":2}]},"n":[1,2]}';
  const read = await readJsonText(text, { path: ['data', 'patients'] });
  expect(cellsOf(read)).toEqual([['1'], ['2']]);
  expect(read.findings).toEqual([
    { code: 'records.other_table', params: { table: 'data.exams', records: 1 } },
    { code: 'records.values_outside', params: { count: 3 } },
  ]);
});

test('records inside records are a table of their own, with the values of the record around them', async () => {
  const text =
    '{"patients":[{"id":7,"exams":[{"d":"x"},{"d":"y"}],"name":"A"},{"id":8},{"id":9,"exams":[{"d":"z"}]}]}';
  const read = await readJsonText(text, { path: ['patients', 'exams'] });
  expect(read.header).toEqual(['patients.id', 'patients.name', 'd']);
  expect(cellsOf(read)).toEqual([
    ['7', 'A', 'x'],
    ['7', 'A', 'y'],
    ['9', '', 'z'],
  ]);
});

test('arrays as rows, named by the first or by number', async () => {
  const text = '[["id","name"],[1,"A"],[2,"B","more"],[3]]';
  const named = await readJsonText(text, { headerRows: 1 });
  expect(named.header).toEqual(['id', 'name', 'Column 3']);
  expect(faultsOf(named)).toEqual([null, 'row.wrong_cell_count', 'row.wrong_cell_count']);
  const plain = await readJsonText(text);
  expect(plain.rows).toHaveLength(4);
  expect(plain.header).toEqual(['Column 1', 'Column 2', 'Column 3']);
});

test('one value on each line, and documents one after the other', async () => {
  const lines = await readJsonText('{"a":1}\r\n{"a":2}\n\n{"a":3}', { lines: true });
  expect(cellsOf(lines)).toEqual([['1'], ['2'], ['3']]);
  const joined = await readJsonText('{"a":1}{"a":2}\n{\n"a":3}', { lines: true });
  expect(cellsOf(joined)).toEqual([['1'], ['2'], ['3']]);
  const arrays = await readJsonText('[{"a":1}]\n[{"a":2}]');
  expect(cellsOf(arrays)).toEqual([['1'], ['2']]);
  expect(arrays.findings).toEqual([{ code: 'records.several_documents', params: { count: 2 } }]);
});

test.each([
  ['a comma too many', '[{"id":1,},{"id":2}]'],
  ['a comment', '[{"id":1 /* x */},{"id":2}]'],
  ['NaN', '[{"id":NaN},{"id":2}]'],
  ['single quotation marks', '[{\'id\':1},{"id":2}]'],
  ['a line end in a text', '[{"id":"1\n"},{"id":2}]'],
  ['a missing comma', '[{"id":1 "x":3},{"id":2}]'],
])('a record with %s is kept as it is, and the next one is read', async (_, text) => {
  const read = await readJsonText(text);
  expect(read.header).toEqual(['id', 'unread text']);
  expect(faultsOf(read)).toEqual(['row.damaged_record', null]);
  expect(read.rows[0]?.cells[1]).toBe(text.slice(1, text.indexOf('},') + 1));
  expect(cellsOf(read)[1]).toEqual(['2', '']);
  expect(read.findings).toEqual([
    { code: 'records.damaged', params: { count: 1, first: 'line 1, character 2' } },
  ]);
});

test.each([
  ['quotation mark', '{"id":2,"name":"B},\n'],
  ['brace', '{"id":2,"name":{"x":"B"},\n'],
  ['bracket', '{"id":2,"name":["B"},\n'],
])('a missing %s swallows no record', async (_, damaged) => {
  const text = `[{"id":1,"name":"A"},\n${damaged}{"id":3,"name":"C"},\n{"id":4,"name":"D"}]`;
  const read = await readJsonText(text);
  expect(faultsOf(read)).toEqual([null, 'row.damaged_record', null, null]);
  expect(read.rows.map(({ cells }) => cells[0])).toEqual(['1', '', '3', '4']);
});

test.each([
  ['brace', '{"id":1,"name":"A",'],
  ['quotation mark', '{"id":1","name":"A"}'],
  ['brace, with records inside', '{"id":1,"e":[{"id":5,"f":1},{"id":6,"f":2},{"id":7,"f":3}],"name":"A",'],
  ['mark before records inside', '{"id":1","e":[{"id":5,"f":1},{"id":6,"f":2},{"id":7,"f":3}],"name":"A"}'],
])('a missing %s in the first record of all hides none of the others', async (_, damaged) => {
  const others = [2, 3, 4].map((id) => `{"id":${id},"e":[],"name":"N${id}"}`);
  for (const sizes of [[1 << 16], [7]]) {
    const read = await readJsonText(`[\n${damaged}\n${others.join(',\n')}]`, {}, sizes);
    expect(faultsOf(read)).toEqual(['row.damaged_record', null, null, null]);
    expect(cellsOf(read).map(([id]) => id)).toEqual(['', '2', '3', '4']);
    expect(read.header.at(-1)).toBe('unread text');
  }
});

test('objects inside a damaged record do not pass for records', async () => {
  const text =
    '[{"id":1,"name":"A","x":[]},{"id":2,"name":"B,"x":[{"id":5,"e":1,"f":2,"g":3},{"id":6,"e":1,"f":2,"g":3}]},{"id":3,"name":"C","x":[]}]';
  const read = await readJsonText(text);
  expect(read.rows.map(({ cells, fault }) => [cells[0], fault])).toEqual([
    ['1', null],
    ['', 'row.damaged_record'],
    ['3', null],
  ]);
});

test('a damaged line is one row', async () => {
  const read = await readJsonText('{"a":1}\n{"a":\n{"a":[1,\n{"a":4}\n', { lines: true });
  expect(faultsOf(read)).toEqual([null, 'row.damaged_record', 'row.damaged_record', null]);
  expect(cellsOf(read)[2]).toEqual(['', '{"a":[1,\n']);
});

test('a name given twice, NUL, half a character and values among records are findings on the row', async () => {
  const text = String.raw`[{"a":1,"a":2},{"a":"\u0000"},{"a":"\ud800"},{"a":"\ud83d\ude00"},5,null,{},{"b":{"c":1},"b":{"c":2}}]`;
  const read = await readJsonText(text);
  expect(faultsOf(read)).toEqual([
    'row.repeated_name',
    'row.nul_character',
    'row.unpaired_surrogate',
    null,
    'row.not_a_record',
    'row.not_a_record',
    'row.blank',
    'row.repeated_name',
  ]);
  expect(read.header).toEqual(['a', 'a (2)', 'b.c', 'b (2).c', 'unread text']);
  expect(cellsOf(read)[0]?.slice(0, 2)).toEqual(['1', '2']);
});

test('names that mean something in JavaScript, look alike or collide stay columns of their own', async () => {
  const read = await readJsonText(
    '[{"__proto__":"p","constructor":"c","a":{"b":1},"a.b":2,"A.B":3,"l\\nm":4}]',
  );
  expect(read.header).toEqual(['__proto__', 'constructor', 'a.b', 'a.b (2)', 'A.B (3)', 'l m']);
  expect(cellsOf(read)).toEqual([['p', 'c', '1', '2', '3', '4']]);
  expect(({} as Record<string, unknown>)['p']).toBeUndefined();
  expect(codesOf(read)).toEqual([
    'records.column_renamed',
    'records.column_renamed',
    'records.column_renamed',
  ]);
});

test('depth without end is damage, not a crash', async () => {
  const deep = '['.repeat(100_000);
  const open = await readJsonText(`[{"a":1},{"a":${deep}`);
  expect(faultsOf(open)).toEqual([null, 'row.damaged_record']);
  expect(codesOf(open)).toEqual(['records.damaged', 'records.cut_off']);
  const closed = await readJsonText(`[{"a":${deep}${']'.repeat(100_000)}},{"a":1}]`);
  expect(faultsOf(closed)).toEqual(['row.damaged_record', null]);
});

test('limits have faults of their own', async () => {
  const limits = { ...defaultReadLimits, maxRowBytes: 4_000, maxCellBytes: 1_000, maxColumns: 3 };
  const code = (text: string) => outcomeOf(readJsonText(text, {}, [100], limits));
  expect(await code(`[{"a":"${'x'.repeat(9_000)}"}]`)).toBe('read.record_too_large');
  expect(await code(`[{"a":"${'x'.repeat(2_000)}"}]`)).toBe('read.record_value_too_large');
  expect(await code('[{"a":1,"b":2},{"c":3,"d":4}]')).toBe('read.too_many_fields');
  expect(await code(`[{"${'x'.repeat(300)}":1}]`)).toBe('read.record_name_too_long');
  expect(await code('[]')).toBe('read.no_records');
});

test('text before and after the records is counted, records after it are read', async () => {
  const call = await readJsonText('callback([{"a":1},{"a":2}]);');
  expect(cellsOf(call).map(([a]) => a)).toEqual(['1', '2', '']);
  expect(codesOf(call)).toContain('records.unread_text');
  const early = await readJsonText('[{"a":1}],{"a":2}]');
  expect(early.rows.filter(({ fault }) => fault === null)).toHaveLength(2);
});

test('a list inside records that stand one after the other is a table of its own elements', async () => {
  const text = '{"id":1,"exams":[{"d":"x"},{"d":"y"}]}\n{"id":2,"exams":[]}\n{"id":3,"exams":[{"d":"z"}]}\n';
  const read = await readJsonText(text, { lines: true, path: ['exams'] });
  expect(read.header).toEqual(['record.id', 'd']);
  expect(cellsOf(read)).toEqual([
    ['1', 'x'],
    ['1', 'y'],
    ['3', 'z'],
  ]);
});
