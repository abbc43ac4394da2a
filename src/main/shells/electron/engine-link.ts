import { join } from 'node:path';
import { utilityProcess, type UtilityProcess } from 'electron';
import type { EngineTopic } from '#contract/events';
import { fault } from '#contract/faults';
import type { Caller } from '#contract/operation';
import { failed, type Result } from '#contract/result';
import { engineMessage, type EngineRequest, type EngineStart } from './engine-protocol.ts';
import { ReaderLinks } from './reader-links.ts';

/** Time for running work to reach its next safe point; after it the process is ended, which work survives. */
const closeTimeoutMs = 10_000;

type Settle = (result: Result<unknown>) => void;

/** The main process's end of the line to the engine: it relays and knows nothing of what passes. */
export class EngineLink {
  readonly #process: UtilityProcess;
  readonly #pending = new Map<number, Settle>();
  readonly #listeners = new Set<(topic: EngineTopic, event: unknown) => void>();
  readonly #exited: Promise<void>;
  readonly #readers = new ReaderLinks((request) => this.#send(request));
  #isGone = false;
  #lastId = 0;

  constructor(start: EngineStart) {
    this.#process = utilityProcess.fork(
      join(import.meta.dirname, 'engine-process.js'),
      [JSON.stringify(start)],
      {
        serviceName: 'Practice Migrator engine',
      },
    );
    this.#process.on('message', (message: unknown) => this.#receive(message));
    this.#exited = new Promise((resolve) => {
      this.#process.once('exit', () => {
        this.#isGone = true;
        this.#readers.close();
        for (const settle of this.#pending.values()) settle(failed(fault('app.engine_gone', {})));
        this.#pending.clear();
        resolve();
      });
    });
  }

  /** As the engine's own `dispatch`; a stopped engine answers `app.engine_gone`. */
  dispatch(name: string, input: unknown, caller: Caller): Promise<Result<unknown>> {
    if (this.#isGone) return Promise.resolve(failed(fault('app.engine_gone', {})));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#send({ kind: 'dispatch', id, name, input, caller });
    });
  }

  onEvent(listener: (topic: EngineTopic, event: unknown) => void): void {
    this.#listeners.add(listener);
  }

  /** Lets running work stop at a safe point and closes the workspace. */
  async close(): Promise<void> {
    if (this.#isGone) return;
    this.#send({ kind: 'close' });
    const timer = setTimeout(() => this.#process.kill(), closeTimeoutMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #send(request: EngineRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a page
    this.#process.postMessage(request);
  }

  #receive(message: unknown): void {
    const parsed = engineMessage.parse(message);
    switch (parsed.kind) {
      case 'event':
        for (const listener of this.#listeners) listener(parsed.topic, parsed.event);
        return;
      case 'reply':
        this.#pending.get(parsed.id)?.(parsed.result as unknown as Result<unknown>);
        this.#pending.delete(parsed.id);
        return;
      case 'reader_start':
      case 'reader_tell':
      case 'reader_kill':
        this.#readers.receive(parsed);
    }
  }
}
