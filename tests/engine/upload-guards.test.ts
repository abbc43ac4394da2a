import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepared } from '#main/workspace/database';
import { appendStagedRows, walkStagedRows } from '#main/workspace/staged-row';
import { openWorkspace } from '#main/workspace/open-workspace';
import type { Workspace } from '#main/workspace/workspace';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { must } from '../support/must.ts';
import { writeCleanExport } from '../contract/support/exports.ts';
import { appRoot, goOn, openPractice, passphrase, readAndCheck } from './desk.ts';

let central: FreshCentral;
let folder: string;
beforeAll(async () => {
  central = await freshCentral();
  folder = mkdtempSync(join(tmpdir(), 'practice-migrator-guards-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await central.drop();
});

/** As if a row of the only page had been lost. */
function withoutRow(db: Workspace['db'], rowNo: number): void {
  const id = prepared<[], number>(db, 'SELECT max(id) FROM source_table').pluck().get()!;
  const rows = [...walkStagedRows(db, id)].flat();
  prepared<[]>(db, 'DELETE FROM staged_page').run();
  appendStagedRows(
    db,
    id,
    rows.filter((row) => row.rowNo < rowNo),
  );
  appendStagedRows(
    db,
    id,
    rows.filter((row) => row.rowNo > rowNo),
  );
}

/** As if the answer to the second batch had never come. */
function unanswered(db: Workspace['db']): void {
  prepared<[]>(db, `UPDATE batch SET state = 'frozen', inserted = NULL WHERE number = 2`).run();
  prepared<[]>(db, `UPDATE job SET state = 'paused'`).run();
}

test('a batch that can no longer be rebuilt as it was frozen is not sent', async () => {
  await central.addPractice('rebuilt-street');
  const desk = await openPractice(await central.enrol('rebuilt-street'));
  const { sourceTableId } = await readAndCheck(desk, writeCleanExport(folder, 'rebuilt.csv', 30));
  const input = { sourceTableId, batchSize: 10, ...goOn };
  const { jobId } = await desk.must('upload.run', input);

  const change = async (work: (db: Workspace['db']) => void): Promise<void> => {
    await desk.must('workspace.close', {});
    const path = desk.workspaceFile;
    const opened = await openWorkspace({
      path,
      secret: passphrase,
      resourcesFolder: join(appRoot, 'resources'),
    });
    const workspace = must(opened);
    work(workspace.db);
    workspace.close();
    await desk.must('workspace.open', { path, secret: passphrase });
  };
  await change(unanswered);
  expect(await desk.must('upload.run', input)).toMatchObject({ jobId, state: 'uploaded' });

  await change((db) => {
    unanswered(db);
    withoutRow(db, 15);
  });
  expect(await desk.ask('upload.run', input)).toMatchObject({
    fault: { code: 'upload.batch_changed', params: { batch: 2 } },
  });
  expect(await desk.must('job.get', { jobId })).toMatchObject({ state: 'paused' });
});

test('an upload is not closed over a batch that somebody else added to the job meanwhile', async () => {
  await central.addPractice('stranger-street');
  const desk = await openPractice(await central.enrol('stranger-street'));
  const { sourceTableId } = await readAndCheck(desk, writeCleanExport(folder, 'stranger.csv', 30));
  await central.admin(`
    CREATE FUNCTION public.add_one_more() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO central.migration_batches (tenant_id, job_id, number, batch_id, content_sha256, record_count)
      VALUES (NEW.tenant_id, NEW.job_id, 4, gen_random_uuid(), NEW.content_sha256, 1);
      RETURN NULL;
    END $$;
    CREATE TRIGGER add_one_more AFTER INSERT ON central.migration_batches FOR EACH ROW WHEN (NEW.number = 3)
    EXECUTE FUNCTION public.add_one_more()`);
  const answer = await desk.ask('upload.run', { sourceTableId, batchSize: 10, ...goOn });
  // Its sums agree with the ledger's: only the number of batches tells.
  expect(answer).toMatchObject({ fault: { code: 'central.batch_conflict', params: { batch: 4 } } });
  const jobs = await central.admin(`SELECT state FROM central.migration_jobs WHERE job_id = $1`, [
    (await desk.must('job.list', {}))[0]?.jobId,
  ]);
  expect(jobs).toEqual([{ state: 'uploading' }]);
});
