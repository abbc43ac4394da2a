import { expect, test } from 'vitest';
import type { DelimitedLayout } from '#contract/layout';
import { memorySource } from '../../../scripts/damaged-corpus/memory-source.ts';
import { readCorpusFile } from '../../../scripts/damaged-corpus/read-corpus-file.ts';
import { lostWords, unaccounted } from '../../../scripts/fuzz/accounting.ts';
import { checkInput } from '../../../scripts/fuzz/check-input.ts';
import { makeInput } from '../../../scripts/fuzz/make-input.ts';
import { minimise } from '../../../scripts/fuzz/minimise.ts';
import { seedFiles } from '../../../scripts/fuzz/seed-files.ts';

test('500 random and mutated files throw nothing, are counted right and do not pass silently', async () => {
  const seeds = await seedFiles(1, 2);
  const violations: string[] = [];
  for (let run = 1; run <= 500; run += 1) {
    const violation = await checkInput(makeInput(20_260, run, seeds));
    if (violation !== null) violations.push(`run ${run}: ${violation.code}`);
  }
  expect(violations).toEqual([]);
});

test('the same number makes the same input', async () => {
  const seeds = await seedFiles(1, 1);
  expect(makeInput(1, 77, seeds)).toEqual(makeInput(1, 77, seeds));
  expect(makeInput(1, 78, seeds)).not.toEqual(makeInput(1, 77, seeds));
});

const text = Buffer.from('id,name,note\n1,Anna,"seen, twice"\n2,Bert,\n');

test('the accounting finds what is in no cell, what no row has, and what is in no name', async () => {
  const { tables } = await readCorpusFile(memorySource('patients.csv', text));
  const table = tables[0]!;
  const layout = table.recognised.layout as DelimitedLayout;
  expect(unaccounted(text, layout, table)).toBeNull();
  const cells = table.rows[0]!.cells;
  const withCell = (value: string): typeof table => ({
    ...table,
    rows: table.rows.with(0, { ...table.rows[0]!, cells: cells.with(1, value) }),
  });
  expect(unaccounted(text, layout, withCell('Ann'))).toBe('characters of rows are in no cell');
  expect(unaccounted(text, layout, withCell('Annaa'))).toBe('cells have characters that no row has');
  expect(unaccounted(text, layout, { ...table, rows: table.rows.slice(0, 1) })).not.toBeNull();
  expect(unaccounted(text, layout, { ...table, header: ['id', 'nam', 'note'] })).not.toBeNull();
});

test('the accounting knows a header that stands on one physical line with the first row', async () => {
  const bytes = Buffer.from('\n;\r"');
  const table = (await readCorpusFile(memorySource('a.csv', bytes))).tables[0]!;
  const layout = table.recognised.layout as DelimitedLayout;
  expect(table.rows[0]!.line).toBe(layout.firstLine);
  expect(unaccounted(bytes, layout, table)).toBeNull();
  expect(unaccounted(bytes, layout, { ...table, header: ['x'] })).not.toBeNull();
});

test('a word that is in no cell is found, whatever escapes stand around it', async () => {
  const { tables } = await readCorpusFile(memorySource('patients.csv', text));
  expect(lostWords('{"note":"twice\\u00e9"}', tables)).toBeNull();
  expect(lostWords('{"note":"thrice\\n"}', tables)).not.toBeNull();
});

test('a failing input is made as small as it can be', async () => {
  const bytes = Buffer.from(`${'x'.repeat(300)}needle${'y'.repeat(200)}`);
  const smallest = await minimise(bytes, async (smaller) => smaller.includes('needle'));
  expect(smallest.toString()).toBe('needle');
});
