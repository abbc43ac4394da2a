import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fault } from '#contract/faults';
import { isShortPassphrase, leastPassphraseLength } from '#contract/operations/workspace';
import { failed, ok, type Result } from '#contract/result';
import { sealWithPassphrase, sealWithRecoveryKey } from '#main/model/sealing';
import { lockFile, openEncrypted, useWriteAheadLog } from './database.ts';
import { flushFile, privateMode, renameDurably } from './durable-file.ts';
import { keyFilePath, writeKeyFile, type WorkspaceKeys } from './key-file.ts';
import { listMigrations, migrateWorkspace } from './migrate.ts';
import { openWithDataKey } from './open-workspace.ts';
import { printRecoveryKey } from './recovery-key.ts';
import { saveIdentity, type Workspace } from './workspace.ts';
import { workspaceFaultOf } from './workspace-fault.ts';

export interface CreateRequest {
  readonly path: string;
  readonly practiceName: string;
  readonly passphrase: string;
  /** Folder that holds `sql/workspace`. */
  readonly resourcesFolder: string;
}

export interface CreatedWorkspace {
  readonly workspace: Workspace;
  /** As printed for the person; it is kept nowhere and can be shown this once. */
  readonly recoveryKey: string;
}

/**
 * Makes an encrypted workspace and opens it. The file gets its name last, when it and both wraps of its key are on
 * disk: a creation that is cut short at any point leaves nothing that counts as a workspace, and creating again
 * starts anew. Faults: `workspace.exists`, `.passphrase_too_short`, `.not_permitted`, `.disk_full`, `.in_use`.
 */
export async function createWorkspace(request: CreateRequest): Promise<Result<CreatedWorkspace>> {
  const path = resolve(request.path.trim());
  if (isShortPassphrase(request.passphrase)) {
    return failed(fault('workspace.passphrase_too_short', { least: leastPassphraseLength }));
  }
  const dataKey = randomBytes(32);
  const recoveryKey = randomBytes(32);
  try {
    const keys = await sealKeys(dataKey, recoveryKey, request.passphrase);
    const opened = await createUnderLock(path, request, dataKey, keys);
    if (!opened.ok) return opened;
    return ok({ workspace: opened.value, recoveryKey: printRecoveryKey(recoveryKey) });
  } catch (error) {
    const value = workspaceFaultOf(error, path);
    if (value === null) throw error;
    return failed(value);
  } finally {
    dataKey.fill(0);
    recoveryKey.fill(0);
  }
}

async function sealKeys(dataKey: Buffer, recoveryKey: Buffer, passphrase: string): Promise<WorkspaceKeys> {
  const workspaceId = randomUUID();
  const wraps = [
    await sealWithPassphrase(dataKey, passphrase, workspaceId),
    sealWithRecoveryKey(dataKey, recoveryKey, workspaceId),
  ];
  return { workspaceId, wraps };
}

async function createUnderLock(
  path: string,
  request: CreateRequest,
  dataKey: Buffer,
  keys: WorkspaceKeys,
): Promise<Result<Workspace>> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lockPath = `${path}.creating`;
  const lock = lockFile(lockPath);
  try {
    const inTheWay = [path, ...orphanedKeyFile(path)].find((file) => existsSync(file));
    if (inTheWay !== undefined) return failed(fault('workspace.exists', { file: inTheWay }));
    const unnamed = `${path}.new`;
    clearRemains(path, unnamed);
    buildDatabase(unnamed, request, dataKey, keys.workspaceId);
    writeKeyFile(keyFilePath(path), keys);
    renameDurably(unnamed, path);
    return await openWithDataKey(path, dataKey, keys.workspaceId, request.resourcesFolder);
  } finally {
    lock.release();
    rmSync(lockPath, { force: true });
  }
}

/**
 * A key file without its workspace may be the only key to a copy that lies elsewhere, so it is never overwritten.
 * Beside an unnamed new workspace it is what a creation that was cut short left.
 */
function orphanedKeyFile(path: string): string[] {
  return existsSync(`${path}.new`) ? [] : [keyFilePath(path)];
}

/** The unnamed workspace goes last: while it is there, the key file is known to be of no use. */
function clearRemains(path: string, unnamed: string): void {
  const keyFile = keyFilePath(path);
  for (const file of [keyFile, `${keyFile}.new`, `${unnamed}-wal`, `${unnamed}-journal`, unnamed]) {
    rmSync(file, { force: true });
  }
}

function buildDatabase(path: string, request: CreateRequest, dataKey: Buffer, workspaceId: string): void {
  // SQLite gives its log the mode of the file, so it is made here, for the owner alone.
  closeSync(openSync(path, 'wx', privateMode));
  const db = openEncrypted(path, dataKey);
  try {
    useWriteAheadLog(db);
    const migrated = migrateWorkspace(db, listMigrations(request.resourcesFolder), path);
    if (!migrated.ok) throw new Error(`a new workspace was refused: ${migrated.fault.code}`);
    saveIdentity(db, {
      workspaceId,
      practiceName: request.practiceName,
      createdAt: new Date().toISOString(),
    });
  } finally {
    db.close();
  }
  flushFile(path);
}
