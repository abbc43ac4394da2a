import { expect, test } from 'vitest';
import type { DumpLayout } from '#contract/layout';
import { codes, readLayout, readOne, readTables, recognised } from './dumps.ts';

const raw = String.raw;
const settings = `--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n`;
const block = (head: string, ...rows: string[]) =>
  `${settings}COPY ${head} FROM stdin;\n${rows.map((row) => `${row}\n`).join('')}\\.\n\n`;

test('NULL and an empty text look alike and are told apart by what is stored', async () => {
  const { rows, summary } = await readOne(block('public.patient (id, note, fax)', raw`1	\N	`, raw`2		\N`));
  expect(summary.header).toEqual(['id', 'note', 'fax']);
  expect(rows).toEqual([
    { rowNo: 1, line: 8, cells: ['1', '', ''], fault: null, stored: [[2, "''"]] },
    { rowNo: 2, line: 9, cells: ['2', '', ''], fault: null, stored: [[1, "''"]] },
  ]);
});

test('every escape of the text format is read', async () => {
  const { rows } = await readOne(
    block(
      'public.t (a, b)',
      raw`\b\f\n\r\t\v	\\N`,
      raw`\101\x42\x4a1\60	\303\244\xc3\xb6`,
      raw`C:\\temp\\x	\\\\`,
    ),
  );
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['\b\f\n\r\t\v', '\\N'],
    ['ABJ10', 'äö'],
    ['C:\\temp\\x', '\\\\'],
  ]);
  expect(rows.every(({ fault, notes }) => fault === null && notes === undefined)).toBe(true);
});

test('a backslash that escapes nothing is noted, and the cell kept as it stands', async () => {
  const { rows } = await readOne(block('public.t (a, b)', raw`O\'Brien	x`, raw`1	end\ `));
  expect(rows[0]).toMatchObject({
    cells: ["O'Brien", 'x'],
    stored: [[0, raw`O\'Brien`]],
    notes: [[0, 'cell.odd_escape']],
  });
  expect(rows[1]).toMatchObject({ cells: ['1', 'end '], notes: [[1, 'cell.odd_escape']] });
});

test('a line end or tab after a backslash belongs to the cell, as old versions wrote them', async () => {
  const { rows } = await readOne(block('public.t (a, b)', '1\tfirst\\', 'second', '2\tone\\\ttwo'));
  expect(rows).toMatchObject([
    { line: 8, cells: ['1', 'first\nsecond'], fault: null },
    { line: 10, cells: ['2', 'one\ttwo'], fault: null },
  ]);
});

test('names in quotation marks, several schemas, and names with dots are told apart', async () => {
  const dump =
    block('"Weird ""name"""."T.1" ("Büro", "select", plain)', 'a\tb\tc') +
    'COPY Public.T (ID) FROM stdin;\n1\n\\.\nCOPY other.t (id) FROM stdin;\n2\n\\.\n';
  const tables = await readTables(dump);
  expect([...tables.keys()]).toEqual(['"Weird ""name"""."T.1"', 'public.t', 'other.t']);
  expect([...tables.values()].map(({ summary }) => summary.header)).toEqual([
    ['Büro', 'select', 'plain'],
    ['id'],
    ['id'],
  ]);
  expect(tables.get('public.t')!.rows.map(({ cells }) => cells)).toEqual([['1']]);
});

test('without a list of columns they come from CREATE TABLE, also inherited ones', async () => {
  const dump = `${settings}SET search_path = clinic, pg_catalog;
CREATE TABLE person (
    id integer NOT NULL, -- a comment, with a comma
    "Last, name" character varying(40) DEFAULT 'a,b'::text,
    CONSTRAINT person_check CHECK ((id > 0)),
    PRIMARY KEY (id)
);
CREATE TABLE patient (
    nhs numeric(10,0)
)
INHERITS (person);
COPY patient FROM stdin;
1\tx\t9
\\.
`;
  const { table, summary, rows } = await readOne(dump);
  expect(table.name).toBe('clinic.patient');
  expect(summary.header).toEqual(['id', 'Last, name', 'nhs']);
  expect(rows[0]!.fault).toBeNull();
});

test('without names anywhere the columns are numbered, and a person is asked to look', async () => {
  const { table, summary, rows } = await readOne(block('public.t', 'a\tb', 'c'));
  expect(summary.header).toEqual(['column 1', 'column 2']);
  expect(codes(table.findings)).toEqual(['dump.unnamed_columns']);
  expect(rows.map(({ fault }) => fault)).toEqual([null, 'row.wrong_cell_count']);
});

test('several blocks of a table are one table, with its columns in the order of the first', async () => {
  const dump = `${block('t (a, b)', '1\t2')}COPY t (b, a) FROM stdin;\n4\t3\n\\.\nCOPY t (a) FROM stdin;\n5\n\\.\nCOPY t (a, c) FROM stdin;\n6\t7\n\\.\n`;
  const { table, rows, summary } = await readOne(dump);
  expect(rows.map(({ cells, fault }) => [...cells, fault])).toEqual([
    ['1', '2', null],
    ['3', '4', null],
    ['5', '', null],
    ['6', '', '7', 'row.other_columns'],
  ]);
  expect(codes(table.findings)).toEqual(['dump.several_blocks', 'dump.other_columns']);
  expect(codes(summary.findings)).toEqual(['dump.other_columns']);
  expect(summary.rows).toBe(4);
});

test('COPY in CSV format, with another delimiter or another NULL', async () => {
  const csv = await readOne(
    block('t (a, b) ', '').replace(
      'FROM stdin;\n\n',
      `FROM stdin WITH (FORMAT csv, HEADER);\na,b\n1,"x, ""y""\nz"\n,""\n`,
    ),
  );
  expect(csv.rows.map(({ line, cells, stored }) => [line, ...cells, stored])).toEqual([
    [9, '1', 'x, "y"\nz', undefined],
    [11, '', '', [[1, "''"]]],
  ]);
  const piped = await readOne(
    `${settings}COPY t (a, b) FROM stdin WITH DELIMITER '|' NULL AS '?';\n1|?\n\\.\n`,
  );
  expect(piped.rows).toMatchObject([{ cells: ['1', ''] }]);
  expect(piped.rows[0]!.stored).toBeUndefined();
});

test('Windows line ends are not part of the last cell', async () => {
  const dump = block('t (a, b)', '1\tx', raw`2	\N`).replaceAll('\n', '\r\n');
  const { rows } = await readOne(dump);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['1', 'x'],
    ['2', ''],
  ]);
});

test('text of functions, comments and strings is not taken for rows', async () => {
  const trap = 'COPY public.trap (a) FROM stdin;\n1\n\\.\n';
  const dump = `${settings}
/* INSERT INTO trap VALUES (1); /* nested ' */ still */
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $_$
BEGIN
  INSERT INTO trap VALUES (1);
  EXECUTE 'it''s; INSERT INTO trap VALUES (2)';
END;
$_$;
CREATE FUNCTION g() RETURNS void BEGIN ATOMIC
  INSERT INTO trap VALUES (CASE WHEN true THEN 1 ELSE 2 END);
END;
CREATE RULE r AS ON INSERT TO v DO INSTEAD (INSERT INTO trap VALUES (1); INSERT INTO trap VALUES (2));
COMMENT ON TABLE t IS 'see
INSERT INTO trap VALUES (3);
';
COPY t (a) FROM stdin;
INSERT INTO trap VALUES (9);
\\.
`;
  const tables = await readTables(dump + trap.replace('trap', 'real'));
  expect([...tables.keys()]).toEqual(['t', 'public.real']);
  expect(tables.get('t')!.rows[0]!.cells).toEqual(['INSERT INTO trap VALUES (9);']);
});

test('the outcome does not depend on where the pieces are cut', async () => {
  const dump =
    block('t (a, "b ""x""")', raw`1	\N`, 'äöü\t\\303\\244', '3\tx\\', 'y') +
    `INSERT INTO t (a, "b ""x""") VALUES ('it''s', E'\\\\ \\n'), ($q$a;b$q$, NULL);\n`;
  const { table, rows, summary } = await readOne(dump);
  expect(rows).toHaveLength(5);
  for (const size of [1, 2, 3, 7, 64, 101]) {
    const again = await readLayout(dump, table.layout as DumpLayout, [size]);
    expect(again.rows).toEqual(rows);
    expect(again.summary).toEqual(summary);
  }
});

test('a preview shows rows from start, middle and end without repeating any', async () => {
  for (const count of [1, 19, 20, 21, 39, 40, 41, 59, 60, 61, 200, 1_000]) {
    const lines = Array.from({ length: count }, (_, index) => `${index}\tx`);
    const inserts = lines.map(
      (line) =>
        `INSERT INTO t (a, b) VALUES (${line.replace('\t', ', ')[0] === '' ? '' : line.split('\t')[0]}, 'x');\n`,
    );
    for (const dump of [block('t (a, b)', ...lines), settings + inserts.join('')]) {
      const { preview, rowsEstimate } = (await recognised(dump)).tables[0]!;
      const shown = [...preview.first, ...preview.middle, ...preview.last].map(({ cells }) =>
        Number(cells[0]),
      );
      expect(rowsEstimate).toBe(count);
      expect(shown).toEqual([...new Set(shown)].sort((a, b) => a - b));
      expect(shown[0]).toBe(0);
      expect(shown.at(-1)).toBe(count - 1);
      expect(shown.length).toBeGreaterThanOrEqual(Math.min(count, 40));
    }
  }
});

test('a row whose first value begins like a comment or a statement is a row', async () => {
  const rows = ['-- see above', '--', 'ALTER TABLE x', 'SELECT pg_catalog.now()', 'a'];
  const dump = `COPY public.notes (note, id) FROM stdin;\n${rows.map((note, id) => `${note}\t${id}\n`).join('')}\\.\n`;
  const { rows: read, summary } = await readOne(dump);
  expect(read.map(({ cells }) => cells[0])).toEqual(rows);
  expect(summary.findings).toEqual([]);
  const semicolons = dump.replace('FROM stdin', "FROM stdin WITH (DELIMITER ';')").replaceAll('\t', ';');
  expect((await readOne(semicolons)).rows.map(({ cells }) => cells[0])).toEqual(rows);
});
