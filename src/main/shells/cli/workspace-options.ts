import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { fault } from '#contract/faults';
import type { WorkspaceView } from '#contract/operations/workspace';
import { failed, ok, type Result } from '#contract/result';
import { defaultDataFolder } from '#main/engine/program';
import { runCommand, type Runner, type Running } from './runner.ts';
import { needSecret, newSecret } from './secrets.ts';

export interface WorkspaceOptions {
  readonly companyId: string;
  readonly workspace?: string;
  readonly passphraseFile?: string;
  readonly json?: boolean;
}

export function addWorkspaceOptions(command: Command): Command {
  return command
    .requiredOption('--company-id <id>', 'required: company id of the practice, as the operator named it')
    .option('--workspace <file>', 'workspace file (default: the practice’s own in the program’s folder)')
    .option('--passphrase-file <file>', 'file that holds the workspace’s passphrase')
    .option('--json', 'print one JSON result and nothing else')
    .addHelpText('after', passphraseHelp);
}

/** A command on an open workspace, with the one argument that it has. */
export type WorkspaceAct<Argument extends string | undefined, Options> = (
  runner: Runner,
  argument: Argument,
  options: Options,
) => Promise<Result<unknown>>;

/** Gives the command the options of a workspace, and opens that before it acts. */
export function addWorkspaceAction<Argument extends string | undefined, Options extends WorkspaceOptions>(
  command: Command,
  running: Pick<Running, 'role' | 'setExit'>,
  act: WorkspaceAct<Argument, Options>,
): Command {
  return addWorkspaceOptions(command).action(async (argument: Argument, options: Options) => {
    await runCommand({ ...running, json: options.json }, async (runner) => {
      const opened = await openWorkspace(runner, options);
      return opened.ok ? act(runner, argument, options) : opened;
    });
  });
}

const passphraseHelp = `
The workspace's passphrase comes from PRACTICE_MIGRATOR_PASSPHRASE, --passphrase-file or a question on the terminal.`;

function workspacePathOf(options: WorkspaceOptions): string {
  return options.workspace ?? join(defaultDataFolder(), 'workspaces', `${options.companyId}.workspace`);
}

const environment = 'PRACTICE_MIGRATOR_PASSPHRASE';

export function readPassphrase(file: string | undefined): Promise<Result<string>> {
  return needSecret({ file, environment, prompt: 'Passphrase of the workspace' });
}

/** Opens the practice's workspace, which must exist and, once enrolled, belong to the company id. */
export async function openWorkspace(
  runner: Runner,
  options: WorkspaceOptions,
): Promise<Result<WorkspaceView>> {
  const passphrase = await readPassphrase(options.passphraseFile);
  if (!passphrase.ok) return passphrase;
  const opened = await runner.run('workspace.open', {
    path: workspacePathOf(options),
    secret: passphrase.value,
  });
  return opened.ok ? ofCompany(opened.value, options.companyId) : opened;
}

/** The same, but makes the workspace when there is none, and shows its recovery key this once. */
export async function openOrCreateWorkspace(
  runner: Runner,
  options: WorkspaceOptions,
): Promise<Result<WorkspaceView>> {
  const path = workspacePathOf(options);
  if (existsSync(path)) return openWorkspace(runner, options);
  runner.output.note(
    `No workspace for ${options.companyId} yet: a new one is made, encrypted with your passphrase.`,
  );
  const prompt = 'New passphrase (three or four plain words)';
  const passphrase = await newSecret({ file: options.passphraseFile, environment, prompt });
  if (!passphrase.ok) return passphrase;
  const input = { practiceName: options.companyId, passphrase: passphrase.value, path };
  const created = await runner.run('workspace.create', input);
  if (!created.ok) return created;
  runner.output.note(`A new encrypted workspace was made: ${path}`);
  runner.output.note(
    `Its recovery key, shown only now. Write it down and keep it apart:\n  ${created.value.recoveryKey}`,
  );
  return ok(created.value.workspace);
}

/** A workspace may not be used for another practice than the one it is enrolled for. */
function ofCompany(workspace: WorkspaceView, companyId: string): Result<WorkspaceView> {
  const { enrolment } = workspace;
  if (enrolment === null || enrolment.companyId === companyId || enrolment.tenantId === companyId)
    return ok(workspace);
  return failed(fault('central.wrong_tenant', { expected: enrolment.companyId }));
}
