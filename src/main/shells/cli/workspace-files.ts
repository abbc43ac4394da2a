import { Option, type Command } from 'commander';
import type { ColumnProfile, ColumnProfiles } from '#contract/operations/column-profile';
import type { PartInspection, SourceTableView } from '#contract/operations/file-views';
import { settingsOf } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import { fault, type Fault } from '#contract/faults';
import {
  describeFindings,
  describePart,
  describeTables,
  nameOf,
  sumOf,
  withoutRows,
} from './describe-files.ts';
import { describeProfile } from './describe-profile.ts';
import { optionsOf } from './layout-options.ts';
import { counted, moment } from './output.ts';
import {
  addAnswerOption,
  addReadOptions,
  limitsOf,
  overrideOf,
  type AnswerOptions,
  type ReadOptions,
} from './read-options.ts';
import type { Runner } from './runner.ts';
import { addWorkspaceAction, type WorkspaceAct, type WorkspaceOptions } from './workspace-options.ts';

interface RereadOptions extends ReadOptions, AnswerOptions, WorkspaceOptions {
  readonly preview?: boolean;
  readonly anew?: boolean;
  readonly showRows?: boolean;
}

interface ProfileOptions extends WorkspaceOptions {
  readonly showValues?: boolean;
}

/** What can be done with the tables that were read into a workspace. */
export function addWorkspaceFileCommands(program: Command, setExit: (code: number) => void): void {
  const add = <Options extends WorkspaceOptions>(
    command: Command,
    act: WorkspaceAct<string, Options>,
  ): Command => addWorkspaceAction(command, { role: 'consultant', setExit }, act);

  add(
    program
      .command('files')
      .argument('[table]', `${tableWords} (default: all of them)`)
      .description(
        'List the tables that were read into the workspace; of one, also how it was read, its columns and what was found.',
      ),
    listFiles,
  );
  add(
    addAnswerOption(
      addReadOptions(
        program
          .command('reread')
          .argument('<table>', tableWords)
          .description(
            'Read a table again in another way, from the bytes that are kept of its file. Its rows are replaced; its ' +
              'mapping and checks, which were made for the other rows, are removed.',
          )
          .addOption(
            new Option('--preview', 'only show how it would be read; nothing is changed')
              .default(false)
              // An answer is to what was looked at, and there would be nothing that it lets be read.
              .conflicts('answer'),
          )
          .option('--anew', 'forget what was decided about the table before', false)
          .addOption(
            new Option('--show-rows', 'with --preview, show rows as well: patients’ data').default(false),
          ),
      ),
    ),
    reread,
  ).addHelpText('after', rereadHelp);
  add(
    program
      .command('profile')
      .argument('<table>', tableWords)
      .option(
        '--show-values',
        'show the smallest, the largest and a few values as well: patients’ data',
        false,
      )
      .description(
        'Count over all rows of a table how much of each column is filled, how many different values it has, and ' +
          'which shapes they have.',
      ),
    profile,
  ).addHelpText('after', profileHelp);
  add(
    program
      .command('remove')
      .argument('<table>', tableWords)
      .description(
        'Remove a table from the workspace, with its mapping and issues; the kept bytes go with the last table of ' +
          'their file. One that is part of an upload is kept.',
      ),
    remove,
  );
}

const tableWords = 'number of the table, as “files” and “stage” print it';

const rereadHelp = `
What was decided about the table before stays (files shows it) unless an option decides it otherwise now; what was
recognised is recognised anew. To give something back to recognition, forget all of it (--anew) and give the options
that are to stay. Another --format begins anew. In exactly the way in which it was read a table is not read again. If
anything stops it, the table stays as it was. The table has a new number afterwards. What has to be decided and is
right as --preview shows it is answered as with stage (--answer).

Example:
  $ practice-migrator reread 3 --encoding windows-1252 --header-lines 0 --preview --company-id high-street`;

const profileHelp = `
In a shape, A is a capital, a+ small letters, 9{5} five digits. Rows that are no records (blank lines, comments,
totals) are not counted.`;

async function listFiles(
  runner: Runner,
  number: string | undefined,
): Promise<Result<readonly SourceTableView[]>> {
  const tables = await runner.run('files.list', {});
  if (!tables.ok) return tables;
  if (number !== undefined) {
    const table = tableOf(tables.value, number);
    if (!table.ok) return table;
    describeStagedTable(runner, table.value);
    return ok([table.value]);
  }
  if (tables.value.length === 0)
    runner.output.say('No file was read yet: “practice-migrator stage” reads one.');
  else describeTables(runner.output, tables.value);
  return tables;
}

function describeStagedTable({ output }: Runner, table: SourceTableView): void {
  const { sourceTableId, rowCount, header, layout, decided, findings, stagedAt, stagedBy, isKept } = table;
  output.say(`${nameOf(table)}  (table ${sourceTableId})`);
  output.say(`  ${counted(rowCount, 'row')}, ${counted(header.length, 'column')}: ${header.join(', ')}`);
  const sum = sumOf(table);
  if (sum !== '') output.say(`  ${sum}`);
  output.say(`  read ${moment(stagedAt)} by ${stagedBy}, as ${optionsOf(settingsOf(layout))}`);
  if (Object.keys(decided).length > 0)
    output.say(`  of which was decided by a person: ${optionsOf(decided)}`);
  if (!isKept) output.say('  its original bytes are not kept, so it cannot be read again in another way');
  describeFindings(output, findings);
}

async function reread(
  runner: Runner,
  number: string,
  options: RereadOptions,
): Promise<Result<SourceTableView | PartInspection>> {
  const table = await findTable(runner, number);
  if (!table.ok) return table;
  const { sourceTableId } = table.value;
  const override = overrideOf(options);
  const input = { sourceTableId, override, anew: options.anew, limits: limitsOf(options) };
  if (options.preview === true) {
    const looked = await runner.run('files.reinspect', input);
    if (!looked.ok) return looked;
    if (looked.value.outcome === 'unreadable') return failed(looked.value.fault as Fault);
    const part = onlyTable(looked.value, table.value.table);
    describePart(runner.output, part, options.showRows === true);
    return ok(options.showRows === true ? part : withoutRows(part));
  }
  const read = await runner.run('files.reread', { ...input, answers: [...options.answer] });
  if (!read.ok) return read;
  runner.output.say(`Table ${sourceTableId} was read again and is now table ${read.value.sourceTableId}:`);
  describeStagedTable(runner, read.value);
  return read;
}

/** A book of twenty sheets is looked at as a whole; one of them was asked about. */
function onlyTable(part: PartInspection, name: string): PartInspection {
  if (part.outcome !== 'recognised') return part;
  const tables = part.tables.filter((table) => table.name === name);
  return tables.length === 0 ? part : { ...part, tables };
}

async function profile(
  runner: Runner,
  number: string,
  options: ProfileOptions,
): Promise<Result<ColumnProfiles>> {
  const table = await findTable(runner, number);
  if (!table.ok) return table;
  const counted = await runner.run('files.profile', { sourceTableId: table.value.sourceTableId });
  if (!counted.ok) return counted;
  const columns =
    options.showValues === true ? counted.value.columns : counted.value.columns.map(withoutValues);
  const shown = { ...counted.value, columns };
  describeProfile(runner.output, table.value, shown);
  return ok(shown);
}

function withoutValues(column: ColumnProfile): ColumnProfile {
  return { ...column, smallest: null, largest: null, examples: [] };
}

async function remove(runner: Runner, number: string): Promise<Result<unknown>> {
  const table = await findTable(runner, number);
  if (!table.ok) return table;
  const removed = await runner.run('files.remove', { sourceTableId: table.value.sourceTableId });
  if (removed.ok) {
    const rows = counted(table.value.rowCount, 'row');
    runner.output.say(`Removed from the workspace: ${nameOf(table.value)}  (table ${number}, ${rows})`);
  }
  return removed;
}

async function findTable(runner: Runner, number: string): Promise<Result<SourceTableView>> {
  const tables = await runner.run('files.list', {});
  return tables.ok ? tableOf(tables.value, number) : tables;
}

function tableOf(tables: readonly SourceTableView[], number: string): Result<SourceTableView> {
  const found = tables.find(({ sourceTableId }) => String(sourceTableId) === number);
  return found ? ok(found) : failed(fault('files.not_found', { table: number }));
}
