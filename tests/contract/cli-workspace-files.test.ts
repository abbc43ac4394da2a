import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { ColumnProfiles } from '#contract/operations/column-profile';
import type { PartInspection, SourceTableView, StagedTables } from '#contract/operations/file-views';
import { jsonOf, passphrase, plantedValue, runCommand, type CommandOutcome } from './support/command-line.ts';
import { optixHeader, optixRow, writeText } from './support/exports.ts';
import { testFolder } from './support/practice.ts';

// Every file but one holds the planted value, and runCommand throws when a command prints it.

const folder = testFolder();
const env = { PRACTICE_MIGRATOR_DATA: join(folder, 'data'), PRACTICE_MIGRATOR_PASSPHRASE: passphrase };
const run = (...args: string[]): Promise<CommandOutcome> =>
  runCommand([...args, '--company-id', 'high-street'], { env });
const csvOf = (key: string, name = plantedValue): string => {
  const rows = Array.from({ length: 12 }, (_, index) => optixRow(`${key}${100 + index}`));
  return [optixHeader, ...rows, ''].join('\r\n').replaceAll(plantedValue, name);
};
const files = {
  patients: csvOf('P'),
  again: csvOf('R'),
  odd: `Practice export\n\n${csvOf('S').replaceAll(',', '~|~').replaceAll('\r\n', '\n')}`,
  plain: csvOf('Q', 'Probe').replace('first_name', 'first\u001B]0;name'),
  gone: csvOf('W'),
};
const tables = {} as Record<keyof typeof files, number>;

beforeAll(async () => {
  mkdirSync(env.PRACTICE_MIGRATOR_DATA);
  const names = Object.keys(files) as (keyof typeof files)[];
  const paths = names.map((name) => writeText(folder, `${name}.csv`, files[name]));
  const staged = jsonOf(await run('stage', ...paths, '--json')).value as StagedTables;
  for (const [index, name] of names.entries()) tables[name] = staged.tables[index]!.sourceTableId;
});

async function listed(): Promise<SourceTableView[]> {
  const outcome = await run('files', '--json');
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return jsonOf(outcome).value as SourceTableView[];
}

test('files lists what was read, one a line below one another, and of one table how it was read', async () => {
  const [head = '', ...lines] = (await run('files')).stdout.trimEnd().split('\n');
  expect(head).toMatch(/^table +rows +size +read +file$/);
  expect(lines.map((line) => line.slice(head.indexOf('file'))).toSorted()).toEqual(
    Object.keys(files)
      .map((name) => `${name}.csv`)
      .toSorted(),
  );
  const one = await run('files', String(tables.patients));
  expect(one.stdout).toContain('12 rows, 15 columns: patient_id, first_name');
  expect(one.stdout).toContain(
    '--format delimited --encoding utf-8 --undo-double-encoding none --delimiter comma --quote double',
  );
  const none = await run('files', '999', '--json');
  expect(none.code).toBe(3);
  expect(jsonOf(none).fault.code).toBe('files.not_found');
});

test('reread shows first how a table would be read, then reads it so in place of what it was', async () => {
  const { again: table } = tables;
  const before = await listed();
  const preview = await run('reread', String(table), '--header-lines', '0', '--preview', '--json');
  expect(preview).toMatchObject({ code: 0, stderr: '' });
  const looked = jsonOf(preview).value as Extract<PartInspection, { outcome: 'recognised' }>;
  expect(looked.tables[0]).toMatchObject({ layout: { headerLines: 0 }, preview: { first: [], last: [] } });
  expect(await listed()).toEqual(before);

  const read = await run('reread', String(table), '--header-lines', '0', '--json');
  expect(read).toMatchObject({ code: 0, stderr: '' });
  const after = await listed();
  const again = jsonOf(read).value as SourceTableView;
  tables.again = again.sourceTableId;
  expect(again).toMatchObject({ rowCount: 13, layout: { headerLines: 0 }, fileName: 'again.csv' });
  expect(after).toHaveLength(before.length);
  expect(after).toContainEqual(again);
  expect(after.map(({ sourceTableId }) => sourceTableId)).not.toContain(table);
});

test('the options that are shown for a table read it so again', async () => {
  const shown = (await run('files', String(tables.odd))).stdout;
  const options = /as (--format.*)$/m.exec(shown)![1]!.replaceAll("'", '').split(' ');
  expect(options).toEqual(expect.arrayContaining(['--delimiter', '~|~', '--first-line', '3']));
  const before = (await listed()).find(({ sourceTableId }) => sourceTableId === tables.odd)!;
  // In the very way in which it was read nothing would change.
  const same = await run('reread', String(tables.odd), ...options, '--json');
  expect([same.code, jsonOf(same).fault.code]).toEqual([2, 'files.nothing_to_change']);
  const otherwise = await run('reread', String(tables.odd), '--header-lines', '0', '--json');
  const { sourceTableId } = jsonOf(otherwise).value as SourceTableView;
  const said = await run('reread', String(sourceTableId), ...options);
  expect(said.stdout).toMatch(/was read again and is now table \d+:\n[^]*12 rows/);
  const after = (await listed()).find(({ fileName }) => fileName === 'odd.csv')!;
  expect(after).toMatchObject({ layout: before.layout, header: before.header });
});

test('what was decided before stays when something else is decided, and is shown', async () => {
  const first = jsonOf(await run('reread', String(tables.again), '--last-line', '9', '--json')).value;
  const { sourceTableId } = first as SourceTableView;
  const second = await run('reread', String(sourceTableId), '--first-line', '2', '--json');
  const table = jsonOf(second).value as SourceTableView;
  expect(table).toMatchObject({ rowCount: 8, decided: { headerLines: 0, firstLine: 2, lastLine: 9 } });
  tables.again = table.sourceTableId;
  const shown = (await run('files', String(tables.again))).stdout;
  expect(shown).toContain('decided by a person: --first-line 2 --last-line 9 --header-lines 0\n');
});

test('how the rows add up is said where not every row is a record', async () => {
  const rows = csvOf('T').trimEnd().split('\r\n');
  const text = [...rows.slice(0, 5), '', optixHeader, ...rows.slice(5), `T9,${'x'.repeat(3)}`].join('\r\n');
  const path = writeText(folder, 'sum.csv', text);
  const sum = '15 rows: 12 records, 1 damaged, 1 blank, 1 with the names of the columns again';
  const staged = await run('stage', path);
  expect(staged.stdout).toContain(sum);
  const [, number = ''] = /\(table (\d+)\)/.exec(staged.stdout) ?? [];
  expect((await run('files', number)).stdout).toContain(sum);
  expect((await run('profile', number)).stdout).toContain(`sum.csv: ${sum}, 15 columns`);
  expect((await run('files', String(tables.patients))).stdout).not.toContain('records');
});

test('a table that cannot be read in that way, or in that way needs an answer, stays as it was', async () => {
  const before = await listed();
  const wrong = await run('reread', String(tables.patients), '--limit', 'maxColumns=3', '--json');
  expect(wrong.code).toBe(3);
  expect(jsonOf(wrong).fault.code).toBe('read.too_many_columns');
  const asked = await run('reread', String(tables.patients), '--format', 'fixed-width', '--json');
  expect(asked.code).toBe(4);
  expect(jsonOf(asked).fault.code).toBe('read.unanswered');
  expect(await listed()).toEqual(before);
});

test('profile counts the columns, and shows values only to who asks for them', async () => {
  const counted = jsonOf(await run('profile', String(tables.patients), '--json')).value as ColumnProfiles;
  expect(counted).toMatchObject({ rows: 12, columns: { length: 15 } });
  expect(counted.columns[0]).toMatchObject({
    name: 'patient_id',
    filled: 12,
    distinct: 12,
    shapes: [{ mask: 'A9{3}', rows: 12 }],
    smallest: null,
    largest: null,
    examples: [],
  });
  const said = (await run('profile', String(tables.patients))).stdout.split('\n');
  expect(said[1]).toMatch(/^ {2}column +filled +different +characters +shapes$/);
  expect(said[2]).toMatch(/^ {2}patient_id +100 % +12 +12 +4 +A9\{3\} \(12\)$/);
  expect(said[2]!.indexOf('A9{3}')).toBe(said[1]!.indexOf('shapes'));
  expect(said.find((line) => line.includes('nhs_number'))).toContain('empty in every row');
  const shown = await run('profile', String(tables.plain), '--show-values');
  expect(shown.stdout).toContain('from “Q100” to “Q111”');
});

test('signs that could steer a terminal are shown, not sent', async () => {
  const said = await run('files', String(tables.plain));
  expect(said.stdout).toContain('first␛]0;name');
  expect(said.stdout).not.toContain('\u001B');
});

test('remove takes one table away and says which', async () => {
  const removed = await run('remove', String(tables.gone));
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(removed.stdout).toContain(`gone.csv  (table ${tables.gone}, 12 rows)`);
  expect((await listed()).map(({ fileName }) => fileName)).not.toContain('gone.csv');
});
