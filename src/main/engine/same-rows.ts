import type { Layout } from '#contract/layout';

interface TableOfContent {
  readonly name: string;
  readonly layout: Layout;
}

/**
 * Whether two tables of the very same bytes have rows in common. Those of a text or a sheet are told apart by their
 * lines, since what a table of it is called depends on how many there are; everything else by the names that it has of
 * its own. Read as another format, the same bytes are the same records.
 */
export function haveRowsInCommon(one: TableOfContent, other: TableOfContent): boolean {
  if (one.layout.format !== other.layout.format) return true;
  if (sheetOf(one.layout) !== sheetOf(other.layout)) return false;
  const lines = linesOf(one.layout);
  const otherLines = linesOf(other.layout);
  if (lines === null || otherLines === null) return one.name === other.name;
  return lines.first <= otherLines.last && otherLines.first <= lines.last;
}

/** Whether other tables of the very same bytes begin as early and end as late, as far as lines tell. */
export function isCovered(wanted: Layout, others: readonly Layout[]): boolean {
  const lines = linesOf(wanted);
  if (lines === null || others.some(({ format }) => format !== wanted.format)) return true;
  const covered = others.flatMap((layout) => linesOf(layout) ?? []);
  return covered.some(({ first }) => first <= lines.first) && covered.some(({ last }) => last >= lines.last);
}

function sheetOf(layout: Layout): string | null {
  return layout.format === 'workbook' ? layout.sheet : null;
}

function linesOf(layout: Layout): { readonly first: number; readonly last: number } | null {
  if (layout.format === 'delimited') return { first: layout.firstLine, last: layout.lastLine ?? Infinity };
  if (layout.format === 'workbook') return { first: layout.firstRow, last: layout.lastRow ?? Infinity };
  return layout.format === 'fixed-width' ? { first: layout.firstLine, last: Infinity } : null;
}
