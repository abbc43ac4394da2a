import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { jsonOf, passphrase, plantedValue, runCommand } from '../contract/support/command-line.ts';
import { optixHeader, optixRow, writeCleanExport, writeText } from '../contract/support/exports.ts';
import { openDesk } from '../engine/desk.ts';
import {
  makePractice,
  migration,
  patientsOf,
  testFolder,
  type Practice,
} from '../contract/support/practice.ts';

// Each file holds the planted value, and runCommand throws when a command prints it.

const folder = testFolder();
let central: FreshCentral;
let practice: Practice;

/** A header, two good rows, and what a test does to them. */
const goodRows = [optixHeader, optixRow('P1'), optixRow('P2')];
const text = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
const write = (name: string, content: string | Buffer): string => writeText(folder, name, content);

beforeAll(async () => {
  central = await freshCentral();
  practice = await makePractice(central, folder, 'high-street');
  // The workspace exists and is enrolled before the first bad file comes.
  const first = await practice.migrate(
    write('first.csv', text([...goodRows, optixRow('P3', { dob: '31/02/1980' })])),
  );
  expect(first.code).toBe(4);
});
afterAll(() => central.drop());

async function filesOf({ workspaceFile }: Practice): Promise<string[]> {
  const desk = openDesk();
  await desk.must('workspace.open', { path: workspaceFile, secret: passphrase });
  return (await desk.must('files.list', {})).map(({ fileName }) => fileName);
}

const zip = (entry: string): Buffer =>
  Buffer.concat([
    Buffer.from('504b0304140000000800', 'hex'),
    Buffer.from(`${entry} ${plantedValue}`),
    Buffer.alloc(600),
  ]);
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from(plantedValue),
]);
const latin1 = Buffer.from(text([...goodRows, optixRow('P3', { firstName: 'Zoë' })]), 'latin1');
const utf16 = Buffer.from(`\uFEFF${text(goodRows)}`, 'utf16le');

describe('a file that cannot be read ends with exit code 3, and nothing of it is kept', () => {
  const cases: readonly (readonly [what: string, file: () => string, code: string])[] = [
    ['a file that is not there', () => join(folder, 'nowhere.csv'), 'read.file_missing'],
    [
      'a folder',
      () => (mkdirSync(join(folder, 'folder.csv')), join(folder, 'folder.csv')),
      'read.not_a_file',
    ],
    ['a workbook', () => write('book.xlsx', zip('xl/workbook.xml')), 'read.binary'],
    ['a picture', () => write('picture.png', png), 'read.binary'],
    ['text in UTF-16', () => write('utf16.csv', utf16), 'read.binary'],
    ['an empty file', () => write('empty.csv', ''), 'read.empty'],
    ['a file of blank lines', () => write('blank.csv', '\r\n\r\n  \r\n'), 'read.empty'],
    ['a header only', () => write('header.csv', text([optixHeader])), 'read.header_only'],
    [
      'a delimiter that nobody uses',
      () => write('tilde.csv', text(goodRows).replaceAll(',', '~')),
      'read.one_column',
    ],
    [
      'a quotation mark that is never closed',
      () => write('open.csv', text([...goodRows, optixRow('P3', { firstName: '"Ada' })])),
      'read.unclosed_quote',
    ],
    ['bytes that are no UTF-8', () => write('latin1.csv', latin1), 'read.not_utf8'],
    [
      'a cell of 10 MB',
      () => write('cell.csv', text([...goodRows, optixRow('P3', { firstName: 'x'.repeat(10_000_000) })])),
      'read.cell_too_large',
    ],
    [
      'a cell of 10 MB in quotation marks, with line ends',
      () =>
        write(
          'quoted.csv',
          text([...goodRows, optixRow('P3', { firstName: `"${'x\r\n'.repeat(4_000_000)}"` })]),
        ),
      'read.cell_too_large',
    ],
    [
      'a header whose last name takes in a patient',
      () =>
        write(
          'swallowed.csv',
          text([
            `${optixHeader},"remarks`,
            `${optixRow('P1', { firstName: plantedValue })},"`,
            'Glaucoma"',
            `${optixRow('P2')},none`,
          ]),
        ),
      'read.damaged_header',
    ],
    [
      'two columns of the same name',
      () => write('twice.csv', text(goodRows).replace('occupation', 'EMAIL ')),
      'read.duplicate_header',
    ],
    [
      'a first row of patients in place of the header',
      () => write('bare.csv', text(goodRows.slice(1))),
      'preset.does_not_fit',
    ],
  ];

  test.each(cases)('%s', async (_what, file, code) => {
    const ended = await practice.run([...migration(file()), '--json']);
    expect(ended.code).toBe(3);
    expect(jsonOf(ended).fault.code).toBe(code);
    expect(jsonOf(ended).fault.message).toMatch(/^[“A-Z][^]{20,}\.$/);
    expect(ended.stderr).toBe('');
  });

  test('as text, the sentence and its code are on standard error, with no stack', async () => {
    const ended = await practice.run(migration(join(folder, 'nowhere.csv')));
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^There is no file at “.*nowhere\.csv”\. .*\n\(read\.file_missing\)\n$/);
  });

  test('a delimiter that a person names and the file does not use', async () => {
    const file = write('semicolon.csv', text(goodRows));
    const input = JSON.stringify({ source: { kind: 'path', path: file }, override: { delimiter: ';' } });
    const ended = await runCommand(
      ['call', 'files.stage', '--workspace', practice.workspaceFile, '--input', input],
      { env: practice.env },
    );
    expect(ended.code).toBe(3);
    expect(jsonOf(ended).fault.code).toBe('read.wrong_delimiter');
  });

  test('a preset that does not exist, with the ones that do', async () => {
    const preset = ['--preset', 'optics-patients', '--json'];
    const ended = await practice.run([...migration(join(folder, 'first.csv')), ...preset]);
    expect(ended.code).toBe(2);
    const { code, message } = jsonOf(ended).fault;
    expect(code).toBe('preset.unknown');
    expect(message).toContain('optix-patients');
  });

  test('afterwards the workspace holds what it held, and central nothing', async () => {
    // Which columns a file has is known only when it was read: that one is there, to be mapped in another way.
    expect((await filesOf(practice)).sort()).toEqual(['bare.csv', 'first.csv']);
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 0 });
    expect(await central.admin('SELECT 1 FROM central.migration_jobs')).toEqual([]);
  });
});

describe('a row that cannot be trusted is rejected and stops the upload: exit code 4', () => {
  test.each<[string, string, string]>([
    ['a NUL byte', optixRow('P3', { firstName: 'A\0da' }), 'NUL'],
    [
      'a quotation mark in the wrong place',
      optixRow('P3', { firstName: '"Ada "Countess" L"' }),
      'quotation mark',
    ],
    ['a cell too many', `${optixRow('P3')},more`, 'cells'],
  ])('%s', async (what, row, word) => {
    const file = write(`${what}.csv`, text([...goodRows, row]));
    const stopped = await practice.run(migration(file));
    expect(stopped.code).toBe(4);
    expect(stopped.stdout).toContain('read 3 = accepted 2 + held 0 + rejected 1 + skipped 0');
    expect(stopped.stdout.toLowerCase()).toContain(word.toLowerCase());
    expect(stopped.stderr).toContain('(checks.rows_set_aside)');
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 0 });
  });
});

test('columns named __proto__ and constructor are columns like any other, and left behind', async () => {
  const lines = goodRows.map((line, index) => `${line},${index === 0 ? '__proto__,constructor' : 'x,y'}`);
  const other = await makePractice(central, folder, 'proto-street');
  const done = await other.migrate(write('proto.csv', text(lines)));
  expect(done.code).toBe(0);
  expect(done.stdout).toContain('Will not be carried over: __proto__, constructor.');
  expect(await patientsOf(central, other.tenantId)).toEqual({ records: 2, externalIds: 2 });
});

test('after all of this the same workspace takes a good file', async () => {
  const done = await practice.run(migration(writeCleanExport(folder, 'good.csv', 40)));
  expect(done.code).toBe(0);
  expect(await patientsOf(central, practice.tenantId)).toEqual({ records: 40, externalIds: 40 });
});
