import { isDeepStrictEqual } from 'node:util';
import { fault } from '#contract/faults';
import { decidedOf, settingsOf, type LayoutOverride } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import type { SurveyedPart } from '#main/steps/read/survey';
import { inTurns, unlessFull } from '#main/workspace/in-steps';
import { removeSourceTable } from '#main/workspace/removal';
import type { SourceTable } from '#main/workspace/source-table';
import { chooseTables } from './choose-tables.ts';
import { openKeptFile, type HandedOver } from './handed-over.ts';
import { lookAtPart } from './look-at-files.ts';
import { haveRowsInCommon } from './same-rows.ts';
import { stageTables, type StagingRoom } from './stage-files.ts';
import { StagingProgress } from './staging-progress.ts';

type Kept = Pick<SourceTable, 'tableName' | 'decided' | 'layout' | 'readBy'>;

interface Again {
  readonly override?: LayoutOverride | undefined;
  /** Nothing of what was decided before stays. */
  readonly anew: boolean;
}

/**
 * How a person wants a table read that was read before: what they decided then stays unless they decide otherwise now;
 * what was recognised is recognised anew. Another format has other settings, so that it begins anew.
 */
export function decidedAgain(table: Kept, { override = {}, anew }: Again): LayoutOverride {
  const { decided, layout, readBy } = table;
  const now = decidedOf(override);
  const format = now.format ?? (now.columns === undefined ? layout.format : 'fixed-width');
  if (anew || format !== layout.format) return now;
  // What an earlier version read has no note of what was decided: all of it stays.
  const kept = readBy === '' ? settingsOf(layout) : decided;
  return { ...kept, ...placeOf(table, now), ...now };
}

/** One of several tables keeps its own first and last line when the other one is decided. */
function placeOf({ tableName, layout }: Kept, { firstLine, lastLine }: LayoutOverride): LayoutOverride {
  if (firstLine === undefined && lastLine === undefined) return {};
  if (layout.format === 'workbook') {
    const isOnly = tableName === layout.sheet;
    return isOnly ? {} : { firstLine: layout.firstRow, lastLine: layout.lastRow };
  }
  if (tableName === '' || layout.format !== 'delimited') return {};
  return { firstLine: layout.firstLine, lastLine: layout.lastLine };
}

/**
 * Reads a table again from the kept bytes of its file, in place of what it was. Faults: `files.nothing_to_change`,
 * `files.other_rows`, `files.rows_elsewhere`, those of choosing and of reading; the table is then as it was.
 */
export async function rereadTable(
  room: StagingRoom,
  table: SourceTable,
  { answers, ...again }: Again & { readonly answers?: readonly string[] | undefined },
): Promise<Result<SourceTable>> {
  const { db, readers, limits, control } = room;
  const { part, fileName, sourceTableId } = table;
  const file = openKeptFile(db, table.sourceFileId)!;
  const override = decidedAgain(table, again);
  const looking = { readers, limits, signal: control.signal };
  const looked = await lookAtPart(looking, { file, within: part }, override);
  if (!looked.ok) return looked;
  // Another version of the program may read the same layout better.
  const forgets = again.anew && !isDeepStrictEqual(override, table.decided);
  if (table.readBy === room.readBy && !forgets && isSameAgain(looked.value, table)) {
    return failed(fault('files.nothing_to_change', { file: fileName, table: sourceTableId }));
  }
  const single: HandedOver = { name: file.source.fileName, isFolder: false, files: [file], excluded: [] };
  const tables = [{ part, table: nameOf(looked.value, table), override }];
  const chosen = await chooseTables(looking, single, { tables, answers });
  if (!chosen.ok) return chosen;
  const progress = new StagingProgress(control, file.source.sizeBytes);
  const wanted = chosen.value.files[0]!.tables;
  const [first] = wanted;
  if (first && !haveRowsInCommon({ name: table.tableName, layout: table.layout }, first)) {
    return failed(fault('files.other_rows', { file: fileName, table: sourceTableId }));
  }
  const staged = await stageTables({ ...room, replaces: table }, file, wanted, progress);
  if (!staged.ok) return staged;
  const [other] = staged.value.earlier;
  if (other)
    return failed(fault('files.rows_elsewhere', { file: fileName, table: other.table.sourceTableId }));
  await inTurns(unlessFull(removeSourceTable(db, sourceTableId)));
  return ok(staged.value.tables[0]!);
}

function isSameAgain(looked: SurveyedPart, { tableName, layout }: SourceTable): boolean {
  const tables = looked.outcome === 'recognised' ? looked.file.tables : [];
  return tables.some((table) => table.name === tableName && isDeepStrictEqual(table.layout, layout));
}

/** Read in another way, the only table of a file may have another name. */
function nameOf(looked: SurveyedPart, { tableName }: SourceTable): string {
  const [only, another] = looked.outcome === 'recognised' ? looked.file.tables : [];
  return only !== undefined && another === undefined ? only.name : tableName;
}
