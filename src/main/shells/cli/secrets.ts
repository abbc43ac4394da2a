import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';

/** Where a secret may come from, in this order. Never from an argument: those are visible to every user. */
export interface SecretSource {
  readonly file?: string | undefined;
  readonly environment: string;
  readonly prompt: string;
}

/**
 * The secret, or null when there is no file, no variable and nobody at a terminal to ask.
 * Faults: `read.file_missing` and `read.not_permitted` of the file that was named for it.
 */
export async function readSecret(source: SecretSource): Promise<Result<string | null>> {
  if (source.file !== undefined) return readSecretFile(source.file);
  const fromEnvironment = process.env[source.environment];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return ok(fromEnvironment);
  return ok(process.stdin.isTTY ? await askHidden(source.prompt) : null);
}

/** The same for a secret without which the command cannot go on: `app.secret_missing`. */
export async function needSecret(source: SecretSource): Promise<Result<string>> {
  const secret = await readSecret(source);
  if (!secret.ok) return secret;
  if (secret.value !== null && secret.value !== '') return ok(secret.value);
  return failed(fault('app.secret_missing', { what: source.prompt, variable: source.environment }));
}

/** A new secret that cannot be asked for again later: at a terminal it is typed twice. `app.secret_differs`. */
export async function newSecret(source: SecretSource): Promise<Result<string>> {
  const secret = await needSecret(source);
  const isTyped = source.file === undefined && (process.env[source.environment] ?? '') === '';
  if (!secret.ok || !isTyped) return secret;
  const again = await askHidden(`${source.prompt}, again`);
  return again === secret.value ? secret : failed(fault('app.secret_differs', {}));
}

function readSecretFile(file: string): Result<string> {
  try {
    return ok(readFileSync(file, 'utf8').replace(/\r?\n$/, ''));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return failed(isMissing ? fault('read.file_missing', { file }) : fault('read.not_permitted', { file }));
  }
}

function askHidden(prompt: string): Promise<string> {
  process.stderr.write(`${prompt}: `);
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: mute, terminal: true });
  return new Promise((resolve) => {
    lines.question('', (answer) => {
      lines.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}
