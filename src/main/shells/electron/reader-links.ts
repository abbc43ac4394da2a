import { join } from 'node:path';
import { utilityProcess, type UtilityProcess } from 'electron';
import type { EngineMessage, EngineRequest } from './engine-protocol.ts';

type OfReader = Extract<EngineMessage, { reader: number }>;

/**
 * The processes that parse files. Only the main process can start them, and the engine is what they work for: this
 * passes on what one says to the other and knows nothing of it.
 */
export class ReaderLinks {
  readonly #tellEngine: (request: EngineRequest) => void;
  readonly #readers = new Map<number, UtilityProcess>();

  constructor(tellEngine: (request: EngineRequest) => void) {
    this.#tellEngine = tellEngine;
  }

  receive(message: OfReader): void {
    switch (message.kind) {
      case 'reader_start':
        this.#start(message.reader, message.maxMegabytes);
        return;
      case 'reader_tell':
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a page
        this.#readers.get(message.reader)?.postMessage(message.message);
        return;
      case 'reader_kill':
        this.#readers.get(message.reader)?.kill();
    }
  }

  close(): void {
    for (const child of this.#readers.values()) child.kill();
  }

  #start(reader: number, maxMegabytes: number): void {
    const child = utilityProcess.fork(join(import.meta.dirname, 'reader-process.js'), [], {
      serviceName: 'Practice Migrator reader',
      execArgv: [`--max-old-space-size=${maxMegabytes}`],
      stdio: 'ignore',
    });
    this.#readers.set(reader, child);
    child.on('message', (message: unknown) => this.#tellEngine({ kind: 'reader_said', reader, message }));
    child.once('exit', () => {
      this.#readers.delete(reader);
      this.#tellEngine({ kind: 'reader_ended', reader });
    });
  }
}
