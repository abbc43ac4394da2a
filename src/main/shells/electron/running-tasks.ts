import { z } from 'zod';

const taskEvent = z.object({ taskId: z.string(), finishedAt: z.string().nullable() });

/** What is under way, as heard from the engine: known at once, also when the engine has no time to answer. */
export class RunningTasks {
  readonly #taskIds = new Set<string>();

  /** Takes the payload of a `task.progress` event. */
  hear(event: unknown): void {
    const { taskId, finishedAt } = taskEvent.parse(event);
    if (finishedAt === null) this.#taskIds.add(taskId);
    else this.#taskIds.delete(taskId);
  }

  isAny(): boolean {
    return this.#taskIds.size > 0;
  }
}
