import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PartInspection, StagedTables, Survey } from '#contract/operations/file-views';
import { pack } from '../unit/read/archive/zips.ts';
import { jsonOf, passphrase, plantedValue, runCommand, type CommandOutcome } from './support/command-line.ts';
import { optixHeader, optixRow, writeText } from './support/exports.ts';
import { testFolder } from './support/practice.ts';

// Every file holds the planted value, and runCommand throws when a command prints it.

const folder = testFolder();
const rows = Array.from({ length: 12 }, (_, index) => optixRow(`P${100 + index}`));
const csv = [optixHeader, ...rows, ''].join('\r\n');
const env = { PRACTICE_MIGRATOR_DATA: join(folder, 'data'), PRACTICE_MIGRATOR_PASSPHRASE: passphrase };
const run = (...args: string[]): Promise<CommandOutcome> => runCommand(args, { env });
const write = (name: string, content: string | Buffer): string => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  return writeText(folder, name, content);
};

const pdf = `%PDF-1.7\n${plantedValue}\n`;
const photo = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.from(plantedValue)]);
let files: Record<'patients' | 'folder' | 'zip' | 'attachments', string>;

beforeAll(async () => {
  mkdirSync(env.PRACTICE_MIGRATOR_DATA);
  write('export/exams/2025.csv', csv.replaceAll('P1', 'E1'));
  write('export/letter.pdf', pdf);
  write('export/patients.csv', csv.replaceAll('P1', 'F1'));
  const entries = { 'patients.csv': csv.replaceAll('P1', 'Z1'), 'photos/1.jpg': photo, 'letter.pdf': pdf };
  files = {
    patients: write('patients.csv', csv),
    folder: join(folder, 'export'),
    zip: write('export.zip', await pack(entries)),
    attachments: write('attachments.zip', await pack({ '1.jpg': photo, 'letter.pdf': pdf })),
  };
});

type Recognised = Extract<PartInspection, { outcome: 'recognised' }>;

function inspected(outcome: CommandOutcome): Recognised {
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return jsonOf(outcome).value as Recognised;
}

describe('inspect', () => {
  test('is one JSON object without rows, and makes no workspace', async () => {
    const part = inspected(await run('inspect', files.patients, '--json'));
    expect(part).toMatchObject({
      outcome: 'recognised',
      format: 'delimited',
      part: '',
      fileName: 'patients.csv',
    });
    const [table] = part.tables;
    expect(table).toMatchObject({ header: optixHeader.split(','), questions: [] });
    expect(table!.layout).toMatchObject({ delimiter: ',', headerLines: 1, newline: '\r\n' });
    expect(table!.preview).toEqual({ first: [], middle: [], last: [] });
    const none = await run('inspect', files.patients, '--table', 'Exams', '--json');
    expect([none.code, jsonOf(none).fault.code]).toEqual([2, 'read.no_such_table']);
    expect(await run('inspect', join(env.PRACTICE_MIGRATOR_DATA, 'workspaces'))).toMatchObject({ code: 3 });
  });

  test('in words says what it is, why, and what it looks like', async () => {
    const said = await run('inspect', files.patients);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(/patients\.csv {2}\(1,\d{3} bytes\)/);
    expect(said.stdout).toMatch(/15 columns, 12 rows, \d+ % sure/);
    expect(said.stdout).toContain('looks like');
  });

  test('shows rows to who asks for them, as JSON and in words', async () => {
    const plain = write('plain.csv', csv.replaceAll(plantedValue, 'Probe'));
    const part = inspected(await run('inspect', plain, '--show-rows', '--json'));
    expect(part.tables[0]!.preview.first[0]!.cells.slice(0, 3)).toEqual(['P100', 'Ada', 'Probe']);
    expect((await run('inspect', plain, '--show-rows')).stdout).toContain('P100 | Ada | Probe');
    expect((await run('inspect', plain)).stdout).not.toContain('Probe');
  });

  test('marks rows with something wrong in words, and says so without showing any', async () => {
    const lines = ['id,name,town', ...Array.from({ length: 12 }, (_, id) => `${100 + id},Probe,Leeds`)];
    const damaged = write('damaged.csv', `${lines.with(3, '102,Probe').join('\n')}\n`);
    const marked = (await run('inspect', damaged, '--show-rows')).stdout;
    expect(marked).toMatch(/\n {4}! 102 \| Probe\n {6}\^ line 4: The row has more or fewer cells/);
    expect(marked).toMatch(/\n {6}101 \| Probe \| Leeds\n/);
    const said = (await run('inspect', damaged)).stdout;
    expect(said).toContain('1 row has something wrong in the file itself: more or fewer cells than');
    expect(said).not.toContain('102');
  });

  test('says of a total that it is one, and nothing of damage', async () => {
    const lines = ['id,name,town', ...Array.from({ length: 12 }, (_, id) => `${100 + id},Probe,Leeds`)];
    const said = await run('inspect', write('total.csv', `${lines.join('\n')}\nTotal: 12,,\n`));
    expect(said.stdout).toContain('note: 1 row seems to be a sum, a count or the end of a report');
    expect(said.stdout).not.toContain('something wrong');
  });

  test.each([
    ['a folder', 'folder', ['exams/2025.csv', 'letter.pdf', 'patients.csv']],
    ['a zip', 'zip', ['letter.pdf', 'patients.csv', 'photos/1.jpg']],
  ] as const)('lists every file of %s once, without rows', async (_what, which, places) => {
    const outcome = await run('inspect', files[which], '--json');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const survey = jsonOf(outcome).value as Survey;
    expect(survey.kind).toBe(which === 'zip' ? 'archive' : 'folder');
    expect(survey.parts.map(({ part }) => part).toSorted()).toEqual(places);
    for (const part of survey.parts) {
      expect(part.outcome).toBe(part.part.endsWith('.csv') ? 'recognised' : 'excluded');
    }
    const said = await run('inspect', files[which]);
    for (const place of places) expect(said.stdout).toContain(place);
    expect(said.stdout).toContain('left out: ');
  });

  test('looks at one file of a folder or a zip', async () => {
    const one = inspected(await run('inspect', files.folder, '--part', 'exams/2025.csv', '--json'));
    expect(one).toMatchObject({ part: 'exams/2025.csv', tables: [{ rowsEstimate: 12 }] });
    const other = inspected(await run('inspect', files.zip, '--part', 'patients.csv', '--json'));
    expect(other).toMatchObject({ part: 'patients.csv', fileName: 'patients.csv' });
    const none = await run('inspect', files.zip, '--part', 'nothing.csv', '--json');
    expect(none.code).toBe(2);
    expect(jsonOf(none).fault).toMatchObject({ code: 'read.no_such_part', params: { part: 'nothing.csv' } });
  });

  test('of a folder or zip, a way to read it is asked for one of its files', async () => {
    for (const which of ['folder', 'zip'] as const) {
      const asked = await run('inspect', files[which], '--delimiter', ';', '--json');
      expect(asked.code).not.toBe(0);
      expect(jsonOf(asked).fault.message).toContain('hoose one of');
      expect(jsonOf(asked).fault.message).toContain('--part');
      expect(jsonOf(asked).fault.message).not.toContain('“”');
    }
  });

  test.each([
    ['a file that is not there', () => join(folder, 'nowhere.csv'), 3, 'read.file_missing'],
    ['an empty file', () => write('empty.csv', ''), 3, 'read.empty'],
    ['a header without rows', () => write('header.csv', `${optixHeader}\r\n`), 3, 'read.header_only'],
  ] as const)('%s: its fault and exit code', async (_what, file, code, fault) => {
    const ended = await run('inspect', file(), '--json');
    expect(ended).toMatchObject({ code, stderr: '' });
    expect(jsonOf(ended).fault.code).toBe(fault);
  });

  const fixed = Array.from(
    { length: 30 },
    (_, index) => `${1000 + index}  ${plantedValue}${'x'.repeat(index % 4)}`,
  );
  const cases: readonly (readonly [
    name: string,
    content: string | Buffer,
    options: string[],
    layout: object,
  ])[] = [
    [
      'latin.csv',
      Buffer.from(csv.replaceAll('Ada', 'Zoë'), 'latin1'),
      ['--encoding', 'iso-8859-15'],
      { encoding: 'iso-8859-15' },
    ],
    [
      'joined.csv',
      Buffer.concat([
        Buffer.from(csv.replaceAll('Ada', 'Zoë')),
        Buffer.from(`${optixRow('P900').replaceAll('Ada', 'Zoë')}\r\n`, 'latin1'),
      ]),
      ['--encoding', 'utf-8+windows-1252'],
      { encoding: 'utf-8+windows-1252' },
    ],
    [
      'twice.csv',
      Buffer.from(Buffer.from(csv.replaceAll('Ada', 'Zoë')).toString('latin1')),
      ['--undo-double-encoding', 'iso-8859-1'],
      { undoDoubleEncoding: 'iso-8859-1' },
    ],
    ['odd.csv', csv.replaceAll(',', '~|~'), ['--delimiter', '~|~'], { delimiter: '~|~' }],
    ['tab.csv', csv.replaceAll(',', '\t'), ['--delimiter', 'tab'], { delimiter: '\t' }],
    ['quote.csv', csv, ['--quote', 'none'], { quote: '' }],
    ['single.csv', csv, ['--quote', 'single', '--escape', 'backslash'], { quote: "'", escape: 'backslash' }],
    [
      'title.csv',
      `Practice export\r\n\r\n${csv}`,
      ['--first-line', '3', '--last-line', '9'],
      { firstLine: 3, lastLine: 9 },
    ],
    ['bare.csv', csv, ['--header-lines', '0'], { headerLines: 0 }],
    [
      'comment.csv',
      csv.replace('\r\nP103', '\r\n# made by hand\r\nP103'),
      ['--comment', '#'],
      { comment: '#' },
    ],
    [
      'fixed.txt',
      fixed.join('\n'),
      ['--format', 'fixed-width', '--columns', String.raw`id\:\,no:1:6,name:7:20`],
      {
        format: 'fixed-width',
        columns: [
          { name: 'id:,no', start: 1, width: 6 },
          { name: 'name', start: 7, width: 20 },
        ],
      },
    ],
    [
      'forced.txt',
      csv,
      ['--format', 'delimited', '--delimiter', 'comma'],
      { format: 'delimited', delimiter: ',' },
    ],
  ];

  test.each(cases)('takes what a person says about %s', async (name, content, options, layout) => {
    const part = inspected(await run('inspect', write(name, content), ...options, '--json'));
    expect(part.tables[0]!.layout).toMatchObject(layout);
  });

  test.each([
    [['--format', 'parquet']],
    [['--encoding', 'ebcdic']],
    [['--quote', 'guillemets']],
    [['--header-lines', 'two']],
    [['--header-lines', '6']],
    [['--first-line', '0']],
    [['--delimiter', '']],
    [['--comment', '#####']],
    [['--answer', 'encoding']],
    [['--columns', 'id:0:6']],
    [['--columns', 'id:1:6:text']],
    [['--limit', 'maxPatience=5']],
    [['--limit', 'maxFileBytes=none']],
    [['--limit', 'maxFileBytes=1=2']],
  ])('%j is a mistake of the command: exit code 2', async (options) => {
    const ended = await run('inspect', files.patients, ...options);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
  });
});

const stage = (company: string, ...args: string[]): Promise<CommandOutcome> =>
  run('stage', ...args, '--company-id', company, '--json');
const stagedOf = (outcome: CommandOutcome): StagedTables => {
  expect(outcome.code).toBe(0);
  return jsonOf(outcome).value as StagedTables;
};

describe('stage', () => {
  test('reads files, folders and zips in one go, and names what is left out', async () => {
    const staged = stagedOf(await stage('several', files.patients, files.folder, files.zip));
    expect(staged.tables.map(({ fileName, part, rowCount }) => [fileName, part, rowCount])).toEqual([
      ['patients.csv', '', 12],
      ['exams/2025.csv', '', 12],
      ['patients.csv', '', 12],
      ['export.zip', 'patients.csv', 12],
    ]);
    expect(staged.leftOut.map(({ part }) => part).toSorted()).toEqual([
      'letter.pdf',
      'letter.pdf',
      'photos/1.jpg',
    ]);
    for (const { sentence } of staged.leftOut) expect(sentence).toMatch(/\.$/);

    // What was read before is in the workspace, whatever was handed over: one file, several, a folder, a zip.
    const sum = staged.tables.length + staged.leftOut.length;
    for (const [paths, count] of [
      [[files.patients], 1],
      [[files.patients, files.folder, files.zip], sum],
    ] as const) {
      const again = stagedOf(await stage('several', ...paths));
      expect(again.tables).toEqual([]);
      expect(again.leftOut).toHaveLength(count);
      const known = again.leftOut.filter(({ why }) => why === 'read_before');
      expect(known.map(({ sourceTableId }) => sourceTableId)).toEqual(
        staged.tables.slice(0, known.length).map(({ sourceTableId }) => sourceTableId),
      );
    }
    const said = await run('stage', files.folder, '--company-id', 'several');
    expect(said.stdout).toContain('Nothing new was read.');
    expect(said.stdout).toMatch(/left out: letter\.pdf {2}\(/);
  });

  test('of several sources, says which one each thing that is left out is of, and how large it is', async () => {
    const both = await run('stage', files.zip, files.patients, '--company-id', 'sources');
    expect(both.stdout).toContain(`left out: ${files.zip} · letter.pdf  (`);
    const again = stagedOf(await stage('sources', files.zip, files.patients));
    const [letter] = again.leftOut.filter(({ part }) => part === 'letter.pdf');
    expect(letter).toMatchObject({ source: files.zip });
    expect(again.leftOut.at(-1)).toMatchObject({
      part: files.patients,
      why: 'read_before',
      sizeBytes: csv.length,
    });
  });

  test('a folder of which the rest was read before ends with 8 where something cannot be read', async () => {
    const export2 = join(folder, 'export-2');
    write('export-2/patients.csv', csv.replaceAll('P1', 'G1'));
    stagedOf(await stage('again', export2));
    write('export-2/exams.csv', '');
    const again = await stage('again', export2);
    expect(again.code).toBe(8);
    expect(jsonOf(again).fault).toMatchObject({ code: 'read.in_part', params: { read: 0, notRead: 1 } });
    expect((jsonOf(again).value as StagedTables).leftOut).toMatchObject([
      { part: 'exams.csv', why: 'unreadable' },
      { part: 'patients.csv', why: 'read_before' },
    ]);
  });

  test('an option that the format does not have, and an answer to what is not asked, are refused by name', async () => {
    const book = write('unfit.json', JSON.stringify(Array.from({ length: 9 }, (_, id) => ({ id }))));
    for (const command of [
      ['inspect', book, '--json'],
      ['stage', book, '--company-id', 'unfit', '--json'],
    ]) {
      const unfit = await run(...command, '--delimiter', ';', '--last-line', '4');
      expect(unfit.code).toBe(2);
      expect(jsonOf(unfit).fault).toMatchObject({
        code: 'read.unfit_settings',
        params: { settings: '--delimiter, --last-line', known: '--encoding, --undo-double-encoding' },
      });
    }
    const idle = await stage('unfit', files.patients, '--answer', 'encoding');
    expect(idle.code).toBe(2);
    expect(jsonOf(idle).fault).toMatchObject({ code: 'read.not_asked', params: { answer: 'encoding' } });
  });

  test('a file among several that cannot be read is named, and the others are read', async () => {
    const missing = join(folder, 'nowhere.csv');
    const outcome = await stage('missing', files.patients, missing);
    expect(outcome.code).toBe(8);
    expect(jsonOf(outcome)).toMatchObject({ ok: false, fault: { code: 'read.in_part' } });
    const staged = jsonOf(outcome).value as StagedTables;
    expect(staged.tables).toHaveLength(1);
    expect(staged.leftOut).toMatchObject([
      { part: missing, why: 'unreadable', sentence: expect.stringContaining('There is no file') },
    ]);
  });

  test('an archive of nothing but attachments is a fault that says so, in words and as JSON', async () => {
    const ended = await stage('attached', files.attachments);
    expect(ended.code).toBe(3);
    expect(jsonOf(ended).fault.code).toBe('read.nothing_to_read');
  });

  test('one file of a zip, and a table that is not there', async () => {
    const staged = stagedOf(await stage('part', files.zip, '--part', 'patients.csv'));
    expect(staged).toMatchObject({ tables: [{ part: 'patients.csv' }], leftOut: [] });
    const none = await stage('part', files.patients, '--table', 'Exams');
    expect(none.code).toBe(2);
    expect(jsonOf(none).fault.code).toBe('read.no_such_table');
  });

  test('what a person has to decide first ends with exit code 4, and the option that answers it goes on', async () => {
    const bare = write('rows-only.csv', `${rows.join('\r\n')}\r\n`);
    const asked = await stage('asked', bare);
    expect(asked.code).toBe(4);
    expect(jsonOf(asked).fault).toMatchObject({ code: 'read.unanswered', params: { file: 'rows-only.csv' } });
    const answered = stagedOf(await stage('asked', bare, '--header-lines', '0'));
    expect(answered.tables).toMatchObject([{ rowCount: 12, layout: { headerLines: 0 } }]);

    const other = write('rows-only-2.csv', `${rows.slice(0, 11).join('\r\n')}\r\n`);
    const inspection = await run('inspect', other);
    const [, answer = ''] = /--answer (header@\S+)\)/.exec(inspection.stdout) ?? [];
    const right = stagedOf(await stage('asked', other, '--answer', answer));
    expect(right.tables).toMatchObject([{ rowCount: 11 }]);
    write('rows-only-2.csv', `${rows.slice(0, 10).join('\r\n')}\r\n`);
    const changed = await stage('asked', other, '--answer', answer);
    expect([changed.code, jsonOf(changed).fault.code]).toEqual([4, 'read.changed_since_look']);
    const byCode = stagedOf(await stage('asked', other, '--answer', 'header'));
    expect(byCode.tables).toMatchObject([{ rowCount: 10 }]);
    const both = await stage('asked', bare, other, '--answer', 'header');
    expect([both.code, jsonOf(both).fault.code]).toEqual([2, 'app.invalid_input']);
  });

  test('another limit is taken for this call, and its fault is told', async () => {
    const limited = await stage('limited', files.patients, '--limit', 'maxColumns=3');
    expect(limited.code).toBe(3);
    expect(jsonOf(limited).fault).toMatchObject({ code: 'read.too_many_columns', params: { limit: 3 } });
    const both = ['--limit', 'maxCellBytes=5', '--limit', 'maxRowBytes=1000'];
    expect(jsonOf(await stage('limited', files.patients, ...both)).fault.code).toBe('read.cell_too_large');
    const large = write('large.csv', `${csv}P900,${'x'.repeat(2_000_000)},${plantedValue},,,,,,,,,,,,\r\n`);
    expect(jsonOf(await stage('limited', large)).fault.code).toBe('read.cell_too_large');
    const raised = stagedOf(await stage('limited', large, '--limit', 'maxCellBytes=4000000'));
    expect(raised.tables).toMatchObject([{ rowCount: 13 }]);
  });
});
