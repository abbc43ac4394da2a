import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PartInspection, StagedTables, Survey } from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import { fault, type Fault } from '#contract/faults';
import { describePart, describeStaged, describeSurvey, withoutRows } from './describe-files.ts';
import { addReadOptions, limitsOf, overrideOf, type ReadOptions } from './read-options.ts';
import { runCommand, type Runner } from './runner.ts';
import { addWorkspaceOptions, openOrCreateWorkspace, type WorkspaceOptions } from './workspace-options.ts';

interface InspectOptions extends ReadOptions {
  readonly part?: string;
  readonly showRows?: boolean;
  readonly json?: boolean;
}

interface StageOptions extends ReadOptions, WorkspaceOptions {
  readonly part?: string;
  readonly table?: string;
}

export function addFileCommands(program: Command, setExit: (code: number) => void): void {
  const inspect = program
    .command('inspect')
    .argument('<file>', 'an export: a file, a folder or a zip')
    .description(
      'Looks at what an export is and how it would be read, and says why. Nothing is kept, and no workspace is needed.',
    )
    .option('--part <name>', 'only this file of the folder or zip')
    .option('--show-rows', 'show rows as well: patients’ data', false)
    .option('--json', 'print one JSON result and nothing else');
  addReadOptions(inspect)
    .addHelpText('after', inspectHelp)
    .action(async (file: string, options: InspectOptions) => {
      const running = { json: options.json, role: 'consultant', setExit } as const;
      await runCommand(running, (runner) => inspectFile(runner, file, options));
    });

  const stage = program
    .command('stage')
    .argument('<files...>', 'exports: files, folders or zips')
    .description(
      'Reads exports into the practice’s encrypted workspace: every row exactly as it stands, and the original bytes. ' +
        'What is not read is named with the reason.',
    )
    .option('--part <name>', 'only this file of the folder or zip')
    .option('--table <name>', 'only this sheet or table');
  addWorkspaceOptions(addReadOptions(stage))
    .addHelpText('after', stageHelp)
    .action(async (files: string[], options: StageOptions) => {
      const running = { json: options.json, role: 'consultant', setExit } as const;
      await runCommand(running, (runner) => stageAll(runner, files, options));
    });
}

const inspectHelp = `
Every guess can be corrected: give the option and look again. The same options make stage read the file so.

Examples:
  $ practice-migrator inspect patients.csv
  $ practice-migrator inspect export.zip --part exams/2025.csv --encoding windows-1252 --show-rows
  $ practice-migrator inspect notes.txt --delimiter '~|~' --header-lines 0 --json`;

const stageHelp = `
A file that is recognised but about which something has to be decided is not read: the sentence says what, and an
option (or --confirm) answers it. Of a folder or zip everything else is read.

Example:
  $ practice-migrator stage exports/ --company-id high-street`;

async function inspectFile(
  runner: Runner,
  file: string,
  options: InspectOptions,
): Promise<Result<Survey | PartInspection>> {
  const source = { kind: 'path' as const, path: resolve(file) };
  const override = overrideOf(options);
  const limits = limitsOf(options);
  if (options.part === undefined && override === undefined) {
    const surveyed = await runner.run('files.survey', { source, limits });
    if (!surveyed.ok) return surveyed;
    if (surveyed.value.kind !== 'file') {
      describeSurvey(runner.output, surveyed.value);
      return surveyed;
    }
  }
  const part = options.part ?? '';
  const looked = await runner.run('files.inspect', { source, part, override, limits });
  if (!looked.ok) return looked;
  if (looked.value.outcome === 'unreadable') return failed(looked.value.fault as Fault);
  describePart(runner.output, looked.value, options.showRows === true);
  return ok(options.showRows === true ? looked.value : withoutRows(looked.value));
}

async function stageAll(
  runner: Runner,
  files: readonly string[],
  options: StageOptions,
): Promise<Result<StagedTables>> {
  const workspace = await openOrCreateWorkspace(runner, options);
  if (!workspace.ok) return workspace;
  const all: { tables: StagedTables['tables']; leftOut: StagedTables['leftOut'] } = {
    tables: [],
    leftOut: [],
  };
  for (const file of files) {
    const staged = await stageOne(runner, file, options);
    if (!staged.ok) {
      if (files.length === 1 || staged.fault.code === 'task.cancelled') return staged;
      all.leftOut.push({ part: file, table: '', sizeBytes: 0, sentence: staged.fault.message });
      continue;
    }
    all.tables.push(...staged.value.tables);
    all.leftOut.push(...staged.value.leftOut);
  }
  describeStaged(runner.output, all);
  if (all.tables.length > 0) return ok(all);
  return failed(
    fault('read.nothing_to_read', { file: files.join(', '), reason: all.leftOut[0]?.sentence ?? '' }),
  );
}

function stageOne(runner: Runner, file: string, options: StageOptions): Promise<Result<StagedTables>> {
  const override = overrideOf(options);
  const { part, table } = options;
  const isChosen = part !== undefined || table !== undefined || override !== undefined;
  return runner.run('files.stage', {
    source: { kind: 'path', path: resolve(file) },
    ...(isChosen ? { tables: [{ part: part ?? '', table, override }] } : {}),
    limits: limitsOf(options),
  });
}
