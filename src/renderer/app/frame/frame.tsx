import { useQueryClient } from '@tanstack/react-query';
import { useRef, type ReactNode } from 'react';
import type { WorkspaceView } from '#contract/operations/workspace';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { useFocusGuard } from '../focus-guard.ts';
import { idleMinutes, useIdleLock } from '../idle-lock.ts';
import { forgetWorkspace } from '../invalidation.ts';
import { useLocale } from '../locale.tsx';
import { useOperationMutation } from '../operations.ts';
import { goTo, type Step } from '../route.ts';
import { useStepStates } from '../step-states.ts';
import { useRefreshWhenTasksEnd } from '../tasks.ts';
import { Rail } from './rail.tsx';
import { RowsBar } from './rows-bar.tsx';
import { TopBar } from './top-bar.tsx';
import './frame.css';

interface FrameProps {
  readonly workspace: WorkspaceView;
  readonly step: Step;
  readonly children: ReactNode;
}

/** Closes the workspace; the window forgets it as soon as that is done. */
function useLock() {
  const queries = useQueryClient();
  const params = useRef<{ idle?: number }>({});
  const close = useOperationMutation('workspace.close', {
    onSuccess: () => {
      goTo('home', params.current);
      forgetWorkspace(queries);
    },
  });
  const lock = (why: { idle?: number }) => {
    params.current = why;
    close.mutate({});
  };
  return { close, lock };
}

/** What surrounds every step: where one is, whose data it is, and where every row went. */
export function Frame({ workspace, step, children }: FrameProps) {
  const { s } = useLocale();
  const { states, table, tables, checks, job } = useStepStates(workspace);
  const { close, lock } = useLock();
  useIdleLock(() => lock({ idle: idleMinutes }));
  useFocusGuard();
  useRefreshWhenTasksEnd();
  return (
    <div className="frame">
      <a
        className="frame__skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {s.frame.skip}
      </a>
      <TopBar workspace={workspace} onLock={() => lock({})} locking={close.isPending} />
      <Rail current={step} states={states} table={table?.sourceTableId ?? null} />
      <main className="frame__main" id="content" tabIndex={-1}>
        <RowsBar step={step} table={table} tables={tables} checks={checks} job={job} />
        <div className="frame__screen pm-stack">
          {close.error && <FaultNotice fault={close.error.fault} />}
          {children}
        </div>
        <div id="overlays" />
      </main>
    </div>
  );
}
