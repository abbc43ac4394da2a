import type { ColDef } from 'ag-grid-community';
import type { RowView } from '#contract/operations/checks';
import type { Format } from '../../app/format.ts';
import type { Strings } from '../../app/strings/en-GB.ts';
import type { SentenceOf } from './use-sentence.ts';

/** What the worst finding on a cell is, for its mark. */
function markOf(row: RowView | undefined, column: number): string | null {
  const found = row?.issues.filter((issue) => issue.column === column) ?? [];
  if (found.length === 0) return null;
  return found.every(({ severity }) => severity === 'warn') ? 'grid__cell--warn' : 'grid__cell--problem';
}

/** Line, state and findings first, then the file's own columns as they stand in it. */
export function columnsOf(
  header: readonly string[],
  sentenceOf: SentenceOf,
  s: Strings,
  f: Format,
): ColDef<RowView>[] {
  const fixed: ColDef<RowView>[] = [
    {
      colId: 'line',
      headerName: s.checks.line,
      width: 90,
      pinned: 'left',
      valueGetter: ({ data }) => data && f.number(data.line),
    },
    {
      colId: 'state',
      headerName: s.checks.state,
      width: 110,
      pinned: 'left',
      valueGetter: ({ data }) => data && s.rows.stateTitle[data.state],
      cellClass: ({ data }) => (data ? `grid__state grid__state--${data.state}` : undefined),
    },
    {
      colId: 'findings',
      headerName: s.checks.problems,
      width: 300,
      valueGetter: ({ data }) => data?.issues.map(sentenceOf).join(' '),
    },
  ];
  const own = header.map((name, column): ColDef<RowView> => ({
    colId: `column-${column}`,
    headerName: name || f.number(column + 1),
    width: 150,
    valueGetter: ({ data }) => data?.cells[column],
    cellClass: ({ data }) => markOf(data, column) ?? undefined,
  }));
  return [...fixed, ...own];
}
