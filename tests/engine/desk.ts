import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Fault } from '#contract/faults';
import type { Caller } from '#contract/operation';
import {
  findOperation,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '#contract/operations';
import type { Result } from '#contract/result';
import { sealEnrolment } from '#main/central/enrolment-file';
import { createEngine, type Engine } from '#main/engine/engine';
import type { EngineOptions } from '#main/engine/options';
import type { Enrolment } from '#main/model/enrolment';
import { must as valueOf } from '../support/must.ts';

export const appRoot = join(import.meta.dirname, '../..');
export const passphrase = 'four quiet brown lenses';
export const manager: Caller = { name: 'tester', role: 'manager' };

/** An engine in this process with its operations as plain calls that wait for long work. Outputs are checked. */
export interface Desk {
  readonly engine: Engine;
  readonly folder: string;
  ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    caller?: Caller,
  ): Promise<Result<OperationOutput<Name>>>;
  must<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationOutput<Name>>;
  /** Starts long work and does not wait for it. */
  start<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<string>;
  finish(taskId: string): Promise<Result<unknown>>;
}

/** Closed, and its folder removed, when the test or the hook that opened it has finished. */
export function openDesk(options: Partial<EngineOptions> = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-engine-'));
  const engine = createEngine({
    appRoot,
    dataFolder: folder,
    host: 'cli',
    version: '0.0.0',
    checkOutputs: true,
    ...options,
  });
  onTestFinished(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const finish: Desk['finish'] = async (taskId) => {
    const { state, output, fault } = await engine.waitForTask(taskId);
    return state === 'succeeded' ? { ok: true, value: output } : { ok: false, fault: fault as Fault };
  };
  const ask: Desk['ask'] = async (name, input, caller = manager) => {
    const reply = await engine.dispatch(name, input, caller);
    const isStarted = reply.ok && findOperation(name)?.effect === 'task';
    return (isStarted ? await finish((reply.value as { taskId: string }).taskId) : reply) as never;
  };
  return {
    engine,
    folder,
    ask,
    must: async (name, input) => valueOf(await ask(name, input)),
    start: async (name, input) => {
      const reply = valueOf(await engine.dispatch(name, input, manager));
      return (reply as { taskId: string }).taskId;
    },
    finish,
  };
}

/** A desk with a new workspace open, enrolled when an enrolment is given. */
export async function openPractice(
  enrolment: Enrolment | null = null,
  options: Partial<EngineOptions> = {},
  path?: string,
): Promise<Desk & { readonly workspaceFile: string }> {
  const desk = openDesk(options);
  const workspaceFile = path ?? join(desk.folder, 'practice.workspace');
  await desk.must('workspace.create', { practiceName: 'High Street', passphrase, path: workspaceFile });
  if (enrolment !== null) {
    const content = await sealEnrolment(enrolment, passphrase);
    await desk.must('central.enrol', { source: { kind: 'content', fileName: 'test', content }, passphrase });
  }
  return { ...desk, workspaceFile };
}

/** Reads a file that holds one table; answers the table's id. */
export async function stage(desk: Pick<Desk, 'must'>, path: string): Promise<number> {
  const { tables } = await desk.must('files.stage', { source: { kind: 'path', path } });
  if (tables.length !== 1) throw new Error(`the file holds ${tables.length} tables`);
  return tables[0]!.sourceTableId;
}

/** Reads a file, maps it by the best fitting preset, approves and checks it. */
export async function readAndCheck(desk: Desk, file: string) {
  const sourceTableId = await stage(desk, file);
  const { mappingId } = await desk.must('mapping.propose', { sourceTableId });
  await desk.must('mapping.approve', { mappingId, approvedBy: 'tester' });
  const summary = await desk.must('checks.run', { mappingId });
  return { sourceTableId, mappingId, summary };
}

export const goOn = { skipDuplicates: true, continueOnError: true } as const;
