/** How dates are written in a column. Never guessed from a single value. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/**
 * What happens to a column's text on its way into its field, beyond what the field's type asks for anyway
 * (trimming, postcode spacing, E.164). Data, not code: it is stored with the mapping and shown in words.
 */
export interface ColumnConversion {
  readonly dateOrder?: DateOrder;
  /** Country whose national phone numbers and postal codes the column holds, ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Coded values of the vendor → the field's code. */
  readonly valueMap?: Readonly<Record<string, string>>;
}

export interface PresetColumn {
  /** Header as the vendor writes it; compared without case and separators. */
  readonly header: string;
  readonly aliases?: readonly string[];
  readonly field: string;
  readonly conversion?: ColumnConversion;
  /** The column is not in the vendor's published or supplied mapping; it is our assumption. */
  readonly assumed?: boolean;
}

/** A field that the export does not carry but that follows from the vendor (such as the country of a US system). */
export interface PresetConstant {
  readonly field: string;
  readonly value: string;
}

/** A vendor's export described as data: one JSON file in presets/. */
export interface Preset {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly vendor: string;
  readonly target: string;
  readonly entity: string;
  readonly sourceSystem: string;
  readonly columns: readonly PresetColumn[];
  readonly constants?: readonly PresetConstant[];
}

export interface ColumnMapping {
  readonly column: number;
  readonly header: string;
  readonly field: string | null;
  readonly conversion: ColumnConversion;
  readonly confidence: 'certain' | 'likely' | 'unsure';
  readonly evidence: readonly string[];
}

/** What is approved and locked: enough to convert every row again to the same bytes. */
export interface MappingContent {
  readonly entity: string;
  readonly presetId: string | null;
  readonly presetVersion: number | null;
  readonly sourceSystem: string;
  readonly columns: readonly ColumnMapping[];
  readonly constants: readonly PresetConstant[];
}
