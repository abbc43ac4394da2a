import { useComputedColorScheme } from '@mantine/core';
import {
  CellStyleModule,
  InfiniteRowModelModule,
  ModuleRegistry,
  RowApiModule,
  type CellFocusedEvent,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useMemo, useState } from 'react';
import type { FaultError } from '#contract/faults';
import type { IssueGroup, RowView } from '#contract/operations/checks';
import type { SourceTableView } from '#contract/operations/file-views';
import type { RowState } from '#contract/reconciliation';
import { useEngine } from '../../app/engine.tsx';
import { useLocale } from '../../app/locale.tsx';
import { styleNonce } from '../../app/style-nonce.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Status } from '../../components/status.tsx';
import { columnsOf } from './grid-columns.ts';
import { gridHeight, gridTheme } from './grid-theme.ts';
import { RowDetail } from './row-detail.tsx';
import { pageSize, rowSource } from './row-source.ts';
import type { SentenceOf } from './use-sentence.ts';

ModuleRegistry.registerModules([InfiniteRowModelModule, CellStyleModule, RowApiModule]);

const leave = () => false;

interface RowsGridProps {
  readonly table: SourceTableView;
  readonly state: RowState | null;
  readonly issue: IssueGroup | null;
  readonly sentenceOf: SentenceOf;
}

/** Rows as they stand in the file, any number of them; cells with a finding are marked. */
export default function RowsGrid({ table, state, issue, sentenceOf }: RowsGridProps) {
  const { s, f } = useLocale();
  const { bridge } = useEngine();
  const scheme = useComputedColorScheme('light');
  const [focused, setFocused] = useState<RowView | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const [error, setError] = useState<FaultError | null>(null);
  const columns = useMemo(() => columnsOf(table.header, sentenceOf, s, f), [table.header, sentenceOf, s, f]);
  const { sourceTableId } = table;
  const code = issue?.code;
  const field = issue?.field ?? null;
  const source = useMemo(() => {
    const which = {
      sourceTableId,
      ...(state ? { state } : {}),
      ...(code === undefined ? {} : { issue: { code, field } }),
    };
    return rowSource(bridge, which, { onTotal: setTotal, onFault: setError });
  }, [bridge, sourceTableId, state, code, field]);
  const showFocused = ({ api, rowIndex }: CellFocusedEvent<RowView>) => {
    if (rowIndex !== null) setFocused(api.getDisplayedRowAtIndex(rowIndex)?.data ?? null);
  };
  return (
    <>
      <Status className="row-count pm-muted pm-num">
        {total === null ? s.checks.gridLoading : total === 0 ? s.checks.noRows : s.checks.rowCount(total)}
      </Status>
      {error && <FaultNotice fault={error.fault} />}
      <section
        className="grid"
        style={{ height: gridHeight(total ?? Infinity) }}
        data-ag-theme-mode={scheme}
        aria-label={s.checks.gridLabel}
        data-testid="rows-grid"
      >
        <AgGridReact<RowView>
          theme={gridTheme}
          styleNonce={styleNonce}
          rowModelType="infinite"
          datasource={source}
          cacheBlockSize={pageSize}
          maxConcurrentDatasourceRequests={2}
          columnDefs={columns}
          defaultColDef={{ sortable: false, resizable: true, suppressMovable: true }}
          getRowId={({ data }) => String(data.rowNo)}
          suppressDragLeaveHidesColumns
          // Arrow keys move within; Tab leaves, or a keyboard would have to pass every cell.
          tabToNextCell={leave}
          tabToNextHeader={leave}
          onCellFocused={showFocused}
        />
      </section>
      <RowDetail row={focused} sentenceOf={sentenceOf} />
    </>
  );
}
