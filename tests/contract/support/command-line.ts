import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Fault } from '#contract/faults';

export const root = join(import.meta.dirname, '../../..');
const program = join(root, 'bin/practice-migrator.js');

/** What stands in the tests' files as a patient's value, and must be in no output of any command. */
export const plantedValue = 'Quillfeather';
/** Passphrases of the tests: no command may print one either. */
export const passphrase = 'four quiet brown lenses';
export const enrolmentPassphrase = 'three lamps over water';
export const authorityPassphrase = 'two birds and one harbour';

const unspeakable = [plantedValue, passphrase, enrolmentPassphrase, authorityPassphrase];

export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process as soon as it runs, to interrupt it. */
  readonly onStart?: (child: ChildProcess) => void;
  /** In a process group of its own, which a signal can be sent to as a terminal sends it for Ctrl-C. */
  readonly ownGroup?: boolean;
  /** Anything else that this command must not print, such as a password. */
  readonly secrets?: readonly string[];
}

/**
 * Runs the command line as a person does, in a process of its own, without a terminal. Throws when a secret or the
 * planted value is in what it printed: that holds for every command of every test.
 */
export async function runCommand(
  args: readonly string[],
  { env = {}, onStart, ownGroup = false, secrets = [] }: CommandOptions = {},
): Promise<CommandOutcome> {
  const { PATH = '', HOME = '', SystemRoot = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, SystemRoot, NODE_COMPILE_CACHE, ...env },
    detached: ownGroup,
  });
  onStart?.(child);
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  for (const secret of [...unspeakable, ...secrets]) {
    if ((stdout + stderr).includes(secret)) throw new Error(`“${args.join(' ')}” printed what it must not`);
  }
  return { code, stdout, stderr };
}

/** The one JSON object that a command with --json leaves on standard output. */
export function jsonOf(outcome: CommandOutcome): { ok: boolean; value: unknown; fault: Fault } {
  return JSON.parse(outcome.stdout) as { ok: boolean; value: unknown; fault: Fault };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
