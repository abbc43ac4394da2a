import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { Preset } from '#main/model/mapping';
import { parsePreset } from '#main/model/preset-schema';

/** All presets under a folder, sorted by id; the first damaged one is the fault. */
export function loadPresets(folder: string): Result<Preset[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.preset.json'))
    .map((entry) => join(entry.parentPath, entry.name));
  const presets: Preset[] = [];
  for (const file of files) {
    const parsed = parsePreset(readFileSync(file, 'utf8'), basename(file));
    if (!parsed.ok) return parsed;
    presets.push(parsed.value);
  }
  return ok(presets.sort((a, b) => a.id.localeCompare(b.id)));
}

export function findPreset(presets: readonly Preset[], presetId: string): Result<Preset> {
  const preset = presets.find(({ id }) => id === presetId);
  if (preset) return ok(preset);
  return failed(fault('preset.unknown', { preset: presetId, known: presets.map(({ id }) => id).join(', ') }));
}
