import type { Bridge } from '#contract/bridge';
import type { TaskKind, TaskSnapshot } from '#contract/events';

const none: readonly TaskSnapshot[] = [];

/** Long work as the engine last told it: an external store, so that any screen can be left and returned to. */
export class TaskStore {
  readonly #bridge: Bridge;
  readonly #listeners = new Set<() => void>();
  readonly #dismissed = new Set<string>();
  #snapshots: readonly TaskSnapshot[] = none;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The newest first. */
  readonly list = (): readonly TaskSnapshot[] => this.#snapshots;

  /** Listens to the engine until the returned function is called. */
  follow(): () => void {
    const leaveProgress = this.#bridge.on('task.progress', (snapshot) => this.#merge([snapshot]));
    const leaveChanges = this.#bridge.on('workspace.changed', ({ what }) => {
      if (what === 'workspace') void this.refresh();
    });
    void this.refresh();
    return () => {
      leaveProgress();
      leaveChanges();
    };
  }

  /** Asks for all tasks; when that fails the events still tell, and the screens' own questions show the fault. */
  async refresh(): Promise<void> {
    const result = await this.#bridge.call('task.list', {}).catch(() => null);
    if (result?.ok) this.#merge(result.value);
  }

  /** The outcome was read and need not be shown again. */
  dismiss(taskId: string): void {
    this.#dismissed.add(taskId);
    this.#publish(this.#snapshots.filter((task) => task.taskId !== taskId));
  }

  forgetAll(): void {
    for (const task of this.#snapshots) this.#dismissed.add(task.taskId);
    this.#publish(none);
  }

  #merge(incoming: readonly TaskSnapshot[]): void {
    const byId = new Map(this.#snapshots.map((task) => [task.taskId, task]));
    for (const task of incoming) {
      const known = byId.get(task.taskId);
      // An answer that was on its way may be older than an event that overtook it.
      const older = known?.finishedAt && !task.finishedAt;
      if (!older && !this.#dismissed.has(task.taskId)) byId.set(task.taskId, task);
    }
    this.#publish([...byId.values()].toSorted((a, b) => b.startedAt.localeCompare(a.startedAt)));
  }

  #publish(snapshots: readonly TaskSnapshot[]): void {
    this.#snapshots = snapshots;
    for (const listener of this.#listeners) listener();
  }
}

export function newestOf(tasks: readonly TaskSnapshot[], kind: TaskKind): TaskSnapshot | null {
  return tasks.find((task) => task.kind === kind) ?? null;
}

export function isRunning(task: TaskSnapshot | null): boolean {
  return task?.state === 'running' || task?.state === 'cancelling';
}
