import { EventEmitter } from 'node:events';
import type { z } from 'zod';
import type { EngineEvents, EngineTopic, TaskSnapshot } from '#contract/events';
import { fault, FaultError, type Fault } from '#contract/faults';
import type { Caller } from '#contract/operation';
import { findOperation, type OperationName } from '#contract/operations';
import { failed, type Result } from '#contract/result';
import { workspaceFaultOf } from '#main/workspace/workspace-fault';
import { handlers } from './handler-list.ts';
import type { Context } from './handlers.ts';
import type { EngineOptions } from './options.ts';
import { reportBug } from './report-bug.ts';
import { Session } from './session.ts';
import type { TaskControl } from './tasks.ts';

export interface Engine {
  /**
   * Parses the input, checks the caller's role and runs the handler. Long work answers `{ taskId }` at once.
   * Never throws: a bug becomes the fault `app.internal`.
   */
  dispatch(name: string, input: unknown, caller: Caller): Promise<Result<unknown>>;
  /** Returns the function that stops listening. */
  on<Topic extends EngineTopic>(topic: Topic, listener: (event: EngineEvents[Topic]) => void): () => void;
  waitForTask(taskId: string): Promise<TaskSnapshot>;
  /** Stops running work at its next safe point and closes the workspace. */
  close(): Promise<void>;
}

type AnyHandler = (input: unknown, context: Context, control?: TaskControl) => Promise<Result<unknown>>;

export function createEngine(options: EngineOptions): Engine {
  const emitter = new EventEmitter();
  const session = new Session(options, (topic, event) => emitter.emit(topic, event));

  async function run(name: OperationName, work: () => Promise<Result<unknown>>): Promise<Result<unknown>> {
    try {
      const result = await work();
      const checked =
        options.checkOutputs && result.ok ? findOperation(name)?.output.safeParse(result.value) : undefined;
      if (checked && !checked.success)
        throw new Error(`${name} answered outside its contract: ${checked.error.message}`);
      return result;
    } catch (error) {
      return failed(faultOf(error, name, session));
    }
  }

  return {
    async dispatch(name, input, caller) {
      const operation = findOperation(name);
      if (!operation) return failed(fault('app.unknown_operation', { operation: name.slice(0, 80) }));
      if (!operation.roles.includes(caller.role)) {
        return failed(fault('app.not_permitted', { operation: name, role: caller.role }));
      }
      const parsed = operation.input.safeParse(input);
      if (!parsed.success) {
        return failed(faultOfInput(name, parsed.error.issues));
      }
      const handle = handlers[operation.name] as AnyHandler;
      const context: Context = { caller, session };
      if (operation.effect !== 'task') return run(operation.name, async () => handle(parsed.data, context));
      return session.tasks.start(operation.name, (control) =>
        run(operation.name, async () => handle(parsed.data, context, control)),
      );
    },
    on(topic, listener) {
      emitter.on(topic, listener);
      return () => emitter.off(topic, listener);
    },
    waitForTask: (taskId) => session.tasks.wait(taskId),
    async close() {
      await session.tasks.cancelAll();
      session.closeWorkspace();
      // Files can be looked at without a workspace.
      session.readers.close();
    },
  };
}

function faultOfInput(operation: string, issues: readonly z.core.$ZodIssue[]): Fault {
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const name = [...issue.path, issue.keys[0]].join('.').slice(0, 120);
    return fault('app.unknown_name', { operation, name });
  }
  const where = issues.map(({ path }) => path.join('.') || 'the input').join(', ');
  return fault('app.invalid_input', { operation, where });
}

/** A fault that came as an exception, a failure of the workspace's disk or file, or else a bug. */
function faultOf(error: unknown, operation: string, session: Session): Fault {
  if (error instanceof FaultError) return error.fault;
  const ofWorkspace = workspaceFaultOf(error, session.workspacePath ?? '');
  if (ofWorkspace) return ofWorkspace;
  reportBug(operation, error);
  return fault('app.internal', { operation });
}
