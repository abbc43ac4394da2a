import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { ColumnProfiles } from '#contract/operations/column-profile';
import { createWorkspace } from '#main/workspace/create-workspace';
import { acknowledgeBatches, freezeBatches } from '#main/workspace/batch';
import { saveColumnProfiles } from '#main/workspace/column-profile';
import { beginCheckRun, finishCheckRun } from '#main/workspace/check-run';
import { transact, type WritableDb } from '#main/workspace/database';
import { saveEnrolment } from '#main/workspace/enrolment';
import { recordFindings } from '#main/workspace/issue';
import { createJob, numberJob, saveRollback, saveVerification, type JobOptions } from '#main/workspace/job';
import { approveMapping, draftMapping } from '#main/workspace/mapping';
import { appendPiece, beginSourceFile, keepSourceFile } from '#main/workspace/source-file';
import { beginSourceTable, finishSourceTable } from '#main/workspace/source-table';

import { appendStagedRows } from '#main/workspace/staged-row';
import {
  frozenBatch,
  layout,
  mappingContent,
  passphrase,
  resourcesFolder,
  rowsOf,
  scratchFolder,
} from './scratch.ts';

const canary = `CANARY${randomBytes(6).toString('hex')}`;
const encodings = [canary, JSON.stringify(canary).slice(1, -1)]
  .flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])
  .concat(Buffer.from(canary, 'utf16le').swap16());

const planted = (what: string): string => `${canary} ${what}`;
const rows = rowsOf(6_000, (rowNo) => [planted(String(rowNo)), 'filling '.repeat(200)]).map((row) => ({
  ...row,
  fault: planted('fault'),
}));

/** Fills every text column that can hold a person's words, through the functions that fill it in earnest. */
function plantEverywhere(db: WritableDb): void {
  const table = {
    fileName: planted('file'),
    part: planted('part'),
    tableName: planted('table'),
    sizeBytes: 1,
    partBytes: 1,
    decided: { delimiter: canary },
    readBy: planted('version'),
    stagedBy: planted('by'),
  };
  const sourceTableId = beginSourceTable(db, { ...table, layout: { ...layout, delimiter: canary } });
  transact(db, () => appendStagedRows(db, sourceTableId, rows));
  const piece = Buffer.from(planted('piece'));
  const fileId = beginSourceFile(db, { fileName: planted('file'), sizeBytes: piece.length });
  appendPiece(db, fileId, 0, piece);
  const sha256 = planted('sha');
  finishSourceTable(db, sourceTableId, {
    sourceFileId: keepSourceFile(db, fileId, sha256),
    sha256,
    partSha256: planted('part sha'),
    header: [planted('header')],
    rowCount: rows.length,
    rowFaults: { [planted('fault')]: 1 },
    findings: [{ code: planted('finding'), params: {} }],
  });
  saveColumnProfiles(db, sourceTableId, { rows: 1, columns: [], note: planted('profile') } as ColumnProfiles);

  const { mappingId } = draftMapping(db, sourceTableId, {
    ...mappingContent,
    sourceSystem: planted('system'),
  });
  approveMapping(db, mappingId, { name: planted('approver'), role: 'manager' });
  const checkRunId = beginCheckRun(db, { mappingId, sourceTableId, today: planted('today') });
  recordFindings(db, checkRunId, [{ rowNo: 1, fieldIndex: 0, code: planted('code') }]);
  const none = { held: 0, rejected: 0, skipped: 0, warned: 0, duplicates: 0 };
  finishCheckRun(db, checkRunId, { read: 1, accepted: 1, ...none });

  const jobId = planted('job');
  createJob(db, {
    jobId,
    sourceTableId,
    mappingId,
    checkRunId,
    tenantId: planted('tenant'),
    batchSize: 3,
    options: { skipDuplicates: true, continueOnError: true, note: planted('options') } as JobOptions,
    startedBy: planted('starter'),
  });
  numberJob(db, jobId, { number: planted('number'), databaseId: planted('database') });
  const batch = { ...frozenBatch(jobId, 1, 1), batchId: planted('batch') };
  freezeBatches(db, jobId, [batch]);
  const { recordIds } = batch;
  const different = [recordIds.toString('hex', 0, 16)];
  acknowledgeBatches(db, jobId, [
    { number: 1, receipt: { outcome: 'applied', inserted: 2, unchanged: [], different } },
  ]);
  saveVerification(db, {
    jobId,
    at: '',
    expected: 1,
    verified: 0,
    missing: 1,
    changed: 0,
    editedSince: 0,
    extra: 0,
    unchanged: { expected: 0, verified: 0, editedSince: 0 },
    differences: [{ externalId: planted('external'), rowNo: 1, line: 2, what: 'missing' }],
  });
  saveRollback(db, jobId, { at: planted('at'), removed: 0, kept: 0 });
  saveEnrolment(db, {
    version: 1,
    tenantId: '22222222-2222-4222-8222-222222222222',
    tenantName: planted('tenant'),
    companyId: 'high-street',
    host: 'localhost',
    port: 1,
    database: 'central',
    role: 'd_0',
    password: planted('password'),
    caCertificate: '',
    clientCertificate: '',
    clientKey: planted('key'),
    serverKeyPin: '',
    certificateExpiresAt: '',
  });
}

/** Text columns of which none of the rows holds the canary. */
function columnsWithoutCanary(db: WritableDb): string[] {
  const columns = db
    .prepare<[], { place: string; tableName: string; name: string }>(
      `SELECT t.name || '.' || c.name AS place, t.name AS tableName, c.name
         FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c
        WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.type = 'TEXT'`,
    )
    .all();
  return columns
    .filter(({ tableName, name }) => {
      const sql = `SELECT 1 FROM ${tableName} WHERE instr(${name}, ?) > 0 LIMIT 1`;
      return db.prepare<[string], unknown>(sql).get(canary) === undefined;
    })
    .map(({ place }) => place)
    .toSorted();
}

/** A large sort, stopped half way so that its temporary files (if any) are still there. */
function sortHalfWay(db: Database): { finish(): void } {
  const statement = db.prepare<[string, string], unknown>(
    `WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 6000)
     SELECT ? || n || ? AS text FROM number ORDER BY text DESC`,
  );
  const parameters = [planted('sort'), 'filling '.repeat(100)];
  const sorted = (statement as unknown as { iterate(...of: string[]): Iterator<unknown> }).iterate(
    ...parameters,
  );
  sorted.next();
  return { finish: () => void sorted.return?.() };
}

/** SQLite unlinks its temporary files as soon as they are open; on Linux they can be read all the same. */
function openFilesIn(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = `/proc/self/fd/${fd}`;
      return readlinkSync(path).startsWith(folder) ? [path] : [];
    } catch {
      return [];
    }
  });
}

function scan(folder: string): { files: number; found: string[] } {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .concat(openFilesIn(folder));
  const found = paths.filter((path) => {
    const bytes = readFileSync(path);
    return encodings.some((encoding) => bytes.includes(encoding));
  });
  return { files: paths.length, found };
}

function folderWithTemp(): string {
  const folder = scratchFolder();
  const before = process.env['SQLITE_TMPDIR'];
  mkdirSync(join(folder, 'temp'));
  process.env['SQLITE_TMPDIR'] = join(folder, 'temp');
  onTestFinished(() => {
    if (before === undefined) delete process.env['SQLITE_TMPDIR'];
    else process.env['SQLITE_TMPDIR'] = before;
  });
  return folder;
}

test('no planted value stands in any file of a workspace, in use or closed, nor in the temp folder', async () => {
  const folder = folderWithTemp();
  const path = join(folder, 'practice.workspace');
  const created = await createWorkspace({
    path,
    practiceName: planted('practice'),
    passphrase,
    resourcesFolder,
  });
  if (!created.ok) throw new Error(created.fault.code);
  const { db } = created.value.workspace;
  // A cache of 1 MB, so that the large transaction and the sort cannot stay in memory.
  db.pragma('cache_size = -1000');
  plantEverywhere(db);
  expect(columnsWithoutCanary(db)).toEqual([
    'batch.state',
    'batch_exception.outcome',
    'check_run.checked_at',
    'check_run.state',
    'enrolment.saved_at',
    'job.finished_at',
    'job.started_at',
    'job.state',
    'mapping.approved_at',
    'mapping.approved_role',
    'mapping.created_at',
    'mapping.state',
    'row_state.state',
    'schema_migration.applied_at',
    'schema_migration.name',
    'schema_migration.sha256',
    'source_chunk.packing',
    'source_file.state',
    'source_table.staged_at',
    'source_table.state',
    'staged_page.form',
    'staged_page.packing',
    'workspace.created_at',
    'workspace.workspace_id',
  ]);

  const sorting = sortHalfWay(db);
  const inUse = scan(folder);
  sorting.finish();
  created.value.workspace.close();
  const closed = scan(folder);
  expect(inUse.files).toBeGreaterThanOrEqual(3);
  expect(closed.files).toBe(2);
  expect([...inUse.found, ...closed.found]).toEqual([]);
});

test('the same scan finds the values in an unencrypted file, its log and what its sort spills', () => {
  const folder = folderWithTemp();
  const db = new Database(join(folder, 'plain.sqlite'));
  onTestFinished(() => void db.close());
  db.pragma('journal_mode = WAL');
  db.pragma('cache_size = -1000');
  db.exec('CREATE TABLE plain_row (cells TEXT)');
  const insert = db.prepare<[string], unknown>('INSERT INTO plain_row (cells) VALUES (?)');
  db.transaction(() => {
    for (const row of rows) insert.run(JSON.stringify(row.cells));
  })();
  const sorting = sortHalfWay(db);
  const { found } = scan(folder);
  sorting.finish();
  expect(found).toEqual(
    expect.arrayContaining([join(folder, 'plain.sqlite'), join(folder, 'plain.sqlite-wal')]),
  );
  if (process.platform === 'linux') expect(found.some((path) => path.startsWith('/proc/'))).toBe(true);
});
