import { z } from 'zod';

export const taskKinds = [
  'files.survey',
  'files.stage',
  'files.reread',
  'files.remove',
  'files.profile',
  'checks.run',
  'upload.run',
  'verify.run',
  'rollback.run',
] as const;
export const taskKind = z.enum(taskKinds);
export type TaskKind = z.infer<typeof taskKind>;

export const taskStates = ['running', 'cancelling', 'succeeded', 'failed', 'cancelled'] as const;

export const faultValue = z.object({
  code: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

/**
 * Where a piece of long work stands. `done` and `total` are rows (of the file or of the job), `bytes` is of the
 * file; `total` and `secondsLeft` are null while they cannot be known.
 */
export const taskSnapshot = z.object({
  taskId: z.string(),
  kind: taskKind,
  state: z.enum(taskStates),
  done: z.number(),
  total: z.number().nullable(),
  bytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  rowsPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** The central database does not answer at the moment, and is asked again. */
  waiting: z.boolean(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** The operation's output when it succeeded; parse it with the operation's own schema. */
  output: z.unknown().optional(),
  fault: faultValue.nullable(),
});
export type TaskSnapshot = z.infer<typeof taskSnapshot>;

/** What the engine tells every window, at most ten times a second for each topic and task. */
export interface EngineEvents {
  'task.progress': TaskSnapshot;
  /** Something in the workspace changed: screens ask again for what they show. */
  'workspace.changed': { readonly what: 'workspace' | 'files' | 'mapping' | 'checks' | 'jobs' };
}
export type EngineTopic = keyof EngineEvents;
export const engineTopics = ['task.progress', 'workspace.changed'] as const satisfies readonly EngineTopic[];
