import type { Command } from 'commander';
import { fault } from '#contract/faults';
import type { JobView, VerificationView } from '#contract/operations/upload';
import { failed, ok, type Result } from '#contract/result';
import { count, createOutput, finish, reconciliationLine, type Output } from './output.ts';
import { startRunner, type Runner } from './runner.ts';
import { addWorkspaceOptions, openWorkspace, type WorkspaceOptions } from './workspace-options.ts';

const stateWords: Readonly<Record<JobView['state'], string>> = {
  uploading: 'uploading, not finished: run the same migrate command again to continue',
  paused: 'stopped, can be continued: run the same migrate command again',
  uploaded: 'uploaded, not verified yet',
  verified: 'uploaded and verified',
  rolling_back: 'rollback not finished: run the rollback again',
  rolled_back: 'rolled back',
};

type Act<Options> = (
  runner: Runner,
  jobName: string | undefined,
  options: Options,
) => Promise<Result<unknown>>;

interface RollbackOptions extends WorkspaceOptions {
  readonly preview?: boolean;
}

export function addJobCommands(program: Command, setExit: (code: number) => void): void {
  const job = '[job]';
  const jobWords = 'job number such as MIG-001-2026, or job id';
  const newestJob = `${jobWords} (default: the newest job)`;
  const add = <Options extends WorkspaceOptions>(command: Command, act: Act<Options>): Command =>
    addWorkspaceOptions(command).action(async (name: string | undefined, options: Options) => {
      const output = createOutput(options.json === true);
      const runner = startRunner(output, 'manager');
      try {
        const opened = await openWorkspace(runner, options);
        setExit(finish(output, opened.ok ? await act(runner, name, options) : opened));
      } finally {
        await runner.close();
      }
    });

  add(
    program
      .command('status')
      .argument(job, `${jobWords} (default: all of them)`)
      .description('show the jobs of a practice and where they stand'),
    showStatus,
  );
  add(
    program
      .command('verify')
      .argument(job, newestJob)
      .description('compare every record of a job with the central database, by count and by hash'),
    verifyJob,
  );
  add<RollbackOptions>(
    program
      .command('rollback')
      .argument(job, newestJob)
      .option('--preview', 'only say what would be removed and what would be kept')
      .description(
        'remove the records that a job added; those edited since are kept and named (exit code 8)',
      ),
    rollBackJob,
  );
}

async function showStatus(runner: Runner, name: string | undefined): Promise<Result<JobView[]>> {
  const jobs = await runner.run('job.list', {});
  if (!jobs.ok) return jobs;
  const shown = name === undefined ? jobs.value : jobs.value.filter((job) => isNamed(job, name));
  if (name !== undefined && shown.length === 0) return failed(fault('upload.not_found', { job: name }));
  if (shown.length === 0)
    runner.output.say('No job yet. “practice-migrator migrate --help” says how to start one.');
  for (const job of shown) describeJob(runner.output, job);
  return ok(shown);
}

function describeJob(output: Output, job: JobView): void {
  output.say(`${job.number ?? job.jobId}  ${job.fileName}  ${stateWords[job.state]}`);
  output.say(`  ${reconciliationLine(job.reconciliation)}`);
  output.say(`  ${count(job.batches.acknowledged)} of ${count(job.batches.frozen)} batches acknowledged`);
}

async function verifyJob(runner: Runner, name: string | undefined): Promise<Result<unknown>> {
  const job = await findJob(runner, name);
  if (!job.ok) return job;
  const verified = await runner.run('verify.run', { jobId: job.value.jobId });
  if (!verified.ok) return verified;
  const { expected, verified: same, editedSince } = verified.value;
  runner.output.say(
    `${count(same)} of ${count(expected)} records are the same in the central database, by hash.`,
  );
  if (editedSince > 0) runner.output.say(`${count(editedSince)} were edited there since the upload.`);
  return withoutDifferences(runner.output, verified.value);
}

/** A comparison that found differences is no success: they are named, and the command fails with exit code 7. */
export function withoutDifferences(output: Output, verification: VerificationView): Result<VerificationView> {
  const { missing, changed, extra, differences } = verification;
  if (missing + changed + extra === 0) return ok(verification);
  for (const { what, externalId, line } of differences) output.say(`  ${what}: ${externalId} (line ${line})`);
  return failed(fault('verify.mismatch', { missing, changed, extra }));
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
    const { removable, kept } = preview.value;
    runner.output.say(
      `A rollback would remove ${count(removable)} records and keep ${count(kept)} edited since.`,
    );
    return preview;
  }
  const done = await runner.run('rollback.run', { jobId });
  if (!done.ok) return done;
  runner.output.say(`${count(done.value.removed)} records were removed from the central database.`);
  if (done.value.kept === 0) return done;
  for (const record of done.value.keptRecords) {
    runner.output.say(`  kept, edited since: ${record.externalId} (line ${record.line})`);
  }
  return failed(fault('rollback.kept', { kept: done.value.kept }));
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
