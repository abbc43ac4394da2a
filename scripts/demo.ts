/**
 * One practice end to end on this machine: a central Postgres, two practices, a seeded export with the faults that
 * real ones have, its migration, the proof that the other practice sees nothing, and the way back.
 *   npm run demo -- [--rows 10000] [--seed 7] [--keep]
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationInput, OperationName, OperationOutput } from '#contract/operations';
import { isBalanced } from '#contract/reconciliation';
import { readEnrolmentFile } from '#main/central/enrolment-file';
import { count, createOutput, reconciliationLine } from '#main/shells/cli/output';
import { startRunner, type Runner } from '#main/shells/cli/runner';
import { fingerprintCentral } from './demo/central-fingerprint.ts';
import { lookAsOtherPractice } from './demo/other-practice.ts';
import { startEmbeddedCentral } from './embedded-central/server.ts';
import { endWithUsage, readFlags } from './flags.ts';
import { generatePatients, type ExpectedOutcome } from './generate-sample/generate-patients.ts';

const usage = 'npm run demo -- [--rows 10000] [--seed 7] [--keep]';
const flags = readFlags(usage, {
  rows: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '7' },
  keep: { type: 'boolean', default: false },
});
const rows = Number(flags.rows);
if (!Number.isInteger(rows) || rows < 1) endWithUsage(usage, '--rows takes a whole number from 1.');
const passphrase = 'demo passphrase, not secret';
const practices = [
  { companyId: 'harbour-street', name: 'Harbour Street Opticians' },
  { companyId: 'mill-lane', name: 'Mill Lane Eye Care' },
] as const;

const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-demo-'));
process.env['PRACTICE_MIGRATOR_DATA'] = join(folder, 'data');
mkdirSync(join(folder, 'data'));
const output = createOutput(false);
let problems = 0;

async function must<Name extends OperationName>(
  runner: Runner,
  name: Name,
  input: OperationInput<Name>,
): Promise<OperationOutput<Name>> {
  const result = await runner.run(name, input);
  if (!result.ok) throw new Error(`${name}: ${result.fault.message}`);
  return result.value;
}

function step(text: string): void {
  output.say(`\n▸ ${text}`);
}

/** States something that has to be true; the demo ends with an error when it is not. */
function prove(holds: boolean, text: string): void {
  output.say(`  ${holds ? '✓' : '✗ NOT TRUE:'} ${text}`);
  if (!holds) problems += 1;
}

function writeSample(file: string): ExpectedOutcome {
  const sample = generatePatients({ vendor: 'optix', rows, seed: Number(flags.seed) });
  const handle = openSync(file, 'w', 0o600);
  for (const chunk of sample.chunks) writeSync(handle, chunk);
  closeSync(handle);
  return sample.expected;
}

async function setUpCentral(authorityFolder: string) {
  const operator = startRunner(output, 'operator', { name: 'operator' });
  step('Starting a central Postgres with TLS 1.3 and its own certificate authority');
  await must(operator, 'operator.authority', {
    folder: authorityFolder,
    passphrase,
    serverNames: ['127.0.0.1', 'localhost'],
  });
  const central = await startEmbeddedCentral({ authorityFolder });
  output.say(`  PostgreSQL listens on ${central.host}:${central.port}, this machine only`);
  const { applied } = await must(operator, 'operator.migrate', {
    connection: central.operator,
    dryRun: false,
  });
  output.say(`  ${applied.length} migrations applied`);
  for (const { companyId, name } of practices) {
    await must(operator, 'operator.tenant_add', { connection: central.operator, companyId, name });
    const { role } = await must(operator, 'operator.enrol', {
      connection: central.operator,
      companyId,
      device: 'demo device',
      authorityFolder,
      authorityPassphrase: passphrase,
      outFile: join(folder, `${companyId}.enrolment`),
      filePassphrase: passphrase,
    });
    output.say(`  ${name}: device enrolled as ${role.slice(0, 10)}…`);
  }
  await operator.close();
  return central;
}

async function migrate(runner: Runner, file: string, expected: ExpectedOutcome) {
  const { companyId, name } = practices[0];
  await must(runner, 'workspace.create', { practiceName: name, passphrase });
  const enrolmentFile = join(folder, `${companyId}.enrolment`);
  await must(runner, 'central.enrol', { source: { kind: 'path', path: enrolmentFile }, passphrase });
  const startedMs = performance.now();
  const { tables } = await must(runner, 'files.stage', { source: { kind: 'path', path: file } });
  const { sourceTableId } = tables[0]!;
  const mapping = await must(runner, 'mapping.propose', { sourceTableId, presetId: 'optix-patients' });
  await must(runner, 'mapping.approve', { mappingId: mapping.mappingId, approvedBy: 'Demo reviewer' });
  const checked = await must(runner, 'checks.run', { mappingId: mapping.mappingId });
  for (const issue of checked.issues.slice(0, 8)) {
    output.say(`  ${count(issue.rows).padStart(6)} × ${issue.severity.padEnd(6)} ${issue.sentence}`);
  }
  if (checked.issues.length > 8) output.say(`         and ${checked.issues.length - 8} more kinds`);
  const { jobId } = await must(runner, 'upload.run', {
    sourceTableId,
    skipDuplicates: true,
    continueOnError: true,
  });
  const verified = await must(runner, 'verify.run', { jobId });
  const seconds = (performance.now() - startedMs) / 1000;
  const job = await must(runner, 'job.get', { jobId });
  const sum = job.reconciliation;
  output.say(`  Job ${job.number}, read, checked, uploaded and verified in ${seconds.toFixed(1)} s`);

  step('Reconciliation');
  output.say(`  ${reconciliationLine(sum)}`);
  prove(isBalanced(sum), 'read = accepted + held + rejected + skipped');
  prove(sum.central === sum.accepted, 'every accepted row is in the central database, and nothing else');
  const { held, rejected, skipped, accepted } = expected;
  const asPlanted =
    sum.held === held && sum.rejected === rejected && sum.skipped === skipped && sum.accepted === accepted;
  prove(asPlanted, 'the held, rejected and skipped rows are those whose faults were planted in the export');
  prove(
    verified.verified === sum.accepted,
    `${count(verified.verified)} records compared by hash: all the same`,
  );
  return job;
}

async function proveIsolation(jobId: string): Promise<void> {
  const other = practices[1];
  step(`What ${other.name} sees of it`);
  const text = readFileSync(join(folder, `${other.companyId}.enrolment`), 'utf8');
  const enrolment = await readEnrolmentFile(text, passphrase);
  if (!enrolment.ok) throw new Error(enrolment.fault.message);
  for (const { what, outcome, foreignRows } of await lookAsOtherPractice(enrolment.value, jobId)) {
    prove(foreignRows === 0, `${what}: ${outcome}`);
  }
}

async function rollBack(runner: Runner, jobId: string, accepted: number): Promise<void> {
  step('Rolling the job back');
  const preview = await must(runner, 'rollback.preview', { jobId });
  output.say(`  would remove ${count(preview.removable)}, keep ${count(preview.kept)} edited since`);
  const done = await must(runner, 'rollback.run', { jobId });
  prove(done.removed === accepted && done.kept === 0, `${count(done.removed)} records removed`);
}

async function keepOpen(): Promise<void> {
  step('The central database stays up until you press Ctrl-C, which also deletes this demo’s folder.');
  output.say('  In another terminal:');
  const data = `PRACTICE_MIGRATOR_DATA=${join(folder, 'data')}`;
  const before = process.platform === 'win32' ? `set "${data}" &&` : data;
  output.say(`  ${before} npm start        (the window)`);
  output.say(`  ${before} npm run serve    (the same in a browser)`);
  output.say(`  Open “${practices[0].name}” with the passphrase: ${passphrase}`);
  output.say(
    `  Another practice to try from the start: ${join(folder, `${practices[1].companyId}.enrolment`)},`,
  );
  output.say(`  the same passphrase; an export: ${join(folder, 'optix-patients.csv')}.`);
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
}

async function main(): Promise<void> {
  const central = await setUpCentral(join(folder, 'authority'));
  try {
    step(`Making an Optix export of ${count(rows)} patients, with the faults that real ones have`);
    const file = join(folder, 'optix-patients.csv');
    const expected = writeSample(file);
    const before = await fingerprintCentral(central.operator);
    step(`Migrating it for ${practices[0].name}`);
    const runner = startRunner(output, 'manager', { name: 'Demo reviewer' });
    const job = await migrate(runner, file, expected);
    await proveIsolation(job.jobId);
    await rollBack(runner, job.jobId, job.reconciliation.accepted);
    await runner.close();
    const after = await fingerprintCentral(central.operator);
    prove(
      after.hash === before.hash && after.patients === before.patients,
      `the central database holds the ${count(after.patients)} patients of before, byte for byte; only its history of jobs is longer`,
    );
    if (flags.keep) await keepOpen();
  } finally {
    await central.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
output.say(problems === 0 ? '\nAll of it holds.' : `\n${problems} statements above are not true.`);
process.exitCode = problems === 0 ? 0 : 1;
