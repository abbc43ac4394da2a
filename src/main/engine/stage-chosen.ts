import { fault, type Fault } from '#contract/faults';
import { isReadSo } from '#contract/layout';
import type { StagedTables } from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import type { SourceTable } from '#main/workspace/source-table';
import type { ChosenTables } from './choose-tables.ts';
import { viewSourceTable } from './file-views.ts';
import type { HandedFile, HandedOver } from './handed-over.ts';
import {
  stageTables,
  type Earlier,
  type LeftOut,
  type StagingRoom,
  type TableToRead,
} from './stage-files.ts';
import { StagingProgress } from './staging-progress.ts';

/**
 * Reads what was chosen, file by file; what cannot be read or was read before is left out and named. Faults: those of
 * reading, where one file is all there is; where one table is, `files.read_otherwise`, `files.read_in_part` and, of
 * a file by itself, `files.already_staged`.
 */
export async function stageChosen(
  room: StagingRoom,
  { isFolder }: HandedOver,
  { files, leftOut }: ChosenTables,
): Promise<Result<StagedTables>> {
  const left: LeftOut[] = [...leftOut];
  const tables: SourceTable[] = [];
  const totalBytes = files.reduce((sum, { file }) => sum + file.source.sizeBytes, 0);
  const progress = new StagingProgress(room.control, totalBytes);
  for (const { file, tables: wanted } of files) {
    const staged = await stageTables(room, file, wanted, progress);
    if (!staged.ok && (files.length === 1 || staged.fault.code === 'task.cancelled')) return staged;
    progress.endFile(file.source.sizeBytes);
    if (!staged.ok) {
      left.push(...notRead(file, wanted, staged.fault.message));
      continue;
    }
    tables.push(...staged.value.tables);
    const { earlier } = staged.value;
    const [only] = earlier;
    const isAll = files.length === 1 && wanted.length === 1 && leftOut.length === 0;
    const before = isAll && only ? alreadyStaged(only) : null;
    const isFile = !isFolder && only?.wanted.part === '';
    if (before !== null && (isFile || before.code !== 'files.already_staged')) return failed(before);
    left.push(...earlier.map((each) => readBefore(file, each)));
  }
  return ok({ tables: tables.map(viewSourceTable), leftOut: left });
}

/** What was to be read of a file that cannot be read: parts of it, where only some were wanted. */
function notRead(file: HandedFile, wanted: readonly TableToRead[], sentence: string): LeftOut[] {
  return [...Map.groupBy(wanted, ({ part }) => part)].map(([part, [first, ...others]]) => ({
    part: placeIn(file, part),
    table: others.length === 0 ? first!.name : '',
    sizeBytes: first!.sizeBytes,
    why: 'unreadable',
    sentence,
  }));
}

function readBefore(file: HandedFile, earlier: Earlier): LeftOut {
  const { part, name, sizeBytes } = earlier.wanted;
  const { code, message: sentence } = alreadyStaged(earlier);
  const why = code === 'files.already_staged' ? 'read_before' : 'undecided';
  const { sourceTableId } = earlier.table;
  return { part: placeIn(file, part), table: name, sizeBytes, why, sentence, sourceTableId };
}

function placeIn(file: HandedFile, part: string): string {
  return [file.place, part].filter((name) => name !== '').join('/');
}

/** What a person decided about it now is never passed over, nor are rows that were not read then. */
function alreadyStaged({ wanted, table, isInPart }: Earlier): Fault {
  const { fileName, part, sourceTableId, layout } = table;
  const file = [fileName, part].filter((name) => name !== '').join('/');
  const params = { file, table: sourceTableId };
  if (isInPart) return fault('files.read_in_part', params);
  return fault(isReadSo(layout, wanted.decided) ? 'files.already_staged' : 'files.read_otherwise', params);
}
