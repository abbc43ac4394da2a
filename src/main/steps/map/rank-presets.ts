import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { Entity } from '#main/model/entity';
import { looseKey } from '#main/model/loose-key';
import type { Preset, PresetColumn } from '#main/model/mapping';

export interface RankedPreset {
  readonly preset: Preset;
  /** Columns of the preset that the file has. */
  readonly matchedColumns: number;
  /** Columns that exports of this vendor certainly have. */
  readonly presetColumns: number;
  /** Why it stands where it stands, as a sentence. */
  readonly reason: string;
}

/** Presets that share a column with the file, the best fitting first. */
export function rankPresets(presets: readonly Preset[], header: readonly string[]): RankedPreset[] {
  const present = new Set(header.map(looseKey));
  return presets
    .map((preset) => rank(preset, present))
    .filter(({ matchedColumns }) => matchedColumns > 0)
    .sort((left, right) => score(right) - score(left) || left.preset.id.localeCompare(right.preset.id, 'en'));
}

function rank(preset: Preset, present: ReadonlySet<string>): RankedPreset {
  const certain = preset.columns.filter((column) => column.assumed !== true);
  const missing = certain.filter((column) => !isPresent(column, present));
  const matchedColumns = certain.length - missing.length;
  const names = missing.slice(0, 3).map((column) => column.header);
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
  const reason =
    missing.length === 0
      ? `All ${certain.length} columns of ${preset.vendor} are there.`
      : `${matchedColumns} of ${certain.length} columns of ${preset.vendor} are there; ${names.join(', ')}${more} not.`;
  return { preset, matchedColumns, presetColumns: certain.length, reason };
}

function isPresent(column: PresetColumn, present: ReadonlySet<string>): boolean {
  return [column.header, ...(column.aliases ?? [])].some((header) => present.has(looseKey(header)));
}

/** Share of the vendor's columns first; between equal shares, the preset that explains more columns. */
function score({ matchedColumns, presetColumns }: RankedPreset): number {
  return matchedColumns / presetColumns + matchedColumns / 10_000;
}

/** Whether a preset can be used for a file: the columns of its entity's required fields are there. */
export function checkPresetFits(entity: Entity, preset: Preset, header: readonly string[]): Result<null> {
  const present = new Set(header.map(looseKey));
  const required = new Set(entity.fields.filter((field) => field.required === true).map(({ name }) => name));
  const missing = preset.columns.filter(
    (column) => required.has(column.field) && !isPresent(column, present),
  );
  if (missing.length === 0) return ok(null);
  const names = missing.map((column) => `“${column.header}”`).join(', ');
  return failed(fault('preset.does_not_fit', { preset: preset.id, missing: names }));
}
