import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codesOf, tablesOf } from './recognised.ts';
import { type PrintedTable, printedTables, printTable } from './printed-tables.ts';

type Outcome = 'right' | 'asked' | 'wrong and not asked';

async function outcomeOf(table: PrintedTable): Promise<Outcome> {
  const { printing } = table;
  const text = printTable(table);
  const tables = await tablesOf(text);
  const { layout } = tables[0]!;
  if (layout.format !== 'delimited') return 'wrong and not asked';
  const isQuoted = printing.quotesAll || text.includes(printing.delimiter + printing.quote);
  const isRight =
    tables.length === 1 &&
    layout.delimiter === printing.delimiter &&
    (!isQuoted || layout.quote === printing.quote) &&
    (!text.includes('\\') || layout.escape === printing.escape) &&
    layout.newline === printing.newline &&
    layout.firstLine === printing.above.length + 1 &&
    layout.lastLine === null &&
    layout.headerLines === (printing.hasHeader ? 1 : 0) &&
    layout.trailingDelimiter === printing.trailingDelimiter;
  if (isRight) return 'right';
  return tables.some((each) => codesOf(each).length > 0) ? 'asked' : 'wrong and not asked';
}

test('the layout that a table was printed with is recognised, and the rest asked about', async () => {
  const runs = 1_000;
  const counts = { right: 0, asked: 0, 'wrong and not asked': 0 };
  for (const table of fc.sample(printedTables, { numRuns: runs, seed: 5 }))
    counts[await outcomeOf(table)] += 1;
  expect(counts['wrong and not asked']).toBe(0);
  expect(counts.right).toBeGreaterThanOrEqual(runs * 0.99);
});
