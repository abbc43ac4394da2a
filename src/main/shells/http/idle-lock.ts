import { z } from 'zod';
import type { Caller } from '#contract/operation';
import type { Engine } from '#main/engine/engine';
import { reportBug } from '#main/engine/report-bug';
import type { Sessions } from './sessions.ts';

/** Short, so that a computer which slept for an hour is looked at as soon as it wakes. */
const lookEveryMs = 1000;

const taskList = z.array(z.object({ finishedAt: z.string().nullable() }));

export interface IdleLockOptions {
  readonly engine: Engine;
  readonly caller: Caller;
  readonly sessions: Sessions;
}

/**
 * Ends the sessions of those who have gone, and closes the workspace when nobody is left. Work that runs comes to
 * its end first, as in the desktop window, and whoever is back before that finds the workspace open.
 */
export class IdleLock {
  readonly #options: IdleLockOptions;
  readonly #timer: NodeJS.Timeout;
  #isClosing = false;
  #isClosed = false;

  constructor(options: IdleLockOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { sessions } = this.#options;
    sessions.endIdle();
    if (!sessions.isDeserted()) this.#isClosed = false;
    else if (!this.#isClosed && !this.#isClosing) {
      this.#isClosing = true;
      this.#close()
        .catch((error: unknown) => reportBug('http', error))
        .finally(() => (this.#isClosing = false));
    }
  }

  async #close(): Promise<void> {
    const { engine, caller, sessions } = this.#options;
    const tasks = await engine.dispatch('task.list', {}, caller);
    const isWorkRunning =
      tasks.ok && taskList.parse(tasks.value).some(({ finishedAt }) => finishedAt === null);
    if (isWorkRunning || !sessions.isDeserted()) return;
    this.#isClosed = (await engine.dispatch('workspace.close', {}, caller)).ok;
  }
}
