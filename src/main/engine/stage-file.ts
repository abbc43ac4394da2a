import { createHash } from 'node:crypto';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from '#main/steps/read/byte-source';
import { inspectDelimited, type DialectOverride } from '#main/steps/read/inspect-delimited';
import { readDelimited } from '#main/steps/read/read-delimited';
import type { StagedRow } from '#main/model/staged-row';
import { transact, type WritableDb } from '#main/workspace/database';
import {
  beginSourceTable,
  findSourceTableBySha256,
  finishSourceTable,
  listSourceTables,
  type SourceTable,
} from '#main/workspace/source-table';
import { discardSourceTable } from '#main/workspace/removal';
import { appendStagedRows } from '#main/workspace/staged-row';
import type { TaskControl } from './tasks.ts';
import { takeTurns } from './yielding.ts';

/** Rows in one transaction: large enough that flushing costs little, small enough to keep memory flat. */
const rowsPerTransaction = 20_000;

/**
 * Reads a file to its end into the workspace. All or nothing: a fault, a cancel or a kill half way leaves the
 * workspace as it was. Faults: those of inspecting and reading, and `files.already_staged`.
 */
export async function stageFile(
  db: WritableDb,
  source: ByteSource,
  override: DialectOverride,
  stagedBy: string,
  control: TaskControl,
): Promise<Result<SourceTable>> {
  const inspected = await inspectDelimited(source, override);
  if (!inspected.ok) return inspected;
  const known = await findSameContent(db, source);
  if (known !== null) return failed(alreadyStaged(known));

  const { fileName, sizeBytes, dialect, header } = inspected.value;
  const sourceTableId = beginSourceTable(db, { fileName, sizeBytes, dialect, header, stagedBy });
  const read = readDelimited(source, dialect, undefined, control.signal);
  let finished = false;
  try {
    let pending: StagedRow[] = [];
    let done = 0;
    const flush = (): void => {
      transact(db, () => appendStagedRows(db, sourceTableId, pending));
      pending = [];
    };
    for (;;) {
      const { value, done: ended } = await read.next();
      if (ended) {
        flush();
        const same = findSourceTableBySha256(db, value.sha256);
        if (same !== null) return failed(alreadyStaged(same));
        const { sizeBytes: bytes, sha256, rows: rowCount } = value;
        const table = finishSourceTable(db, sourceTableId, { sizeBytes: bytes, sha256, rowCount });
        finished = true;
        return ok(table);
      }
      for (const row of value.rows) pending.push(row);
      done += value.rows.length;
      control.report({ done, bytes: value.bytesRead, totalBytes: sizeBytes });
      if (pending.length >= rowsPerTransaction) {
        flush();
        await takeTurns();
      }
    }
  } finally {
    // When the workspace failed half way, the file is still open: left to the garbage collector it ends the process.
    await read[Symbol.asyncDispose]();
    if (!finished) discardSourceTable(db, sourceTableId);
  }
}

function alreadyStaged(table: SourceTable): ReturnType<typeof fault> {
  return fault('files.already_staged', { file: table.fileName, table: table.sourceTableId });
}

/** Hashing is far quicker than reading, so content that was read before is noticed first where that is likely. */
async function findSameContent(db: WritableDb, source: ByteSource): Promise<SourceTable | null> {
  if (!listSourceTables(db).some(({ sizeBytes }) => sizeBytes === source.sizeBytes)) return null;
  const hash = createHash('sha256');
  for await (const chunk of source.open()) hash.update(chunk);
  return findSourceTableBySha256(db, hash.digest('hex'));
}
