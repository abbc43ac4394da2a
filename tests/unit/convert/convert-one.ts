import { patient } from '#main/model/entities/patient';
import type { ColumnConversion, MappingContent, PresetConstant } from '#main/model/mapping';
import { compileConversion } from '#main/steps/convert/compile-conversion';

/** A mapping of columns to fields in the order given. */
export function mappingOf(
  columns: readonly (readonly [field: string, conversion?: ColumnConversion])[],
  constants: readonly PresetConstant[] = [],
): MappingContent {
  return {
    entity: 'patient',
    presetId: null,
    presetVersion: null,
    sourceSystem: 'test',
    columns: columns.map(([field, conversion = {}], column) => ({
      column,
      header: field,
      field,
      conversion,
      confidence: 'certain',
      evidence: [],
    })),
    constants,
  };
}

/** One cell converted into one field: its value and the codes of what was found. */
export function convertOne(
  field: string,
  text: string,
  conversion: ColumnConversion = {},
): { value: string | null; found: string[] } {
  const found: string[] = [];
  const convert = compileConversion(patient, mappingOf([[field, conversion]]));
  const values = convert([text], (kind) => found.push(kind.code));
  return { value: values[patient.fields.findIndex(({ name }) => name === field)] ?? null, found };
}
