import type { FileSet, PartInspection } from '#contract/operations/file-views';
import { findEntity } from '#main/model/entities/ils2';
import type { Preset } from '#main/model/mapping';
import { rankPresets, scorePreset } from './rank-presets.ts';

/** A table is of a preset's kind when so much of what the vendor's exports certainly have is there. */
const minShare = 0.6;
/** Presets that fit a table about as well as the best one: which system the other files are of decides. */
const similarShare = 0.9;

interface Table {
  readonly part: string;
  readonly table: string;
  readonly fits: readonly Fit[];
}

interface Fit {
  readonly preset: Preset;
  readonly score: number;
}

/**
 * Which of the recognised tables belong together, as the export of one system: patients, examinations … Each table is
 * of one set at most. A set's members stand in the order of the files; what of the system's kinds of record is not
 * there is named. Sets of more tables come first.
 */
export function recogniseSets(parts: readonly PartInspection[], presets: readonly Preset[]): FileSet[] {
  const tables = parts.flatMap((part) => tablesOf(part, presets));
  const weights = weighSystems(tables);
  const sets = new Map<string, FileSet['members']>();
  for (const { part, table, fits } of tables) {
    const preset = choose(fits, weights);
    if (preset === null) continue;
    const members = sets.get(preset.sourceSystem) ?? [];
    members.push({ part, table, presetId: preset.id, entity: preset.entity });
    sets.set(preset.sourceSystem, members);
  }
  return [...sets]
    .map(([sourceSystem, members]) => describe(sourceSystem, members, presets))
    .sort((one, other) => other.members.length - one.members.length);
}

function tablesOf(part: PartInspection, presets: readonly Preset[]): Table[] {
  if (part.outcome !== 'recognised') return [];
  return part.tables.map(({ name, header }) => ({
    part: part.part,
    table: name,
    fits: rankPresets(presets, header)
      .filter(({ matchedColumns, presetColumns }) => matchedColumns >= minShare * presetColumns)
      .map(({ preset }) => ({ preset, score: scorePreset(preset, header) })),
  }));
}

/** How much speaks for each system, over all tables. */
function weighSystems(tables: readonly Table[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { fits } of tables) {
    const best = new Map<string, number>();
    for (const { preset, score } of fits) {
      best.set(preset.sourceSystem, Math.max(score, best.get(preset.sourceSystem) ?? 0));
    }
    for (const [system, score] of best) weights.set(system, (weights.get(system) ?? 0) + score);
  }
  return weights;
}

function choose(fits: readonly Fit[], weights: ReadonlyMap<string, number>): Preset | null {
  const best = Math.max(...fits.map(({ score }) => score));
  const weightOf = ({ preset }: Fit): number => weights.get(preset.sourceSystem) ?? 0;
  const [chosen] = fits
    .filter(({ score }) => score >= best * similarShare)
    .sort((one, other) => weightOf(other) - weightOf(one) || other.score - one.score);
  return chosen?.preset ?? null;
}

function describe(sourceSystem: string, members: FileSet['members'], presets: readonly Preset[]): FileSet {
  const ofSystem = presets.filter((preset) => preset.sourceSystem === sourceSystem);
  const present = new Set(members.map(({ entity }) => entity));
  const missing = new Set(ofSystem.map(({ entity }) => entity).filter((entity) => !present.has(entity)));
  return {
    sourceSystem,
    title: `Export of ${ofSystem[0]!.vendor}`,
    members,
    missing: [...missing].map((entity) => findEntity(entity)?.labelPlural ?? entity),
  };
}
