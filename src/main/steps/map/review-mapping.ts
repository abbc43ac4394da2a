import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { Entity, Field } from '#main/model/entity';
import { looseKey } from '#main/model/loose-key';
import type { ColumnMapping, MappingContent, Preset } from '#main/model/mapping';
import { conversionFor } from './column-conversion.ts';
import { sampledValues } from './evidence.ts';
import { judgeContent, leftBehind, proposeMapping } from './propose-mapping.ts';

/** What a file's draft mapping is made from. `samples` are rows of cells as read. */
export interface MappingBasis {
  readonly entity: Entity;
  readonly preset: Preset | null;
  readonly header: readonly string[];
  readonly samples: readonly (readonly string[])[];
}

/** The first draft of a file's mapping. `sourceSystem` is used when the preset is null or another one is wanted. */
export function draftMapping(basis: MappingBasis, sourceSystem: string): MappingContent {
  const { entity, preset, header, samples } = basis;
  const columns = proposeMapping(entity, preset, header, samples);
  const filled = new Set(columns.map(({ field }) => field));
  return {
    entity: entity.name,
    presetId: preset?.id ?? null,
    presetVersion: preset?.version ?? null,
    sourceSystem,
    columns,
    constants: (preset?.constants ?? []).filter(({ field }) => !filled.has(field)),
  };
}

/**
 * Lets a column fill another field, or leaves it behind (`field` null), as a person decided.
 * Faults: `mapping.unknown_field`, `mapping.field_taken`, `app.invalid_input` for a column that the file lacks.
 */
export function assignField(
  basis: MappingBasis,
  mapping: MappingContent,
  column: number,
  field: string | null,
): Result<MappingContent> {
  const before = mapping.columns.find((candidate) => candidate.column === column);
  if (before === undefined) {
    return failed(fault('app.invalid_input', { operation: 'mapping.assign', where: 'column' }));
  }
  if (field === null) {
    return ok(replaced(basis, mapping, leftBehind(column, before.header, 'Left behind by hand')));
  }
  const target = basis.entity.fields.find(({ name }) => name === field);
  if (target === undefined) return failed(fault('mapping.unknown_field', { field }));
  const holder = mapping.columns.find(
    (candidate) => candidate.field === field && candidate.column !== column,
  );
  if (holder !== undefined) {
    return failed(fault('mapping.field_taken', { field: target.label, column: holder.header }));
  }
  return ok(replaced(basis, mapping, assigned(basis, before, target)));
}

function assigned(basis: MappingBasis, before: ColumnMapping, field: Field): ColumnMapping {
  const values = sampledValues(basis.samples, before.column);
  const conversion =
    presetConversion(basis.preset, before, field) ?? conversionFor(field, basis.preset, values);
  const judged = judgeContent(field, conversion, values);
  return {
    ...before,
    field: field.name,
    conversion,
    confidence: judged.doubtful ? 'unsure' : 'certain',
    evidence: ['Chosen by hand', ...judged.evidence],
  };
}

/** The preset's own conversion when the column is put back to where the preset wants it. */
function presetConversion(preset: Preset | null, { header }: ColumnMapping, field: Field) {
  return preset?.columns.find(
    (column) =>
      column.field === field.name &&
      [column.header, ...(column.aliases ?? [])].some((name) => looseKey(name) === looseKey(header)),
  )?.conversion;
}

/** A column takes the place of the preset's constant for its field; when it leaves the field, the constant returns. */
function replaced({ preset }: MappingBasis, mapping: MappingContent, changed: ColumnMapping): MappingContent {
  const columns = mapping.columns.map((column) => (column.column === changed.column ? changed : column));
  const filled = new Set(columns.map(({ field }) => field));
  const constants = (preset?.constants ?? mapping.constants).filter(({ field }) => !filled.has(field));
  return { ...mapping, columns, constants };
}

/** Fields that neither a column nor a constant fills. */
export function unfilledFields(entity: Entity, mapping: MappingContent): readonly Field[] {
  const filled = new Set([...mapping.columns, ...mapping.constants].map(({ field }) => field));
  return entity.fields.filter(({ name }) => !filled.has(name));
}

/** Columns that fill a field and may fill it wrongly. */
export function doubtfulColumns({ columns }: Pick<MappingContent, 'columns'>): readonly ColumnMapping[] {
  return columns.filter(({ field, confidence }) => field !== null && confidence === 'unsure');
}

/**
 * Whether a mapping may be approved by a person who confirmed these columns (positions in the file). Faults:
 * `mapping.required_field`, naming the first that is missing; `mapping.unconfirmed`, naming every doubtful column.
 */
export function canApprove(
  entity: Entity,
  mapping: MappingContent,
  confirmedColumns: readonly number[],
): Result<null> {
  const missing = unfilledFields(entity, mapping).find(({ required }) => required === true);
  if (missing !== undefined) return failed(fault('mapping.required_field', { field: missing.label }));
  const open = doubtfulColumns(mapping).filter(({ column }) => !confirmedColumns.includes(column));
  if (open.length === 0) return ok(null);
  const columns = open.map(({ header }) => `“${header}”`).join(', ');
  const reasons = open.map(({ header, evidence }) => `“${header}”: ${evidence.join('; ')}.`).join(' ');
  return failed(fault('mapping.unconfirmed', { columns, reasons }));
}

/** The mapping with a line at each doubtful column that was confirmed, saying by whom. */
export function noteConfirmed(
  mapping: MappingContent,
  confirmedColumns: readonly number[],
  confirmedBy: string,
): MappingContent {
  const confirmed = doubtfulColumns(mapping).filter(({ column }) => confirmedColumns.includes(column));
  const columns = mapping.columns.map((column) =>
    confirmed.includes(column)
      ? { ...column, evidence: [...column.evidence, `Looked at and confirmed by ${confirmedBy}`] }
      : column,
  );
  return { ...mapping, columns };
}
