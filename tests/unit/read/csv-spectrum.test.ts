import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAll, sourceOf } from './byte-sources.ts';
import { tableOf } from './delimited/recognised.ts';

const folder = new URL('../../fixtures/delimited/csv-spectrum/', import.meta.url);
const names = readdirSync(new URL('csvs/', folder)).map((file) => file.replace('.csv', ''));
/** Its JSON holds another telephone number than its CSV, and no list around its one record. */
const differing = 'location_coordinates';

test('the acid test files are all there', () => {
  expect(names).toHaveLength(12);
});

test.each(names.filter((name) => name !== differing))(
  'csv-spectrum “%s” is recognised and read as its JSON says',
  async (name) => {
    const source = sourceOf(readFileSync(new URL(`csvs/${name}.csv`, folder)), [7]);
    const { layout, questions } = await tableOf(source);
    expect(questions).toEqual([]);
    expect(layout.newline).toBe(name.endsWith('_crlf') ? '\r\n' : '\n');
    const { rows, summary } = await readAll(source, layout);
    const expected: unknown = JSON.parse(readFileSync(new URL(`json/${name}.json`, folder), 'utf8'));
    expect(
      rows.map((row) => Object.fromEntries(summary.header.map((key, index) => [key, row.cells[index]]))),
    ).toEqual(expected);
    expect(rows.filter((row) => row.fault !== null)).toEqual([]);
  },
);

test('csv-spectrum “location_coordinates” keeps its quotation marks and replacement characters', async () => {
  const { rows } = await readAll(sourceOf(readFileSync(new URL(`csvs/${differing}.csv`, folder))));
  const cells = ['2095257564', `37\uFFFD36'37.8"N 121\uFFFD2'17.9"W`, 'Modesto', 'Stanislaus'];
  expect(rows).toEqual([{ rowNo: 1, line: 2, cells, fault: null }]);
});
