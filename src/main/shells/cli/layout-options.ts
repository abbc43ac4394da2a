import type { LayoutOverride } from '#contract/layout';
import { escaped, escapedName } from './escaped-text.ts';
import { delimiterNames, newlineNames, quoteNames } from './read-options.ts';

/** Settings as the options that say the same: `--format delimited --encoding utf-8 --delimiter comma …`. */
export function optionsOf(settings: LayoutOverride): string {
  const { undoDoubleEncoding, delimiter, lastLine, comment, trailingDelimiter, columns } = settings;
  const given: Readonly<Record<string, string | number | undefined>> = {
    format: settings.format,
    encoding: settings.encoding,
    'undo-double-encoding': orWord(undoDoubleEncoding, 'none'),
    delimiter: named(delimiterNames, delimiter) ?? signsOf(delimiter, [...delimiterNames.keys()]),
    quote: named(quoteNames, settings.quote),
    escape: settings.escape,
    'first-line': settings.firstLine,
    'last-line': orWord(lastLine, 'end'),
    'header-lines': settings.headerLines,
    comment: comment === null ? 'none' : signsOf(comment, ['none']),
    newline: named(newlineNames, settings.newline),
    'trailing-delimiter': trailingDelimiter === undefined ? undefined : trailingDelimiter ? 'yes' : 'no',
    columns: columns?.map(({ name, start, width }) => `${escaped(name, ',:')}:${start}:${width}`).join(','),
  };
  return Object.entries(given)
    .flatMap(([option, value]) => (value === undefined ? [] : [`--${option} ${quoted(String(value))}`]))
    .join(' ');
}

function orWord<Value>(value: Value | null | undefined, word: string): Value | string | undefined {
  return value === null ? word : value;
}

function named(names: ReadonlyMap<string, string>, sign: string | undefined): string | undefined {
  return [...names].find(([, named]) => named === sign)?.[0];
}

/** Signs that are spelt as a word that means something else are not taken for it. */
function signsOf(signs: string | undefined, words: readonly string[]): string | undefined {
  if (signs === undefined) return undefined;
  return words.includes(signs) ? escapedName(signs) : escaped(signs);
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w:,.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
