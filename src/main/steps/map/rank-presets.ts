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
  const scores = new Map(presets.map((preset) => [preset.id, scorePreset(preset, header)]));
  const scoreOf = ({ preset }: RankedPreset): number => scores.get(preset.id) ?? 0;
  return presets
    .map((preset) => rank(preset, present))
    .filter(({ matchedColumns }) => matchedColumns > 0)
    .sort(
      (one, other) => scoreOf(other) - scoreOf(one) || one.preset.id.localeCompare(other.preset.id, 'en'),
    );
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
  return namesOf(column).some((header) => present.has(looseKey(header)));
}

function namesOf({ header, aliases = [] }: PresetColumn): readonly string[] {
  return [header, ...aliases];
}

/**
 * The share of the vendor's columns that the file has and the share of the file's columns that are the vendor's. A
 * name with other separators counts half: `first_name` and `FirstName` are one name and two vendors' hands.
 */
export function scorePreset(preset: Preset, header: readonly string[]): number {
  const present = new Set(header.map(looseKey));
  const written = new Set(header.map((name) => name.trim().toLowerCase()));
  const certain = preset.columns.filter((column) => column.assumed !== true);
  const points = certain.map((column) =>
    namesOf(column).some((name) => written.has(name.toLowerCase()))
      ? 1
      : isPresent(column, present)
        ? 0.5
        : 0,
  );
  const total = points.reduce((sum: number, each) => sum + each, 0);
  return total / certain.length + total / header.length;
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
