import type { Command } from 'commander';
import { fault } from '#contract/faults';
import {
  countDifferences,
  countGone,
  type JobView,
  type KeptReason,
  type RollbackView,
  type VerificationView,
} from '#contract/operations/upload';
import { failed, ok, type Result } from '#contract/result';
import { count, countRecords, doneInPart, reconciliationLine, type Output } from './output.ts';
import type { Runner } from './runner.ts';
import { addWorkspaceAction, type WorkspaceAct, type WorkspaceOptions } from './workspace-options.ts';

const stateWords: Readonly<Record<JobView['state'], string>> = {
  uploading: 'uploading, not finished: run the same migrate command again to continue',
  paused: 'stopped, can be continued: run the same migrate command again',
  uploaded: 'uploaded, not verified yet',
  verified: 'uploaded and verified',
  rolling_back: 'rollback not finished: run the rollback again',
  rolled_back: 'rolled back',
};

interface RollbackOptions extends WorkspaceOptions {
  readonly preview?: boolean;
}

export function addJobCommands(program: Command, setExit: (code: number) => void): void {
  const job = '[job]';
  const jobWords = 'job number such as MIG-001-2026, or job id';
  const newestJob = `${jobWords} (default: the newest job)`;
  const add = <Options extends WorkspaceOptions>(
    command: Command,
    act: WorkspaceAct<string | undefined, Options>,
  ): Command => addWorkspaceAction(command, { role: 'manager', setExit }, act);

  add(
    program
      .command('status')
      .argument(job, `${jobWords} (default: all of them)`)
      .description('show the jobs of a practice and where they stand'),
    showStatus,
  ).addHelpText('after', statusHelp);
  add(
    program
      .command('verify')
      .argument(job, newestJob)
      .description('compare every record of a job with the central database, by count and by hash'),
    verifyJob,
  ).addHelpText('after', verifyHelp);
  add<RollbackOptions>(
    program
      .command('rollback')
      .argument(job, newestJob)
      .option('--preview', 'only say what would be removed and what would be kept')
      .description(
        'remove the records that a job added; those edited since, or also sent by another upload, are kept and named (exit code 8)',
      ),
    rollBackJob,
  );
}

const statusHelp = `
With a job, or with --json, the records that need a person are named too, by patient number and line in the file
(the first 200 of each): those that the newest verification found other than sent ("verification.differences"), and
those of which the central database holds another version ("differentRecords").`;

const verifyHelp = `
Differences are named by patient number and line in the file, and end it with exit code 7. With --json the answer is
then the error alone; “status JOB --json” names the records, as they are kept in the workspace.`;

async function showStatus(runner: Runner, name: string | undefined): Promise<Result<JobView[]>> {
  const jobs = await runner.run('job.list', {});
  if (!jobs.ok) return jobs;
  const shown = name === undefined ? jobs.value : jobs.value.filter((job) => isNamed(job, name));
  if (name !== undefined && shown.length === 0) return failed(fault('upload.not_found', { job: name }));
  if (shown.length === 0)
    runner.output.say('No job yet. “practice-migrator migrate --help” says how to start one.');
  for (const job of shown) {
    describeJob(runner.output, job);
    if (name !== undefined) nameRecords(runner.output, job);
    else if (needsPerson(job)) {
      runner.output.say(`  “practice-migrator status ${job.number ?? job.jobId}” names the records`);
    }
  }
  return ok(shown);
}

function describeJob(output: Output, job: JobView): void {
  output.say(`${job.number ?? job.jobId}  ${job.fileName}  ${stateWords[job.state]}`);
  output.say(`  ${reconciliationLine(job.reconciliation)}`);
  output.say(`  ${count(job.batches.acknowledged)} of ${count(job.batches.planned)} batches acknowledged`);
  if (job.rollback) output.say(`  ${rollbackLine(job.rollback)}`);
  const isThere = job.state === 'uploaded' || job.state === 'verified';
  if (job.verification && isThere) output.say(`  ${comparisonLine(job.verification)}`);
  if (job.alreadyThere.different > 0) output.say(`  ${differentLine(job)}`);
}

function rollbackLine({ at, removed, kept }: NonNullable<JobView['rollback']>): string {
  return `rolled back ${at}: ${countRecords(removed)} removed, ${count(kept)} kept`;
}

type Comparison = NonNullable<JobView['verification']>;

function comparisonLine(comparison: Comparison): string {
  const { at, verified, expected, missing, changed, extra, editedSince, unchanged } = comparison;
  const line =
    `compared ${at}: ${count(verified + unchanged.verified)} of ${count(expected + unchanged.expected)} the same, ${count(missing)} missing, ` +
    `${count(changed)} different, ${count(extra)} unexpected, ${count(editedSince + unchanged.editedSince)} edited since`;
  const gone = countGone(unchanged);
  return gone === 0 ? line : `${line}, ${count(gone)} gone that were there before the upload`;
}

/** Rows that are held because central has another version of their record. */
function differentLine({ alreadyThere }: JobView): string {
  return (
    `held: the central database has another version of ${countRecords(alreadyThere.different)}; ` +
    'nothing was overwritten, compare both and decide'
  );
}

function needsPerson({ alreadyThere, verification }: JobView): boolean {
  return alreadyThere.different > 0 || (verification?.differences.length ?? 0) > 0;
}

function nameRecords(output: Output, job: JobView): void {
  if (job.verification) nameDifferences(output, job.verification.differences);
  nameDifferent(output, job);
}

function nameDifferences(output: Output, differences: Comparison['differences']): void {
  for (const { what, externalId, line } of differences) output.say(`  ${what}: ${externalId} (line ${line})`);
}

/** Names the records of which central holds another version, and says how many more there are. */
export function nameDifferent(output: Output, { alreadyThere, differentRecords }: JobView): void {
  for (const { externalId, line } of differentRecords) {
    output.say(`  other version in central: ${externalId} (line ${line})`);
  }
  const more = alreadyThere.different - differentRecords.length;
  if (more > 0) output.say(`  and ${count(more)} more`);
}

async function verifyJob(runner: Runner, name: string | undefined): Promise<Result<unknown>> {
  const job = await findJob(runner, name);
  if (!job.ok) return job;
  const verified = await runner.run('verify.run', { jobId: job.value.jobId });
  if (!verified.ok) return verified;
  sayVerified(runner.output, verified.value);
  return withoutDifferences(runner.output, verified.value);
}

/** How many of all compared records are the same: those that the job added and those that were there before. */
export function sayVerified(
  output: Output,
  { verified, expected, editedSince, unchanged }: Comparison,
): void {
  const same = verified + unchanged.verified;
  const edited = editedSince + unchanged.editedSince;
  output.say(
    `Verified: ${count(same)} of ${countRecords(expected + unchanged.expected, 'is', 'are')} the same in the central database, by hash.`,
  );
  if (edited > 0) output.say(`${countRecords(edited, 'was', 'were')} edited there since the upload.`);
}

/** A comparison that found differences is no success: they are named, and the command fails with exit code 7. */
export function withoutDifferences(output: Output, verification: VerificationView): Result<VerificationView> {
  const { missing, changed, extra, unchanged, differences } = verification;
  if (countDifferences(verification) === 0) return ok(verification);
  nameDifferences(output, differences);
  const gone = countGone(unchanged);
  if (gone > 0) output.say(`${count(gone)} of the missing were there before the upload.`);
  return failed(fault('verify.mismatch', { missing: missing + gone, changed, extra }));
}

async function rollBackJob(
  runner: Runner,
  name: string | undefined,
  options: RollbackOptions,
): Promise<Result<unknown>> {
  const job = await findJob(runner, name);
  if (!job.ok) return job;
  const { jobId } = job.value;
  if (options.preview === true) {
    const preview = await runner.run('rollback.preview', { jobId });
    if (!preview.ok) return preview;
    const { removable, kept, keptRecords } = preview.value;
    runner.output.say(`A rollback would remove ${countRecords(removable)} and keep ${count(kept)}.`);
    nameKept(runner.output, keptRecords);
    return preview;
  }
  const done = await runner.run('rollback.run', { jobId });
  if (!done.ok) return done;
  const { rollback: earlier } = job.value;
  runner.output.say(
    earlier === null
      ? `${countRecords(done.value.removed, 'was', 'were')} removed from the central database.`
      : `This job was already rolled back at ${earlier.at}: ${countRecords(earlier.removed, 'was', 'were')} removed then. Nothing was done now.`,
  );
  if (done.value.kept === 0) return done;
  nameKept(runner.output, done.value.keptRecords);
  return doneInPart(fault('rollback.kept', { kept: done.value.kept }), done.value);
}

const keptWords: Readonly<Record<KeptReason, string>> = {
  edited: 'kept, edited since',
  shared: 'kept, also sent by a later upload',
};

function nameKept(output: Output, records: RollbackView['keptRecords']): void {
  for (const { reason, externalId, line } of records) {
    output.say(`  ${keptWords[reason]}: ${externalId} (line ${line})`);
  }
}

async function findJob(runner: Runner, name: string | undefined): Promise<Result<JobView>> {
  const jobs = await runner.run('job.list', {});
  if (!jobs.ok) return jobs;
  const found = name === undefined ? jobs.value[0] : jobs.value.find((job) => isNamed(job, name));
  return found ? ok(found) : failed(fault('upload.not_found', { job: name ?? '(none yet)' }));
}

function isNamed(job: JobView, name: string): boolean {
  return job.number === name || job.jobId === name;
}
