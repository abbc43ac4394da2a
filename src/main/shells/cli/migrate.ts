import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { fault, type Fault } from '#contract/faults';
import type { OperationInput } from '#contract/operations';
import type { CheckSummary } from '#contract/operations/checks';
import { isUnread, type StagedTables } from '#contract/operations/file-views';
import type { JobView, VerificationView } from '#contract/operations/upload';
import { failed, ok, type Result } from '#contract/result';
import { describeStaged } from './describe-files.ts';
import { nameDifferent, sayVerified, withoutDifferences } from './jobs.ts';
import { count, countRecords, reconciliationLine, type Output } from './output.ts';
import { mapByPreset, type MappingOptions } from './map-by-preset.ts';
import {
  addAnswerOption,
  addReadOptions,
  limitsOf,
  overrideOf,
  type AnswerOptions,
  type ReadOptions,
} from './read-options.ts';
import { runCommand, type Runner } from './runner.ts';
import { needSecret } from './secrets.ts';
import { addWorkspaceOptions, openOrCreateWorkspace, type WorkspaceOptions } from './workspace-options.ts';

interface MigrateOptions extends WorkspaceOptions, MappingOptions, ReadOptions, AnswerOptions {
  readonly batchSize: number;
  readonly skipDuplicates: boolean;
  readonly continueOnError: boolean;
  readonly approvedBy?: string;
  readonly part?: string;
  readonly table?: string;
  readonly enrolment?: string;
  readonly enrolmentPassphraseFile?: string;
}

interface Migrated {
  readonly job: JobView;
  readonly verification: VerificationView;
}

export function addMigrateCommand(program: Command, setExit: (code: number) => void): void {
  const migrate = program
    .command('migrate')
    .description(
      'read, check, upload and verify an export in one go; run it again to continue after a break',
    );
  const patients = migrate
    .command('patients')
    .argument('<file>', 'the export: text, a workbook, a dump (see inspect)')
    .description(
      'Reads the file into the practice’s encrypted workspace, checks every row, uploads the accepted ones in ' +
        'batches and compares them with the central database. Held and rejected rows stay in the workspace.',
    );
  addAnswerOption(addReadOptions(addWorkspaceOptions(patients)))
    .requiredOption(
      '--source-system <name>',
      'required: the old system: part of every record’s identity (such as optix)',
    )
    .requiredOption('--preset <id>', 'required: how the export is laid out (such as optix-patients)')
    .option('--batch-size <n>', 'records in one central call', positiveInteger, 1000)
    .option(
      '--skip-duplicates',
      'leave out rows that repeat an earlier row exactly (otherwise they stop it)',
      false,
    )
    .option(
      '--continue-on-error',
      'set held and rejected rows aside and go on (otherwise they stop it)',
      false,
    )
    .option(
      '--confirm-column <header>',
      'a column that the program doubts, which you looked at and found right; can be given again',
      (header: string, earlier: readonly string[]) => [...earlier, header],
      [],
    )
    .option(
      '--confirm-source-system',
      'the source system is meant as named, although the preset or earlier files have another',
      false,
    )
    .option(
      '--approved-by <name>',
      'who approves the preset’s mapping for this file (default: your user name)',
    )
    .option('--part <name>', 'the file, where it is a folder or zip')
    .option('--table <name>', 'the sheet or table, where the file has several')
    .option('--enrolment <file>', 'the operator’s enrolment file, needed the first time')
    .option('--enrolment-passphrase-file <file>', 'file that holds the enrolment file’s passphrase')
    .addHelpText('after', migrateHelp)
    .action(async (file: string, options: MigrateOptions) => {
      const { json, approvedBy: name } = options;
      const running = { json, role: 'consultant', name, setExit } as const;
      await runCommand(running, (runner) => migratePatients(runner, file, options));
    });
}

const migrateHelp = `
The enrolment file's passphrase comes from PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE, a file or a question as well.

Of a folder or zip it takes the one table in it. When there are several, or files beside it that cannot be read, nothing
is read and it ends with exit code 4: say which one is meant with --part and --table.

After a break (Ctrl-C, a lost connection, a full disk) run the same command again: it continues where it stopped,
and nothing is sent twice. While rows are held or repeated it sends nothing and ends with exit code 4, unless
--continue-on-error or --skip-duplicates says to go on without them. The same while it doubts how a column is read
(such as dates that may be month first) and no --confirm-column names that column.

Example:
  $ practice-migrator migrate patients optix-patients.csv --company-id high-street \\
      --source-system optix --preset optix-patients --enrolment high-street.enrolment \\
      --skip-duplicates --continue-on-error`;

async function migratePatients(
  runner: Runner,
  file: string,
  options: MigrateOptions,
): Promise<Result<Migrated>> {
  const possible = await checkArguments(runner, file, options);
  if (!possible.ok) return possible;
  const workspace = await openOrCreateWorkspace(runner, options);
  if (!workspace.ok) return workspace;
  if (options.enrolment !== undefined) {
    const enrolled = await enrol(runner, options.enrolment, options);
    if (!enrolled.ok) return enrolled;
  }
  const checked = await readAndCheck(runner, file, options);
  if (!checked.ok) return checked;
  describeChecks(runner.output, checked.value);

  const earlier = await newestJob(runner, checked.value.sourceTableId);
  if (!earlier.ok) return earlier;
  describeEarlier(runner.output, earlier.value);

  const uploaded = await runner.run('upload.run', {
    sourceTableId: checked.value.sourceTableId,
    batchSize: options.batchSize,
    skipDuplicates: options.skipDuplicates,
    continueOnError: options.continueOnError,
  });
  if (!uploaded.ok) return uploaded;
  const verified = await runner.run('verify.run', { jobId: uploaded.value.jobId });
  if (!verified.ok) return verified;
  const job = await runner.run('job.get', { jobId: uploaded.value.jobId });
  if (!job.ok) return job;
  describeOutcome(runner.output, job.value, verified.value);
  const same = withoutDifferences(runner.output, verified.value);
  return same.ok ? ok({ job: job.value, verification: verified.value }) : same;
}

/** What can be told before a workspace is made and its recovery key shown: the file, the preset and its system. */
async function checkArguments(runner: Runner, file: string, options: MigrateOptions): Promise<Result<null>> {
  if (!existsSync(file)) return failed(fault('read.file_missing', { file: basename(file) }));
  const presets = await runner.run('preset.list', {});
  if (!presets.ok) return presets;
  const preset = presets.value.find(({ presetId }) => presetId === options.preset);
  if (preset === undefined) {
    const known = presets.value.map(({ presetId }) => presetId).join(', ');
    return failed(fault('preset.unknown', { preset: options.preset, known }));
  }
  const { sourceSystem: asked, confirmSourceSystem } = options;
  if (asked === preset.sourceSystem || confirmSourceSystem) return ok(null);
  return failed(fault('mapping.other_source_system', { asked, known: preset.sourceSystem }));
}

async function enrol(runner: Runner, path: string, options: MigrateOptions): Promise<Result<unknown>> {
  const passphrase = await needSecret({
    file: options.enrolmentPassphraseFile,
    environment: 'PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE',
    prompt: 'Passphrase of the enrolment file',
  });
  if (!passphrase.ok) return passphrase;
  const { companyId } = options;
  return runner.run('central.enrol', {
    source: { kind: 'path', path },
    passphrase: passphrase.value,
    companyId,
  });
}

/** Stages, maps by the named preset and checks; a file that was staged before is taken up where it stands. */
async function readAndCheck(
  runner: Runner,
  file: string,
  options: MigrateOptions,
): Promise<Result<CheckSummary>> {
  const source = { kind: 'path' as const, path: resolve(file) };
  const limits = limitsOf(options);
  const override = overrideOf(options);
  const { part, table } = options;
  const isChosen = part !== undefined || table !== undefined;
  if (!isChosen) {
    const single = await needOneTable(runner, file, { source, limits });
    if (!single.ok) return single;
  }
  const tables =
    isChosen || override !== undefined ? { tables: [{ part: part ?? '', table, override }] } : {};
  const staged = await runner.run('files.stage', {
    source,
    limits,
    answers: [...options.answer],
    ...tables,
  });
  const taken = staged.ok ? tableOf(runner, file, staged.value) : readBefore(staged.fault);
  if (!taken.ok) return taken;
  const sourceTableId = taken.value;

  const known = await runner.run('checks.summary', { sourceTableId });
  if (!known.ok) return known;
  const mapped = await runner.run('mapping.get', { sourceTableId });
  if (!mapped.ok) return mapped;
  const same =
    mapped.value?.presetId === options.preset && mapped.value.sourceSystem === options.sourceSystem;
  if (known.value !== null && same && known.value.mappingId === mapped.value?.mappingId)
    return ok(known.value);

  const approved = await mapByPreset(runner, sourceTableId, options);
  return approved.ok ? runner.run('checks.run', { mappingId: approved.value.mappingId }) : approved;
}

/** The one table of what was read, or was read before. */
function tableOf(runner: Runner, file: string, staged: StagedTables): Result<number> {
  const { tables, leftOut } = staged;
  const earlier = leftOut.flatMap(({ why, sourceTableId, ...place }) =>
    why === 'read_before' && sourceTableId !== undefined ? [{ ...place, sourceTableId }] : [],
  );
  const [first, second] = [...tables, ...earlier];
  if (first === undefined || second !== undefined)
    return failed(severalTables(file, [...tables, ...earlier]));
  if (tables.length > 0) describeStaged(runner.output, staged);
  return ok(first.sourceTableId);
}

function readBefore(found: Fault): Result<number> {
  return found.code === 'files.already_staged' ? ok(Number(found.params['table'])) : failed(found);
}

/** Before anything is read: a migration is of one table, and a file beside it that cannot be read may have another. */
async function needOneTable(
  runner: Runner,
  file: string,
  input: OperationInput<'files.survey'>,
): Promise<Result<null>> {
  const surveyed = await runner.run('files.survey', input);
  if (!surveyed.ok) return surveyed;
  const found = surveyed.value.parts.flatMap((part) =>
    part.outcome === 'recognised' ? part.tables.map(({ name }) => ({ part: part.part, table: name })) : [],
  );
  if (found.length > 1) return failed(severalTables(file, found));
  const unread = surveyed.value.parts.filter(isUnread).map(({ part, fileName }) => `“${part || fileName}”`);
  if (found.length === 0 || unread.length === 0) return ok(null);
  return failed(fault('files.others_unreadable', { file: basename(file), names: unread.join(', ') }));
}

function severalTables(
  file: string,
  tables: readonly { readonly part: string; readonly table: string }[],
): Fault {
  const known = tables.map(({ part, table }) => `“${[part, table].filter(Boolean).join(' · ')}”`).join(', ');
  return fault('files.several_tables', { file: basename(file), known });
}

async function newestJob(runner: Runner, sourceTableId: number): Promise<Result<JobView | null>> {
  const jobs = await runner.run('job.list', {});
  return jobs.ok ? ok(jobs.value.find((job) => job.sourceTableId === sourceTableId) ?? null) : jobs;
}

/** The same content was here before: what this run does about it. */
function describeEarlier(output: Output, job: JobView | null): void {
  if (job === null) return;
  const name = job.number ?? job.jobId;
  if (job.state === 'uploaded' || job.state === 'verified')
    output.say(`This file was uploaded by ${name} before: nothing is sent, every record is compared again.`);
  if (job.state === 'uploading' || job.state === 'paused') output.say(`Continuing ${name} where it stopped.`);
  if (job.state === 'rolled_back') output.say(`${name} was rolled back; the file is uploaded again.`);
}

function describeChecks(output: Output, summary: CheckSummary): void {
  output.say(reconciliationLine(summary.reconciliation));
  for (const issue of summary.issues) {
    output.say(`  ${count(issue.rows).padStart(7)}  ${issue.severity.padEnd(6)}  ${issue.sentence}`);
  }
}

function describeOutcome(output: Output, job: JobView, verification: VerificationView): void {
  output.say(`Job ${job.number ?? job.jobId}: ${reconciliationLine(job.reconciliation)}`);
  if (job.alreadyThere.unchanged > 0) {
    output.say(
      `${countRecords(job.alreadyThere.unchanged, 'was', 'were')} in the central database already, the same.`,
    );
  }
  if (job.alreadyThere.different > 0) {
    output.say(
      `Held: the central database has another version of ${countRecords(job.alreadyThere.different)}. ` +
        'Nothing was overwritten; compare both versions and decide:',
    );
    nameDifferent(output, job);
  }
  sayVerified(output, verification);
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}
