import type { IDatasource, IGetRowsParams } from 'ag-grid-community';
import type { Bridge } from '#contract/bridge';
import { FaultError } from '#contract/faults';
import type { OperationInput } from '#contract/operations';
import { callOperation } from '../../app/operations.ts';

export const pageSize = 100;

type Which = Omit<OperationInput<'rows.list'>, 'offset' | 'limit'>;

interface Listeners {
  readonly onTotal: (total: number) => void;
  readonly onFault: (fault: FaultError) => void;
}

/** Brings rows to the grid a page at a time, so that a million of them scroll like a hundred. */
export function rowSource(bridge: Bridge, which: Which, { onTotal, onFault }: Listeners): IDatasource {
  const bring = async (params: IGetRowsParams): Promise<void> => {
    const { startRow, endRow } = params;
    const page = { ...which, offset: startRow, limit: Math.min(endRow - startRow, pageSize) };
    try {
      const { rows, total } = await callOperation(bridge, 'rows.list', page);
      onTotal(total);
      params.successCallback(rows, total);
    } catch (cause) {
      params.failCallback();
      if (!(cause instanceof FaultError)) throw cause;
      onFault(cause);
    }
  };
  return { getRows: (params) => void bring(params) };
}
