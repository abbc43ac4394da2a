import { join } from 'node:path';
import { ok } from '#contract/result';
import type { Handlers } from './handlers.ts';

export const appHandlers = {
  'app.info': (_input, { caller, session: { options } }) =>
    ok({
      version: options.version,
      host: options.host,
      caller: { ...caller },
      workspaceFolder: join(options.dataFolder, 'workspaces'),
    }),
  'task.list': (_input, { session }) => ok(session.tasks.list()),
  'task.get': ({ taskId }, { session }) => session.tasks.get(taskId),
  'task.cancel': ({ taskId }, { session }) => session.tasks.cancel(taskId),
} satisfies Partial<Handlers>;
