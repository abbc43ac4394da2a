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

describe('a file that cannot be read ends with exit code 3, and nothing of it is kept', () => {
  const cases: readonly (readonly [what: string, file: () => string, code: string])[] = [
    ['a file that is not there', () => join(folder, 'nowhere.csv'), 'read.file_missing'],
    [
      'an empty folder',
      () => (mkdirSync(join(folder, 'folder.csv')), join(folder, 'folder.csv')),
      'read.folder_empty',
    ],
    ['a workbook that is cut off', () => write('book.xlsx', zip('xl/workbook.xml')), 'read.archive_damaged'],
    ['a picture', () => write('picture.png', png), 'read.nothing_to_read'],
    ['an empty file', () => write('empty.csv', ''), 'read.empty'],
    ['a file of blank lines', () => write('blank.csv', '\r\n\r\n  \r\n'), 'read.empty'],
    ['a header only', () => write('header.csv', text([optixHeader])), 'read.header_only'],
    [
      'a cell of 10 MB',
      () => write('cell.csv', text([...goodRows, optixRow('P3', { firstName: 'x'.repeat(10_000_000) })])),
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
    const input = JSON.stringify({
      source: { kind: 'path', path: file },
      tables: [{ override: { delimiter: ';' } }],
    });
    const ended = await runCommand(
      ['call', 'files.stage', '--workspace', practice.workspaceFile, '--input', input],
      { env: practice.env },
    );
    expect(ended.code).toBe(3);
    expect(jsonOf(ended).fault.code).toBe('read.wrong_delimiter');
  });

  test('a cell of 10 MB in quotation marks, with line ends, once a person has said what stands between columns', async () => {
    const others = Array.from({ length: 3_000 }, (_, index) => optixRow(`Q${index}`));
    const long = optixRow('P3', { firstName: `"${'x\r\n'.repeat(4_000_000)}"` });
    const file = write('quoted.csv', text([...goodRows, ...others, long]));
    // Most of the file does not look like a table, so it is not read unasked.
    const asked = await practice.run([...migration(file), '--json']);
    expect(asked.code).toBe(4);
    expect(jsonOf(asked).fault.code).toBe('read.unanswered');
    const said = ['--delimiter', 'comma', '--header-lines', '1'];
    const ended = await practice.run([...migration(file), ...said, '--json']);
    expect(ended.code).toBe(3);
    expect(jsonOf(ended).fault.code).toBe('read.cell_too_large');
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
    expect((await filesOf(practice)).sort()).toEqual(['first.csv']);
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 0 });
    expect(await central.admin('SELECT 1 FROM central.migration_jobs')).toEqual([]);
  });
});

describe('a file that is written otherwise than as CSV in UTF-8 is read as it stands', () => {
  const accented = ['Zoë', 'José', 'Müller', 'François', 'Siân', 'Renée'];
  const zoe = [...goodRows, ...accented.map((firstName, index) => optixRow(`P1${index}`, { firstName }))];
  const cases: readonly (readonly [what: string, street: string, content: () => string | Buffer])[] = [
    ['UTF-16', 'utf-16', () => Buffer.from(`\uFEFF${text(zoe)}`, 'utf16le')],
    ['Windows-1252', 'windows', () => Buffer.from(text(zoe), 'latin1')],
    ['a delimiter that hardly anybody uses', 'tilde', () => text(zoe).replaceAll(',', '~')],
    ['tabs and lines of Unix', 'tabs', () => text(zoe).replaceAll(',', '\t').replaceAll('\r\n', '\n')],
  ];

  test.each(cases)('%s', async (_what, street, content) => {
    const other = await makePractice(central, folder, street);
    const done = await other.migrate(write(`${street}.csv`, content()));
    expect(done.code).toBe(0);
    const names = await central.admin(
      `SELECT first_name FROM central.patients WHERE tenant_id = '${other.tenantId}'`,
    );
    expect(names.map((row) => Object.values(row)[0])).toEqual(expect.arrayContaining(accented));
  });

  test('rows without a header are read once a person has said so, and not before', async () => {
    const file = write('bare.csv', text([...goodRows.slice(1), optixRow('P3'), optixRow('P4')]));
    const asked = await practice.run([...migration(file), '--json']);
    expect(asked.code).toBe(4);
    expect(jsonOf(asked).fault.code).toBe('read.unanswered');
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
    ['a quotation mark that is never closed', optixRow('P3', { firstName: '"Ada' }), 'quotation mark'],
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
