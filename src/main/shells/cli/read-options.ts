import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  doubleEncodings,
  fixedColumn,
  textEncodings,
  type DoubleEncoding,
  type LayoutOverride,
  type Newline,
} from '#contract/layout';
import { between, trimmed, unescaped } from './escaped-text.ts';
import { readLimitNames, readLimitOf, type ReadLimitsOverride } from '#contract/read-limits';

/** What a person decides about a file instead of what is recognised, as options of a command. */
export interface ReadOptions {
  readonly format?: LayoutOverride['format'];
  readonly encoding?: LayoutOverride['encoding'];
  readonly undoDoubleEncoding?: DoubleEncoding | 'none';
  readonly delimiter?: string;
  readonly quote?: LayoutOverride['quote'];
  readonly escape?: LayoutOverride['escape'];
  readonly firstLine?: number;
  readonly lastLine?: number | 'end';
  readonly headerLines?: number;
  /** Commander has no null. */
  readonly comment?: { readonly beginning: string | null };
  readonly newline?: string;
  readonly trailingDelimiter?: 'yes' | 'no';
  readonly columns?: LayoutOverride['columns'];
  readonly limit: readonly (readonly [string, number])[];
}

const formats = ['delimited', 'fixed-width', 'workbook', 'pg-dump', 'json', 'xml'];
export const delimiterNames = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
  ['caret', '^'],
]);
export const newlineNames = new Map<string, Newline>([
  ['lf', '\n'],
  ['crlf', '\r\n'],
  ['cr', '\r'],
]);
export const quoteNames = new Map([
  ['double', '"'],
  ['single', "'"],
  ['none', ''],
]);

export function addReadOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <name>', 'read the file as this').choices(formats))
    .addOption(new Option('--encoding <name>', 'how its characters are written').choices(textEncodings))
    .addOption(
      new Option(
        '--undo-double-encoding <name>',
        'turn back UTF-8 that was read once as this encoding (“Ã©” becomes “é”)',
      ).choices([...doubleEncodings, 'none']),
    )
    .option(
      '--delimiter <text>',
      'between columns: comma, semicolon, tab, pipe, caret or the characters (a backslash takes the next one as it is; \\x1f is one by its number)',
      (text: string) => delimiterNames.get(text) ?? signs(text, 8),
    )
    .addOption(
      new Option('--quote <kind>', 'around texts: double, single or none').argParser(onlyNamed(quoteNames)),
    )
    .addOption(new Option('--escape <how>', 'quotation marks inside texts').choices(['doubled', 'backslash']))
    .option(
      '--first-line <n>',
      'line (row of a sheet) of the names of the columns, or of the first row',
      whole(1),
    )
    .option('--last-line <n>', 'last line of the table, or end', lineOrEnd)
    .option('--header-lines <n>', 'lines with the names of the columns; 0 when there are none', whole(0, 5))
    .option(
      '--comment <text>',
      'lines that begin so are no rows; none when there are none',
      (text: string) => ({ beginning: text === 'none' ? null : signs(text, 4) }),
    )
    .addOption(new Option('--newline <mark>', 'how lines end').choices([...newlineNames.keys()]))
    .addOption(
      new Option('--trailing-delimiter <answer>', 'every row ends with the delimiter').choices(['yes', 'no']),
    )
    .option(
      '--columns <list>',
      'columns of fixed width, as name:start:width, from character 1: id:1:8,name:9:30 (in a name \\, and \\: are meant as they stand)',
      fixedColumns,
    )
    .option(
      '--limit <name=number>',
      'another limit for this file, such as maxFileBytes=8000000000; can be given again',
      (text: string, earlier: ReadOptions['limit']) => [...earlier, limitOf(text)],
      [],
    );
}

/** For commands that read. */
export interface AnswerOptions {
  readonly answer: readonly string[];
}

export function addAnswerOption(command: Command): Command {
  return command.option(
    '--answer <code>',
    'what is asked about is right as inspect shows it; can be given again',
    (code: string, earlier: readonly string[]) => [...earlier, answerOf(code)],
    [],
  );
}

/** Null when nothing was decided. */
export function overrideOf(options: ReadOptions): LayoutOverride | undefined {
  const { format, encoding, undoDoubleEncoding, delimiter, quote, escape } = options;
  const { firstLine, lastLine, headerLines, comment, columns, newline, trailingDelimiter } = options;
  const given = {
    format,
    encoding,
    undoDoubleEncoding: undoDoubleEncoding === 'none' ? null : undoDoubleEncoding,
    newline: newline === undefined ? undefined : newlineNames.get(newline),
    trailingDelimiter: trailingDelimiter === undefined ? undefined : trailingDelimiter === 'yes',
    delimiter,
    quote,
    escape,
    firstLine,
    lastLine: lastLine === 'end' ? null : lastLine,
    headerLines,
    comment: comment?.beginning,
    columns,
  };
  const decided = Object.entries(given).filter(([, value]) => value !== undefined);
  return decided.length === 0 ? undefined : Object.fromEntries(decided);
}

export function limitsOf(options: ReadOptions): ReadLimitsOverride | undefined {
  return options.limit.length === 0 ? undefined : Object.fromEntries(options.limit);
}

function signs(text: string, most: number): string {
  const meant = unescaped(text);
  if (meant.length >= 1 && meant.length <= most) return meant;
  throw new InvalidArgumentError(
    `It is 1 to ${most} characters; leave the option out to have it recognised.`,
  );
}

function onlyNamed(names: ReadonlyMap<string, string>): (text: string) => string {
  return (text) => {
    const value = names.get(text);
    if (value === undefined) throw new InvalidArgumentError(`It is one of ${[...names.keys()].join(', ')}.`);
    return value;
  };
}

function whole(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    const upTo = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
    throw new InvalidArgumentError(`It must be a whole number from ${least}${upTo}.`);
  };
}

function lineOrEnd(text: string): number | 'end' {
  return text === 'end' ? text : whole(1)(text);
}

function answerOf(text: string): string {
  if (/^[a-z_.]+(?:@[0-9a-f]{8}-[0-9a-f]{8})?$/.test(text)) return text;
  throw new InvalidArgumentError('It is what inspect shows beside the question.');
}

function fixedColumns(text: string): NonNullable<LayoutOverride['columns']> {
  return between(text, ',').map((part) => {
    const [name = '', start, width, ...more] = between(part, ':');
    const described = { name: unescaped(trimmed(name)), start: Number(start), width: Number(width) };
    const column = fixedColumn.safeParse(described);
    if (column.success && more.length === 0) return column.data;
    throw new InvalidArgumentError(
      `“${part}” is not name:start:width. A comma or colon in a name stands after a backslash.`,
    );
  });
}

function limitOf(text: string): readonly [string, number] {
  const limit = readLimitOf(text);
  if (limit !== null) return limit;
  throw new InvalidArgumentError(
    `It is a name, “=” and a whole number from 1. Names are: ${readLimitNames.join(', ')}.`,
  );
}
