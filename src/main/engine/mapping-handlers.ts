import { fault } from '#contract/faults';
import type { Role } from '#contract/operation';
import type { ParsedInput } from '#contract/operations';
import { failed, ok, type Result } from '#contract/result';
import { findEntity } from '#main/model/entities/ils2';
import type { Preset } from '#main/model/mapping';
import { checkSourceSystem } from '#main/steps/map/check-source-system';
import { checkPresetFits, rankPresets } from '#main/steps/map/rank-presets';
import {
  assignField,
  canApprove,
  draftMapping as draftContent,
  noteConfirmed,
  type MappingBasis,
} from '#main/steps/map/review-mapping';
import { transact, type ReadableDb, type WritableDb } from '#main/workspace/database';
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
import { getSourceTable, listSourceTables, type SourceTable } from '#main/workspace/source-table';
import { type Handlers, withWorkspace } from './handlers.ts';
import { sampleCells } from './mapping-samples.ts';
import { viewFields, viewMapping } from './mapping-view.ts';
import { findPreset, loadPresets } from './presets.ts';
import type { Session } from './session.ts';

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

  'mapping.propose': withWorkspace((db, input, { session }) => {
    const { sourceTableId, presetId } = input;
    const table = unusedTable(db, sourceTableId);
    if (!table.ok) return table;
    const presets = loadPresets(session.presetsFolder);
    if (!presets.ok) return presets;
    const { header } = table.value;
    const wanted = presetId ?? rankPresets(presets.value, header)[0]?.preset.id ?? presets.value[0]?.id ?? '';
    const preset = findPreset(presets.value, wanted);
    if (!preset.ok) return preset;
    const sourceSystem = decideSourceSystem(db, input, preset.value);
    if (!sourceSystem.ok) return sourceSystem;
    const entity = findEntity(preset.value.entity);
    if (!entity) return failed(fault('preset.invalid', { preset: wanted, where: 'entity' }));
    const fits = presetId === undefined ? ok(null) : checkPresetFits(entity, preset.value, header);
    if (!fits.ok) return fits;
    const basis = { entity, preset: preset.value, header, samples: sampleCells(db, table.value) };
    session.changed('mapping');
    return view(session, db, draftMapping(db, sourceTableId, draftContent(basis, sourceSystem.value)));
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

  'mapping.approve': withWorkspace((db, input, { caller, session }) => {
    const mapping = findMapping(db, input.mappingId);
    if (!mapping.ok) return mapping;
    if (mapping.value.state === 'approved') return failed(locked(mapping.value));
    const basis = basisOf(session, db, mapping.value);
    if (!basis.ok) return basis;
    const ready = canApprove(basis.value.entity, mapping.value.content, input.confirmedColumns);
    if (!ready.ok) return ready;
    const approved = approve(db, mapping.value, input, caller.role);
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

/** Locks a draft together with the word of who confirmed what; null when somebody was quicker. */
function approve(
  db: WritableDb,
  { mappingId, version, content }: StoredMapping,
  { approvedBy, confirmedColumns }: ParsedInput<'mapping.approve'>,
  role: Role,
): StoredMapping | null {
  const noted = noteConfirmed(content, confirmedColumns, `${approvedBy} (version ${version})`);
  return transact(db, () =>
    changeDraft(db, mappingId, noted) === null
      ? null
      : approveMapping(db, mappingId, { name: approvedBy, role }),
  );
}

/** The preset's source system unless the caller names one, which must be that of the preset and of earlier files. */
function decideSourceSystem(
  db: ReadableDb,
  { sourceTableId, sourceSystem, confirmSourceSystem }: ParsedInput<'mapping.propose'>,
  preset: Preset,
): Result<string> {
  if (sourceSystem === undefined) return ok(preset.sourceSystem);
  if (confirmSourceSystem) return ok(sourceSystem);
  const usual = checkSourceSystem(sourceSystem, preset.sourceSystem, sourceSystemsOf(db, sourceTableId));
  return usual.ok ? ok(sourceSystem) : usual;
}

/** Under which source systems the workspace's other files were uploaded or are approved to be. */
function sourceSystemsOf(db: ReadableDb, exceptTableId: number): ReadonlySet<string> {
  const others = listSourceTables(db).filter(({ sourceTableId }) => sourceTableId !== exceptTableId);
  const mappings = others.map(({ sourceTableId }) => {
    const job = findLiveJob(db, sourceTableId);
    return job === null ? latestMapping(db, sourceTableId) : getMapping(db, job.mappingId);
  });
  const approved = mappings.filter((mapping) => mapping?.state === 'approved');
  return new Set(approved.map((mapping) => mapping!.content.sourceSystem));
}

/** What a stored mapping is judged against: its entity, its preset and sampled rows of its file. */
function basisOf(session: Session, db: ReadableDb, mapping: StoredMapping): Result<MappingBasis> {
  const { entity: entityName, presetId } = mapping.content;
  const entity = findEntity(entityName);
  const table = getSourceTable(db, mapping.sourceTableId);
  if (!entity || !table) return failed(fault('mapping.not_found', { mapping: String(mapping.mappingId) }));
  const presets = loadPresets(session.presetsFolder);
  if (!presets.ok) return presets;
  const preset = presets.value.find(({ id }) => id === presetId) ?? null;
  return ok({ entity, preset, header: table.header, samples: sampleCells(db, table) });
}

function view(session: Session, db: ReadableDb, mapping: StoredMapping): ReturnType<typeof viewMapping> {
  const basis = basisOf(session, db, mapping);
  return basis.ok ? viewMapping(basis.value, mapping) : basis;
}
