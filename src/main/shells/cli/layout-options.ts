import type { DelimitedLayout, FixedWidthLayout, Layout, WorkbookLayout } from '#contract/layout';
import { delimiterNames, newlineNames, quoteNames } from './read-options.ts';

type Settings = Partial<
  Omit<DelimitedLayout, 'format'> & Omit<FixedWidthLayout, 'format'> & Omit<WorkbookLayout, 'format'>
>;

/** A layout as the options that read a table so: `--format delimited --encoding utf-8 --delimiter comma …`. */
export function optionsOf(layout: Layout): string {
  const settings: Settings = layout;
  const { lastLine, comment, undoDoubleEncoding, trailingDelimiter, columns } = settings;
  const given: Readonly<Record<string, string | number | undefined>> = {
    format: layout.format,
    encoding: settings.encoding,
    'undo-double-encoding': undoDoubleEncoding ?? undefined,
    delimiter: named(delimiterNames, settings.delimiter),
    quote: named(quoteNames, settings.quote),
    escape: settings.escape,
    'first-line': settings.firstLine ?? settings.firstRow,
    'last-line': lastLine ?? undefined,
    'header-lines': settings.headerLines ?? settings.headerRows,
    comment: comment ?? undefined,
    newline: named(newlineNames, settings.newline),
    'trailing-delimiter': trailingDelimiter === true ? 'yes' : undefined,
    columns: columns?.map(({ name, start, width }) => `${name}:${start}:${width}`).join(','),
  };
  return Object.entries(given)
    .flatMap(([option, value]) => (value === undefined ? [] : [`--${option} ${quoted(String(value))}`]))
    .join(' ');
}

function named(names: ReadonlyMap<string, string>, sign: string | undefined): string | undefined {
  return [...names].find(([, named]) => named === sign)?.[0] ?? sign;
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w:,.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
