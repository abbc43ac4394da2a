import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { findEntity } from '#main/model/entities/ils2';
import { checkPresetFits, rankPresets } from '#main/steps/map/rank-presets';
import {
  assignField,
  canApprove,
  draftMapping as draftContent,
  type MappingBasis,
} from '#main/steps/map/review-mapping';
import type { ReadableDb } from '#main/workspace/database';
import { findLiveJob } from '#main/workspace/job';
import {
  approveMapping,
  changeDraft,
  draftMapping,
  getMapping,
  latestMapping,
  reviseMapping,
  type StoredMapping,
} from '#main/workspace/mapping';
import { getSourceTable, type SourceTable } from '#main/workspace/source-table';
import { readStagedRows } from '#main/workspace/staged-row';
import { type Handlers, withWorkspace } from './handlers.ts';
import { viewFields, viewMapping } from './mapping-view.ts';
import { findPreset, loadPresets } from './presets.ts';
import type { Session } from './session.ts';

/** Rows that a proposal looks at and that the screen takes its examples from. */
const sampledRows = 500;

export const mappingHandlers = {
  'preset.list': (_input, { session }) => {
    const presets = loadPresets(session.presetsFolder);
    if (!presets.ok) return presets;
    return ok(
      presets.value.map(({ id, title, vendor, entity, sourceSystem, version, columns }) => ({
        presetId: id,
        title,
        vendor,
        entity,
        sourceSystem,
        version,
        columns: columns.length,
      })),
    );
  },

  'mapping.fields': ({ entity: name }) => {
    const entity = findEntity(name);
    return entity ? ok(viewFields(entity)) : failed(fault('mapping.unknown_field', { field: name }));
  },

  'mapping.propose': withWorkspace((db, { sourceTableId, presetId, sourceSystem }, { session }) => {
    const table = unusedTable(db, sourceTableId);
    if (!table.ok) return table;
    const presets = loadPresets(session.presetsFolder);
    if (!presets.ok) return presets;
    const { header } = table.value;
    const wanted = presetId ?? rankPresets(presets.value, header)[0]?.preset.id ?? presets.value[0]?.id ?? '';
    const preset = findPreset(presets.value, wanted);
    if (!preset.ok) return preset;
    const entity = findEntity(preset.value.entity);
    if (!entity) return failed(fault('preset.invalid', { preset: wanted, where: 'entity' }));
    const fits = presetId === undefined ? ok(null) : checkPresetFits(entity, preset.value, header);
    if (!fits.ok) return fits;
    const basis = { entity, preset: preset.value, header, samples: sampleCells(db, sourceTableId) };
    const content = draftContent(basis, sourceSystem ?? preset.value.sourceSystem);
    session.changed('mapping');
    return view(session, db, draftMapping(db, sourceTableId, content));
  }),

  'mapping.get': withWorkspace((db, { sourceTableId }, { session }) => {
    const mapping = latestMapping(db, sourceTableId);
    return mapping === null ? ok(null) : view(session, db, mapping);
  }),

  'mapping.assign': withWorkspace((db, { mappingId, column, field }, { session }) => {
    const mapping = findMapping(db, mappingId);
    if (!mapping.ok) return mapping;
    const basis = basisOf(session, db, mapping.value);
    if (!basis.ok) return basis;
    const assigned = assignField(basis.value, mapping.value.content, column, field);
    if (!assigned.ok) return assigned;
    const changed = changeDraft(db, mappingId, assigned.value);
    if (changed === null) return failed(locked(mapping.value));
    session.changed('mapping');
    return view(session, db, changed);
  }),

  'mapping.approve': withWorkspace((db, { mappingId, approvedBy }, { caller, session }) => {
    const mapping = findMapping(db, mappingId);
    if (!mapping.ok) return mapping;
    const basis = basisOf(session, db, mapping.value);
    if (!basis.ok) return basis;
    const ready = canApprove(basis.value.entity, mapping.value.content);
    if (!ready.ok) return ready;
    const approved = approveMapping(db, mappingId, { name: approvedBy, role: caller.role });
    if (approved === null) return failed(locked(mapping.value));
    session.changed('mapping');
    return view(session, db, approved);
  }),

  'mapping.revise': withWorkspace((db, { mappingId }, { session }) => {
    const mapping = findMapping(db, mappingId);
    if (!mapping.ok) return mapping;
    const table = unusedTable(db, mapping.value.sourceTableId);
    if (!table.ok) return table;
    const revised = reviseMapping(db, mappingId);
    if (revised === null) return failed(fault('mapping.not_found', { mapping: String(mappingId) }));
    session.changed('mapping');
    return view(session, db, revised);
  }),
} satisfies Partial<Handlers>;

/** A table whose mapping may still change: none of its rows is in the central database. */
function unusedTable(db: ReadableDb, sourceTableId: number): Result<SourceTable> {
  const table = getSourceTable(db, sourceTableId);
  if (table === null) return failed(fault('files.not_found', { table: String(sourceTableId) }));
  const job = findLiveJob(db, sourceTableId);
  return job === null
    ? ok(table)
    : failed(fault('upload.already_uploaded', { job: job.number ?? job.jobId }));
}

function findMapping(db: ReadableDb, mappingId: number): Result<StoredMapping> {
  const mapping = getMapping(db, mappingId);
  return mapping === null ? failed(fault('mapping.not_found', { mapping: String(mappingId) })) : ok(mapping);
}

function locked(mapping: StoredMapping): ReturnType<typeof fault> {
  return fault('mapping.locked', { name: mapping.approvedBy?.name ?? 'someone' });
}

function sampleCells(db: ReadableDb, sourceTableId: number): (readonly string[])[] {
  return readStagedRows(db, sourceTableId, { afterRowNo: 0, limit: sampledRows })
    .filter((row) => row.fault === null)
    .map((row) => row.cells);
}

/** What a stored mapping is judged against: its entity, its preset and the first rows of its file. */
function basisOf(session: Session, db: ReadableDb, mapping: StoredMapping): Result<MappingBasis> {
  const { entity: entityName, presetId } = mapping.content;
  const entity = findEntity(entityName);
  const table = getSourceTable(db, mapping.sourceTableId);
  if (!entity || !table) return failed(fault('mapping.not_found', { mapping: String(mapping.mappingId) }));
  const presets = loadPresets(session.presetsFolder);
  if (!presets.ok) return presets;
  const preset = presets.value.find(({ id }) => id === presetId) ?? null;
  return ok({ entity, preset, header: table.header, samples: sampleCells(db, mapping.sourceTableId) });
}

function view(session: Session, db: ReadableDb, mapping: StoredMapping): ReturnType<typeof viewMapping> {
  const basis = basisOf(session, db, mapping);
  return basis.ok ? viewMapping(basis.value, mapping) : basis;
}
