import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { operations } from '#contract/operations';
import { jsonOf, passphrase, root, runCommand } from './support/command-line.ts';
import { migration, testFolder } from './support/practice.ts';

const folder = testFolder();
const data = { PRACTICE_MIGRATOR_DATA: join(folder, 'data') };

/** Help as running text, however it was broken into lines. */
async function helpOf(command: string): Promise<string> {
  const help = await runCommand([...command.split(' '), '--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  return help.stdout.replace(/\s+/g, ' ');
}

describe('--help teaches', () => {
  test('what the program is for, a first migration, the exit codes and where secrets come from', async () => {
    const help = await runCommand(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const essential of [
      /nothing\s+lost,\s+nothing\s+twice,\s+everything\s+reversible/,
      /\$ practice-migrator migrate patients .*--company-id/,
      /--skip-duplicates --continue-on-error/,
      /^ {2}3 the file is not right/m,
      /8 done in part: files were not read/,
      /130 stopped with Ctrl-C/,
      /--json/,
      /PRACTICE_MIGRATOR_PASSPHRASE/,
      /PRACTICE_MIGRATOR_RETRY_SECONDS/,
    ]) {
      expect(help.stdout).toMatch(essential);
    }
  });

  test.each<[string, string[]]>([
    ['migrate', ['patients', 'run it again to continue']],
    [
      'migrate patients',
      [
        '<file>',
        '--company-id <id>',
        '--source-system <name>',
        '--preset <id>',
        '--batch-size <n>',
        '--skip-duplicates ',
        '--continue-on-error ',
        '--answer <code>',
        '--confirm-column <header>',
        '--confirm-source-system ',
        '--enrolment <file>',
        '--json ',
        'PRACTICE_MIGRATOR_PASSPHRASE',
        'PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE',
        'run the same command again',
        'exit code 4',
      ],
    ],
    [
      'inspect',
      [
        '<file>',
        'no workspace is needed',
        '--part <name>',
        '--show-rows',
        '--limit <name=number>',
        '--json ',
      ],
    ],
    [
      'stage',
      [
        '<files...>',
        '--table <name>',
        '--delimiter <text>',
        '--header-lines <n>',
        '--answer <code>',
        '--answer encoding',
        '--company-id <id>',
      ],
    ],
    ['files', ['[table]', 'default: all of them', '--company-id <id>', '--json ']],
    [
      'reread',
      [
        '<table>',
        'from the bytes that are kept',
        '--preview ',
        '--show-rows ',
        '--delimiter <text>',
        '--json ',
      ],
    ],
    ['profile', ['<table>', '--show-values ', 'patients’ data', 'In a shape', '--json ']],
    ['remove', ['<table>', 'part of an upload is kept', '--json ']],
    ['status', ['default: all of them', '--company-id', '--json']],
    ['verify', ['by count and by hash', 'default: the newest job']],
    ['rollback', ['--preview', 'also sent by another upload, are kept', 'exit code 8']],
    ['central', ['authority', 'migrate', 'tenant', 'enrol', 'revoke']],
    ['central authority', ['--server-name', 'PRACTICE_MIGRATOR_AUTHORITY_PASSPHRASE']],
    ['central migrate', ['--dry-run', '--host', '--ca', 'PRACTICE_MIGRATOR_PGPASSWORD']],
    ['central tenant add', ['<name>', '--company-id']],
    ['central tenant list', ['list the practices']],
    ['central enrol', ['--authority <folder>', '--out <file>', '--public-host']],
    ['central revoke', ['at once, also in sessions that are open']],
    [
      'call files.profile',
      ['files.profile: Counts what the columns', 'Its input: { sourceTableId: integer }'],
    ],
    [
      'call files.stage',
      [
        'source: { kind: "path" path: string }',
        'tables?: [{ part?: string (usually "")',
        'delimiter?: string',
      ],
    ],
    ['call', ['--input <json>', ...operations.map(({ name, summary }) => `${name} ${summary}`)]],
  ])('%s', async (command, essentials) => {
    const help = await helpOf(command);
    for (const essential of essentials) expect(help).toContain(essential);
  });
});

describe('a command that is not right ends with exit code 2 and says what is wrong', () => {
  test.each<[string, string[], RegExp]>([
    ['no command', [], /Usage: practice-migrator/],
    ['an unknown command', ['migrat'], /unknown command 'migrat'[^]*Did you mean migrate/],
    ['an unknown option', ['status', '--company-id', 'x', '--fast'], /unknown option '--fast'/],
    ['no company', ['status'], /--company-id/],
    [
      'no file',
      migration('x')
        .filter((word) => word !== 'x')
        .concat('--company-id', 'x'),
      /argument 'file'/,
    ],
    ['a batch size of 0', [...migration('x.csv'), '--batch-size', '0'], /whole number from 1/],
    ['an unknown operator command', ['central', 'delete'], /unknown command 'delete'|Usage/],
  ])('%s', async (_what, args, complaint) => {
    const ended = await runCommand(args, { env: data });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(complaint);
  });

  test('a setting of this computer that is no limit, on the command line and where the browser is served', async () => {
    const env = { ...data, PRACTICE_MIGRATOR_LIMITS: 'maxSheetz=2' };
    const ended = await runCommand(['inspect', join(folder, 'x.csv'), '--json'], { env });
    expect(ended).toMatchObject({ code: 2, stderr: '' });
    expect(jsonOf(ended).fault).toMatchObject({
      code: 'app.wrong_setting',
      params: { given: 'maxSheetz=2' },
    });
    expect(await runCommand(['--help'], { env })).toMatchObject({ code: 0 });
    const serve = join(root, 'src/main/shells/http/serve-main.ts');
    const served = spawnSync(process.execPath, [serve], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    expect(served).toMatchObject({ status: 2, stdout: '' });
    expect(served.stderr).toContain('“maxSheetz=2” in the setting PRACTICE_MIGRATOR_LIMITS is no limit');
  });

  test('help on an operation that there is not says so, where it has help on all of them without a name', async () => {
    const ended = await runCommand(['call', 'nosuch.op', '--help']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('There is no operation “nosuch.op”.');
  });

  test('with --json the complaint is one JSON object', async () => {
    const ended = await runCommand(['status', '--json']);
    expect(ended.code).toBe(2);
    expect(jsonOf(ended).fault.code).toBe('app.invalid_input');
  });

  test('no passphrase and nobody to ask', async () => {
    const ended = await runCommand(['status', '--company-id', 'x', '--json'], { env: data });
    expect(ended.code).toBe(2);
    expect(jsonOf(ended).fault.params['variable']).toBe('PRACTICE_MIGRATOR_PASSPHRASE');
  });

  test('a batch that is larger than the central database takes', async () => {
    const env = { ...data, PRACTICE_MIGRATOR_PASSPHRASE: passphrase };
    const input = JSON.stringify({ sourceTableId: 1, batchSize: 20_001 });
    const ended = await runCommand(['call', 'upload.run', '--input', input], { env });
    expect(ended.code).toBe(2);
    expect(jsonOf(ended).fault.params['where']).toBe('batchSize');
  });
});

test('--version prints the version and nothing else', async () => {
  const version = await runCommand(['--version']);
  expect(version).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    stderr: '',
  });
});

describe('passphrases', () => {
  const companyId = ['--company-id', 'quiet-street'];

  test('come from a file, too, and a file that is not there is named', async () => {
    const file = join(folder, 'passphrase.txt');
    writeFileSync(file, `${passphrase}\n`);
    const workspace = join(folder, 'quiet.workspace');
    const input = JSON.stringify({
      practiceName: 'Quiet Street',
      passphrase: 'x'.repeat(20),
      path: workspace,
    });
    const created = await runCommand(['call', 'workspace.create', '--input', input], { env: data });
    expect(created.code).toBe(0);
    const { recoveryKey } = jsonOf(created).value as { recoveryKey: string };

    const named = ['status', ...companyId, '--workspace', workspace, '--passphrase-file'];
    const wrong = await runCommand([...named, file], { env: data, secrets: [recoveryKey] });
    expect(wrong.code).toBe(5);
    expect(wrong.stderr).toContain('(workspace.wrong_key)');

    writeFileSync(file, `${recoveryKey}\r\n`);
    const right = await runCommand([...named, file], { env: data, secrets: [recoveryKey] });
    expect(right).toMatchObject({ code: 0, stderr: '' });

    const missing = await runCommand([...named, join(folder, 'nowhere.txt')], { env: data });
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain('nowhere.txt');
    expect(missing.stderr).toContain('(read.file_missing)');
  });
});

/** Not through npm, which would run the program again on the Node that the project brings. */
const { npm_execpath: _npm, ...startedDirectly } = process.env;

describe('on an old Node', () => {
  const guard = join(root, 'bin/require-node.js');
  const program = join(root, 'bin/practice-migrator.js');

  test('the program refuses in one sentence', () => {
    const patched = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.11.1'})`;
    const refused = spawnSync(process.execPath, ['--import', patched, program, '--help'], {
      encoding: 'utf8',
      env: startedDirectly,
    });
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toMatch(
      /^Practice Migrator needs Node 24 or later and was started on 20\.11\.1;.*\n$/,
    );
  });

  test('the guard itself runs where the rest does not: on the system’s own Node, when that is an old one', () => {
    const node = '/usr/bin/node';
    const probe = ['-p', 'process.versions.node'];
    const version = existsSync(node) ? spawnSync(node, probe, { encoding: 'utf8' }).stdout.trim() : '';
    const isOld = version !== '' && Number(version.split('.')[0]) < 24;
    // Where no old Node is installed, the guard is held to let this one pass.
    const ended = spawnSync(isOld ? node : process.execPath, [isOld ? program : guard], {
      encoding: 'utf8',
      env: startedDirectly,
    });
    expect(ended.status).toBe(isOld ? 2 : 0);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain(isOld ? `was started on ${version}` : '');
  });
});
