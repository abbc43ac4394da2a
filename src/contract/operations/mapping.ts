import { z } from 'zod';
import { defineOperation, practiceRoles, roles } from '../operation.ts';

export const confidences = ['certain', 'likely', 'unsure'] as const;

export const mappedColumn = z.object({
  /** Position in the file, from 0. */
  column: z.number().int(),
  header: z.string(),
  /** Name of the field that it fills, null when it is left behind. */
  field: z.string().nullable(),
  fieldLabel: z.string().nullable(),
  /** What happens to the value on the way, in words, null when it is only trimmed. */
  conversion: z.string().nullable(),
  confidence: z.enum(confidences),
  evidence: z.array(z.string()),
  /** A few values as read and as they will be carried over; patients' data, for the screen only. */
  samples: z.array(z.object({ source: z.string(), converted: z.string().nullable() })),
});

export const mappingView = z.object({
  mappingId: z.number().int(),
  sourceTableId: z.number().int(),
  version: z.number().int(),
  state: z.enum(['draft', 'approved']),
  entity: z.string(),
  presetId: z.string().nullable(),
  presetTitle: z.string().nullable(),
  sourceSystem: z.string(),
  columns: z.array(mappedColumn),
  /** Fields that the preset sets to one value in every record. */
  constants: z.array(z.object({ field: z.string(), label: z.string(), value: z.string() })),
  /** Fields that neither a column nor a constant fills. */
  unfilledFields: z.array(z.object({ field: z.string(), label: z.string(), required: z.boolean() })),
  approvedBy: z.object({ name: z.string(), role: z.enum(roles), at: z.string() }).nullable(),
});
export type MappingView = z.infer<typeof mappingView>;

export const fieldView = z.object({
  field: z.string(),
  label: z.string(),
  group: z.string(),
  type: z.string(),
  required: z.boolean(),
});
export type FieldView = z.infer<typeof fieldView>;

export const mappingOperations = [
  defineOperation({
    name: 'preset.list',
    summary: 'The vendors’ exports that the program knows.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({}),
    output: z.array(
      z.object({
        presetId: z.string(),
        title: z.string(),
        vendor: z.string(),
        entity: z.string(),
        sourceSystem: z.string(),
        version: z.number().int(),
        columns: z.number().int(),
      }),
    ),
  }),
  defineOperation({
    name: 'mapping.fields',
    summary: 'The fields of an entity that a column can fill.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({ entity: z.string() }),
    output: z.array(fieldView),
  }),
  defineOperation({
    name: 'mapping.propose',
    summary: 'Makes the draft mapping of a file from a preset (the best fitting one unless named).',
    effect: 'write',
    roles: practiceRoles,
    input: z.strictObject({
      sourceTableId: z.number().int(),
      presetId: z.string().optional(),
      sourceSystem: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,39}$/)
        .optional(),
      /** That the named source system is meant although the preset, or what was approved here before, has another. */
      confirmSourceSystem: z.boolean().default(false),
    }),
    output: mappingView,
  }),
  defineOperation({
    name: 'mapping.get',
    summary: 'The newest mapping of a file, or null.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({ sourceTableId: z.number().int() }),
    output: mappingView.nullable(),
  }),
  defineOperation({
    name: 'mapping.assign',
    summary: 'Lets a column fill another field, or leaves it behind.',
    effect: 'write',
    roles: practiceRoles,
    input: z.strictObject({
      mappingId: z.number().int(),
      column: z.number().int().nonnegative(),
      field: z.string().nullable(),
    }),
    output: mappingView,
  }),
  defineOperation({
    name: 'mapping.approve',
    summary: 'Approves and locks the mapping in the caller’s name.',
    effect: 'write',
    roles: practiceRoles,
    input: z.strictObject({
      mappingId: z.number().int(),
      approvedBy: z.string().trim().min(1).max(120),
      /** Positions of the unsure columns that the approver looked at and found right. */
      confirmedColumns: z.array(z.number().int()).default([]),
    }),
    output: mappingView,
  }),
  defineOperation({
    name: 'mapping.revise',
    summary: 'Makes a new draft version of an approved mapping.',
    effect: 'write',
    roles: practiceRoles,
    input: z.strictObject({ mappingId: z.number().int() }),
    output: mappingView,
  }),
] as const;
