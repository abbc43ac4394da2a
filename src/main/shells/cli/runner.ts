import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fault } from '#contract/faults';
import type { Caller, Role } from '#contract/operation';
import type { OperationInput, OperationName, OperationOutput } from '#contract/operations';
import { findOperation } from '#contract/operations';
import type { ReadLimitsOverride } from '#contract/read-limits';
import { failed, ok, type Result } from '#contract/result';
import { createEngine, type Engine } from '#main/engine/engine';
import {
  centralPatience,
  defaultDataFolder,
  programVersion,
  readLimitsOfThisComputer,
} from '#main/engine/program';
import { createOutput, faultOfSnapshot, finish, type Output } from './output.ts';

export const appRoot = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Runs operations of the contract for one command: long ones are waited for, with their progress shown. */
export interface Runner {
  readonly caller: Caller;
  readonly output: Output;
  run<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
  ): Promise<Result<OperationOutput<Name>>>;
  close(): Promise<void>;
}

/** How a command runs: with one JSON result in place of words, as whom, and where its exit code goes. */
export interface Running {
  readonly json?: boolean | undefined;
  readonly role: Role;
  /** Who does it, where that is not the user of this computer. */
  readonly name?: string | undefined;
  readonly setExit: (code: number) => void;
}

/** Runs one command from its first operation to its last word. */
export async function runCommand(
  { json = false, role, name, setExit }: Running,
  work: (runner: Runner) => Promise<Result<unknown>>,
): Promise<void> {
  const output = createOutput(json);
  const readLimits = readLimitsOfThisComputer();
  if (!readLimits.ok) return setExit(finish(output, readLimits));
  const runner = startRunner(output, role, { name, readLimits: readLimits.value });
  try {
    setExit(finish(output, await work(runner)));
  } finally {
    await runner.close();
  }
}

interface Starting {
  readonly name?: string | undefined;
  readonly readLimits?: ReadLimitsOverride;
}

export function startRunner(
  output: Output,
  role: Role,
  { name = userInfo().username, readLimits = {} }: Starting = {},
): Runner {
  const engine = createEngine({
    appRoot,
    dataFolder: defaultDataFolder(),
    host: 'cli',
    version: programVersion(appRoot),
    central: centralPatience(),
    readLimits,
  });
  const caller: Caller = { name, role };
  const running = { taskId: null as string | null, interrupts: 0 };
  const stopListening = engine.on('task.progress', (snapshot) => output.progress(snapshot));

  // The first Ctrl-C asks the work to stop at its next safe point; a second one ends the program, which is safe
  // too, because everything that matters is on disk before it is sent.
  const onInterrupt = (): void => {
    running.interrupts += 1;
    if (running.taskId === null || running.interrupts > 1) process.exit(130);
    output.note('\nStopping at the next safe point (press Ctrl-C again to stop at once) …');
    void engine.dispatch('task.cancel', { taskId: running.taskId }, caller);
  };
  process.on('SIGINT', onInterrupt);

  return {
    caller,
    output,
    async run<Name extends OperationName>(operation: Name, input: OperationInput<Name>) {
      const reply = await engine.dispatch(operation, input, caller);
      if (!reply.ok || findOperation(operation)?.effect !== 'task')
        return reply as Result<OperationOutput<Name>>;
      running.taskId = (reply.value as { taskId: string }).taskId;
      const result = await waitForOutput<Name>(engine, running.taskId);
      running.taskId = null;
      output.endProgress();
      return result;
    },
    async close() {
      process.off('SIGINT', onInterrupt);
      stopListening();
      await engine.close();
    },
  };
}

async function waitForOutput<Name extends OperationName>(
  engine: Engine,
  taskId: string,
): Promise<Result<OperationOutput<Name>>> {
  const snapshot = await engine.waitForTask(taskId);
  if (snapshot.state === 'succeeded') return ok(snapshot.output as OperationOutput<Name>);
  return failed(faultOfSnapshot(snapshot) ?? fault('task.cancelled', {}));
}
