import type { z } from 'zod';
import { appOperations } from './operations/app.ts';
import { checkOperations } from './operations/checks.ts';
import { fileOperations } from './operations/files.ts';
import { mappingOperations } from './operations/mapping.ts';
import { operatorOperations } from './operations/operator.ts';
import { taskOperations } from './operations/tasks.ts';
import { uploadOperations } from './operations/upload.ts';
import { workspaceOperations } from './operations/workspace.ts';

/** Everything that the product can be asked to do. Window, command line and HTTP derive from this one list. */
export const operations = [
  ...appOperations,
  ...workspaceOperations,
  ...fileOperations,
  ...mappingOperations,
  ...checkOperations,
  ...uploadOperations,
  ...taskOperations,
  ...operatorOperations,
] as const;

type AnyOperation = (typeof operations)[number];
export type OperationName = AnyOperation['name'];
type Named<Name extends OperationName> = Extract<AnyOperation, { name: Name }>;

/** What a caller hands in (defaults may be left out). */
export type OperationInput<Name extends OperationName> = z.input<Named<Name>['input']>;
/** What a handler receives, defaults filled in. */
export type ParsedInput<Name extends OperationName> = z.output<Named<Name>['input']>;
export type OperationOutput<Name extends OperationName> = z.output<Named<Name>['output']>;

export interface TaskStarted {
  readonly taskId: string;
}
export type TaskName = Extract<AnyOperation, { effect: 'task' }>['name'];

/** What comes back over a boundary: for long work the id of its task, for anything else the output. */
export type Reply<Name extends OperationName> = Name extends TaskName ? TaskStarted : OperationOutput<Name>;

const byName = new Map<string, AnyOperation>(operations.map((operation) => [operation.name, operation]));

export function findOperation(name: string): AnyOperation | undefined {
  return byName.get(name);
}
