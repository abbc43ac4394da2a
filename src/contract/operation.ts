import type { z } from 'zod';

/**
 * Who may call an operation. `operator` runs the central database and exists on the command line only: no window
 * and no HTTP session is ever opened with it.
 */
export const roles = ['manager', 'consultant', 'support', 'operator'] as const;
export type Role = (typeof roles)[number];

/** A named person, as they signed in; written beside what they approve. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
}

/**
 * - `read` answers and changes nothing.
 * - `write` changes the workspace and answers when that is on disk.
 * - `task` starts long work and answers at once with its task id; progress and the result arrive as task events.
 */
export type Effect = 'read' | 'write' | 'task';

export interface Operation<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Does extends Effect = Effect,
> {
  readonly name: Name;
  readonly summary: string;
  readonly effect: Does;
  readonly roles: readonly Role[];
  /** Every object in it is strict: a name that it does not know is refused, never ignored. */
  readonly input: Input;
  readonly output: Output;
}

/** Declares one operation: the window's client, the command line's verbs and the HTTP routes derive from it. */
export function defineOperation<
  const Name extends string,
  Input extends z.ZodType,
  Output extends z.ZodType,
  const Does extends Effect,
>(operation: Operation<Name, Input, Output, Does>): Operation<Name, Input, Output, Does> {
  return operation;
}

export const practiceRoles: readonly Role[] = ['manager', 'consultant'];
export const everyRole: readonly Role[] = ['manager', 'consultant', 'support'];
