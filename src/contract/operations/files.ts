import { z } from 'zod';
import { defineOperation, practiceRoles } from '../operation.ts';

/** A file is handed over by its path, or (from a browser, which knows no paths) in pieces into the workspace. */
export const fileSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('path'), path: z.string().min(1) }),
  z.object({ kind: z.literal('spool'), spoolId: z.number().int().positive() }),
]);
export type FileSource = z.infer<typeof fileSource>;

/** How a delimited file is written. Everything left out is recognised from the file. */
export const dialectOverride = z.object({
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
});

export const dialect = z.object({
  encoding: z.literal('utf-8'),
  byteOrderMark: z.boolean(),
  delimiter: z.string(),
  newline: z.enum(['\n', '\r\n', '\r']),
  quote: z.literal('"'),
});
export type Dialect = z.infer<typeof dialect>;

export const inspection = z.object({
  fileName: z.string(),
  sizeBytes: z.number(),
  dialect,
  /** Why the dialect was recognised, in sentences. */
  reasons: z.array(z.string()),
  header: z.array(z.string()),
  /** The first rows, as read; patients' data, for the screen only. */
  firstRows: z.array(z.array(z.string())),
  presets: z.array(
    z.object({
      presetId: z.string(),
      title: z.string(),
      matchedColumns: z.number(),
      presetColumns: z.number(),
      reason: z.string(),
    }),
  ),
});
export type Inspection = z.infer<typeof inspection>;

export const sourceTableView = z.object({
  sourceTableId: z.number().int(),
  fileName: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  dialect,
  header: z.array(z.string()),
  rowCount: z.number().int(),
  stagedAt: z.string(),
  stagedBy: z.string(),
});
export type SourceTableView = z.infer<typeof sourceTableView>;

export const fileOperations = [
  defineOperation({
    name: 'files.spool_start',
    summary:
      'Begins handing over a file in pieces; the pieces are kept encrypted in the workspace until it is read.',
    effect: 'write',
    roles: practiceRoles,
    input: z.object({ fileName: z.string().min(1).max(255), sizeBytes: z.number().int().nonnegative() }),
    output: z.object({ spoolId: z.number().int(), chunkBytes: z.number().int() }),
  }),
  defineOperation({
    name: 'files.spool_chunk',
    summary: 'Hands over the next piece, in order.',
    effect: 'write',
    roles: practiceRoles,
    input: z.object({
      spoolId: z.number().int(),
      sequence: z.number().int().nonnegative(),
      base64: z.string().max(3_000_000),
    }),
    output: z.object({ receivedBytes: z.number() }),
  }),
  defineOperation({
    name: 'files.inspect',
    summary: 'Looks at a file without keeping anything: what it is, why, and its first rows.',
    effect: 'read',
    roles: practiceRoles,
    input: z.object({ source: fileSource, override: dialectOverride.optional() }),
    output: inspection,
  }),
  defineOperation({
    name: 'files.stage',
    summary: 'Reads a whole file into the workspace, every row exactly as it stands in the file.',
    effect: 'task',
    roles: practiceRoles,
    input: z.object({ source: fileSource, override: dialectOverride.optional() }),
    output: sourceTableView,
  }),
  defineOperation({
    name: 'files.list',
    summary: 'The files that were read into this workspace.',
    effect: 'read',
    roles: practiceRoles,
    input: z.object({}),
    output: z.array(sourceTableView),
  }),
  defineOperation({
    name: 'files.remove',
    summary: 'Removes a file that was read, with its mapping and issues, from the workspace.',
    effect: 'write',
    roles: practiceRoles,
    input: z.object({ sourceTableId: z.number().int() }),
    output: z.object({}),
  }),
] as const;
