import { fault } from '#contract/faults';
import type { Layout, LayoutOverride } from '#contract/layout';
import type { StagedTables } from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { ReadLimits } from '#main/steps/read/read-limits';
import { transact, type WritableDb } from '#main/workspace/database';
import { inTurns, unlessFull } from '#main/workspace/in-steps';
import { beginRemoval, discardSourceTable } from '#main/workspace/removal';
import { beginSourceFile, discardSourceFile, keepSourceFile } from '#main/workspace/source-file';
import { beginSourceTable, finishSourceTable, type SourceTable } from '#main/workspace/source-table';
import type { HandedFile } from './handed-over.ts';
import { FileKeeper } from './keep-file.ts';
import { allFindings } from './open-questions.ts';
import { haveRowsInCommon } from './same-rows.ts';
import type { KnownTable, ReadBefore } from './read-before.ts';
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
  /** What of the layout a person decided. */
  readonly decided: LayoutOverride;
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
  readonly before: ReadBefore;
  readonly stagedBy: string;
  /** Version of the program. */
  readonly readBy: string;
  readonly control: TaskControl;
  /** A table that the one to be read takes the place of. */
  readonly replaces?: SourceTable;
}

export type LeftOut = StagedTables['leftOut'][number];

interface Begun {
  readonly sourceTableId: number;
  readonly wanted: TableToRead;
  /** Of its part; null for the file itself, whose hash is known at the end. */
  readonly partSha256: string | null;
  readonly summary: ReaderAnswers['read'];
}

/** A table that is not read again, and the one that was read from the very same content. */
export interface Earlier extends KnownTable {
  readonly wanted: TableToRead;
}

/**
 * Reads tables of one file to their ends into the workspace, and keeps the file. All or nothing: a fault, a cancel or
 * a kill half way leaves the workspace as it was. Tables of the very same content that were read before, or stand in
 * the same archive twice, are not read twice: they are answered as they are. Faults: those of reading.
 */
export async function stageTables(
  room: StagingRoom,
  file: HandedFile,
  tables: readonly TableToRead[],
  progress: StagingProgress,
): Promise<Result<{ readonly tables: SourceTable[]; readonly earlier: Earlier[] }>> {
  const { db, replaces } = room;
  const earlier: Earlier[] = [];
  const fresh: TableToRead[] = [];
  for (const wanted of tables) {
    const known = await room.before.find(file, wanted, replaces);
    if (!known.ok) return known;
    if (known.value === null) fresh.push(wanted);
    else earlier.push({ wanted, ...known.value });
  }
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
    const repeated: { readonly wanted: TableToRead; readonly of: number }[] = [];
    for (const wanted of fresh) {
      const hash = await hashOfPart(room, file, wanted);
      if (!hash.ok) return hash;
      const partSha256 = hash.value;
      const same = read.find((other) => isSameContent(other, wanted, partSha256));
      if (same !== undefined) {
        progress.beginTable(wanted.sizeBytes);
        repeated.push({ wanted, of: same.sourceTableId });
        continue;
      }
      const sourceTableId = beginSourceTable(db, newTable(room, file, wanted));
      begun.push(sourceTableId);
      const into = { sourceTableId, keeper, progress, stagedBytes };
      const summary = await readTableInto(room, file, wanted, into);
      if (!summary.ok) return summary;
      ({ stagedBytes } = summary.value);
      read.push({ sourceTableId, wanted, partSha256, summary: summary.value });
    }
    const hash =
      file.sourceFileId === null
        ? ok(await keeper.finish(room.control.signal))
        : await room.before.hashOf(file, '');
    if (!hash.ok) return hash;
    const sha256 = hash.value;
    if (room.control.signal.aborted) return failed(fault('task.cancelled', {}));
    if (await file.source.changed?.()) return failed(fault('read.changed', { file: fileName }));
    const staged = transact(db, () => {
      if (replaces !== undefined) beginRemoval(db, replaces.sourceTableId);
      const keptId = keepSourceFile(db, sourceFileId, sha256);
      return read.map((table) => finishTable(db, table, { sourceFileId: keptId, sha256 }));
    });
    finished = true;
    for (const { wanted, of } of repeated) {
      const table = staged.find(({ sourceTableId }) => sourceTableId === of)!;
      earlier.push({ wanted, table, isInPart: false });
    }
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

async function hashOfPart(
  { before, replaces }: StagingRoom,
  file: HandedFile,
  { part }: TableToRead,
): Promise<Result<string | null>> {
  if (part === '') return ok(null);
  const known = replaces?.partSha256 ?? null;
  return known === null ? before.hashOf(file, part) : ok(known);
}

function isSameContent(
  { wanted, partSha256 }: Begun,
  other: TableToRead,
  otherSha256: string | null,
): boolean {
  const isSame = wanted.part === other.part || (partSha256 !== null && partSha256 === otherSha256);
  return isSame && haveRowsInCommon(wanted, other);
}

function newTable(
  { stagedBy, readBy }: StagingRoom,
  file: HandedFile,
  { part, name: tableName, sizeBytes: partBytes, layout, decided }: TableToRead,
): Parameters<typeof beginSourceTable>[1] {
  const { sizeBytes } = file.source;
  return { fileName: nameOf(file), part, tableName, sizeBytes, partBytes, layout, decided, readBy, stagedBy };
}

function finishTable(
  db: WritableDb,
  { sourceTableId, wanted, partSha256, summary }: Begun,
  file: Pick<SourceTable, 'sourceFileId' | 'sha256'>,
): SourceTable {
  const { header, rows: rowCount, rowFaults } = summary;
  const findings = allFindings(wanted.findings, summary.findings);
  return finishSourceTable(db, sourceTableId, {
    ...file,
    partSha256: partSha256 ?? file.sha256,
    header,
    rowCount,
    rowFaults,
    findings,
  });
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

function nameOf({ place, source }: HandedFile): string {
  return place === '' ? source.fileName : place;
}
