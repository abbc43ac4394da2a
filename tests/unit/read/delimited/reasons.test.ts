import { expect, test } from 'vitest';
import type { LayoutOverride } from '#contract/layout';
import { repeated, tableOf, tablesOf, typedRows } from './recognised.ts';

const plain = `id,name,born,email\n${typedRows(12, ',')}`;
const titled = `Patient list\n\n${plain}\nTotal: 12\n`;

/** What a person chose is not explained by what is in the file. */
test.each<[LayoutOverride, string, RegExp]>([
  [{ headerLines: 0 }, 'No line names the columns, as you chose.', /same kinds of values/],
  [{ headerLines: 2 }, 'Lines 1 to 2 hold the names of the columns, as you chose.', /differ/],
  [{ quote: '' }, 'Quotation marks are ordinary characters, as you chose.', /do not close/],
  [{ lastLine: 9 }, 'The table ends on line 9, as you chose.', /not rows of this table/],
  [{ firstLine: 2 }, 'The table begins on line 2, as you chose.', /not rows of this table/],
  [{ comment: '#' }, 'Lines that begin with “#” are comments, as you chose.', /do not fit/],
  [{ newline: '\n' }, 'Lines end as Linux and macOS write them (LF), as you chose.', /\(LF\)\.$/],
  [
    { escape: 'backslash' },
    'Quotation marks inside cells have a backslash before them, as you chose.',
    /them\.$/,
  ],
  [
    { trailingDelimiter: true },
    'Every row ends with a delimiter after its last cell, as you chose.',
    /cell\.$/,
  ],
])('%j is given as the reason, and nothing else', async (override, reason, untrue) => {
  const { reasons } = await tableOf(plain, override);
  expect(reasons).toContain(reason);
  expect(reasons.filter((each) => untrue.test(each))).toEqual([]);
  const undecided = (await tableOf(titled)).reasons.join(' ');
  expect(undecided).not.toContain('as you chose');
});

test('lines around a table that nobody chose are only said not to be rows of it', async () => {
  expect((await tableOf(titled)).reasons).toEqual(
    expect.arrayContaining([
      'The lines above line 3 are not rows of this table.',
      'The lines below line 15 are not rows of this table.',
    ]),
  );
});

test('the lines of another table are not taken for notes of this one', async () => {
  const tables = await tablesOf(`${plain}\nvisit_id,patient_id\n1,2\n3,4\n5,6\n`);
  expect(tables).toHaveLength(2);
  for (const { reasons } of tables) expect(reasons.join(' ')).not.toMatch(/shape|title/);
});

test('a list of one column has no sign between its columns', async () => {
  const { reasons, header } = await tableOf(`email\n${repeated('a@example.com', 9)}`, {
    format: 'delimited',
  });
  expect(header).toHaveLength(1);
  expect(reasons).toContain('No sign separates columns: every line is one cell.');
});

test('rows that were looked at in a part of a file are said to be those', async () => {
  const { reasons } = await tableOf(`id,name,born,email\n${typedRows(20_000, ',')}`);
  expect(reasons.at(-1)).toMatch(
    /^Columns are separated by commas: \d+ of \d+ rows looked at then have 4 columns\.$/,
  );
});

test('where rows have another number of cells than the names, it is theirs that is told', async () => {
  const { reasons } = await tableOf(`id,name,born\n${typedRows(30, ',')}`);
  expect(reasons.at(-1)).toContain('rows then have 4 columns');
});
