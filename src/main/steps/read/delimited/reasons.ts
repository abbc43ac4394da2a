import type { DelimitedLayout, LayoutOverride, Newline } from '#contract/layout';
import type { LocatedTable } from './locate-tables.ts';

const lineEnds: Readonly<Record<Newline, string>> = {
  '\r\n': 'Lines end as Windows writes them (CR LF)',
  '\n': 'Lines end as Linux and macOS write them (LF)',
  '\r': 'Lines end as old Macs wrote them (CR)',
};

const chosen = ', as you chose';

/** Why a table is read in this layout, in sentences without any value. What a person decided is not explained. */
export function reasonsOf(
  layout: DelimitedLayout,
  located: LocatedTable,
  override: LayoutOverride,
): string[] {
  return [
    `${lineEnds[layout.newline]}${override.newline === undefined ? '' : chosen}.`,
    ...quotingReasons(layout, override),
    headerReason(layout, located, override),
    ...outsideReasons(layout, override),
    ...(layout.trailingDelimiter ? [trailingReason(override)] : []),
    ...(layout.comment === null ? [] : [commentReason(layout.comment, override)]),
  ];
}

function quotingReasons({ quote, escape }: DelimitedLayout, override: LayoutOverride): string[] {
  const isChosen = override.quote !== undefined;
  if (quote === '') {
    return isChosen
      ? [`Quotation marks are ordinary characters${chosen}.`]
      : ['Quotation marks do not close where they open, so they are ordinary characters.'];
  }
  const escapeChosen = override.escape === undefined ? '' : chosen;
  return [
    ...(quote === "'" ? [`Cells stand in single quotation marks${isChosen ? chosen : ''}.`] : []),
    ...(escape === 'backslash'
      ? [`Quotation marks inside cells have a backslash before them${escapeChosen}.`]
      : []),
  ];
}

function headerReason(
  { firstLine, headerLines }: DelimitedLayout,
  { header, judged }: LocatedTable,
  override: LayoutOverride,
): string {
  const isChosen = override.headerLines !== undefined;
  if (headerLines === 0) {
    if (isChosen) return `No line names the columns${chosen}.`;
    return judged === 1
      ? 'No line names the columns: the only row holds values.'
      : 'No line names the columns: the first row has the same kinds of values as the others.';
  }
  const lines =
    headerLines === 1 ? `Line ${firstLine}` : `Lines ${firstLine} to ${firstLine + headerLines - 1}`;
  const holds = headerLines === 1 ? 'holds' : 'hold';
  const why = header.isCertain && judged > 0 ? ': they differ from the values below' : '';
  return `${lines} ${holds} the names of the columns${isChosen ? chosen : why}.`;
}

function outsideReasons({ firstLine, lastLine }: DelimitedLayout, override: LayoutOverride): string[] {
  const reasons: string[] = [];
  if (override.firstLine !== undefined) reasons.push(`The table begins on line ${firstLine}${chosen}.`);
  else if (firstLine > 1) reasons.push(`The lines above line ${firstLine} are not rows of this table.`);
  if (override.lastLine !== undefined) {
    const end = lastLine === null ? 'goes on to the end of the file' : `ends on line ${lastLine}`;
    reasons.push(`The table ${end}${chosen}.`);
  } else if (lastLine !== null) reasons.push(`The lines below line ${lastLine} are not rows of this table.`);
  return reasons;
}

function trailingReason({ trailingDelimiter }: LayoutOverride): string {
  const isChosen = trailingDelimiter !== undefined;
  return `Every row ends with a delimiter after its last cell${isChosen ? chosen : ''}.`;
}

/** Of a comment, as programs write it; what is longer is the beginning of a ruled line (`find-comment.ts`). */
const longestSign = 2;

function commentReason(comment: string, override: LayoutOverride): string {
  if (override.comment !== undefined) return `Lines that begin with “${comment}” are comments${chosen}.`;
  return comment.length > longestSign
    ? 'A line of dashes below the names is no row.'
    : `Lines that begin with “${comment}” do not fit the columns.`;
}
