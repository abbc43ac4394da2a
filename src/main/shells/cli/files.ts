import { resolve } from 'node:path';
import type { Command } from 'commander';
import type {
  FileFindingView,
  FileSet,
  PartInspection,
  RecognisedTableView,
  StagedTables,
  Survey,
} from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import { fault, type Fault } from '#contract/faults';
import { count, counted, createOutput, finish, type Output } from './output.ts';
import { addReadOptions, limitsOf, overrideOf, type ReadOptions } from './read-options.ts';
import { startRunner, type Runner } from './runner.ts';
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
      const output = createOutput(options.json === true);
      const runner = startRunner(output, 'consultant');
      try {
        setExit(finish(output, await inspectFile(runner, file, options)));
      } finally {
        await runner.close();
      }
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
      const output = createOutput(options.json === true);
      const runner = startRunner(output, 'consultant');
      try {
        setExit(finish(output, await stageAll(runner, files, options)));
      } finally {
        await runner.close();
      }
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

function withoutRows(part: PartInspection): PartInspection {
  if (part.outcome !== 'recognised') return part;
  const none = { first: [], middle: [], last: [] };
  return { ...part, tables: part.tables.map((table) => ({ ...table, preview: none })) };
}

function describeSurvey(output: Output, { name, parts, sets }: Survey): void {
  output.say(`${name}: ${counted(parts.length, 'file')}`);
  for (const part of parts) describePart(output, part, false);
  for (const set of sets) if (set.members.length > 1) describeSet(output, set);
}

function describeSet(output: Output, { title, members, missing }: FileSet): void {
  output.say(
    `Belong together as ${title}: ${members.map(({ entity, part }) => `${entity} (${part})`).join(', ')}.`,
  );
  if (missing.length > 0) output.say(`  Not among them: ${missing.join(', ')}.`);
}

function describePart(output: Output, part: PartInspection, showRows: boolean): void {
  output.say(`\n${part.part || part.fileName}  (${count(part.sizeBytes)} bytes)`);
  if (part.outcome === 'excluded') return output.say(`  left out: ${part.sentence}`);
  if (part.outcome === 'unreadable') return output.say(`  cannot be read: ${part.fault.message}`);
  output.say(`  ${part.formatReason}`);
  describeFindings(output, part.findings);
  for (const table of part.tables) describeTable(output, table, showRows);
}

function describeTable(output: Output, table: RecognisedTableView, showRows: boolean): void {
  const rows = table.rowsEstimate === null ? '' : `, about ${counted(table.rowsEstimate, 'row')}`;
  const title = table.name === '' ? '' : `${table.name}: `;
  output.say(
    `  ${title}${counted(table.header.length, 'column')}${rows}, ${Math.round(table.confidence * 100)} % sure`,
  );
  for (const reason of table.reasons) output.say(`    · ${reason}`);
  for (const { sentence } of table.questions) output.say(`    ? ${sentence}`);
  describeFindings(output, table.findings);
  const best = table.presets.find(({ matchedColumns, presetColumns }) => matchedColumns * 2 >= presetColumns);
  if (best) output.say(`    looks like ${best.title}: ${best.reason}`);
  if (!showRows) return;
  const { first, middle, last } = table.preview;
  output.say(`    ${table.header.join(' | ')}`);
  for (const row of [...first, ...middle, ...last]) output.say(`    ${row.cells.join(' | ')}`);
}

function describeFindings(output: Output, findings: readonly FileFindingView[]): void {
  for (const { severity, sentence, remedy } of findings) output.say(`    ${severity}: ${sentence} ${remedy}`);
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

function describeStaged(output: Output, { tables, leftOut }: StagedTables): void {
  for (const { sourceTableId, fileName, part, table, rowCount, findings } of tables) {
    const place = [fileName, part, table].filter((name) => name !== '').join(' · ');
    output.say(`${count(rowCount).padStart(10)} rows  ${place}  (table ${sourceTableId})`);
    describeFindings(output, findings);
  }
  for (const { part, table, sentence } of leftOut) {
    output.say(`  left out: ${[part, table].filter((name) => name !== '').join(' · ')}  ${sentence}`);
  }
}
