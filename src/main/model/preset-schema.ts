import { z } from 'zod';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { findEntity } from './entities/ils2.ts';
import { fieldIndex, type Entity } from './entity.ts';
import { looseKey } from './loose-key.ts';
import type { ColumnConversion, Preset } from './mapping.ts';

const name = z.string().min(1).max(256);

const conversion = z.strictObject({
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).exactOptional().describe('How dates are written in this column.'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .exactOptional()
    .describe('ISO 3166-1 alpha-2 of the national phone numbers or postal codes in this column.'),
  valueMap: z
    .record(z.string(), z.string())
    .exactOptional()
    .describe('Coded values of the vendor and what each becomes; an empty text means no value.'),
});

/** A preset file. Unknown keys are refused, so that a misspelt one is noticed. */
export const presetSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  version: z.number().int().positive(),
  title: name,
  vendor: name,
  target: z.enum(['ils2']),
  entity: name,
  sourceSystem: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/)
    .describe('Part of every record’s id: never change it once records were uploaded.'),
  columns: z
    .array(
      z.strictObject({
        header: name.describe('Header as the vendor writes it; compared without case and separators.'),
        aliases: z.array(name).exactOptional(),
        field: name.describe('Field of the entity that it fills.'),
        conversion: conversion.exactOptional(),
        assumed: z
          .boolean()
          .exactOptional()
          .describe(
            'The column is our assumption, not in the mapping that the vendor or the practice supplied.',
          ),
      }),
    )
    .min(1),
  constants: z
    .array(z.strictObject({ field: name, value: z.string().min(1) }))
    .exactOptional()
    .describe('Fields that the export does not carry but that follow from the vendor.'),
});

/** Reads a preset file's text. `file` names it in the fault `preset.invalid`, which also says where the mistake is. */
export function parsePreset(text: string, file: string): Result<Preset> {
  const invalid = (where: string) => failed(fault('preset.invalid', { preset: file, where }));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return invalid('the file itself, which is not JSON');
  }
  const parsed = presetSchema.safeParse(json);
  if (!parsed.success) return invalid(placeOf(parsed.error));
  const { $schema: _, ...preset } = parsed.data;
  const entity = findEntity(preset.entity);
  if (entity === undefined) return invalid('entity');
  const mistake = findMistake(preset, entity);
  return mistake === null ? ok(preset) : invalid(mistake);
}

function placeOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const keys = issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : (issue?.path ?? []);
  return keys.map(String).join('.') || 'the top';
}

/** What the schema cannot say: fields exist and are filled once, headers differ, values can be written. */
function findMistake(preset: Preset, entity: Entity): string | null {
  const headers = new Set<string>();
  const filled = new Set<string>();
  for (const [position, column] of preset.columns.entries()) {
    if (fieldIndex(entity, column.field) < 0 || filled.has(column.field)) return `columns.${position}.field`;
    filled.add(column.field);
    for (const header of new Set([column.header, ...(column.aliases ?? [])].map(looseKey))) {
      if (header === '' || headers.has(header)) return `columns.${position}.header`;
      headers.add(header);
    }
    if (!canHold(entity, column.field, column.conversion)) return `columns.${position}.conversion`;
  }
  for (const [position, constant] of (preset.constants ?? []).entries()) {
    if (fieldIndex(entity, constant.field) < 0 || filled.has(constant.field))
      return `constants.${position}.field`;
    filled.add(constant.field);
    if (!isValueOf(entity, constant.field, constant.value)) return `constants.${position}.value`;
  }
  return null;
}

function canHold(entity: Entity, field: string, given: ColumnConversion | undefined): boolean {
  const values = Object.values(given?.valueMap ?? {});
  return values.every((value) => value === '' || isValueOf(entity, field, value));
}

function isValueOf(entity: Entity, field: string, value: string): boolean {
  const type = entity.fields[fieldIndex(entity, field)]!.type;
  if (type.kind === 'code') return type.codes.some(({ code }) => code === value);
  if (type.kind === 'boolean') return value === 'true' || value === 'false';
  if (type.kind === 'country') return /^[A-Z]{2}$/.test(value);
  return true;
}
