import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FrozenBatch } from '#main/model/batch';
import type { MappingContent } from '#main/model/mapping';
import type { StagedRow } from '#main/model/staged-row';
import { batchIdOf } from '#main/model/batch';
import { openEncrypted, transact, useWriteAheadLog, type WritableDb } from '#main/workspace/database';
import { beginCheckRun } from '#main/workspace/check-run';
import type { Steps } from '#main/workspace/in-steps';
import { createJob } from '#main/workspace/job';
import { approveMapping, draftMapping } from '#main/workspace/mapping';
import { listMigrations, migrateWorkspace } from '#main/workspace/migrate';
import {
  appendSourceChunks,
  beginSourceFile,
  discardSourceFile,
  keepSourceFile,
} from '#main/workspace/source-file';
import { beginSourceTable, finishSourceTable, type SourceTable } from '#main/workspace/source-table';
import { appendStagedRows } from '#main/workspace/staged-row';
import { layoutOf } from '../read/byte-sources.ts';

export const resourcesFolder = resolve('resources');
export const passphrase = 'four quiet brown lenses';

export const layout = layoutOf();

/** A table as it is begun. */
export const newTable = {
  fileName: 'patients.csv',
  part: '',
  tableName: '',
  sizeBytes: 1,
  partBytes: 1,
  layout,
  decided: {},
  readBy: '1.0.0',
  stagedBy: 'tester',
};

export const mappingContent: MappingContent = {
  entity: 'patient',
  presetId: null,
  presetVersion: null,
  sourceSystem: 'other',
  columns: [],
  constants: [],
};

export function toEnd(steps: Steps): void {
  for (const _bytes of steps);
}

/** What every table of the workspace holds. */
export function contentOf(db: WritableDb): Record<string, unknown[]> {
  const tables = db
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
    )
    .all();
  return Object.fromEntries(
    tables.map(({ name }) => [name, db.prepare<[], unknown>(`SELECT * FROM ${name}`).all()]),
  );
}

/** A folder of its own, removed when the test ends. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An encrypted workspace with this program's tables and a key of its own, without the cost of a passphrase. */
export function scratchWorkspace(
  path = join(scratchFolder(), 'practice.workspace'),
  dataKey = randomBytes(32),
): WritableDb {
  closeSync(openSync(path, 'wx'));
  const db = openEncrypted(path, dataKey);
  onTestFinished(() => void db.close());
  useWriteAheadLog(db);
  const migrated = migrateWorkspace(db, listMigrations(resourcesFolder), path);
  if (!migrated.ok) throw new Error(migrated.fault.code);
  return db;
}

export function rowsOf(count: number, cellsOf: (rowNo: number) => string[] = plainCells): StagedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    rowNo: index + 1,
    line: index + 2,
    cells: cellsOf(index + 1),
    fault: null,
  }));
}

function plainCells(rowNo: number): string[] {
  return [`K${rowNo}`, 'text'];
}

let contents = 0;

export function stageTable(db: WritableDb, rows: readonly StagedRow[]): number {
  const id = beginSourceTable(db, newTable);
  transact(db, () => appendStagedRows(db, id, rows));
  contents += 1;
  finishTable(db, id, rows.length, contents.toString(16).padStart(64, '0'));
  return id;
}

/** Keeps a file of one byte and ends the table that was read from it. */
export function finishTable(
  db: WritableDb,
  id: number,
  rowCount: number,
  sha256 = 'a'.repeat(64),
): SourceTable {
  const fileId = beginSourceFile(db, newTable);
  const bytes = Buffer.from('x');
  appendSourceChunks(db, fileId, [{ position: 0, sizeBytes: 1, packing: 'none', bytes }]);
  const sourceFileId = keepSourceFile(db, fileId, sha256);
  if (sourceFileId !== fileId) toEnd(discardSourceFile(db, fileId));
  return finishSourceTable(db, id, {
    sourceFileId,
    sha256,
    partSha256: sha256,
    header: ['key', 'name'],
    rowCount,
    rowFaults: {},
    findings: [],
  });
}

export function approvedMapping(db: WritableDb, sourceTableId: number): number {
  const { mappingId } = draftMapping(db, sourceTableId, mappingContent);
  approveMapping(db, mappingId, { name: 'tester', role: 'manager' });
  return mappingId;
}

export function runningCheck(db: WritableDb, rowCount = 3): { sourceTableId: number; checkRunId: number } {
  const sourceTableId = stageTable(db, rowsOf(rowCount));
  const mappingId = approvedMapping(db, sourceTableId);
  return { sourceTableId, checkRunId: beginCheckRun(db, { mappingId, sourceTableId, today: '2026-11-22' }) };
}

export function scratchJob(db: WritableDb, jobId: string, sourceTableId?: number): number {
  const check = runningCheck(db);
  const tableId = sourceTableId ?? check.sourceTableId;
  createJob(db, {
    jobId,
    sourceTableId: tableId,
    mappingId: approvedMapping(db, tableId),
    checkRunId: check.checkRunId,
    tenantId: '22222222-2222-4222-8222-222222222222',
    batchSize: 1000,
    options: { skipDuplicates: true, continueOnError: false },
    startedBy: 'tester',
  });
  return tableId;
}

/** A batch of `recordCount` records; the rows are those from `firstRowNo` on without gaps. */
export function frozenBatch(jobId: string, number: number, firstRowNo: number, recordCount = 3): FrozenBatch {
  const contentSha256 = randomBytes(32);
  const rowNos = Buffer.alloc(recordCount * 4);
  for (let index = 0; index < recordCount; index += 1) rowNos.writeUInt32LE(firstRowNo + index, index * 4);
  return {
    number,
    batchId: batchIdOf(jobId, number, contentSha256),
    contentSha256,
    recordCount,
    firstRowNo,
    lastRowNo: firstRowNo + recordCount - 1,
    recordIds: randomBytes(recordCount * 16),
    contentHashes: randomBytes(recordCount * 32),
    rowNos,
  };
}
