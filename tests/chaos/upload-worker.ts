/**
 * One whole migration, or one rollback, in a process of its own, to be killed anywhere and started again with the same
 * orders: it continues from what the workspace holds. Prints the phase that it enters; ends with code 0 once the job
 * is verified, or rolled back.
 */
import { writeSync } from 'node:fs';
import type { OperationInput, OperationName, OperationOutput } from '#contract/operations';
import { findOperation } from '#contract/operations';
import { createEngine } from '#main/engine/engine';
import type { Result } from '#contract/result';
import type { MigrationWork, Phase, RollbackWork, WorkerOrders } from './phases.ts';

const orders = JSON.parse(process.argv[2] ?? '{}') as WorkerOrders;
const engine = createEngine({
  appRoot: orders.root,
  dataFolder: orders.dataFolder,
  host: 'cli',
  version: '0.0.0',
  ...(orders.central && { central: orders.central }),
});
const caller = { name: 'chaos', role: 'manager' } as const;

function enter(phase: Phase): void {
  // Synchronous, so that what the parent has read is where this process is.
  writeSync(1, `${phase}\n`);
}

async function ask<Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
): Promise<Result<OperationOutput<Name>>> {
  const reply = await engine.dispatch(name, input, caller);
  if (!reply.ok || findOperation(name)?.effect !== 'task') return reply as Result<OperationOutput<Name>>;
  const snapshot = await engine.waitForTask((reply.value as { taskId: string }).taskId);
  if (snapshot.state === 'succeeded') return { ok: true, value: snapshot.output as OperationOutput<Name> };
  return { ok: false, fault: snapshot.fault as never };
}

async function must<Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
): Promise<OperationOutput<Name>> {
  const result = await ask(name, input);
  if (!result.ok) throw new Error(`${name}: ${result.fault.code}`);
  return result.value;
}

enter('open');
await must('workspace.open', { path: orders.workspace, secret: orders.secret });
if ('file' in orders.work) await migrate(orders.work);
else await rollBack(orders.work);
await engine.close();
enter('done');

async function migrate({ file, batchSize }: MigrationWork): Promise<void> {
  enter('stage');
  const staged = await ask('files.stage', { source: { kind: 'path', path: file } });
  if (!staged.ok && staged.fault.code !== 'files.already_staged') throw new Error(staged.fault.code);
  const sourceTableId = staged.ok
    ? staged.value.tables[0]!.sourceTableId
    : Number(staged.fault.params['table']);

  enter('check');
  if ((await must('checks.summary', { sourceTableId })) === null) {
    const mapped = await must('mapping.get', { sourceTableId });
    const mapping = mapped ?? (await must('mapping.propose', { sourceTableId, presetId: 'optix-patients' }));
    const { mappingId } = mapping;
    if (mapping.state === 'draft') await must('mapping.approve', { mappingId, approvedBy: 'chaos' });
    await must('checks.run', { mappingId });
  }

  enter('upload');
  const options = { skipDuplicates: true, continueOnError: true };
  const { jobId } = await must('upload.run', { sourceTableId, batchSize, ...options });
  enter('verify');
  const { verified, expected, missing, changed, extra } = await must('verify.run', { jobId });
  if (verified !== expected || missing + changed + extra > 0) throw new Error('the records are not the same');
}

async function rollBack({ rollBackJob: jobId }: RollbackWork): Promise<void> {
  enter('rollback');
  await must('rollback.run', { jobId });
}
