import type { Caller } from '#contract/operation';
import type { OperationName, OperationOutput, ParsedInput, TaskName } from '#contract/operations';
import type { Result } from '#contract/result';
import type { Session } from './session.ts';
import type { TaskControl } from './tasks.ts';

/** What a handler may use: who asks, and the state of this engine. */
export interface Context {
  readonly caller: Caller;
  readonly session: Session;
}

export type Handler<Name extends OperationName> = Name extends TaskName
  ? (
      input: ParsedInput<Name>,
      context: Context,
      control: TaskControl,
    ) => Promise<Result<OperationOutput<Name>>>
  : (
      input: ParsedInput<Name>,
      context: Context,
    ) => Promise<Result<OperationOutput<Name>>> | Result<OperationOutput<Name>>;

/** One handler for every operation of the contract; the compiler holds it complete. */
export type Handlers = { readonly [Name in OperationName]: Handler<Name> };
