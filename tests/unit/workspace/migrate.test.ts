import { createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { layout } from '#contract/layout';
import { openEncrypted, useWriteAheadLog, type ReadableDb, type WritableDb } from '#main/workspace/database';
import { listMigrations, migrateWorkspace, type Migration } from '#main/workspace/migrate';
import { getSourceTable } from '#main/workspace/source-table';
import { getStagedRow, walkStagedRows } from '#main/workspace/staged-row';
import { resourcesFolder, scratchFolder } from './scratch.ts';

const migrations = listMigrations(resourcesFolder);
const fixtures = resolve('tests/fixtures/workspace');

/**
 * What must be true after each migration, applied to a workspace of the version before that was filled by
 * tests/fixtures/workspace/<migration>.sql (if there is one). A migration without an entry fails the suite.
 */
const afterMigration: Record<string, (db: ReadableDb) => void> = {
  '0010-first-tables': (db) => {
    const tables = db
      .prepare<[], { name: string; strict: number }>(
        `SELECT name, strict FROM pragma_table_list
          WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`,
      )
      .all();
    expect(tables.filter(({ strict }) => strict === 0)).toEqual([]);
    expect(tables.map(({ name }) => name)).toEqual([
      'batch',
      'batch_exception',
      'check_run',
      'enrolment',
      'issue',
      'issue_group',
      'job',
      'manifest',
      'mapping',
      'row_state',
      'schema_migration',
      'source_table',
      'spool',
      'spool_chunk',
      'staged_row',
      'workspace',
    ]);
  },
  '0020-source-files': (db) => {
    const table = db
      .prepare<[], { layout: string }>(
        'SELECT file_name, part, table_name, findings, layout FROM source_table WHERE id = 1',
      )
      .get();
    expect(table).toMatchObject({ file_name: 'patients.csv', part: '', table_name: '', findings: '[]' });
    expect(layout.parse(JSON.parse(table!.layout))).toMatchObject({
      format: 'delimited',
      delimiter: ';',
      headerLines: 1,
    });
    const rows = [...walkStagedRows(db, 1)].flat();
    expect(rows).toEqual(
      Array.from({ length: 1_500 }, (_, index) => ({
        rowNo: index + 1,
        line: index + 2,
        cells: [`P${index + 1}`, 'It said "no", \\ twice'],
        fault: index === 2 ? 'row.wrong_cell_count' : null,
      })),
    );
    expect(getStagedRow(db, 1, 1_025)?.cells[0]).toBe('P1025');
  },
  '0030-how-tables-were-read': (db) => {
    const known = { decided: {}, readBy: '', rowFaults: null, findings: [], isKept: true };
    expect(getSourceTable(db, 1)).toMatchObject({ ...known, partBytes: 4096, partSha256: 'aa11' });
    expect(getSourceTable(db, 2)).toMatchObject({
      ...known,
      part: 'a.csv',
      partBytes: null,
      partSha256: null,
    });
  },
  '0040-ranges-of-lines': (db) => {
    const again = db.prepare<[string], never>(
      `INSERT INTO source_table
         (state, file_name, size_bytes, sha256, layout, header, row_count, staged_at, staged_by, source_file_id)
       SELECT state, file_name, size_bytes, sha256, json_set(layout, '$.firstLine', json(?)), header, row_count,
              staged_at, staged_by, source_file_id
         FROM source_table WHERE id = 1`,
    );
    expect(again.run('40').changes).toBe(1);
    expect(() => again.run('40')).toThrow('UNIQUE');
    expect(() => again.run('1')).toThrow('UNIQUE');
    expect(getSourceTable(db, 1)!.layout).toEqual({ format: 'delimited', firstLine: 1 });
    expect(getSourceTable(db, 2)!.layout).toEqual({ format: 'workbook', firstRow: 1, lastRow: null });
  },
};

function emptyFile(): WritableDb {
  const path = join(scratchFolder(), 'practice.workspace');
  closeSync(openSync(path, 'wx'));
  const db = openEncrypted(path, randomBytes(32));
  onTestFinished(() => void db.close());
  useWriteAheadLog(db);
  return db;
}

const migrate = (db: WritableDb, list: readonly Migration[]) =>
  migrateWorkspace(db, list, 'practice.workspace');

function migration(name: string, sql: string): Migration {
  return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

function tableNames(db: ReadableDb): string[] {
  return db
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .all()
    .map(({ name }) => name);
}

test.each(migrations.map((entry, index) => [entry.name, index] as const))(
  'migration %s carries a workspace of the version before over',
  (name, index) => {
    const db = emptyFile();
    migrate(db, migrations.slice(0, index));
    const content = join(fixtures, `${name}.sql`);
    if (existsSync(content)) db.exec(readFileSync(content, 'utf8'));
    expect(migrate(db, migrations.slice(0, index + 1))).toEqual({ ok: true, value: [name] });
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(afterMigration).toHaveProperty([name]);
    afterMigration[name]!(db);
  },
);

test('a workspace that is up to date is left as it is', () => {
  const db = emptyFile();
  migrate(db, migrations);
  expect(migrate(db, migrations)).toEqual({ ok: true, value: [] });
});

test('a workspace with a migration that the program does not know is newer', () => {
  const db = emptyFile();
  migrate(db, [...migrations, migration('9990-from-the-future', 'CREATE TABLE later (id INTEGER) STRICT')]);
  expect(migrate(db, migrations)).toMatchObject({ ok: false, fault: { code: 'workspace.newer' } });
});

test('a workspace made with another content or another order of migrations is refused unchanged', () => {
  const one = migration('0010-one', 'CREATE TABLE one (id INTEGER) STRICT');
  const two = migration('0020-two', 'CREATE TABLE two (id INTEGER) STRICT');
  const three = migration('0030-three', 'CREATE TABLE three (id INTEGER) STRICT');
  for (const expected of [
    [migration('0010-one', 'CREATE TABLE one (id TEXT) STRICT'), three, two],
    [one, two, three],
  ]) {
    const db = emptyFile();
    migrate(db, [one, three]);
    const before = tableNames(db);
    expect(migrate(db, expected)).toMatchObject({ ok: false, fault: { code: 'workspace.history_differs' } });
    expect(tableNames(db)).toEqual(before);
  }
});

test('a migration that fails half way leaves nothing of itself', () => {
  const db = emptyFile();
  const broken = migration(
    '0010-broken',
    'CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE half (id TEXT);',
  );
  expect(() => migrate(db, [broken])).toThrow(/already exists/);
  expect(tableNames(db)).toEqual(['schema_migration']);
  const mended = migration('0010-broken', 'CREATE TABLE whole (id INTEGER) STRICT');
  expect(migrate(db, [mended])).toMatchObject({ ok: true });
});

test('line ends of a checkout do not change what a migration is', () => {
  const folder = scratchFolder();
  const place = join(folder, 'sql', 'workspace');
  mkdirSync(place, { recursive: true });
  for (const { name, sql } of migrations)
    writeFileSync(join(place, `${name}.sql`), sql.replaceAll('\n', '\r\n'));
  expect(listMigrations(folder)).toEqual(migrations);
});
