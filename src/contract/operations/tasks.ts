import { z } from 'zod';
import { taskSnapshot } from '../events.ts';
import { defineOperation, everyRole } from '../operation.ts';

const taskInput = z.strictObject({ taskId: z.string() });

export const taskOperations = [
  defineOperation({
    name: 'task.list',
    summary: 'Long work that runs now or ended since the workspace was opened.',
    effect: 'read',
    roles: everyRole,
    input: z.strictObject({}),
    output: z.array(taskSnapshot),
  }),
  defineOperation({
    name: 'task.get',
    summary: 'Where one piece of long work stands.',
    effect: 'read',
    roles: everyRole,
    input: taskInput,
    output: taskSnapshot,
  }),
  defineOperation({
    name: 'task.cancel',
    summary: 'Asks long work to stop at the next safe point.',
    effect: 'write',
    roles: everyRole,
    input: taskInput,
    output: taskSnapshot,
  }),
] as const;
