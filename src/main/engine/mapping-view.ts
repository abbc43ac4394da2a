import type { FieldView, MappingView } from '#contract/operations/mapping';
import { ok, type Result } from '#contract/result';
import type { Entity, Field } from '#main/model/entity';
import type { ColumnMapping } from '#main/model/mapping';
import { compileConversion } from '#main/steps/convert/compile-conversion';
import { describeConversion } from '#main/steps/map/column-conversion';
import { unfilledFields, type MappingBasis } from '#main/steps/map/review-mapping';
import type { StoredMapping } from '#main/workspace/mapping';

/** Examples shown of each column. */
const shownSamples = 4;

export function viewFields(entity: Entity): FieldView[] {
  return entity.fields.map(({ name, label, group, type, required }) => ({
    field: name,
    label,
    group,
    type: type.kind,
    required: required === true,
  }));
}

export function viewMapping(
  { entity, preset, samples }: MappingBasis,
  mapping: StoredMapping,
): Result<MappingView> {
  const { content, approvedBy } = mapping;
  const fields = new Map(entity.fields.map((field) => [field.name, field]));
  const convert = compileConversion(entity, content);
  // One conversion of each sampled row serves all columns; the values are copied, because the array is used again.
  const converted = samples.map((cells) => [...convert(cells, () => undefined)]);
  const columns = content.columns.map((column) => {
    const field = column.field === null ? undefined : fields.get(column.field);
    const index = field === undefined ? -1 : entity.fields.indexOf(field);
    return {
      column: column.column,
      header: column.header,
      field: column.field,
      fieldLabel: field?.label ?? null,
      conversion: conversionWords(field, column),
      confidence: column.confidence,
      evidence: [...column.evidence],
      samples: samplesOf(samples, converted, column.column, index),
    };
  });
  return ok({
    mappingId: mapping.mappingId,
    sourceTableId: mapping.sourceTableId,
    version: mapping.version,
    state: mapping.state,
    entity: entity.name,
    presetId: content.presetId,
    presetTitle: preset?.title ?? null,
    sourceSystem: content.sourceSystem,
    columns,
    constants: content.constants.map(({ field, value }) => ({
      field,
      label: fields.get(field)?.label ?? field,
      value,
    })),
    unfilledFields: unfilledFields(entity, content).map(({ name, label, required }) => ({
      field: name,
      label,
      required: required === true,
    })),
    approvedBy: approvedBy && { ...approvedBy },
  });
}

function conversionWords(field: Field | undefined, column: ColumnMapping): string | null {
  return field === undefined ? null : describeConversion(field, column.conversion);
}

/** The first different values of a column that are not empty, with what becomes of them. */
function samplesOf(
  samples: readonly (readonly string[])[],
  converted: readonly (readonly (string | null)[])[],
  column: number,
  fieldIndex: number,
): { source: string; converted: string | null }[] {
  const shown = new Map<string, string | null>();
  for (let row = 0; row < samples.length && shown.size < shownSamples; row += 1) {
    const source = samples[row]![column] ?? '';
    if (source.trim() === '' || shown.has(source)) continue;
    shown.set(source, fieldIndex < 0 ? null : (converted[row]![fieldIndex] ?? null));
  }
  return [...shown].map(([source, value]) => ({ source, converted: value }));
}
