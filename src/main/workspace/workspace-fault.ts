import { fault, FaultError, type Fault } from '#contract/faults';
import { isSqliteError } from './database.ts';

const notPermitted = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'EISDIR',
  'EEXIST',
  'ENOENT',
  'ENOTDIR',
  'ENAMETOOLONG',
  'EINVAL',
]);
const noSpace = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * The one place where errors of SQLite and of the file system become faults of the workspace at `path`. Null when
 * the error says nothing about the workspace: then it is a bug, and the caller throws it on.
 */
export function workspaceFaultOf(error: unknown, path: string): Fault | null {
  if (error instanceof FaultError) return error.fault;
  if (isSqliteError(error)) return sqliteFault(error.code, path);
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!('syscall' in error)) return null;
  if (noSpace.has(error.code)) return fault('workspace.disk_full', {});
  if (notPermitted.has(error.code)) return fault('workspace.not_permitted', { file: path });
  if (error.code === 'EBUSY') return fault('workspace.in_use', { file: path });
  return fault('workspace.disk_failed', { file: path });
}

/** The disk has no room for what was to be written. */
export function isDiskFull(error: unknown): boolean {
  return workspaceFaultOf(error, '')?.code === 'workspace.disk_full';
}

/** By the primary result code; extended codes append to it, such as SQLITE_IOERR_FSYNC. */
function sqliteFault(code: string, path: string): Fault | null {
  const primary = code.split('_').slice(0, 2).join('_');
  switch (primary) {
    case 'SQLITE_FULL':
      return fault('workspace.disk_full', {});
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
    case 'SQLITE_FORMAT':
      return fault('workspace.corrupted', { file: path });
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return fault('workspace.in_use', { file: path });
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
    case 'SQLITE_READONLY':
      return fault('workspace.not_permitted', { file: path });
    case 'SQLITE_IOERR':
      return fault('workspace.disk_failed', { file: path });
    default:
      return null;
  }
}
