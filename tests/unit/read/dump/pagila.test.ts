import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readTables, recognised } from './dumps.ts';

const dump = gunzipSync(readFileSync(new URL('../../../fixtures/pg-dump/pagila.sql.gz', import.meta.url)));

interface Block {
  readonly columns: string[];
  readonly line: number;
  readonly rows: string[][];
}

/** The COPY blocks as a reader finds them that knows nothing but the lines of pg_dump's own layout. */
function copyBlocks(text: string): Map<string, Block> {
  const blocks = new Map<string, Block>();
  let block: Block | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^COPY (\S+) \((.*)\) FROM stdin;$/.exec(line);
    if (block === null && head !== null) {
      block = { columns: head[2]!.replaceAll('"', '').split(', '), line: index + 2, rows: [] };
      blocks.set(head[1]!, block);
    } else if (line === '\\.') block = null;
    else block?.rows.push(line.split('\t').map((cell) => (cell === '\\N' ? '' : unescaped(cell))));
  }
  return blocks;
}

const unescaped = (cell: string) => cell.replaceAll(String.raw`\\`, '\\');

test('every row of a real dump is read as it stands in its COPY block', async () => {
  const blocks = copyBlocks(dump.toString());
  const tables = await readTables(dump);
  expect([...tables.keys()]).toEqual([...blocks.keys()]);
  for (const [name, { columns, line, rows }] of blocks) {
    const { table, summary, rows: read } = tables.get(name)!;
    expect(summary).toEqual({ header: columns, rows: rows.length, findings: [] });
    expect(table.header).toEqual(columns);
    expect(table.rowsEstimate).toBe(rows.length);
    expect(read.map(({ cells }) => cells)).toEqual(rows);
    expect(read.map((row) => row.line)).toEqual(rows.map((_, index) => line + index));
    expect(read.every(({ fault }) => fault === null)).toBe(true);
  }
});

test('the rows of the first, middle and last are those of the table', async () => {
  const rental = copyBlocks(dump.toString()).get('public.rental')!;
  const { tables } = await recognised(dump);
  const { preview } = tables.find(({ name }) => name === 'public.rental')!;
  const at = (line: number) => rental.rows[line - rental.line];
  for (const part of [preview.first, preview.middle, preview.last]) {
    expect(part).toHaveLength(20);
    for (const { line, cells } of part) expect(cells).toEqual(at(line));
  }
  expect(preview.first[0]!.line).toBe(rental.line);
  expect(preview.last.at(-1)!.line).toBe(rental.line + rental.rows.length - 1);
  const middle = (preview.middle[0]!.line - rental.line) / rental.rows.length;
  expect(middle).toBeGreaterThan(0.25);
  expect(middle).toBeLessThan(0.75);
});

test('what brings no rows is counted, and partitions name their table', async () => {
  const { tables, findings } = await recognised(dump);
  expect(findings.map(({ code }) => code)).toEqual(['dump.other_statements']);
  expect(findings[0]!.params['statements']).toBe(201);
  const partitions = tables.filter(({ findings }) => findings.some(({ code }) => code === 'dump.partition'));
  expect(partitions).toHaveLength(7);
  expect(partitions[0]!.findings[0]!.params).toEqual({ parent: 'public.payment' });
});
