import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DumpLayout } from '#contract/layout';
import { FaultError } from '#contract/faults';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { findIssueKind } from '#main/steps/check/catalogue';
import { readLayout, readTables, recognise } from './dumps.ts';

type Cell = string | null;

const cell: fc.Arbitrary<Cell> = fc.option(
  fc.oneof(
    fc.string({
      unit: fc.constantFrom(
        'a',
        'é',
        '🙂',
        "'",
        '"',
        '\\',
        '\t',
        '\n',
        '\r',
        ';',
        '$',
        ',',
        '(',
        ')',
        ' ',
        'N',
        '.',
        '-',
      ),
      maxLength: 8,
    }),
    fc.constantFrom('\\N', '\\.', '--', '$$', "''", 'NULL'),
  ),
  { nil: null },
);
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 30 }),
  );
const pieces = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });

const head =
  "-- PostgreSQL database dump\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n";
const names = (rows: readonly Cell[][]) => rows[0]!.map((_, index) => `c${index}`).join(', ');

/** As CopyAttributeOutText of Postgres writes them. */
function asCopy(rows: readonly Cell[][]): string {
  const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
  const text = (value: Cell) =>
    value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (found) => escapes[found]!);
  return `COPY public.t (${names(rows)}) FROM stdin;\n${rows.map((row) => `${row.map(text).join('\t')}\n`).join('')}\\.\n`;
}

const literal = (value: Cell) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);
const tuple = (row: readonly Cell[]) => `(${row.map(literal).join(', ')})`;

function asInserts(rows: readonly Cell[][], perStatement: number): string {
  let text = '';
  for (let start = 0; start < rows.length; start += perStatement) {
    const tuples = rows.slice(start, start + perStatement).map(tuple);
    text += `INSERT INTO public.t (${names(rows)}) VALUES\n\t${tuples.join(',\n\t')};\n`;
  }
  return text;
}

async function cellsRead(text: string, sizes: number[]): Promise<Cell[][]> {
  const { rows } = (await readTables(head + text, {}, sizes)).get('public.t')!;
  expect(rows.every(({ fault }) => fault === null)).toBe(true);
  return rows.map(({ cells, stored }) =>
    cells.map((text, index) =>
      text !== '' || stored?.some(([column]) => column === index) === true ? text : null,
    ),
  );
}

test('reading is the reverse of writing: COPY', async () => {
  await fc.assert(
    fc.asyncProperty(table, pieces, async (rows, sizes) => {
      expect(await cellsRead(asCopy(rows), sizes)).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

test('reading is the reverse of writing: INSERT', async () => {
  await fc.assert(
    fc.asyncProperty(table, pieces, fc.integer({ min: 1, max: 7 }), async (rows, sizes, perStatement) => {
      expect(await cellsRead(asInserts(rows, perStatement), sizes)).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

const plainCell = fc.string({ unit: fc.constantFrom('a', 'B', ' ', ';', ',', ')', "'", '-'), maxLength: 12 });
const created = 'CREATE TABLE public.t (a integer, b text, c text);\n';
const plainTable = fc.array(fc.tuple(plainCell, plainCell), { minLength: 3, maxLength: 12 });

test('a stray or lost quotation mark in an INSERT costs no other row', async () => {
  await fc.assert(
    fc.asyncProperty(plainTable, fc.nat(), fc.nat(), fc.boolean(), async (cells, which, where, lost) => {
      const rows = cells.map((row, index) => [`${index}`, ...row]);
      const lines = rows.map((row) => `INSERT INTO public.t VALUES ${tuple(row)};`);
      const target = which % lines.length;
      const line = lines[target]!;
      const marks = [...line.matchAll(/'/g)].map(({ index }) => index);
      const at = lost
        ? marks[where % marks.length]!
        : 'INSERT INTO'.length + (where % (line.length - 'INSERT INTO'.length));
      lines[target] = lost
        ? line.slice(0, at) + line.slice(at + 1)
        : `${line.slice(0, at)}'${line.slice(at)}`;
      const tables = await readTables(`${head}${created}${lines.join('\n')}\n`);
      const read = tables
        .get('public.t')!
        .rows.filter(({ fault }) => fault === null)
        .map(({ cells }) => cells);
      for (const [index, row] of rows.entries()) if (index !== target) expect(read).toContainEqual(row);
    }),
    { numRuns: 500 },
  );
});

const base = `${head}CREATE TABLE public.t (a integer, b text);\n${asCopy([
  ['1', "O'Brien"],
  [null, ''],
])}${asInserts(
  [
    ['1', 'x;y'],
    ['2', "it's"],
  ],
  2,
)}\\connect other\nCREATE FUNCTION f() AS $$ begin; end $$;\n`;
const edit = fc.record({
  at: fc.nat(base.length),
  remove: fc.integer({ min: 0, max: 30 }),
  add: fc.constantFrom(
    '',
    "'",
    '"',
    '$$',
    '\\',
    '\\.\n',
    '\n',
    '\0',
    '\xff',
    '(',
    ')',
    ';',
    '/*',
    '--',
    'COPY t FROM stdin;\n',
    'INSERT INTO t VALUES (',
  ),
});

test('no damage stops a reading but with a fault, and whatever is found has words', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      let text = base;
      for (const { at, remove, add } of edits) text = text.slice(0, at) + add + text.slice(at + remove);
      const content = Buffer.from(text, 'latin1');
      const found = await recognise(content);
      if (found === null || !found.ok) return;
      for (const finding of found.value.findings) fileFindingKind(finding);
      for (const each of found.value.tables) {
        for (const finding of each.findings) fileFindingKind(finding);
        try {
          const { rows, summary } = await readLayout(content, each.layout as DumpLayout, [13]);
          expect(summary.rows).toBe(rows.length);
          expect(rows.map(({ rowNo }) => rowNo)).toEqual(rows.map((_, index) => index + 1));
          for (const finding of summary.findings) fileFindingKind(finding);
          for (const { fault, notes = [] } of rows) {
            for (const code of [...(fault === null ? [] : [fault]), ...notes.map(([, code]) => code)]) {
              expect(findIssueKind(code)).toBeDefined();
            }
          }
        } catch (error) {
          if (!(error instanceof FaultError)) throw error;
        }
      }
    }),
    { numRuns: 1_500 },
  );
});
