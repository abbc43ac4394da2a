import { Select } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import type { CheckSummary } from '#contract/operations/checks';
import type { SourceTableView } from '#contract/operations/file-views';
import type { JobView } from '#contract/operations/upload';
import { ReconciliationStrip } from '../../components/reconciliation-strip.tsx';
import { useLocale } from '../locale.tsx';
import { goTo, type Step } from '../route.ts';

interface RowsBarProps {
  readonly step: Step;
  readonly table: SourceTableView | null;
  readonly tables: readonly SourceTableView[];
  readonly checks: CheckSummary | null;
  readonly job: JobView | null;
}

/** The file that the steps are about, and where each of its rows went. */
export function RowsBar({ step, table, tables, checks, job }: RowsBarProps) {
  const { s } = useLocale();
  if (!table) return null;
  // A job's numbers come whole from the job, so that the strip, the Result step and the command line say the same.
  const live = job?.state === 'rolled_back' ? null : job;
  const sum = live?.reconciliation ?? checks?.reconciliation ?? null;
  return (
    <div className="rows-bar">
      <span className="rows-bar__file">
        <IconFileText size={16} aria-hidden />
        {tables.length > 1 ? (
          <Select
            size="xs"
            aria-label={s.frame.chooseFile}
            data={tables.map((one) => ({ value: String(one.sourceTableId), label: one.fileName }))}
            value={String(table.sourceTableId)}
            allowDeselect={false}
            onChange={(chosen) => goTo(step, { table: chosen })}
          />
        ) : (
          <span>{table.fileName}</span>
        )}
      </span>
      {sum ? (
        <ReconciliationStrip
          sum={sum}
          sourceTableId={table.sourceTableId}
          alreadyThere={live?.alreadyThere ?? null}
        />
      ) : (
        <span className="pm-muted pm-num">{s.rows.notChecked(table.rowCount)}</span>
      )}
    </div>
  );
}
