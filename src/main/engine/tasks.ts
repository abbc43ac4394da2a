import { randomUUID } from 'node:crypto';
import type { TaskKind, TaskSnapshot } from '#contract/events';
import { exits } from '#contract/fault-catalogue/entry';
import { exitCodeOf, fault, type Fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';

/** What long work reports while it runs; leaves out what did not change. */
export interface Progress {
  readonly done?: number;
  readonly total?: number | null;
  readonly bytes?: number;
  readonly totalBytes?: number;
}

/** Handed to long work: where to report, and the signal that asks it to stop at its next safe point. */
export interface TaskControl {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
  /** The central database does not answer; the next report says that it does again. */
  waits(): void;
}

type Work = (control: TaskControl) => Promise<Result<unknown>>;

interface Task {
  snapshot: TaskSnapshot;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  lastToldMs: number;
}

const tellEveryMs = 100;
const keptTasks = 50;

/** Long work, one piece at a time: a workspace is written by one hand, and progress means something. */
export class Tasks {
  readonly #tasks = new Map<string, Task>();
  readonly #tell: (snapshot: TaskSnapshot) => void;

  constructor(tell: (snapshot: TaskSnapshot) => void) {
    this.#tell = tell;
  }

  start(kind: TaskKind, work: Work): Result<{ taskId: string }> {
    const running = this.running();
    if (running) return failed(fault('task.busy', { kind: running.kind }));
    const taskId = randomUUID();
    const abort = new AbortController();
    const startedMs = performance.now();
    const task: Task = {
      snapshot: newSnapshot(taskId, kind),
      abort,
      lastToldMs: 0,
      // Starts after `set` below, so that the first report finds its task.
      ended: Promise.resolve().then(() => this.#run(task, startedMs, work)),
    };
    this.#tasks.set(taskId, task);
    this.#forgetOldest();
    return ok({ taskId });
  }

  running(): TaskSnapshot | undefined {
    for (const { snapshot } of this.#tasks.values()) if (snapshot.finishedAt === null) return snapshot;
    return undefined;
  }

  list(): TaskSnapshot[] {
    return [...this.#tasks.values()].map(({ snapshot }) => snapshot);
  }

  get(taskId: string): Result<TaskSnapshot> {
    const task = this.#tasks.get(taskId);
    return task ? ok(task.snapshot) : failed(fault('task.not_found', { task: taskId }));
  }

  cancel(taskId: string): Result<TaskSnapshot> {
    const task = this.#tasks.get(taskId);
    if (!task) return failed(fault('task.not_found', { task: taskId }));
    if (task.snapshot.state === 'running') {
      this.#update(task, { state: 'cancelling' });
      task.abort.abort();
    }
    return ok(task.snapshot);
  }

  async cancelAll(): Promise<void> {
    for (const { snapshot } of this.#tasks.values()) this.cancel(snapshot.taskId);
    await Promise.all([...this.#tasks.values()].map(({ ended }) => ended));
  }

  async wait(taskId: string): Promise<TaskSnapshot> {
    const task = this.#tasks.get(taskId);
    if (!task) throw new Error(`no task ${taskId}`);
    await task.ended;
    return task.snapshot;
  }

  async #run(task: Task, startedMs: number, work: Work): Promise<void> {
    const report = (progress: Progress): void => {
      const snapshot = { ...task.snapshot, ...progress, waiting: false };
      const seconds = (performance.now() - startedMs) / 1000;
      const rowsPerSecond = seconds > 0.5 && snapshot.done > 0 ? snapshot.done / seconds : null;
      task.snapshot = { ...snapshot, rowsPerSecond, secondsLeft: secondsLeftOf(snapshot, seconds) };
      const nowMs = performance.now();
      if (nowMs - task.lastToldMs < tellEveryMs) return;
      task.lastToldMs = nowMs;
      this.#tell(task.snapshot);
    };
    const waits = (): void => {
      if (!task.snapshot.waiting) this.#update(task, { waiting: true, secondsLeft: null });
    };
    const result = await work({ signal: task.abort.signal, report, waits });
    const finishedAt = new Date().toISOString();
    if (result.ok)
      this.#update(task, {
        state: 'succeeded',
        output: result.value,
        finishedAt,
        secondsLeft: 0,
        waiting: false,
      });
    else
      this.#update(task, {
        state: endStateOf(result.fault),
        fault: { ...result.fault, params: { ...result.fault.params } },
        finishedAt,
        waiting: false,
      });
  }

  #update(task: Task, change: Partial<TaskSnapshot>): void {
    task.snapshot = { ...task.snapshot, ...change };
    this.#tell(task.snapshot);
  }

  #forgetOldest(): void {
    for (const [taskId, { snapshot }] of this.#tasks) {
      if (this.#tasks.size <= keptTasks) return;
      if (snapshot.finishedAt !== null) this.#tasks.delete(taskId);
    }
  }
}

function endStateOf({ code }: Fault): TaskSnapshot['state'] {
  return exitCodeOf(code) === exits.cancelled ? 'cancelled' : 'failed';
}

function secondsLeftOf(snapshot: TaskSnapshot, seconds: number): number | null {
  const share =
    snapshot.total !== null && snapshot.total > 0
      ? snapshot.done / snapshot.total
      : snapshot.bytes !== null && snapshot.totalBytes
        ? snapshot.bytes / snapshot.totalBytes
        : 0;
  return share > 0.01 && seconds > 0.5 ? Math.max(0, seconds / share - seconds) : null;
}

function newSnapshot(taskId: string, kind: TaskKind): TaskSnapshot {
  return {
    taskId,
    kind,
    state: 'running',
    done: 0,
    total: null,
    bytes: null,
    totalBytes: null,
    rowsPerSecond: null,
    secondsLeft: null,
    waiting: false,
    startedAt: new Date().toISOString(),
    finishedAt: null,
    fault: null,
  };
}
