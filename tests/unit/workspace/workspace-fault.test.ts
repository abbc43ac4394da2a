import { expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { fault, FaultError } from '#contract/faults';
import { workspaceFaultOf } from '#main/workspace/workspace-fault';

class SystemError extends Error {
  readonly code: string;
  readonly syscall = 'write';
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const SqliteError = Database.SqliteError as unknown as new (message: string, code: string) => Error;

test.each([
  ['SQLITE_FULL', 'workspace.disk_full'],
  ['SQLITE_CORRUPT', 'workspace.corrupted'],
  ['SQLITE_CORRUPT_VTAB', 'workspace.corrupted'],
  ['SQLITE_NOTADB', 'workspace.corrupted'],
  ['SQLITE_BUSY', 'workspace.in_use'],
  ['SQLITE_BUSY_SNAPSHOT', 'workspace.in_use'],
  ['SQLITE_READONLY_DBMOVED', 'workspace.not_permitted'],
  ['SQLITE_CANTOPEN', 'workspace.not_permitted'],
  ['SQLITE_IOERR_FSYNC', 'workspace.disk_failed'],
])('%s of SQLite is %s', (code, expected) => {
  expect(workspaceFaultOf(new SqliteError('message', code), 'practice')?.code).toBe(expected);
});

test.each([
  ['ENOSPC', 'workspace.disk_full'],
  ['EDQUOT', 'workspace.disk_full'],
  ['EACCES', 'workspace.not_permitted'],
  ['EROFS', 'workspace.not_permitted'],
  ['EIO', 'workspace.disk_failed'],
])('%s of the file system is %s', (code, expected) => {
  expect(workspaceFaultOf(new SystemError(code), 'practice')?.code).toBe(expected);
});

test('a fault carried by an error is itself, and what says nothing about the workspace is a bug', () => {
  const value = fault('workspace.not_open', {});
  expect(workspaceFaultOf(new FaultError(value), 'practice')).toBe(value);
  for (const bug of [
    new SqliteError('UNIQUE', 'SQLITE_CONSTRAINT_UNIQUE'),
    new SqliteError('syntax', 'SQLITE_ERROR'),
    new TypeError('undefined'),
    'text',
  ]) {
    expect(workspaceFaultOf(bug, 'practice')).toBeNull();
  }
});
