import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { DumpLayout } from '#contract/layout';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { faultOf } from '../byte-sources.ts';
import { codes, faultCode, readLayout, readOne, readTables, recognise, recognised } from './dumps.ts';

const head = "-- PostgreSQL database dump\nSET client_encoding = 'UTF8';\n";
const copy = (table: string, ...rows: string[]) =>
  `COPY ${table} FROM stdin;\n${rows.map((row) => `${row}\n`).join('')}\\.\n\n`;

test('tables of several databases are not mixed up', async () => {
  const dump = `-- PostgreSQL database cluster dump\n\\connect template1\nCREATE TABLE public.empty (a integer);
\\connect one\n${head}${copy('public.t (a)', '1')}\\connect -reuse-previous=on "dbname='two dbs'"\n${head}${copy('public.t (a)', '2')}-- PostgreSQL database cluster dump complete\n`;
  const tables = await readTables(dump);
  expect([...tables].map(([name, { rows }]) => [name, rows.map(({ cells }) => cells[0])])).toEqual([
    ['one.public.t', ['1']],
    ['two dbs.public.t', ['2']],
  ]);
  const { findings } = await recognised(dump);
  expect(codes(findings)).toEqual(['dump.databases', 'dump.tables_without_rows', 'dump.other_statements']);
});

test('one database with a connect line needs no prefix; restrict lines are known', async () => {
  const { table } = await readOne(
    `\\restrict abc\n${head}\\connect clinic\n${copy('public.t (a)', '1')}\\unrestrict abc\n`,
  );
  expect(table.name).toBe('public.t');
});

test('partitions are tables of their own that name the whole', async () => {
  const dump = `${head}CREATE TABLE public.p (id integer, d date) PARTITION BY RANGE (d);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (2);
CREATE TABLE public.p2 (id integer, d date);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p2 DEFAULT;
${copy('public.p1', '1\tx')}${copy('public.p2', '2\ty')}-- PostgreSQL database dump complete\n`;
  const tables = await readTables(dump);
  expect([...tables.keys()]).toEqual(['public.p1', 'public.p2']);
  for (const { table, summary } of tables.values()) {
    expect(summary.header).toEqual(['id', 'd']);
    expect(table.findings).toEqual([{ code: 'dump.partition', params: { parent: 'public.p' } }]);
    expect(table.reasons.join(' ')).toContain('“public.p”');
  }
  expect(codes((await recognised(dump)).findings)).toEqual(['dump.other_statements']);
});

test('client_encoding says how cells are written, for each database', async () => {
  const latin = Buffer.from(
    `\\connect a\nSET client_encoding = 'LATIN1';\n${copy('t (name)', 'Müller')}`,
    'latin1',
  );
  const utf8 = Buffer.from(`\\connect b\nSET client_encoding = 'UTF8';\n${copy('t (name)', 'Müller €')}`);
  const cyrillic = Buffer.from(
    `\\connect c\nSET client_encoding TO WIN1251;\n${copy('t (name)', '\xc8\xe2\xe0\xed')}`,
    'latin1',
  );
  const tables = await readTables(Buffer.concat([latin, utf8, cyrillic]));
  expect(
    [...tables].map(([, { table, rows }]) => [(table.layout as DumpLayout).encoding, rows[0]!.cells[0]]),
  ).toEqual([
    ['iso-8859-1', 'Müller'],
    ['utf-8', 'Müller €'],
    ['windows-1251', 'Иван'],
  ]);
});

test('without client_encoding a person is asked when it is not UTF-8, and can choose', async () => {
  const dump = Buffer.from(copy('t (name)', 'Müller'), 'latin1');
  const asked = await readOne(dump);
  expect(asked.table.questions.map(({ code }) => code)).toEqual(['encoding']);
  expect(asked.rows[0]!.cells).toEqual(['Müller']);
  const chosen = await readOne(dump, { encoding: 'macintosh' });
  expect(chosen.table.questions).toEqual([]);
  expect(chosen.table.layout).toMatchObject({ encoding: 'macintosh' });
});

test('an encoding that is not read is a fault, unless a person chooses one', async () => {
  const dump = `SET client_encoding = 'SJIS';\n${copy('t (name)', 'x')}`;
  expect(await faultCode(dump)).toBe('read.dump_encoding');
  expect(await faultCode(dump, { encoding: 'windows-1252' })).toBe('none');
});

test('bytes that the encoding does not have make their row doubtful and no other', async () => {
  const dump = Buffer.from(`${head}${copy('t (a, b)', '1\tM\xfcller', '2\tx')}`, 'latin1');
  const { rows, summary } = await readOne(dump);
  expect(rows).toMatchObject([
    { cells: ['1', 'Müller'], fault: 'row.mixed_encoding' },
    { cells: ['2', 'x'], fault: null },
  ]);
  expect(summary.findings).toEqual([
    { code: 'text.mixed_encodings', params: { lines: 1, first: '4', encoding: 'UTF-8' } },
  ]);
});

test('cells in another encoding than UTF-8 are read as a person chose, and their lines named', async () => {
  const dump = Buffer.concat([
    Buffer.from(`${head}COPY t (a, b) FROM stdin;\n1\tZoë\n`),
    Buffer.from('2\tM\xfcller\n\\.\n', 'latin1'),
  ]);
  const { rows, summary } = await readOne(dump, { encoding: 'utf-8+windows-1252' });
  expect(rows).toMatchObject([
    { cells: ['1', 'Zoë'], fault: null },
    { cells: ['2', 'Müller'], fault: null },
  ]);
  expect(summary.findings).toMatchObject([{ code: 'text.lines_in_other_encoding', params: { lines: 1 } }]);
});

test('UTF-16 from PowerShell and a byte order mark are read', async () => {
  const dump = `\uFEFF${head}${copy('t (a, b)', '1\tMüller €', '2\t\\N')}`;
  for (const content of [dump, dump.slice(1)]) {
    const { rows, table } = await readOne(Buffer.from(content, 'utf16le'));
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [4, '1', 'Müller €'],
      [5, '2', ''],
    ]);
    expect(table.layout).toMatchObject({ encoding: 'utf-16le' });
  }
  expect((await readOne(dump)).rows[0]!.cells).toEqual(['1', 'Müller €']);
});

test('a NUL character is the fault of its row', async () => {
  const { rows } = await readOne(`${head}${copy('t (a, b)', '1\t\\000', '2\t\0', '3\tx')}`);
  expect(rows.map(({ fault }) => fault)).toEqual(['row.nul_character', 'row.nul_character', null]);
});

test.each([
  ['1\tx\n2\ty\n3\tunfin', ['row.cut_off', '3', 'unfin']],
  ['1\tx\n2\ty\n', [null, '2', 'y']],
])('a dump that is cut off in its rows keeps them and says so (%#)', async (end, last) => {
  const { table, rows, summary } = await readOne(`${head}COPY t (a, b) FROM stdin;\n${end}`);
  const { fault, cells } = rows.at(-1)!;
  expect([fault, ...cells]).toEqual(last);
  expect(rows[0]).toMatchObject({ cells: ['1', 'x'], fault: null });
  expect(codes(table.findings)).toEqual(['dump.table_cut_off']);
  expect(codes(summary.findings)).toEqual(['dump.rows_cut_off']);
  expect(table.rowsEstimate).toBe(rows.length);
});

test('a dump that is cut off in an INSERT or another statement says so', async () => {
  const insert = await readOne(`${head}INSERT INTO t VALUES (1, 'x'), (2, 'unfin`);
  expect(insert.rows.map(({ fault }) => fault)).toEqual([null, 'row.cut_off']);
  expect(codes(insert.table.findings)).toContain('dump.table_cut_off');
  const { findings } = await recognised(`${head}${copy('t (a)', '1')}CREATE INDEX i ON t (`);
  expect(codes(findings)).toContain('dump.cut_off');
});

test('the end mark at the very end of a file needs no line end', async () => {
  const { table, rows } = await readOne(`${head}${copy('t (a, b)', '1\tx')}`.trimEnd());
  expect(rows).toHaveLength(1);
  expect(table.findings).toEqual([]);
});

test('rows that are not closed do not swallow the next table', async () => {
  const dump = `${head}${copy('t (a, b)', '1\tx').replace('\\.\n', '')}--\n-- Name: u\n--\n\n${copy('u (a, b)', '2\ty')}`;
  const tables = await readTables(dump);
  const { rows, table, summary } = tables.get('t')!;
  expect(rows.map(({ fault }) => fault)).toEqual([null, 'row.blank']);
  expect(codes(table.findings)).toEqual(['dump.rows_not_closed']);
  expect(codes(summary.findings)).toEqual(['dump.rows_not_closed']);
  expect(tables.get('u')!.rows.map(({ cells }) => cells)).toEqual([['2', 'y']]);
});

test('rows without their COPY statement are named, and the next table is read', async () => {
  const dump = `${head}1\tO'Brien\n2\tx;\n\\.\n\n${copy('u (a, b)', '2\ty')}`;
  const { findings, tables } = await recognised(dump);
  expect(findings[0]).toEqual({ code: 'dump.rows_without_table', params: { line: 3, lines: 3 } });
  expect(tables.map(({ name }) => name)).toEqual(['u']);
});

test.each(['2\ty', "2\tO'Brien", "2\tO'Brien; here", "2\t'; '", '2\ty\n\n'])(
  'a statement with a quotation mark that is not closed does not hide the table after it (%#)',
  async (rows) => {
    const dump = `${head}COMMENT ON TABLE t IS 'stray;\n\n${copy('u (a, b)', rows)}${copy('v (a)', '1')}`;
    const { findings, tables } = await recognised(dump);
    expect(findings[0]).toEqual({ code: 'dump.damaged_statement', params: { line: 3, lines: 2 } });
    expect(tables.map(({ name }) => name)).toEqual(['u', 'v']);
  },
);

test('nor before INSERT statements', async () => {
  const dump = `${head}COMMENT ON TABLE t IS 'stray;\nINSERT INTO t VALUES (1);\n`;
  const { findings, tables } = await recognised(dump);
  expect(codes(findings)).toContain('dump.damaged_statement');
  expect(tables.map(({ name }) => name)).toEqual(['t']);
});

test('rows with too many and too few cells, and empty lines', async () => {
  const { rows } = await readOne(`${head}${copy('t (a, b)', '1\tx', '2', '', '3\ty\tz')}`);
  expect(rows.map(({ fault, cells }) => [fault, cells.length])).toEqual([
    [null, 2],
    ['row.wrong_cell_count', 1],
    ['row.blank', 1],
    ['row.wrong_cell_count', 3],
  ]);
});

test('an empty line of a table with one column is an empty text', async () => {
  const { rows } = await readOne(`${head}${copy('t (a)', '', '-- x', 'SELECT pg_catalog.x')}`);
  expect(rows.map(({ fault, cells }) => [fault, ...cells])).toEqual([
    [null, ''],
    [null, '-- x'],
    [null, 'SELECT pg_catalog.x'],
  ]);
});

test('columns that differ in capitals only get different names', async () => {
  const { summary, table } = await readOne(`${head}${copy('t ("Name", name, "NAME")', 'a\tb\tc')}`);
  expect(summary.header).toEqual(['Name', 'name (2)', 'NAME (3)']);
  expect(table.header).toEqual(summary.header);
});

test.each([
  ['read.dump_custom', Buffer.from('PGDMP\x01\x0e\x00', 'latin1')],
  [
    'read.dump_custom',
    Buffer.concat([Buffer.from('toc.dat\0'), Buffer.alloc(249), Buffer.from('ustar'), Buffer.alloc(300)]),
  ],
  ['read.dump_custom', gzipSync('PGDMP\x01')],
  ['read.dump_packed', gzipSync(`${head}${copy('t (a)', '1')}`)],
  ['read.dump_no_rows', `${head}CREATE TABLE t (a integer);\n${copy('t (a)')}`],
  ['read.other_sql', '-- MySQL dump 10.13\nDROP TABLE IF EXISTS `t`;\nINSERT INTO `t` VALUES (1);\n'],
  ['read.other_sql', 'USE [clinic]\nGO\nINSERT [dbo].[t] ([a]) VALUES (1)\nGO\n'],
  [null, gzipSync('a,b\n1,2\n')],
  [null, 'id,name\n1,x\n'],
  [null, 'Update,Set,Select\n1,2,3\n'],
  [null, 'Start;End;Patient\n09:00;09:30;7\n'],
  [null, 'Begin;End;Patient\n09:00;09:30;7\n'],
  ['read.dump_no_rows', '\\copy t from t.csv\nSELECT 1;\n'],
  ['read.dump_no_rows', 'prose about it\n\nselect a,\n  b from t;\n'],
  [
    'read.other_sql',
    "IF EXISTS (SELECT 1) DROP DATABASE [x];\nGO\nINSERT INTO [dbo].[t] ([a]) VALUES (N'x');\n",
  ],
  [null, '{"a": "INSERT INTO t VALUES (1);"}'],
  [null, ''],
])('%s for what is another kind of dump or none (%#)', async (code, content) => {
  expect(await faultCode(content)).toBe(code);
});

test('SQL whose beginning is lost is told by its name', async () => {
  const end = `(2);\n${copy('t (a)', '1', '2')}`;
  const { rows } = await readOne(end);
  expect(rows.map(({ cells }) => cells)).toEqual([['1'], ['2']]);
});

test('the dump of SQLite reads cleanly', async () => {
  const dump = `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE IF NOT EXISTS "t" ("id" INTEGER, note TEXT);\nINSERT INTO t VALUES(1,'it''s');\nINSERT INTO "t" VALUES(2,NULL);\nCOMMIT;\n`;
  const { rows, summary } = await readOne(dump);
  expect(summary.header).toEqual(['id', 'note']);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['1', "it's"],
    ['2', ''],
  ]);
});

test('another format that was chosen is not overruled', async () => {
  expect(await recognise(head + copy('t (a)', '1'), { format: 'delimited' })).toBeNull();
});

test('limits are kept, with the line', async () => {
  const { table } = await readOne(`${head}${copy('t (a, b)', '1\tx')}`);
  const read = (text: string, limits: Partial<typeof defaultReadLimits>) =>
    faultOf(readLayout(text, table.layout as DumpLayout, [1_000], { ...defaultReadLimits, ...limits }));
  const rows = `${head}${copy('t (a, b)', '1\tx', `2\t${'y'.repeat(50)}`)}`;
  expect(await read(rows, { maxCellBytes: 20 })).toMatchObject({
    code: 'read.cell_too_large',
    params: { line: 5 },
  });
  expect(await read(rows, { maxRowBytes: 51 })).toMatchObject({ code: 'read.row_too_large' });
  expect(await read(rows, { maxFileBytes: 50 })).toMatchObject({ code: 'read.file_too_large' });
  expect(await read(rows, { maxColumns: 1 })).toMatchObject({ code: 'read.too_many_columns' });
  expect(await read(`${head}${copy('u (a)', '1')}`, {})).toMatchObject({ code: 'read.table_gone' });
});

test('a table beyond the number that is listed is a fault', async () => {
  const dump = head + Array.from({ length: 2_001 }, (_, index) => copy(`t${index} (a)`, '1')).join('');
  expect(await faultCode(dump)).toBe('read.dump_too_many_tables');
});

test('what no dump is made of is named by its line', async () => {
  const { findings } = await recognised(`pg_dump: warning: something;\n${head}${copy('t (a)', '1')}`);
  expect(findings).toContainEqual({ code: 'dump.unknown_statements', params: { statements: 1, line: 1 } });
});
