import type { Caller } from '#contract/operation';
import type { OperationName, OperationOutput, ParsedInput, TaskName } from '#contract/operations';
import type { Result } from '#contract/result';
import type { WritableDb } from '#main/workspace/database';
import type { Session } from './session.ts';
import type { TaskControl } from './tasks.ts';

/** What a handler may use: who asks, and the state of this engine. */
export interface Context {
  readonly caller: Caller;
  readonly session: Session;
}

type Answer<Name extends OperationName> =
  Promise<Result<OperationOutput<Name>>> | Result<OperationOutput<Name>>;

export type Handler<Name extends OperationName> = Name extends TaskName
  ? (input: ParsedInput<Name>, context: Context, control: TaskControl) => Answer<Name>
  : (input: ParsedInput<Name>, context: Context) => Answer<Name>;

/** One handler for every operation of the contract; the compiler holds it complete. */
export type Handlers = { readonly [Name in OperationName]: Handler<Name> };

/** A handler of an operation that needs an open workspace: `workspace.not_open`, or else `work` with its database. */
export function withWorkspace<Input, Control extends [] | [TaskControl], Answered>(
  work: (db: WritableDb, input: Input, context: Context, ...control: Control) => Answered,
): (input: Input, context: Context, ...control: Control) => Answered | Result<never> {
  return (input, context, ...control) => {
    const workspace = context.session.workspace();
    return workspace.ok ? work(workspace.value.db, input, context, ...control) : workspace;
  };
}
