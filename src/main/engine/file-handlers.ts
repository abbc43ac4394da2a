import { fault } from '#contract/faults';
import type { Caller } from '#contract/operation';
import type { LayoutOverride } from '#contract/layout';
import type { PartInspection, Survey } from '#contract/operations/file-views';
import type { ReadLimitsOverride } from '#contract/read-limits';
import { failed, ok, type Result } from '#contract/result';
import { recogniseSets } from '#main/steps/map/recognise-sets';
import type { ReadLimits } from '#main/steps/read/read-limits';
import { getColumnProfiles } from '#main/workspace/column-profile';
import type { ReadableDb, WritableDb } from '#main/workspace/database';
import { findLiveJob } from '#main/workspace/job';
import { appendPiece, beginSourceFile } from '#main/workspace/source-file';
import { getSourceTable, listSourceTables, type SourceTable } from '#main/workspace/source-table';
import { chooseTables } from './choose-tables.ts';
import { viewPart, viewSourceTable, withoutPreview } from './file-views.ts';
import { openHandedOver, openKeptFile, type HandedOver } from './handed-over.ts';
import { type Context, type Handlers, withWorkspace } from './handlers.ts';
import { findPart, lookAtAll, lookAtPart, type PartPlace } from './look-at-files.ts';
import { loadPresets } from './presets.ts';
import { profileTable } from './profile-table.ts';
import { ReadBefore } from './read-before.ts';
import { removeTable } from './remove-table.ts';
import { decidedAgain, rereadTable } from './reread-table.ts';
import { stageChosen } from './stage-chosen.ts';
import type { StagingRoom } from './stage-files.ts';
import type { TaskControl } from './tasks.ts';

/** Bytes of a piece that a browser hands over: base64 of it stays well below the limit of a request. */
const spoolChunkBytes = 1024 * 1024;

export const fileHandlers = {
  'files.spool_start': withWorkspace((db, input) => {
    return ok({ spoolId: beginSourceFile(db, input), chunkBytes: spoolChunkBytes });
  }),

  'files.spool_chunk': withWorkspace((db, { spoolId, sequence, base64 }) => {
    const receivedBytes = appendPiece(db, spoolId, sequence, Buffer.from(base64, 'base64'));
    if (receivedBytes === null) return failed(fault('files.spool_out_of_order', { spool: spoolId }));
    return ok({ receivedBytes });
  }),

  // Looking keeps nothing, so that a file on disk can be looked at before there is a workspace.
  'files.inspect': async ({ source, part, override, limits }, { session }) => {
    const handed = await openHandedOver(openDb(session), source, session.readLimits(limits));
    if (!handed.ok) return handed;
    const place = findPart(handed.value, part);
    return place.ok ? look(session, place.value, override, limits) : place;
  },

  'files.survey': async ({ source, limits }, { session }, control) => {
    const handed = await openHandedOver(openDb(session), source, session.readLimits(limits));
    return handed.ok ? survey(handed.value, session.readLimits(limits), session, control) : handed;
  },

  'files.stage': withWorkspace(async (db, input, { caller, session }, control) => {
    const limits = session.readLimits(input.limits);
    const handed = await openHandedOver(db, input.source, limits);
    if (!handed.ok) return handed;
    const room = stagingRoom(db, session, caller, control, limits);
    const looking = { readers: session.readers, limits, signal: control.signal, before: room.before };
    const chosen = await chooseTables(looking, handed.value, input);
    if (!chosen.ok) return chosen;
    const staged = await stageChosen(room, handed.value, chosen.value);
    session.changed('files');
    return staged;
  }),

  'files.reread': withWorkspace(async (db, input, { caller, session }, control) => {
    const table = rereadable(db, input.sourceTableId);
    if (!table.ok) return table;
    const room = stagingRoom(db, session, caller, control, session.readLimits(input.limits));
    const again = await rereadTable(room, table.value, input);
    if (!again.ok) return again;
    session.changed('files');
    return ok(viewSourceTable(again.value));
  }),

  'files.reinspect': withWorkspace(async (db, input, { session }) => {
    const table = keptTable(db, input.sourceTableId);
    if (!table.ok) return table;
    const file = openKeptFile(db, table.value.sourceFileId)!;
    const decided = decidedAgain(table.value, input);
    return look(session, { file, within: table.value.part }, decided, input.limits);
  }),

  'files.profile': withWorkspace(async (db, { sourceTableId }, _context, control) => {
    const table = findTable(db, sourceTableId);
    return table.ok ? profileTable(db, table.value, control) : table;
  }),

  'files.get_profile': withWorkspace((db, { sourceTableId }) => {
    const table = findTable(db, sourceTableId);
    return table.ok ? ok(getColumnProfiles(db, sourceTableId)) : table;
  }),

  'files.list': withWorkspace((db) => ok(listSourceTables(db).map(viewSourceTable))),

  'files.remove': withWorkspace(async (db, { sourceTableId }, { session }, control) => {
    const table = unusedTable(db, sourceTableId);
    if (!table.ok) return table;
    return removeTable(db, table.value, control, () => session.changed('files'));
  }),
} satisfies Partial<Handlers>;

type Session = Context['session'];

function openDb(session: Session): ReadableDb | null {
  return session.openedWorkspace()?.db ?? null;
}

async function look(
  session: Session,
  place: PartPlace,
  override: LayoutOverride | undefined,
  limits: ReadLimitsOverride | undefined,
): Promise<Result<PartInspection>> {
  const presets = loadPresets(session.presetsFolder);
  if (!presets.ok) return presets;
  const looking = { readers: session.readers, limits: session.readLimits(limits) };
  const looked = await lookAtPart(looking, place, override ?? {});
  return looked.ok ? ok(viewPart(looked.value, place, presets.value)) : looked;
}

async function survey(
  handed: HandedOver,
  limits: ReadLimits,
  session: Session,
  control: TaskControl,
): Promise<Result<Survey>> {
  const presets = loadPresets(session.presetsFolder);
  if (!presets.ok) return presets;
  const parts: Survey['parts'] = handed.excluded.map((excluded) => ({
    outcome: 'excluded',
    fileName: excluded.part,
    ...excluded,
  }));
  const totalBytes = handed.files.reduce((sum, { source }) => sum + source.sizeBytes, 0);
  let bytes = 0;
  const looking = { readers: session.readers, limits, signal: control.signal };
  const looked = await lookAtAll(looking, handed, (part, place) => {
    parts.push(withoutPreview(viewPart(part, place, presets.value)));
    bytes += part.sizeBytes;
    control.report({ done: parts.length, bytes: Math.min(bytes, totalBytes), totalBytes });
  });
  if (!looked.ok) return looked;
  control.report({ done: parts.length, bytes: totalBytes, totalBytes });
  const isArchive = parts.some(({ part }) => part !== '') && !handed.isFolder;
  const kind = handed.isFolder ? 'folder' : isArchive ? 'archive' : 'file';
  return ok({
    name: handed.name,
    kind,
    sizeBytes: totalBytes,
    parts,
    sets: recogniseSets(parts, presets.value),
  });
}

function stagingRoom(
  db: WritableDb,
  session: Session,
  { name: stagedBy }: Caller,
  control: TaskControl,
  limits: ReadLimits,
): StagingRoom {
  const { readers } = session;
  const before = new ReadBefore({ db, readers, limits, signal: control.signal });
  return { db, readers, limits, before, stagedBy, readBy: session.options.version, control };
}

function findTable(db: ReadableDb, sourceTableId: number): Result<SourceTable> {
  const table = getSourceTable(db, sourceTableId);
  return table === null ? failed(fault('files.not_found', { table: String(sourceTableId) })) : ok(table);
}

/** A table that no job speaks for. */
function unusedTable(db: ReadableDb, sourceTableId: number): Result<SourceTable> {
  const table = findTable(db, sourceTableId);
  if (!table.ok || findLiveJob(db, sourceTableId) === null) return table;
  return failed(fault('files.in_use', { file: table.value.fileName }));
}

function keptTable(db: ReadableDb, sourceTableId: number): Result<SourceTable> {
  const table = findTable(db, sourceTableId);
  if (!table.ok || table.value.isKept) return table;
  return failed(fault('files.not_kept', { file: table.value.fileName }));
}

function rereadable(db: ReadableDb, sourceTableId: number): Result<SourceTable> {
  const table = unusedTable(db, sourceTableId);
  return table.ok ? keptTable(db, sourceTableId) : table;
}
