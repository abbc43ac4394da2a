import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { openWithPassphrase, openWithRecoveryKey, type SealedBox } from '#main/model/sealing';
import { writeFileDurably } from './durable-file.ts';
import { readRecoveryKey } from './recovery-key.ts';
import { workspaceFaultOf } from './workspace-fault.ts';

const format = 'practice-migrator workspace keys 1';

const sealedBox = z.object({
  method: z.enum(['passphrase', 'recovery']),
  salt: z.base64(),
  nonce: z.base64(),
  sealed: z.base64(),
  cost: z.number().int().min(0).max(31),
});

const keyFile = z.object({
  format: z.literal(format),
  workspaceId: z.uuid(),
  /** The data key, sealed once for each way to open it. One way alone is one loss away from none. */
  wraps: z.array(sealedBox).min(2),
});

export interface WorkspaceKeys {
  readonly workspaceId: string;
  readonly wraps: readonly SealedBox[];
}

export function keyFilePath(workspacePath: string): string {
  return `${workspacePath}.keys`;
}

export function writeKeyFile(path: string, keys: WorkspaceKeys): void {
  writeFileDurably(path, `${JSON.stringify(keyFile.parse({ format, ...keys }), null, 2)}\n`);
}

/** The wraps, or `workspace.key_file_missing` when the file is not there or damaged. */
export function readKeyFile(path: string): Result<WorkspaceKeys> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const missing = error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing) return failed(fault('workspace.key_file_missing', { file: path }));
    const value = workspaceFaultOf(error, path);
    if (value !== null) return failed(value);
    throw error;
  }
  const parsed = keyFile.safeParse(content);
  return parsed.success ? ok(parsed.data) : failed(fault('workspace.key_file_missing', { file: path }));
}

/**
 * The data key (32 bytes), by whichever wrap `secret` opens: a passphrase or the recovery key as printed.
 * `workspace.wrong_key` after all of them were tried.
 */
export async function unwrapDataKey(keys: WorkspaceKeys, secret: string): Promise<Result<Buffer>> {
  const recoveryKey = readRecoveryKey(secret);
  if (recoveryKey !== null) {
    for (const wrap of keys.wraps) {
      const dataKey = openWithRecoveryKey(wrap, recoveryKey, keys.workspaceId);
      if (dataKey !== null) return ok(dataKey);
    }
  }
  for (const wrap of keys.wraps) {
    const dataKey = await openWithPassphrase(wrap, secret, keys.workspaceId);
    if (dataKey !== null) return ok(dataKey);
  }
  return failed(fault('workspace.wrong_key', {}));
}
