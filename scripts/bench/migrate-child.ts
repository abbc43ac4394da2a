/**
 * One migration in a process of its own, so that its peak memory is its own: reads its orders from the first
 * argument (JSON) and prints seconds by phase and the peak resident memory as one line of JSON.
 */
import { createOutput } from '#main/shells/cli/output';
import { startRunner } from '#main/shells/cli/runner';
import type { OperationInput, OperationName, OperationOutput } from '#contract/operations';

export interface ChildOrders {
  readonly file: string;
  readonly workspace: string;
  readonly enrolmentFile: string;
  readonly passphrase: string;
  readonly batchSize: number;
}

export interface ChildReport {
  readonly rows: number;
  readonly accepted: number;
  readonly verified: number;
  readonly peakMegabytes: number;
  readonly seconds: Readonly<Record<'stage' | 'check' | 'upload' | 'verify', number>>;
}

const orders = JSON.parse(process.argv[2] ?? '{}') as ChildOrders;
const runner = startRunner(createOutput(true), 'manager', { name: 'bench' });
const seconds: Record<string, number> = {};

async function run<Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
  phase?: keyof ChildReport['seconds'],
): Promise<OperationOutput<Name>> {
  const startedMs = performance.now();
  const result = await runner.run(name, input);
  if (!result.ok) throw new Error(`${name}: ${result.fault.code}: ${result.fault.message}`);
  if (phase !== undefined) seconds[phase] = (performance.now() - startedMs) / 1000;
  return result.value;
}

const { passphrase, batchSize } = orders;
await run('workspace.create', { practiceName: 'bench', passphrase, path: orders.workspace });
await run('central.enrol', { source: { kind: 'path', path: orders.enrolmentFile }, passphrase });
const { tables } = await run('files.stage', { source: { kind: 'path', path: orders.file } }, 'stage');
const table = tables[0]!;
const { sourceTableId } = table;
const mapping = await run('mapping.propose', { sourceTableId, presetId: 'optix-patients' });
await run('mapping.approve', { mappingId: mapping.mappingId, approvedBy: 'bench' });
await run('checks.run', { mappingId: mapping.mappingId }, 'check');
const options = { skipDuplicates: true, continueOnError: true };
const job = await run('upload.run', { sourceTableId, batchSize, ...options }, 'upload');
const verified = await run('verify.run', { jobId: job.jobId }, 'verify');
await runner.close();
const report = {
  rows: table.rowCount,
  accepted: job.reconciliation.accepted,
  verified: verified.verified,
  peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  seconds,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
