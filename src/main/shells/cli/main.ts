import { Command, CommanderError, Help, Option } from 'commander';
import { fault } from '#contract/faults';
import { failed } from '#contract/result';
import { reportBug } from '#main/engine/report-bug';
import { programVersion } from '#main/engine/program';
import { addCallCommand } from './call.ts';
import { addCentralCommands } from './central.ts';
import { addFileCommands } from './files.ts';
import { addJobCommands } from './jobs.ts';
import { addMigrateCommand } from './migrate.ts';
import { createOutput, finish } from './output.ts';
import { appRoot } from './runner.ts';
import { addWorkspaceFileCommands } from './workspace-files.ts';

const afterHelp = `
A first migration, from the operator's enrolment file to the central database:
  $ export PRACTICE_MIGRATOR_PASSPHRASE='three or four plain words'
  $ practice-migrator migrate patients optix-patients.csv --company-id high-street \\
      --source-system optix --preset optix-patients --enrolment high-street.enrolment \\
      --skip-duplicates --continue-on-error
  $ practice-migrator status --company-id high-street
  $ practice-migrator rollback MIG-001-2026 --company-id high-street --preview

Exit codes:
  0 done                     4 a person has to decide or approve      7 central is not the same as what was sent
  2 the command is not right 5 the workspace or its key               8 done in part: files were not read, or edited
  3 the file is not right    6 the central database                     records were kept
  1 a mistake in the program                                        130 stopped with Ctrl-C

Every command takes --json, which prints one object on standard output: {"ok":true,"value":…} or
{"ok":false,"fault":{"code","message","params"}}; with exit code 8 what was done stands beside the fault, as "value".

Secrets are never arguments. Passphrases come from PRACTICE_MIGRATOR_PASSPHRASE, a file (--passphrase-file) or a
question on the terminal.

Other settings:
  PRACTICE_MIGRATOR_DATA           folder for workspaces, in place of the program's own folder of this user
  PRACTICE_MIGRATOR_LIMITS         limits of reading for every file, such as maxFileBytes=8000000000,maxSheets=200
  PRACTICE_MIGRATOR_RETRY_SECONDS  how long to keep trying while the central database does not answer (usually 120)`;

/** Runs one command line; answers the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  // Whoever reads the output may have seen enough, such as `head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const exit = { code: 0 };
  const setExit = (code: number): void => void (exit.code = code);
  const program = new Command('practice-migrator')
    .description(
      'Moves a practice’s records from its old system to the central platform: nothing lost, nothing twice, ' +
        'everything reversible. Files are read into an encrypted workspace and checked there; only what passed and ' +
        'was approved is uploaded.',
    )
    .version(programVersion(appRoot), '-V, --version', 'print the version of the program')
    .addHelpText('after', afterHelp)
    .configureHelp({ optionDescription: describeOption })
    .showHelpAfterError('(add --help for how to use it)')
    .exitOverride();
  addFileCommands(program, setExit);
  addWorkspaceFileCommands(program, setExit);
  addMigrateCommand(program, setExit);
  addJobCommands(program, setExit);
  addCentralCommands(program, setExit);
  addCallCommand(program, setExit);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit.code;
  } catch (error) {
    if (error instanceof CommanderError) return endOfUsage(error, args);
    process.stderr.write(`${fault('app.internal', { operation: 'command line' }).message}\n`);
    reportBug('command line', error);
    return 1;
  }
}

/** Without the defaults that say nothing: not given, or an empty list. */
function describeOption(option: Option): string {
  const { defaultValue } = option as { readonly defaultValue?: unknown };
  const saysNothing = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  const shown = Object.assign(
    new Option(option.flags),
    option,
    saysNothing ? { defaultValue: undefined } : {},
  );
  return new Help().optionDescription(shown);
}

/** commander has printed the help or its complaint on the terminal already; a script gets the complaint as JSON. */
function endOfUsage(error: CommanderError, args: readonly string[]): number {
  if (error.exitCode === 0) return 0;
  const where =
    error.message
      .replace(/^error: /, '')
      .split('\n')[0]
      ?.replace(/\.$/, '') ?? '';
  const complaint = fault('app.invalid_input', { operation: args[0] ?? 'practice-migrator', where });
  return args.includes('--json') ? finish(createOutput(true), failed(complaint)) : 2;
}
