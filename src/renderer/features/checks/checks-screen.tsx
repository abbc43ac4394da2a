import { Button } from '@mantine/core';
import { IconArrowsExchange, IconChecklist } from '@tabler/icons-react';
import { Suspense, lazy, useEffect, useRef } from 'react';
import type { CheckSummary } from '#contract/operations/checks';
import type { SourceTableView } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';
import { hrefOf } from '../../app/route.ts';
import { isRunning } from '../../app/task-store.ts';
import { useRunningTask, useTask } from '../../app/tasks.ts';
import { BusyElsewhere } from '../../components/busy-elsewhere.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import { IssueGroups } from './issue-groups.tsx';
import { RowFilter } from './row-filter.tsx';
import { useRowChoice } from './use-row-choice.ts';
import { useSentence } from './use-sentence.ts';
import './checks.css';

const RowsGrid = lazy(() => import('./rows-grid.tsx'));

/** Runs the checks and shows what they found, by kind and row by row. */
export function ChecksScreen({ table }: { table: SourceTableView }) {
  const { s } = useLocale();
  const input = { sourceTableId: table.sourceTableId };
  const mapping = useOperation('mapping.get', input);
  const summary = useOperation('checks.summary', input);
  const run = useOperationMutation('checks.run');
  const task = useTask('checks.run');
  const running = useRunningTask() !== null;
  const approvedId = mapping.data?.state === 'approved' ? mapping.data.mappingId : null;
  const stale = summary.data ? summary.data.mappingId !== mapping.data?.mappingId : false;
  const known = mapping.data !== undefined && summary.data !== undefined;
  const error = summary.error ?? mapping.error;
  const start = (first: boolean) => (
    <Button
      variant={first ? 'filled' : 'default'}
      loading={run.isPending}
      disabled={running || approvedId === null}
      onClick={() => approvedId !== null && run.mutate({ mappingId: approvedId })}
    >
      {first ? s.checks.run : s.checks.runAgain}
    </Button>
  );
  const goOn = (
    <Button component="a" href={hrefOf('upload', { table: table.sourceTableId })}>
      {s.checks.goOn}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={s.checks.title}
        lead={s.checks.lead}
        action={summary.data && !isRunning(task) && (stale ? start(true) : goOn)}
      />
      <BusyElsewhere step="checks" />
      {isRunning(task) && task && <TaskProgress task={task} title={s.tasks.title['checks.run']} />}
      <TaskOutcome task={task} />
      {run.error && <FaultNotice fault={run.error.fault} />}
      {error && <FaultNotice fault={error.fault} onRetry={() => void summary.refetch()} />}
      {!known && !error && <LoadingCard lines={8} />}
      {known && !summary.data && approvedId === null && <NeedsMapping />}
      {known && !summary.data && approvedId !== null && !isRunning(task) && (
        <EmptyState
          icon={IconChecklist}
          title={s.checks.neverTitle}
          text={s.checks.neverText(table.rowCount)}
        >
          {start(true)}
        </EmptyState>
      )}
      {summary.data && stale && <Notice tone="attention">{s.checks.stale}</Notice>}
      {summary.data && <Findings table={table} summary={summary.data} again={stale ? null : start(false)} />}
    </>
  );
}

function NeedsMapping() {
  const { s } = useLocale();
  return (
    <EmptyState icon={IconArrowsExchange} title={s.checks.needsMappingTitle} text={s.checks.needsMappingText}>
      <Button component="a" href={hrefOf('mapping')}>
        {s.checks.goToMapping}
      </Button>
    </EmptyState>
  );
}

interface FindingsProps {
  readonly table: SourceTableView;
  readonly summary: CheckSummary;
  readonly again: React.ReactNode;
}

function Findings({ table, summary, again }: FindingsProps) {
  const choice = useRowChoice(table.sourceTableId, summary);
  const sentenceOf = useSentence(summary);
  const ledHere = useRef(choice.state !== null);
  useEffect(() => {
    if (ledHere.current) document.getElementById('rows')?.scrollIntoView();
  }, []);
  const waiting = (
    <div className="rows__waiting">
      <LoadingCard lines={6} />
    </div>
  );
  return (
    <>
      <IssueGroups summary={summary} choice={choice} sentenceOf={sentenceOf} again={again} />
      <section className="pm-card pm-card--flush" aria-labelledby="rows-title" id="rows">
        <RowFilter choice={choice} summary={summary} sentenceOf={sentenceOf} />
        <Suspense fallback={waiting}>
          <RowsGrid
            // Other rows, or the same ones checked anew, are another list: it starts at its top.
            key={`${summary.checkRunId} ${choice.state} ${choice.issue?.code} ${choice.issue?.field}`}
            table={table}
            state={choice.state}
            issue={choice.issue}
            sentenceOf={sentenceOf}
          />
        </Suspense>
      </section>
    </>
  );
}
