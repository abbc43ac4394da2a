import type { TaskSnapshot } from '#contract/events';
import type { CheckSummary } from '#contract/operations/checks';
import type { MappingView } from '#contract/operations/mapping';
import { countDifferences, type JobView } from '#contract/operations/upload';
import type { WorkspaceView } from '#contract/operations/workspace';
import { stepOfTask } from '../components/busy-elsewhere.tsx';
import { useCurrentTable } from './current-table.ts';
import { useOperation } from './operations.ts';
import type { Step } from './route.ts';
import { useRunningTask } from './tasks.ts';

export type StepState =
  | { readonly kind: 'todo' | 'done' }
  | { readonly kind: 'needs'; readonly count: number }
  | { readonly kind: 'running'; readonly task: TaskSnapshot };

interface Known {
  readonly files: number;
  readonly enrolled: boolean;
  readonly mapping: MappingView | null;
  readonly checks: CheckSummary | null;
  readonly job: JobView | null;
}

const todo: StepState = { kind: 'todo' };
const done: StepState = { kind: 'done' };
const needs = (count: number): StepState => ({ kind: 'needs', count });

function mappingState({ mapping }: Known): StepState {
  if (!mapping) return todo;
  if (mapping.state === 'approved') return done;
  const unsure = mapping.columns.filter(({ field, confidence }) => field && confidence === 'unsure').length;
  const missing = mapping.unfilledFields.filter(({ required }) => required).length;
  return needs(Math.max(1, unsure + missing));
}

function checksState({ checks, mapping }: Known): StepState {
  if (!checks || checks.mappingId !== mapping?.mappingId) return todo;
  const open = checks.reconciliation.held + checks.reconciliation.rejected;
  return open > 0 ? needs(open) : done;
}

function uploadState(known: Known): StepState {
  const state = known.job?.state;
  if (state === 'uploaded' || state === 'verified') return done;
  if (state === 'uploading' || state === 'paused') return needs(1);
  return known.checks && !known.enrolled ? needs(1) : todo;
}

function resultState({ job }: Known): StepState {
  // What was taken back leaves nothing to look into, and no result that stands.
  if (!job || job.state === 'rolled_back') return todo;
  const differing = job.alreadyThere.different + (job.verification ? countDifferences(job.verification) : 0);
  if (differing > 0) return needs(differing);
  if (job.state === 'verified') return done;
  return job.state === 'uploaded' || job.state === 'rolling_back' ? needs(1) : todo;
}

/** What each step still asks for, for the rail; and what is known of the file's rows, for the strip. */
export function useStepStates(workspace: WorkspaceView) {
  const { table, tables } = useCurrentTable();
  const input = { sourceTableId: table?.sourceTableId ?? 0 };
  const enabled = table !== null;
  const { data: mapping = null } = useOperation('mapping.get', input, { enabled });
  const { data: checks = null } = useOperation('checks.summary', input, { enabled });
  const { data: jobs = [] } = useOperation('job.list', {});
  const running = useRunningTask();
  const job = jobs.find(({ sourceTableId }) => sourceTableId === table?.sourceTableId) ?? null;
  const known: Known = {
    files: tables.length,
    enrolled: workspace.enrolment !== null,
    mapping,
    checks,
    job,
  };
  const states: Record<Step, StepState> = {
    files: known.files > 0 ? done : todo,
    mapping: mappingState(known),
    checks: checksState(known),
    upload: uploadState(known),
    result: resultState(known),
  };
  if (running) states[stepOfTask[running.kind]] = { kind: 'running', task: running };
  return { states, table, tables, checks, job };
}
