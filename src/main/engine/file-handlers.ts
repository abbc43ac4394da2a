import { fault } from '#contract/faults';
import { failed, ok } from '#contract/result';
import { rankPresets } from '#main/steps/map/rank-presets';
import { inspectDelimited } from '#main/steps/read/inspect-delimited';
import { findLiveJob } from '#main/workspace/job';
import { getSourceTable, listSourceTables, type SourceTable } from '#main/workspace/source-table';
import { removeSourceTable } from '#main/workspace/removal';
import { appendSpoolChunk, beginSpool, discardSpool } from '#main/workspace/spool';
import { type Handlers, withWorkspace } from './handlers.ts';
import { loadPresets } from './presets.ts';
import { openSource } from './source.ts';
import { stageFile } from './stage-file.ts';
import type { SourceTableView } from '#contract/operations/files';

/** Bytes of a piece that a browser hands over: base64 of it stays well below the limit of a request. */
const spoolChunkBytes = 1024 * 1024;

export const fileHandlers = {
  'files.spool_start': withWorkspace((db, input) => {
    return ok({ spoolId: beginSpool(db, input), chunkBytes: spoolChunkBytes });
  }),

  'files.spool_chunk': withWorkspace((db, { spoolId, sequence, base64 }) => {
    const bytes = Buffer.from(base64, 'base64');
    const receivedBytes = appendSpoolChunk(db, spoolId, sequence, bytes);
    if (receivedBytes === null) return failed(fault('files.spool_out_of_order', { spool: spoolId }));
    return ok({ receivedBytes });
  }),

  'files.inspect': withWorkspace(async (db, { source, override }, { session }) => {
    const opened = await openSource(db, source);
    if (!opened.ok) return opened;
    const inspected = await inspectDelimited(opened.value, override);
    if (!inspected.ok) return inspected;
    const presets = loadPresets(session.presetsFolder);
    if (!presets.ok) return presets;
    const ranked = rankPresets(presets.value, inspected.value.header).map(
      ({ preset: { id, title }, ...rank }) => ({
        presetId: id,
        title,
        ...rank,
      }),
    );
    return ok({ ...inspected.value, presets: ranked });
  }),

  'files.stage': withWorkspace(async (db, { source, override }, { caller, session }, control) => {
    const opened = await openSource(db, source);
    if (!opened.ok) return opened;
    const staged = await stageFile(db, opened.value, override ?? {}, caller.name, control);
    if (source.kind === 'spool' && (staged.ok || staged.fault.code !== 'task.cancelled')) {
      discardSpool(db, source.spoolId);
    }
    if (!staged.ok) return staged;
    session.changed('files');
    return ok(viewSourceTable(staged.value));
  }),

  'files.list': withWorkspace((db) => {
    return ok(listSourceTables(db).map(viewSourceTable));
  }),

  'files.remove': withWorkspace((db, { sourceTableId }, { session }) => {
    const running = session.tasks.running();
    if (running) return failed(fault('task.busy', { kind: running.kind }));
    const table = getSourceTable(db, sourceTableId);
    if (table === null) return failed(fault('files.not_found', { table: String(sourceTableId) }));
    if (findLiveJob(db, sourceTableId) !== null) {
      return failed(fault('files.in_use', { file: table.fileName }));
    }
    removeSourceTable(db, sourceTableId);
    session.changed('files');
    return ok({});
  }),
} satisfies Partial<Handlers>;

function viewSourceTable(table: SourceTable): SourceTableView {
  return { ...table, dialect: { ...table.dialect }, header: [...table.header] };
}
