import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { transact, type WritableDb } from '#main/workspace/database';
import { unlessFull } from '#main/workspace/in-steps';
import { discardSourceTable } from '#main/workspace/removal';
import { beginSourceTable, listSourceTables } from '#main/workspace/source-table';
import { appendStagedRows, walkStagedRows } from '#main/workspace/staged-row';
import { workspaceFaultOf } from '#main/workspace/workspace-fault';
import { finishTable, newTable, rowsOf, scratchFolder, scratchWorkspace, toEnd } from './scratch.ts';

interface SmallDisk {
  readonly db: WritableDb;
  readonly makeSpace: () => void;
}

/** A real small disk where this account may mount one, otherwise SQLite's own limit, which ends the same way. */
function smallDisk(): SmallDisk {
  const folder = join(scratchFolder(), 'small');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', folder], { stdio: 'ignore' });
  } catch {
    console.log('disk full by a page limit: this account may not mount a small disk');
    const db = scratchWorkspace();
    db.pragma('max_page_count = 120');
    return { db, makeSpace: () => void db.pragma('max_page_count = 100000') };
  }
  onTestFinished(() => void execFileSync('umount', [folder]));
  return {
    db: scratchWorkspace(join(folder, 'practice.workspace')),
    makeSpace: () => void execFileSync('mount', ['-o', 'remount,size=64m', folder]),
  };
}

const rows = rowsOf(100_000, (rowNo) => [`K${rowNo}`, 'text of a usual length'.repeat(5)]);

test('on a full disk every committed row is kept, and work goes on when there is space again', () => {
  const { db, makeSpace } = smallDisk();
  const id = beginSourceTable(db, newTable);
  const append = (from: number): void =>
    transact(db, () => appendStagedRows(db, id, rows.slice(from, from + 500)));

  let committed = 0;
  let full: unknown;
  while (full === undefined && committed < rows.length) {
    try {
      append(committed);
      committed += 500;
    } catch (error) {
      full = error;
    }
  }
  expect(committed).toBeGreaterThan(0);
  expect(workspaceFaultOf(full, 'practice.workspace')).toMatchObject({ code: 'workspace.disk_full' });
  expect(db.inTransaction).toBe(false);
  expect([...walkStagedRows(db, id)].flat()).toEqual(rows.slice(0, committed));

  makeSpace();
  append(committed);
  finishTable(db, id, committed + 500);
  let read = 0;
  for (const page of walkStagedRows(db, id)) read += page.length;
  expect(read).toBe(committed + 500);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('giving a table up on a full disk raises nothing and leaves it out of sight', () => {
  const { db } = smallDisk();
  const id = beginSourceTable(db, newTable);
  let appended = 0;
  const fill = (): void => {
    for (; appended < rows.length; appended += 20) {
      transact(db, () => appendStagedRows(db, id, rows.slice(appended, appended + 20)));
    }
  };
  expect(fill).toThrow(/full/);
  toEnd(unlessFull(discardSourceTable(db, id)));
  expect(listSourceTables(db)).toEqual([]);
});
