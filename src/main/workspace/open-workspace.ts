import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fault, FaultError, type Fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import {
  fitsItsLog,
  openEncrypted,
  pageBytes,
  prepared,
  useWriteAheadLog,
  type WritableDb,
} from './database.ts';
import { inTurns } from './in-steps.ts';
import { keyFilePath, readKeyFile, unwrapDataKey } from './key-file.ts';
import { hasLedger, listMigrations, migrateWorkspace } from './migrate.ts';
import { discardUnfinished } from './removal.ts';
import { readIdentity, workspaceOn, type Workspace } from './workspace.ts';
import { workspaceFaultOf } from './workspace-fault.ts';

export interface OpenRequest {
  readonly path: string;
  /** The passphrase, or the recovery key as it was printed. */
  readonly secret: string;
  /** Folder that holds `sql/workspace`. */
  readonly resourcesFolder: string;
}

/**
 * Opens a workspace for this process alone. Faults: `workspace.missing`, `.key_file_missing`, `.wrong_key`,
 * `.corrupted`, `.log_differs`, `.newer`, `.history_differs`, `.in_use`, `.not_permitted`, `.disk_full`,
 * `.disk_failed`.
 * Damage is looked for where that is quick (the first page, the length, the schema); every page is authenticated
 * when it is read, so damage elsewhere is a `workspace.corrupted` of whatever reads it.
 */
export async function openWorkspace(request: OpenRequest): Promise<Result<Workspace>> {
  const path = resolve(request.path.trim());
  if (!isFile(path)) return failed(fault('workspace.missing', { file: path }));
  const keys = readKeyFile(keyFilePath(path));
  if (!keys.ok) return keys;
  const dataKey = await unwrapDataKey(keys.value, request.secret);
  if (!dataKey.ok) return dataKey;
  try {
    return await openWithDataKey(path, dataKey.value, keys.value.workspaceId, request.resourcesFolder);
  } finally {
    dataKey.value.fill(0);
  }
}

/** Opens a workspace whose data key is known. Keeps no copy of the key. */
export async function openWithDataKey(
  path: string,
  dataKey: Buffer,
  workspaceId: string,
  resourcesFolder: string,
): Promise<Result<Workspace>> {
  let db: WritableDb | undefined;
  try {
    if (hasLog(path) && !fitsItsLog(path, dataKey)) refuse(fault('workspace.log_differs', { file: path }));
    db = openEncrypted(path, dataKey);
    const workspace = prepareWorkspace(db, path, workspaceId, resourcesFolder);
    // There may be much of it, and somebody else may ask something meanwhile.
    await inTurns(discardUnfinished(db));
    return ok(workspace);
  } catch (error) {
    db?.close();
    const value = workspaceFaultOf(error, path);
    if (value === null) throw error;
    return failed(value);
  }
}

function prepareWorkspace(
  db: WritableDb,
  path: string,
  workspaceId: string,
  resourcesFolder: string,
): Workspace {
  refuseDamaged(db, path);
  useWriteAheadLog(db);
  const migrated = migrateWorkspace(db, listMigrations(resourcesFolder), path);
  if (!migrated.ok) refuse(migrated.fault);
  const identity = readIdentity(db);
  if (identity?.workspaceId !== workspaceId) refuse(fault('workspace.corrupted', { file: path }));
  return workspaceOn(db, path, identity);
}

/** Reads the schema: takes the lock, proves the key, and notices a cut file by the page count in its header. */
function refuseDamaged(db: WritableDb, path: string): void {
  const { size } = statSync(path);
  prepared<[], number>(db, 'SELECT count(*) FROM sqlite_schema').get();
  if (!hasLedger(db) || size === 0 || size % pageBytes !== 0)
    refuse(fault('workspace.corrupted', { file: path }));
}

/** What a program that was killed leaves beside the file: changes that are not in it yet. */
function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function refuse(value: Fault): never {
  throw new FaultError(value);
}
