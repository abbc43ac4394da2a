/**
 * What a record is. One definition per entity: conversions, checks, central columns, mapping proposals and screens
 * are all derived from it, so a field is added in one place.
 */
export type FieldType =
  | { readonly kind: 'text'; readonly maxLength: number; readonly multiline?: boolean }
  /** Never numeric: leading zeros are kept. */
  | { readonly kind: 'identifier'; readonly maxLength: number }
  /** Calendar date; canonical text YYYY-MM-DD. */
  | { readonly kind: 'date' }
  /** Canonical text `true` or `false`. */
  | { readonly kind: 'boolean' }
  | { readonly kind: 'code'; readonly codes: readonly Code[] }
  | { readonly kind: 'email' }
  /** Canonical text E.164. */
  | { readonly kind: 'phone' }
  /** ISO 3166-1 alpha-2. */
  | { readonly kind: 'country' }
  /** UK postcode or US ZIP, decided by the record's country. */
  | { readonly kind: 'postcode' }
  | { readonly kind: 'nhsNumber' };

/** One coded value with the spellings of it that exports use (compared without case and separators). */
export interface Code {
  readonly code: string;
  readonly label: string;
  readonly synonyms: readonly string[];
}

export interface Field {
  /** Name of the field, camelCase, as in mappings and presets. */
  readonly name: string;
  /** Column of the central table, snake_case. */
  readonly column: string;
  readonly label: string;
  /** Label in American English where it differs. */
  readonly labelUs?: string;
  readonly group: string;
  readonly type: FieldType;
  readonly required?: boolean;
  /** Column names that exports use for it, compared without case and separators. */
  readonly synonyms: readonly string[];
  /** Element of the FHIR R4 resource that carries it, where one exists. */
  readonly fhir?: string;
}

export interface Entity {
  /** Singular name, such as `patient`. */
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** Central table. */
  readonly table: string;
  /** FHIR resource type. */
  readonly fhir?: string;
  /** The first field is always `externalId`: the record's key in the old system. */
  readonly fields: readonly Field[];
}

/** A record's canonical values in the order of its entity's fields: text as sent and hashed, null for no value. */
export type RecordValues = (string | null)[];

export function fieldIndex(entity: Entity, name: string): number {
  return entity.fields.findIndex((field) => field.name === name);
}
