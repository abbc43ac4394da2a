// Writes presets/preset.schema.json from the zod schema, for editors: `node scripts/preset-schema.ts`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { z } from 'zod';
import { presetSchema } from '#main/model/preset-schema';

export const presetSchemaFile = join(import.meta.dirname, '..', 'presets', 'preset.schema.json');

/** The JSON Schema of a preset file, formatted as the repository keeps it. */
export async function renderPresetSchema(): Promise<string> {
  const schema = { title: 'Practice Migrator preset', ...z.toJSONSchema(presetSchema) };
  return format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(presetSchemaFile, await renderPresetSchema());
}
