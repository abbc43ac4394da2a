import type { DelimitedLayout, Newline } from '#contract/layout';
import type { LocatedTable } from './locate-tables.ts';

const lineEnds: Readonly<Record<Newline, string>> = {
  '\r\n': 'Lines end as Windows writes them (CR LF).',
  '\n': 'Lines end as Linux and macOS write them (LF).',
  '\r': 'Lines end as old Macs wrote them (CR).',
};

/** Why a table is read in this layout, in sentences without any value. */
export function reasonsOf(layout: DelimitedLayout, located: LocatedTable): string[] {
  return [
    lineEnds[layout.newline],
    ...quotingReasons(layout),
    headerReason(layout, located),
    ...outsideReasons(layout),
    ...(layout.trailingDelimiter ? ['Every row ends with a delimiter after its last cell.'] : []),
    ...(layout.comment === null ? [] : [`Lines that begin with “${layout.comment}” do not fit the columns.`]),
  ];
}

function quotingReasons({ quote, escape }: DelimitedLayout): string[] {
  if (quote === '') return ['Quotation marks do not close where they open, so they are ordinary characters.'];
  return [
    ...(quote === "'" ? ['Cells stand in single quotation marks.'] : []),
    ...(escape === 'backslash' ? ['Quotation marks inside cells have a backslash before them.'] : []),
  ];
}

function headerReason({ firstLine, headerLines }: DelimitedLayout, { header }: LocatedTable): string {
  if (headerLines === 0)
    return 'No line names the columns: the first row has the same kinds of values as the others.';
  const lines =
    headerLines === 1 ? `Line ${firstLine}` : `Lines ${firstLine} to ${firstLine + headerLines - 1}`;
  const holds = headerLines === 1 ? 'holds' : 'hold';
  const why = header.isCertain ? ': they differ from the values below' : '';
  return `${lines} ${holds} the names of the columns${why}.`;
}

function outsideReasons({ firstLine, lastLine }: DelimitedLayout): string[] {
  return [
    ...(firstLine === 1 ? [] : [`The lines above line ${firstLine} do not have the shape of the table.`]),
    ...(lastLine === null ? [] : [`The lines below line ${lastLine} do not have the shape of the table.`]),
  ];
}
