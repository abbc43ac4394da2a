// A row's cells as read + the locked mapping → the record's canonical values + what was found on the way.
import { fieldIndex, type Entity, type RecordValues } from '#main/model/entity';
import type { Report } from '#main/model/issue';
import type { ColumnMapping, MappingContent } from '#main/model/mapping';
import { compileField, type ConvertCell } from './field-conversion.ts';

export type Conversion = (cells: readonly string[], report: Report) => RecordValues;

/**
 * Makes the conversion of one file's rows. Cells beyond the row's end count as empty.
 *
 * The same array is handed out for every row: read it or copy it before converting the next one.
 */
export function compileConversion(entity: Entity, mapping: MappingContent): Conversion {
  const values: RecordValues = entity.fields.map(() => null);
  for (const constant of mapping.constants) values[indexOf(entity, constant.field)] = constant.value;
  const columns = inOrder(entity, mapping).map((column) => compileColumn(entity, mapping, column));
  const count = columns.length;
  return (cells, report) => {
    for (let position = 0; position < count; position += 1) {
      const { column, field, convert } = columns[position]!;
      const cell = cells[column];
      values[field] = cell === undefined || cell === '' ? null : convert(cell, report, field, values);
    }
    return values;
  };
}

interface CompiledColumn {
  readonly column: number;
  readonly field: number;
  readonly convert: ConvertCell;
}

function compileColumn(entity: Entity, mapping: MappingContent, column: MappedColumn): CompiledColumn {
  const field = indexOf(entity, column.field);
  const countryIndex = fieldIndex(entity, 'country');
  const constant = mapping.constants.find((candidate) => candidate.field === 'country')?.value;
  const conversion = { ...(constant === undefined ? {} : { country: constant }), ...column.conversion };
  return {
    column: column.column,
    field,
    convert: compileField(entity.fields[field]!, conversion, countryIndex),
  };
}

type MappedColumn = ColumnMapping & { readonly field: string };

/** The country's column first, because postcodes and phone numbers are read as the record's country writes them. */
function inOrder(entity: Entity, mapping: MappingContent): MappedColumn[] {
  const mapped = mapping.columns.filter((column): column is MappedColumn => column.field !== null);
  const isCountry = (column: MappedColumn) =>
    entity.fields[indexOf(entity, column.field)]!.type.kind === 'country';
  return [...mapped.filter(isCountry), ...mapped.filter((column) => !isCountry(column))];
}

function indexOf(entity: Entity, field: string): number {
  const index = fieldIndex(entity, field);
  if (index < 0) throw new Error(`the mapping names a field that ${entity.name} does not have: ${field}`);
  return index;
}
