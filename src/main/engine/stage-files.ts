import { createHash } from 'node:crypto';
import { fault } from '#contract/faults';
import type { Layout } from '#contract/layout';
import type { StagedTables } from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { ReadLimits } from '#main/steps/read/read-limits';
import type { ReadSummary } from '#main/steps/read/recognition';
import { transact, type WritableDb } from '#main/workspace/database';
import { inTurns, unlessFull } from '#main/workspace/in-steps';
import { beginRemoval, discardSourceTable } from '#main/workspace/removal';
import { beginSourceFile, discardSourceFile, keepSourceFile } from '#main/workspace/source-file';
import {
  beginSourceTable,
  findSourceTablesBySha256,
  finishSourceTable,
  listSourceTables,
  type SourceTable,
} from '#main/workspace/source-table';
import { viewSourceTable } from './file-views.ts';
import type { HandedFile } from './handed-over.ts';
import { FileKeeper } from './keep-file.ts';
import { allFindings } from './open-questions.ts';
import type { ReaderAnswers } from './reading/protocol.ts';
import type { Readers } from './reading/readers.ts';
import type { StagingProgress } from './staging-progress.ts';
import { TableWriter } from './table-writer.ts';
import type { TaskControl } from './tasks.ts';

/** A table to be read: where it lies in its file, and how it is written. */
export interface TableToRead {
  /** Within the file: an entry of an archive; empty for the file itself. */
  readonly part: string;
  readonly name: string;
  readonly layout: Layout;
  /** Of the part that it lies in. */
  readonly sizeBytes: number;
  /** What was found on looking at the table and its file. */
  readonly findings: readonly FileFinding[];
}

/** What staging uses of the engine it runs in. */
export interface StagingRoom {
  readonly db: WritableDb;
  readonly readers: Readers;
  readonly limits: ReadLimits;
  readonly stagedBy: string;
  readonly control: TaskControl;
  /** A table that the one to be read takes the place of. */
  readonly replaces?: number;
}

export type LeftOut = StagedTables['leftOut'][number];

interface Begun {
  readonly sourceTableId: number;
  readonly summary: ReadSummary;
}

/**
 * Reads tables of one file to their ends into the workspace, and keeps the file. All or nothing: a fault, a cancel or
 * a kill half way leaves the workspace as it was. Tables of the very same content that were read before are not read
 * twice: they are answered as they are. Faults: those of reading.
 */
export async function stageTables(
  room: StagingRoom,
  file: HandedFile,
  tables: readonly TableToRead[],
  progress: StagingProgress,
): Promise<Result<{ readonly tables: SourceTable[]; readonly earlier: SourceTable[] }>> {
  const { db, replaces } = room;
  const known = replaces === undefined ? await tablesReadBefore(room, file) : [];
  const readBefore = ({ part, name }: TableToRead): SourceTable[] =>
    known.filter((table) => table.part === part && table.tableName === name);
  const earlier = tables.flatMap(readBefore);
  const fresh = tables.filter((table) => readBefore(table).length === 0);
  if (fresh.length === 0) return ok({ tables: [], earlier });
  const { fileName, sizeBytes } = file.source;
  const sourceFileId = file.sourceFileId ?? beginSourceFile(db, { fileName: nameOf(file), sizeBytes });
  const keeper = new FileKeeper(db, sourceFileId, file.source);
  const begun: number[] = [];
  progress.beginFile(
    sizeBytes,
    fresh.map((table) => table.sizeBytes),
  );
  let finished = false;
  try {
    const read: Begun[] = [];
    let stagedBytes = 0;
    for (const table of fresh) {
      const { part, name: tableName, layout } = table;
      const { stagedBy } = room;
      const place = { fileName: nameOf(file), part, tableName, sizeBytes, layout, stagedBy };
      const sourceTableId = beginSourceTable(db, place);
      begun.push(sourceTableId);
      const into = { sourceTableId, keeper, progress, stagedBytes };
      const summary = await readTableInto(room, file, table, into);
      if (!summary.ok) return summary;
      ({ stagedBytes } = summary.value);
      const findings = allFindings(table.findings, summary.value.findings);
      read.push({ sourceTableId, summary: { ...summary.value, findings } });
    }
    const sha256 = await (file.sourceFileId === null ? keeper.finish(room.control.signal) : hashOf(file));
    if (room.control.signal.aborted) return failed(fault('task.cancelled', {}));
    if (await file.source.changed?.()) return failed(fault('read.changed', { file: fileName }));
    const staged = transact(db, () => {
      if (replaces !== undefined) beginRemoval(db, replaces);
      const keptId = keepSourceFile(db, sourceFileId, sha256);
      return read.map(({ sourceTableId, summary: { header, rows: rowCount, findings } }) =>
        finishSourceTable(db, sourceTableId, { sourceFileId: keptId, sha256, header, rowCount, findings }),
      );
    });
    finished = true;
    const isSecondCopy = staged.every((table) => table.sourceFileId !== sourceFileId);
    if (isSecondCopy) await inTurns(unlessFull(discardSourceFile(db, sourceFileId)));
    return ok({ tables: staged, earlier });
  } finally {
    if (!finished) {
      for (const sourceTableId of begun) await inTurns(unlessFull(discardSourceTable(db, sourceTableId)));
      if (file.sourceFileId === null) await inTurns(unlessFull(discardSourceFile(db, sourceFileId)));
    }
  }
}

interface Into {
  readonly sourceTableId: number;
  readonly keeper: FileKeeper;
  readonly progress: StagingProgress;
  /** Of the tables of the file that were read before. */
  readonly stagedBytes: number;
}

async function readTableInto(
  { db, readers, limits, control }: StagingRoom,
  { source, sourceFileId }: HandedFile,
  { part, layout, sizeBytes: partBytes }: TableToRead,
  { sourceTableId, keeper, progress, stagedBytes }: Into,
): Promise<Result<ReaderAnswers['read']>> {
  const writer = new TableWriter(db, sourceTableId);
  const { fileName, sizeBytes } = source;
  progress.beginTable(partBytes);
  const read = await readers.run<'read'>({
    request: { kind: 'read', file: { fileName, sizeBytes }, part, layout, limits, stagedBytes },
    source,
    signal: control.signal,
    ...(sourceFileId === null ? { onBytes: (position, bytes) => keeper.see(position, bytes) } : {}),
    onPage: (page) => {
      writer.add(page);
      progress.read(writer.rows, page.bytesRead);
    },
  });
  writer.flush();
  if (read.ok && read.value.rows !== writer.rows) {
    throw new Error(`the reader counted ${read.value.rows} rows and sent ${writer.rows}`);
  }
  return read;
}

/** Hashing is far quicker than reading, so content that was read before is noticed first where that is likely. */
async function tablesReadBefore({ db }: StagingRoom, file: HandedFile): Promise<SourceTable[]> {
  const { sizeBytes } = file.source;
  if (!listSourceTables(db).some((table) => table.sizeBytes === sizeBytes)) return [];
  return findSourceTablesBySha256(db, await hashOf(file));
}

async function hashOf({ source }: HandedFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.open()) hash.update(chunk);
  return hash.digest('hex');
}

function nameOf({ place, source }: HandedFile): string {
  return place === '' ? source.fileName : place;
}

export function viewStaged(tables: readonly SourceTable[], leftOut: readonly LeftOut[]): StagedTables {
  return { tables: tables.map(viewSourceTable), leftOut: [...leftOut] };
}
