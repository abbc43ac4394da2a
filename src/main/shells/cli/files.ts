import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  isUnread,
  unreadOf,
  type PartInspection,
  type StagedTables,
  type Survey,
} from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import { exits } from '#contract/fault-catalogue/entry';
import { exitCodeOf, fault, type Fault } from '#contract/faults';
import {
  describePart,
  describeStaged,
  describeSurvey,
  whyLeftOut,
  withoutRows,
  type StagedSources,
} from './describe-files.ts';
import { doneInPart } from './output.ts';
import {
  addAnswerOption,
  addReadOptions,
  limitsOf,
  overrideOf,
  type AnswerOptions,
  type ReadOptions,
} from './read-options.ts';
import { runCommand, type Runner } from './runner.ts';
import { addWorkspaceOptions, openOrCreateWorkspace, type WorkspaceOptions } from './workspace-options.ts';

interface InspectOptions extends ReadOptions {
  readonly part?: string;
  readonly table?: string;
  readonly showRows?: boolean;
  readonly json?: boolean;
}

interface StageOptions extends ReadOptions, AnswerOptions, WorkspaceOptions {
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
    .option('--table <name>', 'only this sheet or table')
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
  addWorkspaceOptions(addAnswerOption(addReadOptions(stage)))
    .addHelpText('after', stageHelp)
    .action(async (files: string[], options: StageOptions) => {
      const running = { json: options.json, role: 'consultant', setExit } as const;
      await runCommand(running, (runner) => stageAll(runner, files, options));
    });
}

const inspectHelp = `
Every guess can be corrected: give the option and look again. The same options make stage read the file so. An option
that the format does not have, such as --delimiter for a workbook, is refused.
Of a folder or zip in which some files cannot be read the others are shown, and it ends with exit code 8. What has to
be decided before a table is read is no failure of looking.

Examples:
  $ practice-migrator inspect patients.csv
  $ practice-migrator inspect export.zip --part exams/2025.csv --encoding windows-1252 --show-rows
  $ practice-migrator inspect notes.txt --delimiter '~|~' --header-lines 0 --json`;

const stageHelp = `
A file that is recognised but about which something has to be decided is not read (exit code 4): the sentence says what.
Give the option that corrects it or, when it is right as inspect shows it, the answer that stands beside the question.
An answer holds for the file as it was then. Its code alone (--answer encoding) holds for any file, where only one
question has that code. An answer to what is not asked is refused. Of a folder or zip everything else is read, and it
ends with exit code 8: something that may hold records is not in the workspace. Pictures and documents, files of the
operating system and what was read before (under whatever name, in an archive or beside it) are named as well, and are
no failure.

Examples:
  $ practice-migrator stage exports/ --company-id high-street
  $ practice-migrator stage recalls.txt --company-id high-street --answer one_column@5d41c2a9-7b0e4f16`;

async function inspectFile(
  runner: Runner,
  file: string,
  options: InspectOptions,
): Promise<Result<Survey | PartInspection>> {
  const source = { kind: 'path' as const, path: resolve(file) };
  const override = overrideOf(options);
  const limits = limitsOf(options);
  const { table } = options;
  if (options.part === undefined && override === undefined && table === undefined) {
    const surveyed = await runner.run('files.survey', { source, limits });
    if (!surveyed.ok) return surveyed;
    if (surveyed.value.kind !== 'file') {
      describeSurvey(runner.output, surveyed.value);
      return lookedAtAll(surveyed.value);
    }
  }
  const part = options.part ?? '';
  const looked = await runner.run('files.inspect', { source, part, override, limits });
  if (!looked.ok) return looked;
  if (looked.value.outcome === 'unreadable') return failed(looked.value.fault as Fault);
  const shown = table === undefined ? ok(looked.value) : ofTable(looked.value, table);
  if (!shown.ok) return shown;
  describePart(runner.output, shown.value, options.showRows === true);
  return ok(options.showRows === true ? shown.value : withoutRows(shown.value));
}

function ofTable(part: PartInspection, table: string): Result<PartInspection> {
  const { fileName: file } = part;
  if (part.outcome !== 'recognised')
    return failed(fault('read.excluded', { file, reason: whyLeftOut(part) }));
  const tables = part.tables.filter(({ name }) => name === table);
  if (tables.length > 0) return ok({ ...part, tables });
  const known = part.tables.map(({ name }) => `“${name}”`).join(', ');
  return failed(fault('read.no_such_table', { file, table, known }));
}

/** A file that cannot be read is no success for who looks at a whole folder or zip. */
function lookedAtAll(survey: Survey): Result<Survey> {
  const { name: file, parts } = survey;
  const [first, ...others] = parts.filter(isUnread);
  if (first === undefined) return ok(survey);
  if (parts.some(({ outcome }) => outcome === 'recognised'))
    return doneInPart(fault('read.unreadable_parts', { file, files: others.length + 1 }), survey);
  const reason = whyLeftOut(first);
  return doneInPart(fault('read.nothing_to_read', { file, reason }), survey);
}

async function stageAll(
  runner: Runner,
  files: readonly string[],
  options: StageOptions,
): Promise<Result<StagedSources>> {
  if (files.length > 1 && options.answer.length > 0) {
    const where = '--answer, which is about one file: give that file by itself';
    return failed(fault('app.invalid_input', { operation: 'stage', where }));
  }
  const workspace = await openOrCreateWorkspace(runner, options);
  if (!workspace.ok) return workspace;
  const all: { tables: StagedTables['tables']; leftOut: StagedSources['leftOut'][number][] } = {
    tables: [],
    leftOut: [],
  };
  const faults: Fault[] = [];
  for (const file of files) {
    const staged = await stageOne(runner, file, options);
    if (!staged.ok) {
      const { code, message: sentence, params } = staged.fault;
      if (code === 'files.already_staged') {
        const sourceTableId = Number(params['table']);
        const why = 'read_before';
        all.leftOut.push({ part: file, table: '', sizeBytes: sizeOf(file), why, sentence, sourceTableId });
        continue;
      }
      if (files.length === 1 || code === 'task.cancelled') return staged;
      faults.push(staged.fault);
      const why = whyOf(staged.fault);
      all.leftOut.push({ part: file, table: '', sizeBytes: sizeOf(file), why, sentence });
      continue;
    }
    all.tables.push(...staged.value.tables);
    const { leftOut } = staged.value;
    all.leftOut.push(...(files.length === 1 ? leftOut : leftOut.map((each) => ({ source: file, ...each }))));
  }
  describeStaged(runner.output, all);
  const unread = unreadOf(all).length;
  if (all.tables.length > 0 || all.leftOut.some(({ why }) => why === 'read_before')) {
    const { length: read } = all.tables;
    return unread === 0 ? ok(all) : doneInPart(fault('read.in_part', { read, notRead: unread }), all);
  }
  const decidable = faults.find((one) => whyOf(one) === 'undecided');
  const reason = all.leftOut[0]?.sentence ?? '';
  return failed(decidable ?? fault('read.nothing_to_read', { file: files.join(', '), reason }));
}

/** 0 for what is no file, or cannot be asked. */
function sizeOf(file: string): number {
  try {
    const found = statSync(resolve(file));
    return found.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}

function whyOf({ code }: Fault): StagedTables['leftOut'][number]['why'] {
  return exitCodeOf(code) === exits.needsPerson ? 'undecided' : 'unreadable';
}

function stageOne(runner: Runner, file: string, options: StageOptions): Promise<Result<StagedTables>> {
  const override = overrideOf(options);
  const { part, table } = options;
  const isChosen = part !== undefined || table !== undefined || override !== undefined;
  return runner.run('files.stage', {
    source: { kind: 'path', path: resolve(file) },
    ...(isChosen ? { tables: [{ part: part ?? '', table, override }] } : {}),
    answers: [...options.answer],
    limits: limitsOf(options),
  });
}
