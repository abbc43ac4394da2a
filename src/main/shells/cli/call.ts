import { CommanderError, Option, type Command } from 'commander';
import { fault } from '#contract/faults';
import { findOperation, operations, type OperationName } from '#contract/operations';
import { failed, type Result } from '#contract/result';
import { describeInput } from './describe-input.ts';
import { printable } from './output.ts';
import { runCommand, type Runner } from './runner.ts';
import { readPassphrase } from './workspace-options.ts';

interface CallOptions {
  readonly input: string;
  readonly workspace?: string;
  readonly passphraseFile?: string;
}

/** Every operation of the contract, for scripts: the same names, inputs and answers as the HTTP API. */
export function addCallCommand(program: Command, setExit: (code: number) => void): void {
  program
    .command('call')
    .argument('<operation>', 'name of the operation, such as mapping.get')
    .option('--input <json>', 'its input (“call <operation> --help” shows what that is)', '{}')
    .option('--workspace <file>', 'workspace to open first')
    .option('--passphrase-file <file>', 'file that holds the workspace’s passphrase')
    .addOption(new Option('--json').hideHelp())
    .description('call any operation of the program and print its result as JSON')
    .addHelpText('before', ({ command }) => refuseUnknown(command.args[0]))
    .addHelpText('after', ({ command }) => helpOn(command.args[0]))
    .action(async (name: string, options: CallOptions) => {
      const role = name.startsWith('operator.') ? 'operator' : 'manager';
      await runCommand({ json: true, role, setExit }, (runner) => call(runner, name, options));
    });
}

async function call(runner: Runner, name: string, options: CallOptions): Promise<Result<unknown>> {
  let input: unknown;
  try {
    input = JSON.parse(options.input);
  } catch {
    return failed(fault('app.invalid_input', { operation: name, where: '--input is not JSON' }));
  }
  if (options.workspace !== undefined) {
    const secret = await readPassphrase(options.passphraseFile);
    if (!secret.ok) return secret;
    const opened = await runner.run('workspace.open', { path: options.workspace, secret: secret.value });
    if (!opened.ok) return opened;
  }
  // The dispatcher checks the name and the input: here they are still what somebody typed.
  return runner.run(name as OperationName, input as never);
}

/** Help on an operation that there is not would look like help on it. */
function refuseUnknown(name: string | undefined): string {
  if (name === undefined || name.startsWith('-') || findOperation(name)) return '';
  const { code, message } = fault('app.unknown_operation', { operation: name });
  process.stderr.write(`${printable(message)}\n(call --help lists them)\n`);
  throw new CommanderError(2, code, message);
}

/** All operations; after the name of one, what it takes. */
function helpOn(name: string | undefined): string {
  const operation = name === undefined ? undefined : findOperation(name);
  if (operation === undefined) return `\nOperations:\n${operationLines()}`;
  return `\n${operation.name}: ${operation.summary}\n\nIts input:\n${describeInput(operation)}`;
}

function operationLines(): string {
  return operations.map(({ name, summary }) => `  ${name.padEnd(24)} ${summary}`).join('\n');
}
