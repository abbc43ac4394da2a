import { expect, test } from 'vitest';
import { readOne, readTables, recognised } from './dumps.ts';

const raw = String.raw;
const inserts = (...lines: string[]) =>
  `-- PostgreSQL database dump\n${lines.join('\n')}\n-- PostgreSQL database dump complete\n`;
const cellsOf = async (...lines: string[]) =>
  (await readOne(inserts(...lines))).rows.map(({ cells }) => cells);

test('single rows, several rows in a statement, with and without names of columns', async () => {
  const dump = inserts(
    'CREATE TABLE public.t (id integer, name text, PRIMARY KEY (id));',
    "INSERT INTO public.t VALUES (1, 'a');",
    "INSERT INTO public.t (name, id) VALUES ('b', 2),",
    "\t('c', 3),",
    "\t('d', 4)",
    'ON CONFLICT DO NOTHING;',
    "insert into public.t(id, name) overriding system value values (5,'e') returning id;",
  );
  const { rows, summary } = await readOne(dump);
  expect(summary.header).toEqual(['id', 'name']);
  expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [3, '1', 'a'],
    [4, '2', 'b'],
    [5, '3', 'c'],
    [6, '4', 'd'],
    [8, '5', 'e'],
  ]);
});

test('every way to write a value', async () => {
  const { rows } = await readOne(
    inserts(
      raw`INSERT INTO t VALUES (NULL, null, -1.5e3, +2, true, FALSE, 'it''s', '', E'a\tb\\c\'d\x41\101\u00e9', $$it's$$, $q$a $$ b$q$, '2020-01-02'::date, 7::numeric(10,2), B'101', X'1F', 'a; b -- c');`,
    ),
  );
  expect(rows[0]).toEqual({
    rowNo: 1,
    line: 2,
    cells: [
      '',
      '',
      '-1.5e3',
      '+2',
      'true',
      'FALSE',
      "it's",
      '',
      "a\tb\\c'dAAé",
      "it's",
      'a $$ b',
      '2020-01-02',
      '7',
      '101',
      '00011111',
      'a; b -- c',
    ],
    fault: null,
    stored: [
      [7, "''"],
      [14, "X'1F'"],
    ],
  });
});

test('calculations are kept as they stand and noted', async () => {
  const { rows } = await readOne(
    inserts(
      `INSERT INTO t VALUES (1, now(), ARRAY['a', 'b)'], 'x' || 'y', DEFAULT, (1, 2), DATE '2020-01-01');`,
    ),
  );
  expect(rows[0]!.cells).toEqual([
    '1',
    'now()',
    "ARRAY['a', 'b)']",
    "'x' || 'y'",
    'DEFAULT',
    '(1, 2)',
    "DATE '2020-01-01'",
  ]);
  expect(rows[0]!.notes).toEqual([1, 2, 3, 4, 5, 6].map((column) => [column, 'cell.sql_expression']));
  expect(rows[0]!.fault).toBeNull();
});

test('a backslash escapes only where standard_conforming_strings is off', async () => {
  const line = raw`INSERT INTO t VALUES ('C:\\x', 1);`;
  expect(await cellsOf(line)).toEqual([[raw`C:\\x`, '1']]);
  expect(await cellsOf('SET standard_conforming_strings = off;', line)).toEqual([[raw`C:\x`, '1']]);
  expect(
    await cellsOf('SET standard_conforming_strings = off;', raw`INSERT INTO t VALUES ('O\'Brien', 1);`),
  ).toEqual([["O'Brien", '1']]);
});

test('values of several lines keep their line ends', async () => {
  const { rows } = await readOne(
    inserts("INSERT INTO t VALUES (1, 'a", '', "b');", "INSERT INTO t VALUES (2, 'c');"),
  );
  expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [2, '1', 'a\n\nb'],
    [5, '2', 'c'],
  ]);
});

test('too many and too few values are the fault of their rows', async () => {
  const { rows } = await readOne(inserts('INSERT INTO t (a, b) VALUES (1, 2), (1), (1, 2, 3), ();'));
  expect(rows.map(({ fault }) => fault)).toEqual([null, ...Array<string>(3).fill('row.wrong_cell_count')]);
  expect(rows[2]!.cells).toEqual(['1', '2', '3']);
});

test.each([
  ["INSERT INTO t VALUES (1, 'O'Brien');", 1],
  ["INSERT INTO t VALUES (1, 'O'Brien', 'x');", 1],
  ["INSERT INTO t VALUES (1, 'six foot' tall');", 1],
  ["INSERT INTO t VALUES (1, 'lost);", 1],
  ["INSERT INTO t VALUES (1, lost');", 1],
  ['INSERT INTO t VALUES (1, 2;', 1],
  ["INSERT INTO t VALUES (1, '''');\nINSERT INTO t VALUES (1, ''');", 1],
])('a misplaced quotation mark costs its own row and no other (%#)', async (damaged, faults) => {
  const dump = inserts(
    "INSERT INTO t VALUES (0, 'before');",
    damaged,
    "INSERT INTO t VALUES (2, 'after');",
    "INSERT INTO u VALUES (3, 'other');",
    "INSERT INTO t VALUES (4, 'end');",
  );
  const tables = await readTables(dump);
  const rows = tables.get('t')!.rows;
  expect(rows.filter(({ fault }) => fault === 'row.malformed_quote')).toHaveLength(faults);
  expect(rows.filter(({ fault }) => fault === null).map(({ cells }) => cells[1])).toEqual(
    expect.arrayContaining(['before', 'after', 'end']),
  );
  expect(rows.find(({ fault }) => fault !== null)!.cells[0]).toContain('(1, ');
  expect(tables.get('u')!.rows.map(({ cells }) => cells)).toEqual([['3', 'other']]);
  expect(tables.get('t')!.table.rowFaults).toEqual({ 'row.malformed_quote': faults });
});

test('in a list of rows the next line is the next row', async () => {
  const { rows } = await readOne(
    inserts('INSERT INTO t VALUES', "\t(1, 'a'),", "\t(2, 'O'Brien'),", "\t(3, 'c');"),
  );
  expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
    [3, null],
    [4, 'row.malformed_quote'],
    [5, null],
  ]);
});

test('INSERT without values, and statements that change rows, are named', async () => {
  const { findings } = await recognised(
    inserts(
      'INSERT INTO t VALUES (1);',
      'INSERT INTO t SELECT * FROM u;',
      'UPDATE t SET a = 2;',
      'DELETE FROM t;',
      "COPY v (a) FROM '/tmp/v.dat';",
      "SELECT pg_catalog.lowrite(0, '\\x00');",
      'GRANT ALL ON t TO you;',
    ),
  );
  expect(findings.map(({ code, params }) => [code, params['statements'], params['line']])).toEqual([
    ['dump.other_statements', 1, undefined],
    ['dump.large_objects', 1, undefined],
    ['dump.changes_rows', 2, undefined],
    ['dump.rows_elsewhere', 1, undefined],
    ['dump.insert_unread', 1, 3],
  ]);
});

test('the words between the rows of a table are not remembered beyond what changes their meaning', async () => {
  const dump = inserts(
    'SET search_path = one;',
    'INSERT INTO t VALUES (1);',
    'INSERT INTO t VALUES (2);',
    'SET search_path = two;',
    'INSERT INTO t VALUES (3);',
    'INSERT INTO T VALUES (4);',
  );
  const tables = await readTables(dump);
  expect([...tables].map(([name, { rows }]) => [name, rows.map(({ cells }) => cells[0])])).toEqual([
    ['one.t', ['1', '2']],
    ['two.t', ['3', '4']],
  ]);
});
