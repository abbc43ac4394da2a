import { join } from 'node:path';
import type { EngineEvents, EngineTopic } from '#contract/events';
import { fault } from '#contract/faults';
import type { ReadLimitsOverride } from '#contract/read-limits';
import { failed, ok, type Result } from '#contract/result';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import type { Workspace } from '#main/workspace/workspace';
import type { EngineOptions } from './options.ts';
import { Readers } from './reading/readers.ts';
import { startNodeReader } from './reading/start-node-reader.ts';
import { Tasks } from './tasks.ts';

type Tell = <Topic extends EngineTopic>(topic: Topic, event: EngineEvents[Topic]) => void;

/** What one engine holds while it lives: the open workspace and the long work on it. */
export class Session {
  readonly options: EngineOptions;
  readonly tasks: Tasks;
  /** The processes that parse files: what a hostile one can bring down is one of them. */
  readonly readers: Readers;
  readonly #tell: Tell;
  #workspace: Workspace | null = null;

  constructor(options: EngineOptions, tell: Tell) {
    this.options = options;
    this.#tell = tell;
    this.readers = new Readers(options.startReader ?? startNodeReader);
    this.tasks = new Tasks((snapshot) => tell('task.progress', snapshot));
  }

  get workspacePath(): string | null {
    return this.#workspace?.path ?? null;
  }

  get resourcesFolder(): string {
    return join(this.options.appRoot, 'resources');
  }

  get presetsFolder(): string {
    return join(this.options.appRoot, 'presets');
  }

  /** For one call: what it says, then what this computer is set to, then what is usual. */
  readLimits(override: ReadLimitsOverride = {}): ReadLimits {
    const given = [this.options.readLimits ?? {}, override].flatMap((limits) => Object.entries(limits));
    return { ...defaultReadLimits, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
  }

  workspace(): Result<Workspace> {
    return this.#workspace ? ok(this.#workspace) : failed(fault('workspace.not_open', {}));
  }

  openedWorkspace(): Workspace | null {
    return this.#workspace;
  }

  adoptWorkspace(workspace: Workspace): void {
    this.closeWorkspace();
    this.#workspace = workspace;
    this.changed('workspace');
  }

  /** Closing also zeroes the key in memory, as far as the runtime allows. */
  closeWorkspace(): void {
    if (!this.#workspace) return;
    this.readers.close();
    this.#workspace.close();
    this.#workspace = null;
    this.changed('workspace');
  }

  changed(what: EngineEvents['workspace.changed']['what']): void {
    this.#tell('workspace.changed', { what });
  }
}
