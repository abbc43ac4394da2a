import type { FileFinding } from '#main/model/file-finding';
import { rowFaultKind } from '#main/steps/check/row-faults';
import type { RowFaults } from '#main/steps/read/row-fault';

/**
 * The findings on a table whose rows have these faults; none where they are only left out, as empty rows are. A total is
 * no damage, and has a finding of its own.
 */
export function damagedRows({ 'row.total': totals = 0, ...faults }: RowFaults): FileFinding[] {
  const damaged = Object.entries(faults)
    .map(([code, rows]) => ({ kind: rowFaultKind(code), rows }))
    .filter(({ kind }) => kind.severity !== 'skip')
    .toSorted((one, other) => other.rows - one.rows);
  const rows = damaged.reduce((sum, each) => sum + each.rows, 0);
  const isMixed = damaged.length > 1;
  const kinds = damaged.map((each) => (isMixed ? `${each.kind.inShort} (${each.rows})` : each.kind.inShort));
  return [
    { code: 'table.damaged_rows', params: { rows, kinds: kinds.join(', ') } },
    { code: 'table.total_rows', params: { rows: totals } },
  ].filter(({ params }) => params.rows > 0);
}
