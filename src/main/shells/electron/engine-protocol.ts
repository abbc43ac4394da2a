import { z } from 'zod';
import { engineTopics } from '#contract/events';
import { readLimitsOverride } from '#contract/read-limits';
import { roles } from '#contract/operation';

/** What the main process asks of the engine's process. Replies carry the id of their request. */
export const engineRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('dispatch'),
    id: z.number().int(),
    name: z.string(),
    input: z.unknown(),
    caller: z.strictObject({ name: z.string(), role: z.enum(roles) }),
  }),
  z.strictObject({ kind: z.literal('close') }),
  /** What a reader's process said, or that it has ended. */
  z.strictObject({ kind: z.literal('reader_said'), reader: z.number().int(), message: z.unknown() }),
  z.strictObject({ kind: z.literal('reader_ended'), reader: z.number().int() }),
]);
export type EngineRequest = z.infer<typeof engineRequest>;

/** What the engine's process says: the engine's own Result, untouched, or an event. */
export const engineMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reply'),
    id: z.number().int(),
    result: z.object({ ok: z.boolean() }).loose(),
  }),
  z.strictObject({ kind: z.literal('event'), topic: z.enum(engineTopics), event: z.unknown() }),
  /** Utility processes can be started by the main process only. */
  z.strictObject({
    kind: z.literal('reader_start'),
    reader: z.number().int(),
    maxMegabytes: z.number().int().positive(),
  }),
  z.strictObject({ kind: z.literal('reader_tell'), reader: z.number().int(), message: z.unknown() }),
  z.strictObject({ kind: z.literal('reader_kill'), reader: z.number().int() }),
]);
export type EngineMessage = z.infer<typeof engineMessage>;

/** Handed to the engine's process as its one argument, in JSON. */
export const engineStart = z.strictObject({
  appRoot: z.string(),
  dataFolder: z.string(),
  readLimits: readLimitsOverride,
});
export type EngineStart = z.infer<typeof engineStart>;
