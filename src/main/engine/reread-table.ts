import { isDeepStrictEqual } from 'node:util';
import { fault } from '#contract/faults';
import { decidedOf, type LayoutOverride } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import type { SurveyedPart } from '#main/steps/read/survey';
import { inTurns, unlessFull } from '#main/workspace/in-steps';
import { removeSourceTable } from '#main/workspace/removal';
import type { SourceTable } from '#main/workspace/source-table';
import { chooseTables } from './choose-tables.ts';
import { openKeptFile, type HandedOver } from './handed-over.ts';
import { lookAtPart } from './look-at-files.ts';
import { stageTables, type StagingRoom } from './stage-files.ts';
import { StagingProgress } from './staging-progress.ts';

interface Again {
  readonly override?: LayoutOverride | undefined;
  /** Nothing of what was decided before stays. */
  readonly anew: boolean;
}

/**
 * How a person wants a table read that was read before: what they decided then stays unless they decide otherwise now;
 * what was recognised is recognised anew. Another format has other settings, so that it begins anew.
 */
export function decidedAgain(
  { decided, layout }: Pick<SourceTable, 'decided' | 'layout'>,
  { override = {}, anew }: Again,
): LayoutOverride {
  const now = decidedOf(override);
  const format = now.format ?? (now.columns === undefined ? layout.format : 'fixed-width');
  return anew || format !== layout.format ? now : { ...decided, ...now };
}

/**
 * Reads a table again from the kept bytes of its file, in place of what it was. Faults: `files.nothing_to_change`,
 * those of choosing and of reading; the table is then as it was.
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
  if (table.readBy === room.readBy && isReadSo(looked.value, table)) {
    return failed(fault('files.nothing_to_change', { file: fileName, table: sourceTableId }));
  }
  const single: HandedOver = { name: file.source.fileName, isFolder: false, files: [file], excluded: [] };
  const tables = [{ part, table: nameOf(looked.value, table, override), override }];
  const chosen = await chooseTables(looking, single, { tables, answers });
  if (!chosen.ok) return chosen;
  const progress = new StagingProgress(control, file.source.sizeBytes);
  const wanted = chosen.value.files[0]!.tables;
  const staged = await stageTables({ ...room, replaces: table }, file, wanted, progress);
  if (!staged.ok) return staged;
  await inTurns(unlessFull(removeSourceTable(db, sourceTableId)));
  return ok(staged.value.tables[0]!);
}

function isReadSo(looked: SurveyedPart, { tableName, layout }: SourceTable): boolean {
  const tables = looked.outcome === 'recognised' ? looked.file.tables : [];
  return tables.some((table) => table.name === tableName && isDeepStrictEqual(table.layout, layout));
}

/** Read in another way, the only table of a file may have another name; one of several is never taken for another. */
function nameOf(
  looked: SurveyedPart,
  { tableName, layout }: SourceTable,
  { firstLine }: LayoutOverride,
): string {
  const [only, another] = looked.outcome === 'recognised' ? looked.file.tables : [];
  const isPlaced = tableName === '' || firstLine !== undefined || only?.layout.format !== layout.format;
  return only !== undefined && another === undefined && isPlaced ? only.name : tableName;
}
