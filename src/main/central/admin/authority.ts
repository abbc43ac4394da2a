import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { openWithPassphrase, passphraseBox, sealWithPassphrase } from '#main/model/sealing';
import type { SigningAuthority } from './certificates.ts';

/**
 * The operator's certificate authority as a folder: `ca.crt` (public), `ca.key` (sealed to a passphrase),
 * `server.crt` and `server.key` (what the Postgres server is started with).
 */
export interface AuthorityFiles {
  readonly caFile: string;
  readonly serverCertificateFile: string;
  readonly serverKeyFile: string;
}

/** An authority opened for signing, with the certificate of the server that its devices will pin. */
export interface OpenAuthority extends SigningAuthority {
  readonly serverCertificatePem: string;
}

const sealingContext = 'practice-migrator authority key';
const sealedKeyFile = z.object({
  format: z.literal('practice-migrator-authority-key'),
  version: z.literal(1),
  box: passphraseBox,
});

/**
 * Makes an authority and a server certificate for `serverNames` (host names or addresses) in `folder`.
 * Never overwrites: `operator.authority_exists` when any of its files is there already.
 */
export async function createAuthority(
  folder: string,
  passphrase: string,
  serverNames: readonly string[],
  now = new Date(),
): Promise<Result<AuthorityFiles>> {
  // Its library is a third of all modules: only the operator waits for it.
  const { issueServerCertificate, makeAuthority } = await import('./certificates.ts');
  const authority = await makeAuthority(now);
  const server = await issueServerCertificate(authority, serverNames, now);
  const box = await sealWithPassphrase(Buffer.from(authority.keyPem), passphrase, sealingContext);
  const sealedKey = { format: 'practice-migrator-authority-key', version: 1, box };
  const files = fileNames(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeNew(files.sealedKeyFile, `${JSON.stringify(sealedKey, null, 2)}\n`, 0o600);
    await writeNew(files.serverKeyFile, server.keyPem, 0o600);
    await writeNew(files.serverCertificateFile, server.certificatePem, 0o644);
    await writeNew(files.caFile, authority.certificatePem, 0o644);
  } catch (error) {
    if (!isExisting(error)) throw error;
    return failed(fault('operator.authority_exists', { folder }));
  }
  const { caFile, serverCertificateFile, serverKeyFile } = files;
  return ok({ caFile, serverCertificateFile, serverKeyFile });
}

/** Opens the authority for signing; `operator.authority_missing` or `operator.authority_passphrase`. */
export async function openAuthority(folder: string, passphrase: string): Promise<Result<OpenAuthority>> {
  const files = fileNames(folder);
  const texts = await readAll([files.caFile, files.serverCertificateFile, files.sealedKeyFile]);
  const [certificatePem, serverCertificatePem, keyText] = texts ?? [];
  const sealed = sealedKeyFile.safeParse(parseJson(keyText ?? ''));
  if (certificatePem === undefined || serverCertificatePem === undefined || !sealed.success) {
    return failed(fault('operator.authority_missing', { folder }));
  }
  const key = await openWithPassphrase(sealed.data.box, passphrase, sealingContext);
  if (key === null) return failed(fault('operator.authority_passphrase', {}));
  return ok({ certificatePem, serverCertificatePem, keyPem: key.toString() });
}

function fileNames(folder: string): AuthorityFiles & { readonly sealedKeyFile: string } {
  return {
    caFile: join(folder, 'ca.crt'),
    sealedKeyFile: join(folder, 'ca.key'),
    serverCertificateFile: join(folder, 'server.crt'),
    serverKeyFile: join(folder, 'server.key'),
  };
}

function writeNew(file: string, text: string, mode: number): Promise<void> {
  return writeFile(file, text, { flag: 'wx', mode });
}

async function readAll(files: readonly string[]): Promise<string[] | null> {
  try {
    return await Promise.all(files.map((file) => readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
