import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Preset } from '#main/model/mapping';
import { parsePreset } from '#main/model/preset-schema';

const presetFolder = join(import.meta.dirname, '../../../presets');
export const vendors = ['optix', 'occuco', 'acuity'] as const;

/** The preset as it is shipped; a mistake in it fails the test that asks for it. */
export function shippedPreset(vendor: (typeof vendors)[number]): Preset {
  const file = join(presetFolder, 'ils2', vendor, 'patients.preset.json');
  const preset = parsePreset(readFileSync(file, 'utf8'), file);
  if (!preset.ok) throw new Error(preset.fault.message);
  return preset.value;
}
