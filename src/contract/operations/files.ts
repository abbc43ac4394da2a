import { z } from 'zod';
import { layoutOverride } from '../layout.ts';
import { defineOperation, practiceRoles } from '../operation.ts';
import { readLimitsOverride } from '../read-limits.ts';
import { fileSource, partInspection, sourceTableView, stagedTables, survey } from './file-views.ts';
import { columnProfiles } from './column-profile.ts';

const limits = readLimitsOverride.optional();

/**
 * What a person says is right as it was shown: the `answer` of each question. It holds for that question alone, about
 * the file, the table and the rows as they were then. Its code alone does where only one such question is asked.
 */
const answers = z.array(z.string().regex(/^[a-z_.]+(@[0-9a-f]{8}-[0-9a-f]{8})?$/)).optional();

/** Which table of what was handed over, and what a person decided about it. */
const chosenTable = z.strictObject({
  /** Place within a folder or an archive; empty for the file itself. */
  part: z.string().default(''),
  /** Which table of it; left out: every one. */
  table: z.string().optional(),
  override: layoutOverride.optional(),
  /** As looking told it: the file is not read when it changed since. */
  seen: z.string().optional(),
});

const sourceTableId = z.number().int();

/** How a table that was read is to be read. */
const again = {
  sourceTableId,
  /** What else was decided about the table stays, unless it is of another format. */
  override: layoutOverride.optional(),
  /** Nothing stays: what is not decided now is recognised. */
  anew: z.boolean().default(false),
};

export const fileOperations = [
  defineOperation({
    name: 'files.spool_start',
    summary: 'Begins handing over a file in pieces; the pieces are kept encrypted in the workspace.',
    effect: 'write',
    roles: practiceRoles,
    input: z.strictObject({
      fileName: z.string().min(1).max(255),
      sizeBytes: z.number().int().nonnegative(),
    }),
    output: z.object({ spoolId: z.number().int(), chunkBytes: z.number().int() }),
  }),
  defineOperation({
    name: 'files.spool_chunk',
    summary: 'Hands over the next piece, in order.',
    effect: 'write',
    roles: practiceRoles,
    input: z.strictObject({
      spoolId: z.number().int(),
      sequence: z.number().int().nonnegative(),
      base64: z.string().max(3_000_000),
    }),
    output: z.object({ receivedBytes: z.number() }),
  }),
  defineOperation({
    name: 'files.inspect',
    summary:
      'Looks at one file without keeping anything: what it is, why, and its first, middle and last rows.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({
      source: fileSource,
      part: z.string().default(''),
      override: layoutOverride.optional(),
      limits,
    }),
    output: partInspection,
  }),
  defineOperation({
    name: 'files.survey',
    summary:
      'Looks at every file of a folder or an archive without keeping anything: what each is, which belong together.',
    effect: 'task',
    roles: practiceRoles,
    input: z.strictObject({ source: fileSource, limits }),
    output: survey,
  }),
  defineOperation({
    name: 'files.stage',
    summary: 'Reads files into the workspace: every row exactly as it stands there, and the original bytes.',
    effect: 'task',
    roles: practiceRoles,
    input: z.strictObject({
      source: fileSource,
      /** Left out: every table that was recognised. */
      tables: z.array(chosenTable).min(1).optional(),
      answers,
      limits,
    }),
    output: stagedTables,
  }),
  defineOperation({
    name: 'files.reread',
    summary: 'Reads a table again from its kept bytes in another way; its mapping and checks are removed.',
    effect: 'task',
    roles: practiceRoles,
    input: z.strictObject({ ...again, answers, limits }),
    output: sourceTableView,
  }),
  defineOperation({
    name: 'files.reinspect',
    summary: 'Looks at the kept bytes of a table that was read as they would be read in another way.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({ ...again, limits }),
    output: partInspection,
  }),
  defineOperation({
    name: 'files.profile',
    summary: 'Counts what the columns of a table hold, over all its rows, and keeps the result.',
    effect: 'task',
    roles: practiceRoles,
    input: z.strictObject({ sourceTableId }),
    output: columnProfiles,
  }),
  defineOperation({
    name: 'files.get_profile',
    summary: 'What the columns of a table hold, or null while that was not counted.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({ sourceTableId }),
    output: columnProfiles.nullable(),
  }),
  defineOperation({
    name: 'files.list',
    summary: 'The tables that were read into this workspace.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({}),
    output: z.array(sourceTableView),
  }),
  defineOperation({
    name: 'files.remove',
    summary: 'Removes a table that was read, with its mapping and issues, from the workspace.',
    effect: 'task',
    roles: practiceRoles,
    input: z.strictObject({ sourceTableId }),
    output: z.object({}),
  }),
] as const;
