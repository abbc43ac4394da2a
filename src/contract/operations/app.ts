import { z } from 'zod';
import { defineOperation, everyRole, roles } from '../operation.ts';

export const appOperations = [
  defineOperation({
    name: 'app.info',
    summary: 'Version of the program and how this window reaches its engine.',
    effect: 'read',
    roles: everyRole,
    input: z.strictObject({}),
    output: z.object({
      version: z.string(),
      host: z.enum(['electron', 'http', 'cli']),
      caller: z.object({ name: z.string(), role: z.enum(roles) }),
      workspaceFolder: z.string(),
    }),
  }),
] as const;
