import { powerMonitor } from 'electron';

export interface AutoLockOptions {
  readonly isWorkRunning: () => boolean;
  readonly closeWorkspace: () => void;
}

/**
 * Closes the workspace when the computer is locked or goes to sleep. A locked computer lets work that runs come
 * to its end first, so that an upload may be left alone; asleep, nothing could go on anyway, and it continues
 * later from where it stopped.
 */
export class AutoLock {
  #isDue = false;
  readonly #options: AutoLockOptions;

  constructor(options: AutoLockOptions) {
    this.#options = options;
    powerMonitor.on('lock-screen', () => {
      this.#isDue = true;
      this.workMayHaveEnded();
    });
    powerMonitor.on('suspend', () => options.closeWorkspace());
    powerMonitor.on('unlock-screen', () => {
      this.#isDue = false;
    });
  }

  /** To be called whenever a piece of work has ended. */
  workMayHaveEnded(): void {
    if (!this.#isDue || this.#options.isWorkRunning()) return;
    this.#isDue = false;
    this.#options.closeWorkspace();
  }
}
