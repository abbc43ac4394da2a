import type { FaultError } from '#contract/faults';
import type { SourceTableView } from '#contract/operations/file-views';
import { useOperation } from './operations.ts';
import { useRoute } from './route.ts';

export interface CurrentTable {
  readonly table: SourceTableView | null;
  readonly tables: readonly SourceTableView[];
  readonly isPending: boolean;
  readonly error: FaultError | null;
}

const none: readonly SourceTableView[] = [];

/** The file that the steps are about: the one named in the address, else the one read last. */
export function useCurrentTable(enabled = true): CurrentTable {
  const { params } = useRoute();
  const { data: tables = none, isPending, error } = useOperation('files.list', {}, { enabled });
  const wanted = Number(params.get('table'));
  const newest = tables.toSorted((a, b) => b.stagedAt.localeCompare(a.stagedAt))[0];
  const table = tables.find((one) => one.sourceTableId === wanted) ?? newest ?? null;
  return { table, tables, isPending, error };
}
